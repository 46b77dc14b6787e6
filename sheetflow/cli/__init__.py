"""The command line: commands, messages, and the only place where errors become exit codes."""
