"""Did a format change its meaning? Styles may only grow at the end of their lists."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.excel.lossless.book import Canon, canon, items, local, named

LISTS = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
)
ORDER = (*LISTS[:8], "tableStyles", "colors", "extLst")


def formats(styles: Element | None) -> list[dict[str, Canon | str | None]]:
    """What each cell format means, its indexes followed: font, fill, border, number format, the
    rest.
    """
    codes = {fmt.get("numFmtId"): fmt.get("formatCode") for fmt in items(styles, "numFmts")}
    lists = {
        key: items(styles, name)
        for key, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
    }
    found = []
    for xf in items(styles, "cellXfs"):
        meaning: dict[str, Canon | str | None] = {"children": tuple(canon(child) for child in xf)}
        for key, value in xf.items():
            entries = lists.get(key, [])
            plain = codes.get(value, value) if key == "numFmtId" else value
            meaning[key] = canon(entries[int(value)]) if int_below(value, len(entries)) else plain
        found.append(meaning)
    return found


def int_below(value: str, size: int) -> bool:
    """Is this text an index into a list of that size?"""
    return value.isdigit() and int(value) < size


def style_losses(before: Element | None, after: Element | None) -> Iterator[str]:
    """What the styles part lost; empty when its lists only grew at their ends."""
    if before is None:
        return
    if after is None:
        yield "styles: the part is gone"
        return
    if dict(before.items()) != dict(after.items()):
        yield "styles: attributes of the root differ"
    yield from _list_losses(before, after)
    for name in {local(child) for child in before} - set(LISTS):
        if [canon(e) for e in named(before, name)] != [canon(e) for e in named(after, name)]:
            yield f"styles: {name} differs"
    old, new = formats(before), formats(after)
    if changed := [i for i, meaning in enumerate(old) if i >= len(new) or new[i] != meaning]:
        yield f"styles: {len(changed)} cell formats mean something else, the first is {changed[0]}"
    if _ordered(before) and not _ordered(after):
        yield "styles: children are out of order"


def _list_losses(before: Element, after: Element) -> Iterator[str]:
    for name in LISTS:
        old, new = items(before, name), items(after, name)
        if [canon(e) for e in old] != [canon(e) for e in new[: len(old)]]:
            yield f"styles: {name} is not the old list with something after it"
        count = next((e.get("count") for e in named(after, name)), None)
        if len(new) > len(old) and count is not None and int(count) != len(new):
            yield f"styles: {name} counts {count}, holds {len(new)}"


def _ordered(styles: Element) -> bool:
    places = [ORDER.index(local(child)) for child in styles if local(child) in ORDER]
    return places == sorted(places)
