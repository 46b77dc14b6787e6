"""The starter workbooks, English and Spanish; build.py makes them."""
