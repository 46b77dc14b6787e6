"""sheetflow: follow-up that stays in the team's own spreadsheet."""

__version__ = "0.1.0"
