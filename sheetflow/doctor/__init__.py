"""One check per function; examine.py picks them by what the target is."""
