"""The old name of `two_processes`, for scripts/test."""

from tests.support.two_processes import pytest_runtestloop

__all__ = ["pytest_runtestloop"]
