"""The table of symptoms in the Playbook tab."""

from __future__ import annotations

from typing import Any

import pytest

from sheetflow.decide.playbook import DEFAULT
from sheetflow.decide.playbook_rows import playbook_rows, symptoms_rows
from sheetflow.decide.symptoms import SYMPTOMS, Symptom, from_on
from sheetflow.errors.lists import PlaybookUnusable
from sheetflow.model import Value
from sheetflow.parse.playbook_tab import read_playbook
from tests.support.grids import Sheet, day

HEAD = ["Stage", "Opened", "Reaction", "Phase", "Silent for", "Touches", "Step", "Paso", "Channel"]
CABEZA = ["Etapa", "Abierto", "Reacción", "Fase", "En silencio", "Toques", "Step", "Paso", "Canal"]
AT = dict(zip(HEAD, range(len(HEAD)), strict=True))


def read(*rows: list[Any]) -> tuple[tuple[Symptom, ...], list[tuple[str, str]]]:
    book, problems = read_playbook(rows, "Playbook", DEFAULT)
    return book.symptoms, [(p.where, p.text.code) for p in problems]


def row(**cells: Value) -> list[Value]:
    found: list[Value] = [None] * len(HEAD)
    for heading, value in {"Step": "Wave", "Channel": "Email", **cells}.items():
        found[AT[heading.replace("_", " ")]] = value
    return found


def one(**cells: Value) -> Symptom:
    (found,), problems = read(HEAD, row(**cells))
    assert problems == []
    return found


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_shipped_rows_are_read_back_as_they_are(lang: str) -> None:
    assert read(*map(list, symptoms_rows(lang))) == (SYMPTOMS, [])
    whole, problems = read_playbook(playbook_rows(lang), "Playbook", DEFAULT)
    assert (whole.symptoms, whole.steps, problems) == (SYMPTOMS, DEFAULT.steps, [])


def test_a_playbook_without_the_table_follows_the_shipped_rows() -> None:
    assert read(["Setting", "Value"], ["Few", 3])[0] == SYMPTOMS


@pytest.mark.parametrize("below", [[], [["Setting", "Value"], ["Few", 3]]])
def test_a_table_that_is_emptied_means_no_symptoms(below: list[list[Any]]) -> None:
    assert read(HEAD, [], *below) == ((), [])


def test_only_its_own_columns_are_needed() -> None:
    table = [["Reaction", "Step (English)"], ["negative", "Wave"]]
    assert read(*table)[0] == (Symptom("Wave", "Wave", "", reaction="negative"),)


@pytest.mark.parametrize(
    ("heading", "typed", "field", "value"),
    [
        ("Stage", "New", "stage", "new"),
        ("Stage", "cita fijada", "stage", "meeting"),
        ("Opened", "Sí", "opened", "yes"),
        ("Opened", "x", "opened", "yes"),
        ("Opened", False, "opened", "no"),
        ("Opened", "Desconocido", "opened", "unknown"),
        ("Reaction", "POSITIVA", "reaction", "positive"),
        ("Reaction", "neutral", "reaction", "neutral"),
        ("Reaction", "negativo", "reaction", "negative"),
        ("Reaction", "Ninguna", "reaction", "none"),
        ("Phase", "conocida", "phase", "known"),
        ("Phase", "Unknown", "phase", "unknown"),
        ("Phase", "-", "phase", ""),
        ("Silent_for", 5, "silent_for", 5),
        ("Silent_for", "5", "silent_for", 5),
        ("Silent_for", 0, "silent_for", 0),
        ("Touches", "2", "touches", range(2, 3)),
        ("Touches", 2, "touches", range(2, 3)),
        ("Touches", "2 to 4", "touches", range(2, 5)),
        ("Touches", "2 A 4", "touches", range(2, 5)),
        ("Touches", "3+", "touches", from_on(3)),
        ("Touches", None, "touches", None),
        ("Channel", "WhatsApp", "channel", "whatsapp"),
        ("Channel", "Fax", "channel", "Fax"),
    ],
)
def test_a_cell_is_read_in_either_language(
    heading: str, typed: Value, field: str, value: object
) -> None:
    assert getattr(one(**{heading: typed}), field) == value


@pytest.mark.parametrize(
    ("heading", "typed", "where", "code"),
    [
        ("Stage", "Newish", "A2", "wrong_symptom_stage"),
        ("Opened", "perhaps", "B2", "wrong_opened"),
        ("Opened", 2, "B2", "wrong_opened"),
        ("Reaction", "automatic", "C2", "wrong_reaction"),
        ("Phase", "comparing", "D2", "wrong_phase"),
        ("Silent_for", "a week", "E2", "wrong_count"),
        ("Silent_for", 2.5, "E2", "wrong_count"),
        ("Touches", "some", "F2", "wrong_touches"),
        ("Touches", "4 to 2", "F2", "wrong_touches"),
        ("Touches", "2-4", "F2", "wrong_touches"),
        ("Touches", True, "F2", "wrong_touches"),
        ("Touches", -1, "F2", "wrong_touches"),
        ("Step", None, "G2", "no_symptom_step"),
    ],
)
def test_a_wrong_cell_is_named_where_it_is(
    heading: str, typed: Value, where: str, code: str
) -> None:
    assert read(HEAD, row(**{heading: typed}))[1] == [(f"Playbook!{where}", code)]


def test_a_wrong_cell_ends_the_run() -> None:
    leads = [["Name", "Email"], ["Ana", "a@x.com"]]
    book = Sheet(*leads, others={"Playbook": [HEAD, row(Opened="perhaps")]})
    with pytest.raises(PlaybookUnusable) as error:
        book.plan()
    assert [problem.text.code for problem in error.value.problems] == ["wrong_opened"]
    assert error.value.exit_code == 78


def test_the_rows_keep_their_order_and_stay_apart_from_the_steps() -> None:
    steps = [["Stage", "Touch", "Channel", "Step"], ["New", 1, "Email", "Write"]]
    book, problems = read_playbook(
        [*steps, [], HEAD, row(Reaction="negative", Step="A"), row(Step="B"), []],
        "Playbook",
        DEFAULT,
    )
    assert problems == []
    assert [each.en for each in book.symptoms] == ["A", "B"]
    assert book.steps == {"new": {1: ("email", "Write", "Write", "")}}


def test_what_is_wrong_with_a_stage_is_not_told_again_at_each_row() -> None:
    stages = [["Key", "Stage (English)", "Pace"], ["fresh", "Fresh", "medium"]]
    told = [code for _, code in read(*stages, [], HEAD, row(Stage="Newish"))[1]]
    assert "wrong_pace" in told
    assert "wrong_symptom_stage" not in told


def test_a_team_bends_the_symptoms_in_its_spanish_workbook() -> None:
    table = [CABEZA, [None, None, "negativa", None, None, None, None, "Llamar", "Teléfono"]]
    log = [
        ["Fecha", "Contacto", "Entrada/salida", "Reacción"],
        [day("11-17"), "Ana", "entrada", "negativa"],
        [day("11-18"), "Ana", "salida", None],
    ]
    book = Sheet(
        ["Nombre", "Correo", "Teléfono"],
        ["Ana", "a@x.com", "600123456"],
        others={"Estrategia": table, "Registro de contactos": log},
    )
    assert book.plan(lang="es").rows[0].step == "Llamar (teléfono)"
