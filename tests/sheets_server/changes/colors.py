"""Colours as the service keeps them: in steps of 1/255, and each old field beside its new `…Style`
twin.
"""

from __future__ import annotations

import struct
from typing import Any

from tests.sheets_server.book import Json
from tests.sheets_server.discovery import document

_CHANNELS = ("red", "green", "blue", "alpha")


def with_colors(value: Json, schema: str) -> Json:
    """An object of that schema with its colours rounded down to 1/255 and their twins filled in;
    style wins.

    Source: the recordings (0.5 comes back as 0.49803922, channels that are 0 are left out).
    """
    fields = document("sheets.v4")["schemas"][schema]["properties"]
    after = {name: _tidied(item, fields.get(name, {})) for name, item in value.items()}
    for name, field in fields.items():
        if field.get("$ref") == "Color" and name + "Style" in fields:
            _pair(after, name, name + "Style")
    return after


def _tidied(value: Any, field: Json) -> Any:
    if field.get("type") == "array" and isinstance(value, list):
        return [_tidied(item, field["items"]) for item in value]
    schema = field.get("$ref")
    if schema is None or not isinstance(value, dict):
        return value
    return _rounded(value) if schema == "Color" else with_colors(value, schema)


def _pair(held: Json, name: str, style: str) -> None:
    if style in held:
        held.pop(name, None)
        if "rgbColor" in held[style]:
            held[name] = held[style]["rgbColor"]
        elif not held[style]:
            del held[style]
    elif name in held:
        held[style] = {"rgbColor": held[name]}


def _rounded(color: Json) -> Json:
    steps = {name: int(float(color.get(name) or 0) * 255 + 1e-6) for name in _CHANNELS}
    return {name: _single(step / 255) for name, step in steps.items() if step}


def _single(number: float) -> float:
    """The shortest decimal that reads back as the same 32-bit float, as the service prints it."""
    exact = struct.unpack("f", struct.pack("f", number))[0]
    for digits in range(1, 10):
        short = float(f"{exact:.{digits}g}")
        if struct.pack("f", short) == struct.pack("f", exact):
            return int(short) if short.is_integer() else short
    return float(exact)
