"""The figures -> JSON: one object, as the manual describes it; what there is not is null."""

from __future__ import annotations

from typing import Any

from sheetflow.plan.figure_values import (
    Figures,
    FollowUp,
    Group,
    LogFigures,
    OwnerFigures,
    SegmentFigures,
    Silent,
)
from sheetflow.reports.as_json import json_object


def figures_json(found: Figures, target: str) -> str:
    """Returns all figures."""
    told: dict[str, Any] = {"target": target, "today": found.today.isoformat()}
    told |= {"owner": found.owner, "leads": found.leads, "open": _got(found.still_open)}
    for key in ("statuses", "stages", "kinds", "warnings"):
        told[key] = list(map(_group, getattr(found, key)))
    told["owners"] = list(map(_owner, found.owners))
    told["segments"] = list(map(_segment, found.segments))
    for key in ("replies", "agreements", "nuisance", "won", "lost"):
        told[key] = getattr(found, key)._asdict()
    told["replies"]["mean_age"] = round(found.replies.mean_age, 2)
    for key in ("started", "advanced"):
        told[key] = getattr(found, key)
    told["silent"] = list(map(_silent, found.silent))
    told["log"] = _log(found.log) if found.log else None
    return json_object(**told)


def _got(got: FollowUp) -> dict[str, Any]:
    means = {"touches_each": round(got.touches_each, 2), "mean_late": round(got.mean_late, 2)}
    return {**got._asdict(), **means}


def _group(each: Group) -> dict[str, Any]:
    return {"key": each.key or None, "name": each.name or None, **_got(each.got)}


def _silent(each: Silent) -> dict[str, Any]:
    shown = {"since": each.since.isoformat(), "owner": each.owner or None}
    return {**each._asdict(), **shown}


def _owner(each: OwnerFigures) -> dict[str, Any]:
    closed = {"won": each.won, "lost": each.lost}
    agreements = each.agreements._asdict()
    return {"owner": each.owner or None, **_got(each.got), "agreements": agreements, **closed}


def _segment(each: SegmentFigures) -> dict[str, Any]:
    found = each._asdict()
    found |= {"key": each.key or None, "name": each.name or None}
    del found["got"]
    return {**found, "open": found.pop("still_open"), **_got(each.got)}


def _log(log: LogFigures) -> dict[str, Any]:
    return {**log._asdict(), "opened": [each._asdict() for each in log.opened]}
