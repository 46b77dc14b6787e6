"""Errors and messages in Spanish, as people see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from sheetflow import engine
from sheetflow.backends.google.client.faults import name_of
from sheetflow.backends.google.client.transport import _REASONS
from sheetflow.backends.memory import MemoryBackend
from sheetflow.cli.terminal import language
from sheetflow.errors import SheetflowError, speaking
from sheetflow.errors.files import DiskFull, OpenElsewhere, TooManyParts
from sheetflow.errors.google import (
    GoogleUnreachable,
)
from sheetflow.errors.google_access import (
    SheetForbidden,
)
from sheetflow.errors.lists import HeadingTwice, NoUsableHeadings
from sheetflow.model import Text
from sheetflow.parse.headings import find_layouts
from sheetflow.texts.messages import advice, message
from tests.support.grids import TODAY, Sheet
from tests.support.running import run


def save(path: Path, *rows: list[str]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_who_has_the_workbook_open_is_said_whole() -> None:
    english, spanish = (
        "The workbook is open elsewhere: {} has it.",
        "El libro está abierto en otro sitio: lo tiene {}.",
    )
    for found, who, quien in (
        (Text("somebody"), "somebody", "alguien"),
        ("Marta Ruiz", "Marta Ruiz", "Marta Ruiz"),
        (Text("person_on_machine", ("Ana", "office-2")), "Ana on office-2", "Ana en office-2"),
    ):
        error = OpenElsewhere(found, "leads.xlsx")
        assert message(error, "en") == english.format(who)
        assert message(error, "es") == spanish.format(quien)


def test_what_keeps_us_from_google_is_told_to_the_last_word() -> None:
    reasons = [reason for _, reason in _REASONS]
    assert len(reasons) > 4
    for reason in (*reasons, Text("connection_lost")):
        told = message(GoogleUnreachable(reason), "es")
        assert told.startswith("No se puede llegar a Google: ")
        assert message(reason, "en") not in told


def test_what_google_says_itself_stays_as_it_is() -> None:
    error = SheetForbidden("a@b.example", "The caller does not have permission")
    assert message(error, "es") == (
        "No tenemos permiso para leer o escribir la hoja: The caller does not have permission"
    )


def test_a_column_is_named_in_each_language_by_its_heading() -> None:
    error = HeadingTwice("created", "Leads!A1", "Leads!B1")
    assert message(error, "en") == "two columns claim 'Since': Leads!A1 and Leads!B1"
    assert message(error, "es") == "dos columnas dicen ser Alta: Leads!A1 y Leads!B1"


def test_an_account_without_an_address_is_named_in_spanish() -> None:
    assert advice(SheetForbidden(name_of(""), "denied"), "es") == (
        "Comparta la hoja con la cuenta que ejecuta sheetflow como Editor."
    )


def test_numbers_are_grouped_as_in_spain() -> None:
    error = TooManyParts(12345, 10000)
    assert message(error, "en") == "The file has 12,345 parts; more than 10,000 are not taken."
    assert "12.345 partes; no se admiten más de 10.000" in message(error, "es")


def test_headings_that_were_found_are_named_in_spanish() -> None:
    tabs = MemoryBackend({"Leads": [["Last contact", "Email", "Companny"], ["2026-11-20"]]}).tabs
    with pytest.raises(NoUsableHeadings) as caught:
        find_layouts(tabs, {})
    assert advice(caught.value, "en").splitlines()[1] == (
        "tab 'Leads': found Leads!A1 Last contact, Leads!B1 Email;"
        " Leads!C1 'Companny': did you mean 'Company'?"
    )
    assert advice(caught.value, "es").splitlines()[1] == (
        "pestaña 'Leads': hay Leads!A1 Último contacto, Leads!B1 Correo;"
        " Leads!C1 'Companny': ¿quiso decir 'Company'?"
    )


def test_a_file_that_is_not_there_is_told_in_spanish_when_asked(tmp_path: Path) -> None:
    ran = run("sync", str(tmp_path / "falta.xlsx"), "--lang", "es")
    assert ran.code == 78
    assert "sheetflow: No existe el archivo " in ran.err
    assert "  Compruebe el nombre, o cree uno con: sheetflow init" in ran.err


def test_the_language_of_the_environment_counts_where_no_other_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    assert "No existe el archivo" in run("plan", str(tmp_path / "falta.xlsx")).err
    assert "There is no file" in run("plan", str(tmp_path / "falta.xlsx"), "--lang", "en").err


def test_asked_for_comes_before_the_workbook_and_that_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    assert language("en", "es") == "en"
    assert language(None, "en") == "en"
    assert language(None) == "es"


def test_an_error_raised_with_the_workbook_at_hand_knows_its_language() -> None:
    with pytest.raises(SheetflowError) as caught, speaking("es"):
        raise DiskFull
    assert caught.value.lang == "es"


def test_what_could_not_be_written_the_usual_way_is_told_in_the_language_of_the_workbook() -> None:
    sheet = Sheet(
        ["Nombre", "Correo", "Etapa"], ["Ana Peña", "ana@example.com", ""], name="Contactos"
    )
    sheet.messages = [Text("filter_not_widened", ("Contactos",))]
    told = engine.sync(sheet, engine.Options(TODAY)).messages
    assert len(told) == 1
    assert told[0].startswith("Contactos: no se pudo ensanchar el filtro hasta nuestras columnas")
    assert "la próxima sincronización las corrige; aparte lo que hay en medio" in told[0]


def test_the_usage_error_of_a_day_is_in_the_language_asked_for_after_it(tmp_path: Path) -> None:
    ran = run("plan", str(tmp_path / "a.xlsx"), "--today", "hoy", "--lang", "es")
    assert "escriba el día como 2026-11-30" in ran.err


def test_unusable_headings_are_explained_in_spanish_to_the_last_line(tmp_path: Path) -> None:
    path = tmp_path / "libro.xlsx"
    save(path, ["Correo", "Telefonoo", "Notas"], ["ana@example.com"])
    told = run("doctor", str(path), "--lang", "es").out
    assert "ninguna pestaña tiene encabezados de leads que sirvan" in told
    assert "una pestaña de leads necesita un encabezado Nombre o Empresa" in told
    assert "Correo" in told
    assert "¿quiso decir 'Teléfono'?" in told
    assert not any(word in told for word in ("found", "did you mean", "Email"))


def test_a_lead_that_is_not_there_is_told_in_the_language_of_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "libro.xlsx"
    save(path, ["Nombre", "Correo", "Etapa"], ["Ana Peña", "ana@example.com"])
    assert "ningún lead está en esa fila" in run("explain", str(path), "99").err
