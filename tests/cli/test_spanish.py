"""Errors and notes in Spanish: nothing that a run may end with is left without one."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from openpyxl import Workbook

from sheetflow import engine
from sheetflow.backends.google.client.credentials import UNKNOWN
from sheetflow.backends.google.client.transport import _TEXTS
from sheetflow.cli.terminal import language
from sheetflow.errors import SheetflowError, speaking
from sheetflow.errors.files import DiskFull, OpenElsewhere, TooManyParts
from sheetflow.model import Text
from sheetflow.texts.messages import message
from sheetflow.texts.spanish import ERRORS, SYSTEM, translate
from tests.support.grids import TODAY, Sheet
from tests.support.running import run

HOUSE = Path(__file__).parents[2] / "sheetflow"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HOUSE.rglob("*.py"))}


def named(nodes: Iterable[ast.AST]) -> dict[str, ast.AST]:
    """The names that these statements give to texts."""
    found = dict[str, ast.AST]()
    for node in nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_text(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id: node.value for target in targets if isinstance(target, ast.Name)}
    return found


def is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


EVERYWHERE = named(node for tree in TREES.values() for node in tree.body)


def texts(node: ast.AST, names: dict[str, ast.AST]) -> list[str]:
    """The templates of an expression: one for each way it can turn out, `{}` for what is only known
    at run time.
    """
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.FormattedValue):
        return texts(node.value, names)
    if isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    ):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node.left, node.right]
        return [
            "".join(found).replace("{}{}", "{}")
            for found in product(*(texts(part, names) for part in parts))
        ]
    if isinstance(node, ast.IfExp):
        return [*texts(node.body, names), *texts(node.orelse, names)]
    if isinstance(node, ast.Name) and node.id in names:
        return texts(names[node.id], {})
    return ["{}"]


def calls_in(node: ast.AST) -> list[ast.Call]:
    return [found for found in ast.walk(node) if isinstance(found, ast.Call)]


def functions(node: ast.AST) -> list[ast.FunctionDef]:
    return [found for found in ast.walk(node) if isinstance(found, ast.FunctionDef)]


def error_classes() -> dict[str, ast.ClassDef]:
    """SheetflowError and all that comes from it, by name."""
    classes = [
        node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    found = {c.name: c for c in classes if c.name == "SheetflowError"}
    for _ in classes:
        found |= {
            c.name: c for c in classes if {ast.unparse(base) for base in c.bases} & found.keys()
        }
    return found


def said_by(call: ast.Call, classes: dict[str, ast.ClassDef]) -> list[ast.expr]:
    """What of a call is a message, an advice or a note."""
    name = ast.unparse(call.func)
    if name == "SheetflowError" or (name in classes and not functions(classes[name])):
        return [*call.args, *(keyword.value for keyword in call.keywords)]
    return call.args if name.endswith("messages.append") else []


def put_together(name: str, tree: ast.AST) -> set[str]:
    """The lines of an advice that a function of the module puts together: what it appends, and what
    it names.
    """
    found = set[str]()
    for function in (function for function in functions(tree) if function.name == name):
        lines = [
            call.args[0]
            for call in calls_in(function)
            if ast.unparse(call.func).endswith(".append")
        ]
        found |= {
            text
            for node in (*lines, *named(ast.walk(function)).values())
            for text in texts(node, {})
        }
    return found


def spoken_in(tree: ast.Module, classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    for function in functions(tree):
        names = EVERYWHERE | named(tree.body) | named(ast.walk(function))
        for said in (said for call in calls_in(function) for said in said_by(call, classes)):
            yield from texts(said, names)
            if isinstance(said, ast.Call) and isinstance(said.func, ast.Name):
                yield from put_together(said.func.id, tree)


def spoken() -> set[str]:
    """Every template that is raised or noted anywhere in the package."""
    classes = error_classes()
    found = {text for tree in TREES.values() for text in spoken_in(tree, classes)}
    for call in (call for written in classes.values() for call in calls_in(written)):
        if ast.unparse(call.func) == "super().__init__":
            found |= {text for said in call.args for text in texts(said, {})}
    return {text for text in found if any(c.isalpha() for c in text)}


SPOKEN = spoken()


def save(path: Path, *rows: list[str]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def filled(template: str) -> str:
    for value in ("Madrid", "12", "34", "56"):
        template = template.replace("{}", value, 1)
    return template


def test_the_walk_through_the_sources_finds_what_is_said() -> None:
    assert {
        "There is no file {}.",
        "The file is damaged.",
        "The file is damaged in its part {}.",
        "two columns claim '{}': {} and {}",
        "the Playbook or Calendar has entries that cannot be used",
        "{}: the table {} could not be widened; sort it together with our columns",
        "Open it in Excel and let it repair the file, or restore an earlier version.",
    } <= SPOKEN


@pytest.mark.parametrize("template", sorted(SPOKEN))
def test_whatever_ends_a_run_has_spanish(template: str) -> None:
    assert translate(filled(template), "es") != filled(template)


def test_every_text_of_the_table_is_still_said() -> None:
    terminal = {
        template for template in ERRORS if template.startswith(("unexpected", "write the day"))
    }
    ways = {
        "The workbook is open elsewhere: {} on {} has it.",
        "The workbook is open elsewhere: somebody has it.",
    }
    assert ERRORS.keys() - terminal - ways <= SPOKEN


@pytest.mark.parametrize("english", sorted(ERRORS | SYSTEM))
def test_each_text_is_translated_by_itself_and_not_by_another(english: str) -> None:
    spanish = (ERRORS | SYSTEM)[english]
    values = [f"value{n}" for n in range(english.count("{}"))]
    text = translate(english.replace("{}", "%s") % tuple(values) if values else english, "es")
    assert text != english
    assert text.count("value") == spanish.count("{")
    assert not any(word in text for word in (" the ", " is ", "{"))


def test_english_stays_as_it_was_raised() -> None:
    assert translate("There is no file leads.xlsx.", "en") == "There is no file leads.xlsx."


def test_an_unknown_text_stays_english() -> None:
    assert translate("the moon is full", "es") == "the moon is full"


@pytest.mark.parametrize(
    "value", ["a(b.*+?[c]^$|d\\1.xlsx", "{0} {x}", "100 %", "O'Brien & Peña.xlsx", ""]
)
def test_a_value_is_put_over_letter_by_letter(value: str) -> None:
    assert translate(f"There is no file {value}.", "es") == f"No existe el archivo {value}."


def test_several_lines_are_translated_one_by_one() -> None:
    advice = "mend or remove it\nthe moon is full\nRun again."
    assert translate(advice, "es") == "corríjalo o quítelo\nthe moon is full\nEjecute de nuevo."


def test_the_reason_of_the_system_is_translated_too() -> None:
    assert translate("leads.xlsx cannot be read: Input/output error.", "es") == (
        "No se puede leer leads.xlsx: error de entrada/salida."
    )
    assert translate("a.toml cannot be read: Invalid value (at line 2, column 7)", "es") == (
        "no se puede leer a.toml: valor no válido (línea 2, columna 7)"
    )


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
    said = [text for _, text in _TEXTS]
    assert len(said) > 4
    for text in (*said, "the connection was lost"):
        told = translate(f"Google cannot be reached: {text}.", "es")
        assert told.startswith("No se puede llegar a Google: ")
        assert text not in told


def test_what_google_says_itself_stays_as_it_is() -> None:
    assert translate(
        "We may not read or write the sheet: The caller does not have permission", "es"
    ) == ("No tenemos permiso para leer o escribir la hoja: The caller does not have permission")


def test_a_column_is_named_in_spanish_by_its_key_or_its_heading() -> None:
    for name in ("created", "Since"):
        assert translate(f"two columns claim '{name}': Leads!A1 and Leads!B1", "es") == (
            "dos columnas dicen ser Alta: Leads!A1 y Leads!B1"
        )


def test_an_account_without_an_address_is_named_in_spanish() -> None:
    assert translate(f"Share the sheet with {UNKNOWN} as Editor.", "es") == (
        "Comparta la hoja con la cuenta que ejecuta sheetflow como Editor."
    )


def test_numbers_are_grouped_as_in_spain() -> None:
    error = TooManyParts(12345, 10000)
    assert message(error, "en") == "The file has 12,345 parts; more than 10,000 are not taken."
    assert "12.345 partes; no se admiten más de 10.000" in message(error, "es")


def test_headings_that_were_found_are_named_in_spanish() -> None:
    line = "tab 'Leads': found Leads!A1 Last contact, Leads!B1 Email; Leads!C1 'Nmae': did you mean 'Name'?"
    assert translate(line, "es") == (
        "pestaña 'Leads': hay Leads!A1 Último contacto, Leads!B1 Correo; Leads!C1 'Nmae': ¿quiso decir 'Name'?"
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
    assert told == ("Contactos: no se pudo ensanchar el filtro hasta nuestras columnas",)


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
