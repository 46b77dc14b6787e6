"""The spreadsheet functions that the evaluator knows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from tests.sheets_server.book import CellError, Value
from tests.sheets_server.formula_text import Node
from tests.sheets_server.numberformat import EPOCH

Grid = list[list[Value]]
Argument = Value | Grid


class FormulaError(Exception):
    """An error value on its way up through the formula."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(kind)
        self.error = CellError(kind, message)


def single(found: Argument) -> Value:
    """One value: of a range its first cell; an error value is raised."""
    value = (found[0][0] if found and found[0] else None) if isinstance(found, list) else found
    if isinstance(value, CellError):
        raise FormulaError(value.type, value.message)
    return value


def as_number(value: Value) -> int | float:
    """The value as a number: blank is 0, a text counts when it reads as one; else #VALUE!."""
    if value is None or isinstance(value, (int, float)):
        return value or 0
    try:
        return float(str(value))
    except ValueError:
        raise FormulaError("VALUE", "A text where a number is expected.") from None


def as_text(value: Value) -> str:
    """The value as a text, numbers without needless decimals."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def compare(mark: str, left: Value, right: Value) -> bool:
    """Two values compared: numbers before texts before truths, texts without regard to case."""
    first, second = _rank(left, right), _rank(right, left)
    less, same = first < second, first == second
    verdicts = {
        "=": same,
        "<>": not same,
        "<": less,
        ">": not (less or same),
        "<=": less or same,
        ">=": not less,
    }
    return verdicts[mark]


def _rank(value: Value, other: Value) -> tuple[int, Any]:
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0
    if isinstance(value, bool):
        return 2, value
    return (1, value.lower()) if isinstance(value, str) else (0, value)


def _flat(arguments: tuple[Argument, ...]) -> Iterator[Value]:
    for argument in arguments:
        lines = argument if isinstance(argument, list) else [[argument]]
        for line in lines:
            yield from line


def _numbers(arguments: tuple[Argument, ...]) -> list[int | float]:
    """The numbers of ranges and arguments; in ranges, blanks, texts and truths do not count."""
    found: list[int | float] = []
    for argument in arguments:
        for value in _flat((argument,)):
            if isinstance(value, CellError):
                raise FormulaError(value.type, value.message)
            if not isinstance(argument, list):
                found.append(as_number(value))
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                found.append(value)
    return found


def _average(*arguments: Argument) -> float:
    numbers = _numbers(arguments)
    if not numbers:
        raise FormulaError(
            "DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error."
        )
    return math.fsum(numbers) / len(numbers)


def _total(*arguments: Argument) -> int | float:
    numbers = _numbers(arguments)
    return (
        sum(numbers) if all(isinstance(number, int) for number in numbers) else math.fsum(numbers)
    )


def _countif(cells: Argument, wanted: Argument) -> int:
    text = single(wanted)
    mark, bound = "=", text
    if isinstance(text, str):
        mark = next(
            (mark for mark in ("<=", ">=", "<>", "<", ">", "=") if text.startswith(mark)), ""
        )
        bound = text[len(mark) :]
        with suppress(ValueError):
            bound = float(bound)
    values = [value for value in _flat((cells,)) if not isinstance(value, CellError)]
    return sum(
        compare(mark or "=", value, bound) for value in values if value is not None or mark == "<>"
    )


def _truths(arguments: tuple[Argument, ...]) -> list[bool]:
    return [bool(as_number(value)) for value in _flat(arguments) if value is not None]


def _date(year: Argument, month: Argument, day: Argument) -> int:
    years, months, days = (int(as_number(single(part))) for part in (year, month, day))
    first = datetime(years + (months - 1) // 12, (months - 1) % 12 + 1, 1)
    return (first - EPOCH).days + days - 1


def _moment(serial: Argument) -> datetime:
    return EPOCH + timedelta(days=float(as_number(single(serial))))


def _round(number: Argument, places: Argument = 0) -> float:
    scale = 10.0 ** int(as_number(single(places)))
    scaled = as_number(single(number)) * scale
    return math.copysign(math.floor(abs(scaled) + 0.5), scaled) / scale


def _index(cells: Argument, row: Argument = 0, column: Argument = 0) -> Argument:
    """A cell of a range, or with 0 the whole of it; what is behind the last filled row is blank."""
    grid = cells if isinstance(cells, list) else [[cells]]
    down, right = int(as_number(single(row))), int(as_number(single(column)))
    if len(grid) == 1 and not right:  # in one line a single number counts columns
        down, right = 1, down
    if min(down, right) < 0 or right > max(map(len, grid), default=0):
        raise FormulaError("REF", "Function INDEX parameter is out of range.")
    lines = [grid[down - 1]] if 0 < down <= len(grid) else [] if down else grid
    return [line[right - 1 : right] if right else line for line in lines]


def _text(value: Argument) -> str:
    return as_text(single(value))


def _blank(value: Argument) -> bool:
    return (value[0][0] if isinstance(value, list) else value) is None


def _missing(*_: Argument) -> Value:
    raise FormulaError("N_A", "")


PLAIN: dict[str, Callable[..., Argument]] = {
    "SUM": _total,
    "AVERAGE": _average,
    "MIN": lambda *cells: min(_numbers(cells), default=0),
    "MAX": lambda *cells: max(_numbers(cells), default=0),
    "COUNT": lambda *cells: sum(
        isinstance(v, (int, float)) and not isinstance(v, bool) for v in _flat(cells)
    ),
    "COUNTA": lambda *cells: sum(value is not None for value in _flat(cells)),
    "COUNTBLANK": lambda cells: sum(value in (None, "") for value in _flat((cells,))),
    "COUNTIF": _countif,
    "PRODUCT": lambda *cells: math.prod(_numbers(cells)),
    "ABS": lambda number: abs(as_number(single(number))),
    "INT": lambda number: math.floor(as_number(single(number))),
    "ROUND": _round,
    "AND": lambda *cells: all(_truths(cells)),
    "OR": lambda *cells: any(_truths(cells)),
    "NOT": lambda value: not as_number(single(value)),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "NA": _missing,
    "LEN": lambda value: len(_text(value)),
    "UPPER": lambda value: _text(value).upper(),
    "LOWER": lambda value: _text(value).lower(),
    "TRIM": lambda value: " ".join(_text(value).split()),
    "CONCATENATE": lambda *cells: "".join(as_text(single(value)) for value in _flat(cells)),
    "CONCAT": lambda first, second: _text(first) + _text(second),
    "HYPERLINK": lambda link, label=None: _text(link) if label is None else single(label),
    "DATE": _date,
    "YEAR": lambda serial: _moment(serial).year,
    "MONTH": lambda serial: _moment(serial).month,
    "DAY": lambda serial: _moment(serial).day,
    "ISBLANK": _blank,
    "INDEX": _index,
    "ARRAYFORMULA": lambda value: single(value),
    "N": lambda value: as_number(single(value)) if not isinstance(single(value), str) else 0,
    "T": lambda value: _text(value) if isinstance(single(value), str) else "",
}
"""Functions of already read arguments (values, or lists of lines for ranges)."""

Reader = Callable[[Node], Argument]


def _if(read: Reader, parts: tuple[Node, ...]) -> Argument:
    if as_number(single(read(parts[0]))):
        return read(parts[1])
    return read(parts[2]) if len(parts) > 2 else False


def _if_error(read: Reader, parts: tuple[Node, ...]) -> Argument:
    try:
        return single(read(parts[0]))
    except FormulaError:
        return read(parts[1]) if len(parts) > 1 else None


def _is_error(read: Reader, parts: tuple[Node, ...]) -> Argument:
    try:
        single(read(parts[0]))
    except FormulaError:
        return True
    return False


CHOOSING: dict[str, Callable[[Reader, tuple[Node, ...]], Argument]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "ISERROR": _is_error,
}
"""Functions that read their arguments themselves."""
