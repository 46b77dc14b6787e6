"""Which kind of request is handled where."""

from __future__ import annotations

from collections.abc import Callable

from tests.sheets_server.book import Json, Spreadsheet
from tests.sheets_server.changes import (
    banding,
    blocks,
    borders,
    cells,
    dimensions,
    filters,
    fitting,
    groups,
    merging,
    metadata,
    named,
    objects,
    pasting,
    protection,
    rules,
    sheets,
    sorting,
    tables,
    texts,
    validation,
)

Handler = Callable[[Spreadsheet, Json], Json | None]

_FAMILIES = (
    banding,
    blocks,
    borders,
    cells,
    dimensions,
    filters,
    fitting,
    groups,
    merging,
    metadata,
    named,
    objects,
    pasting,
    protection,
    rules,
    sheets,
    sorting,
    tables,
    texts,
    validation,
)
KINDS: dict[str, Handler] = {
    kind: handler for family in _FAMILIES for kind, handler in family.KINDS.items()
}
"""Every kind of request that works here: it gets its body and returns its reply, None for an empty
one.
"""

REFUSED = frozenset(
    (
        "autoFill",
        "addDataSource",
        "updateDataSource",
        "deleteDataSource",
        "refreshDataSource",
        "cancelDataSourceRefresh",
        "insertComment",
        "addCommentReply",
        "deleteComment",
        "deleteCommentReply",
        "updateCommentPost",
    )
)
"""Kinds that the API has and this server has not: 400, never a silent success."""
