"""The starter workbooks, English and Spanish; build.py makes them, sheetflow.starter.workbook reads
them.
"""
