"""The plain tabs of a new workbook, each one a value: its cells, their looks, what may be typed."""
