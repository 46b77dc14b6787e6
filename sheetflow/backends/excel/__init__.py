"""The zip, its parts and the sheet: read and patch an .xlsx, copying everything else byte for
byte.
"""
