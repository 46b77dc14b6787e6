"""The figures -> what the formulas of the Dashboard come to, by the names in formulas/dashboard.py:
so a preview or a phone shows them without working anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from sheetflow.model import Value
from sheetflow.plan.figure_values import Figures, FollowUp, OwnerFigures, SegmentFigures
from sheetflow.texts.dashboard_words import DASHBOARD
from sheetflow.texts.render import choose
from sheetflow.texts.words import MONTHS

OWNERS: Final = 6
SEGMENTS: Final = 4
STAGES: Final = 8
"""As many of each have a line of their own on the Dashboard."""

Shown = Mapping[str, Value | date]
_Pairs = Iterator[tuple[str, Value | date]]


def dashboard_values(found: Figures, lang: str) -> Shown:
    """Returns what each formula of the Dashboard shows of these figures."""
    shown: dict[str, Value | date] = {"subtitle": _subtitle(found.today, lang)}
    shown |= dict(_cards(found, lang))
    for group in found.statuses:
        shown |= dict(_got(f"status.{group.key}", group.got))
    shown |= dict(_got("status.all", add(group.got for group in found.statuses)))
    shown |= dict(_owners(found.owners, lang))
    shown |= dict(_stages(found, lang))
    shown |= dict(_segments(found.segments, lang))
    shown |= dict(_agreements(found))
    shown |= dict(_silent(found))
    return shown


def add(parts: Iterable[FollowUp]) -> FollowUp:
    """Adds up the follow-up that several groups got."""
    total = FollowUp()
    for part in parts:
        worst = max(total.worst, part.worst)
        total = FollowUp._make(map(sum, zip(total, part, strict=True)))._replace(worst=worst)
    return total


def _got(name: str, got: FollowUp, count: str = "leads") -> _Pairs:
    yield f"{name}.{count}", got.leads
    yield f"{name}.touches_each", got.touches_each
    yield f"{name}.replied", got.replied
    yield f"{name}.late", got.late
    yield f"{name}.mean_late", got.mean_late


def _subtitle(today: date, lang: str) -> str:
    day = f"{today.day} {MONTHS[lang][today.month - 1]} {today.year}"
    return choose(DASHBOARD["subtitle"], lang).format(day)


def _cards(found: Figures, lang: str) -> _Pairs:
    got, replies = found.still_open, found.replies
    agreements, nuisance = found.agreements, found.nuisance
    yield from _card("open", got.leads, (found.leads, got.touches_each), lang)
    yield from _card("replies", replies.waiting, (replies.oldest, replies.mean_age), lang)
    yield from _card("late", got.late, (got.mean_late, got.worst), lang)
    noted = (agreements.ahead, agreements.undated)
    yield from _card("missed", agreements.missed, noted, lang)
    both = (nuisance.too_soon, nuisance.too_many)
    yield from _card("nuisance", sum(both), both, lang)
    yield "card.won", found.won.leads
    yield "card.won.note", found.won.value


def _card(key: str, number: int, figures: tuple[float, float], lang: str) -> _Pairs:
    note = choose(DASHBOARD[f"card_{key}_note"], lang)
    yield f"card.{key}", number
    yield f"card.{key}.note", note.format(*(_rounded(each, lang) for each in figures))


def _rounded(number: float, lang: str) -> str:
    """Returns a number as a formula shows it in a text: one decimal, where there is one."""
    text = f"{int(number * 10 + 0.5) / 10:.1f}".removesuffix(".0")
    return text.replace(".", ",") if lang == "es" else text


T = TypeVar("T")


def _lines(named: Sequence[T], nameless: Sequence[T], most: int) -> list[list[T]]:
    """Returns what the lines of a table hold: each of the first on its own, then those without a
    name, then the rest.
    """
    shown = [[each] for each in named[:most]]
    lines = [*shown, [*nameless], [*named[most:]]]
    return lines + [[] for _ in range(most + 2 - len(lines))]


def _owners(owners: Sequence[OwnerFigures], lang: str) -> _Pairs:
    named = [each for each in owners if each.owner]
    lines = _lines(named, [each for each in owners if not each.owner], OWNERS)
    for number, line in enumerate(lines, 1):
        label = _behind(number, len(named), OWNERS, "nobody", lang) if line else ""
        yield f"owner.{number}.label", label or "".join(_capital(each.owner) for each in line)
        yield from _owner(f"owner.{number}", line)
    yield from _owner("owner.all", owners)


def _behind(number: int, named: int, most: int, without: str, lang: str) -> str:
    """Returns the label of a line behind those that have a name; blank for one of these."""
    shown = min(named, most)
    if number <= shown:
        return ""
    return choose(DASHBOARD[without if number == shown + 1 else "others"], lang)


def _owner(name: str, owners: Sequence[OwnerFigures]) -> _Pairs:
    got = add(each.got for each in owners)
    yield from _got(name, got, "open")
    yield f"{name}.worst", got.worst
    yield f"{name}.missed", sum(each.agreements.missed for each in owners)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _stages(found: Figures, lang: str) -> _Pairs:
    known = [group for group in found.stages if group.key]
    for number, group in enumerate(known[:STAGES], 1):
        yield f"stage.{number}.label", group.name
        yield from _got(f"stage.{number}", group.got, "open")
    rest = {"others": known[STAGES:], "none": [g for g in found.stages if not g.key]}
    for key, groups in rest.items():
        got = add(group.got for group in groups)
        word = "no_stage" if key == "none" else key
        yield f"stage.{key}.label", choose(DASHBOARD[word], lang) if got.leads else ""
        yield from _got(f"stage.{key}", got, "open")
    yield from _got("stage.all", found.still_open, "open")


def _segments(segments: Sequence[SegmentFigures], lang: str) -> _Pairs:
    named = [each for each in segments if each.key]
    lines = _lines(named, [each for each in segments if not each.key], SEGMENTS)
    for number, line in enumerate(lines, 1):
        label = _behind(number, len(named), SEGMENTS, "none", lang) if line else ""
        yield f"segment.{number}.label", label or "".join(each.name for each in line)
        yield from _segment(f"segment.{number}", line)
    yield from _segment("segment.all", segments)


def _segment(name: str, segments: Sequence[SegmentFigures]) -> _Pairs:
    got = add(each.got for each in segments)
    yield f"{name}.leads", got.leads
    yield f"{name}.touches_each", got.touches_each
    for key in ("possible", "not_possible", "unknown"):
        yield f"{name}.{key}", sum(getattr(each, key) for each in segments)


def _agreements(found: Figures) -> _Pairs:
    """Yields the agreements, and the leads that are worth a look."""
    by_key: dict[str, Any] = {group.key: group.got for group in (*found.warnings, *found.kinds)}
    yield from _got("agreement.ahead", found.ahead)
    yield from _got("agreement.missed", by_key["promise_missed"])
    yield from _got("agreement.undated", by_key["no_agreement"])
    for key in ("kept", "not_kept", "moved"):
        yield f"agreement.{key}.leads", getattr(found.agreements, key)
    for key in ("too_soon", "too_many", "unknown_phase", "unknown_fit", "task", "partner"):
        yield from _got(f"look.{key}", by_key[key])


def _silent(found: Figures) -> _Pairs:
    for number, each in enumerate(found.silent, 1):
        name = f"silent.{number}"
        yield f"{name}.name", each.name
        yield f"{name}.owner", each.owner
        yield f"{name}.since", each.since
        yield f"{name}.days", each.days
        yield f"{name}.touches", each.touches
    for number in range(len(found.silent) + 1, 11):
        for key in ("name", "owner", "since", "days", "touches"):
            yield f"silent.{number}.{key}", ""
