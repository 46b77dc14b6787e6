"""A plan -> text, JSON, an explanation. Pure."""
