"""The decision as formulas of a workbook. Pure."""
