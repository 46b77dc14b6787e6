"""The seam for workbooks: base.py says what a backend is; targets.py finds the one for a target."""
