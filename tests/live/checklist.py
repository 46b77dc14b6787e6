"""What the backend believes of Google Sheets: each check settles one belief on the spreadsheet that
it is given.

The documentation says nothing, or too little, about these. A check that fails on real Google names
what to mend, in the backend and in the local server, which must do the same.
"""

from __future__ import annotations

from typing import Final

from tests.live import checks_of_cells, checks_of_looks
from tests.live.scratch import Check

CHECKS: Final[list[Check]] = [*checks_of_cells.CHECKS, *checks_of_looks.CHECKS]
