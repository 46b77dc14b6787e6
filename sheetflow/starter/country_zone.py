"""The time zone of a country, where it has one only."""

from __future__ import annotations

from importlib import resources


def country_zone(country: str | None) -> str | None:
    """Returns the zone of `GB`, or of a region such as `GB-ENG`; None where a country has several.

    The tz database lists them, a line per zone: country, place, name.
    """
    code = (country or "").upper().partition("-")[0]
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    zones = [line[2] for line in lines if line[0] == code]
    return zones[0] if len(zones) == 1 else None
