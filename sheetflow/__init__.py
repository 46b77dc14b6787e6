"""sheetflow: follow-up that stays in the team's own spreadsheet."""

__version__ = "0.2.0"
