"""What keeps sheetflow running on a host: what was told there, and what is news to it."""
