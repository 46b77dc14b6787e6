"""Who stands in for whom."""

from __future__ import annotations

from sheetflow.decide.people import Absence, deputy_of
from tests.support.grids import day

AWAY = {
    "ann": (Absence(day("11-16"), day("11-20"), "Bob"),),
    "bob": (Absence(day("11-20"), day("11-24"), "Cai"),),
    "dan": (Absence(day("11-20"), day("11-20")),),
    "eva": (Absence(day("11-20"), day("11-20"), "Fay"),),
    "fay": (Absence(day("11-20"), day("11-20"), "Éva"),),
}


def deputy(owner: str, on: str) -> str:
    return deputy_of(owner, day(on), AWAY)


def test_a_deputy_stands_in_for_an_owner_who_is_away() -> None:
    assert deputy("Ann", "11-19") == "Bob"


def test_nobody_stands_in_for_an_owner_who_is_there() -> None:
    assert deputy("Ann", "11-23") == ""


def test_a_deputy_who_is_away_passes_it_to_their_own() -> None:
    assert deputy("ANN", "11-20") == "Cai"


def test_without_a_deputy_it_stays_with_the_owner() -> None:
    assert deputy("Dan", "11-20") == ""


def test_deputies_who_stand_in_for_each_other_leave_it_with_the_owner() -> None:
    assert deputy("Eva", "11-20") == ""
