"""A Google Sheets on loopback: the Sheets API v4 and what spreadsheet clients use of Drive v3, for
tests.

It stands alone: nothing here knows sheetflow. As a program: `python -m tests.sheets_server --key
KEY.json`. In a test:

    with Server() as server:
        book = server.world.create("Leads")  # anybody may; owner="…" and server.share() say who may
        ana = server.person(book)
        ana.paste(1, 0, [["Name", "Stage"], ["Nadia", "new"]])
        server.people.on(2, lambda: ana.sort(by=0))  # just before the second request
        server.faults.at(3, faults.BY_NAME["502 HTML, applied"])  # instead of the third answer
        …  # a client works with server.url and server.key_file(path)
        assert server.requests()["write"] == 1
        assert not server.violations  # of the discovery document
"""

from tests.sheets_server.server import ROBOT, Server

__all__ = ["ROBOT", "Server"]
