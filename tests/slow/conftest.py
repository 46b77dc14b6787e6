"""The local test server, for the tests of this folder."""

from tests.support.servers import connect, server

__all__ = ["connect", "server"]
