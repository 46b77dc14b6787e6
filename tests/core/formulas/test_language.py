"""The small language of the hidden tabs' columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetflow.formulas.language import FormulaColumn, HiddenTab, Translator
from sheetflow.formulas.layout import LiveLayout, Table, quoted

LEADS = Table("Leads", 2, 3, 1002, {"name": 0, "stage": 9})
LAYOUT = LiveLayout(
    LEADS, Table("Playbook", 1, 2, 40, {"key": 0}), Table("Playbook", 11, 12, 30, {"name": 0})
)
LISTED = HiddenTab(
    "_set", 2, 9, (FormulaColumn("word", values=("a", "b")), FormulaColumn("n", "=1", rows=3))
)
CALC = HiddenTab("_calc", 3, 1002, (FormulaColumn("lead", "=1"), FormulaColumn("due", "={lead}+1")))
TRANSLATOR = Translator(LAYOUT, (LISTED, CALC))


@pytest.mark.parametrize(
    ("template", "formula"),
    [
        ("={lead}+1", "$A3+1"),
        ("={due:up}+{due:down}", "$B2+$B4"),
        ("=SUM({due:all})+SUM({due:top})", "SUM($B$3:$B$1002)+SUM($B$3:$B3)"),
        ("=INDEX({_set.word},2)", "INDEX(sf_set_word_column,2)"),
        ("=MATCH(1,{_set.word:all},0)", "MATCH(1,sf_set_word,0)"),
        ("=SUM({_set.n:all})", "SUM(sf_set_n)"),
        ("=MATCH(1,{stages.key:all},0)", "MATCH(1,sf_in_stages_key,0)"),
        (
            "=L(name)&at(stages.key,{lead})",
            "INDEX(sf_in_leads_name_column,ROW())&INDEX(sf_in_stages_key_column,$A3)",
        ),
        ("=TRIM(L(phone))", "TRIM(sf_blank)"),
        ('=IF({lead}=0,"add(1,2",3)', None),
        ("=INDEX({1,2},{lead})", "INDEX({1,2},$A3)"),
    ],
)
def test_a_template_becomes_a_formula(template: str, formula: str | None) -> None:
    if formula is None:
        with pytest.raises(ValueError, match="not closed"):
            TRANSLATOR.formula(template, CALC)
    else:
        assert TRANSLATOR.formula(template, CALC) == formula


def test_cells_of_other_tabs_have_names() -> None:
    translator = Translator(LAYOUT, (LISTED, CALC))
    translator.formula("=L(name)&INDEX({_set.word},2)&MATCH(1,{stages.key:all},0)", CALC)
    assert translator.names == {
        "sf_in_leads_name_column": "Leads!$A:$A",
        "sf_set_word_column": "_set!$A:$A",
        "sf_in_stages_key": "Playbook!$A$2:$A$40",
    }


def test_people_and_we_have_names_of_their_own() -> None:
    layout = replace(LAYOUT, log=Table("Contacts log", 1, 2, 9, {"reaction": 3}))
    lines = HiddenTab("_log", 2, 9, (FormulaColumn("reaction", "=1"),))
    translator = Translator(layout, (lines,))
    translator.formula("=INDEX({_log.reaction},1)&at(log.reaction,2)", lines)
    assert sorted(translator.names.values()) == ["'Contacts log'!$D:$D", "_log!$A:$A"]


def test_a_word_inside_another_is_written_out_first() -> None:
    inner = TRANSLATOR.formula("=add({lead},0)", CALC)
    assert TRANSLATOR.formula("=later(add({lead},0),2)", CALC).count(inner) == 3


def test_the_number_of_days_may_be_a_column_named_like_an_argument() -> None:
    tab = HiddenTab(
        "_calc", 3, 4, (FormulaColumn("d"), FormulaColumn("n"), FormulaColumn("x", "=add({d},{n})"))
    )
    written = Translator(LAYOUT, (tab,)).formula("=add({d},{n})", tab)
    assert "$A3" in written
    assert "$B3" in written
    assert "{" not in written


def test_a_column_that_is_nowhere_is_an_error() -> None:
    with pytest.raises(KeyError, match="no column nowhere"):
        TRANSLATOR.formula("={nowhere}", CALC)


def test_a_tab_is_filled_down_below_the_names_of_its_columns() -> None:
    tab = TRANSLATOR.new_tab("_calc")
    assert tab.rows == (("lead", "due"),)
    assert [(f.column, f.first_row, f.last_row, f.text) for f in tab.filled] == [
        (0, 3, 1002, "1"),
        (1, 3, 1002, "$A3+1"),
    ]
    assert tab.hidden


def test_plain_values_stand_below_the_name_of_their_column() -> None:
    assert TRANSLATOR.new_tab("_set").rows == (("word", "n"), ("a",), ("b",))


@pytest.mark.parametrize(
    ("name", "written"),
    [("Leads", "Leads"), ("Contacts log", "'Contacts log'"), ("Ana's", "'Ana''s'"),
     ("Q4", "'Q4'"), ("Contáctos", "'Contáctos'")],
)  # fmt: skip
def test_the_name_of_a_tab_takes_quotes_where_a_formula_needs_them(name: str, written: str) -> None:
    assert quoted(name) == written
