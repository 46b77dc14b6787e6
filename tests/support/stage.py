"""The old name of `staged_spreadsheet`, for scripts/bench_large.py."""

from tests.support.staged_spreadsheet import client_of

__all__ = ["client_of"]
