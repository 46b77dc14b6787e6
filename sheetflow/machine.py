"""What the machine that we run on says of itself."""

from __future__ import annotations

import logging
import warnings

from sheetflow.zones import zone_of


def machine_zone() -> str:
    """Returns the name of the machine's time zone; UTC where it has none that can be named."""
    import tzlocal  # only where nothing else says a zone

    # what it is unsure of is nothing that people at a spreadsheet could mend
    logging.getLogger("tzlocal").addHandler(logging.NullHandler())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            name = tzlocal.get_localzone_name()
    except (OSError, ValueError, LookupError):
        return "UTC"
    return name if name and zone_of(name) else "UTC"
