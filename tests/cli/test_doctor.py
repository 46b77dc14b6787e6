"""doctor: what was recognised, what is missing, a fix for each."""

from __future__ import annotations

from sheetflow.doctor.finding import CheckRequest
from sheetflow.doctor.workbook import Finding, check_workbook
from sheetflow.engine import Options
from tests.support.grids import TODAY, Sheet, day

HEADINGS = ["Name", "Email", "Owner", "Stage", "Since", "Last contact"]


def findings(sheet: Sheet, lang: str | None = None, target: str = "team") -> list[Finding]:
    found = check_workbook(sheet, CheckRequest(target, Options(TODAY, lang))).findings
    assert sheet.writes == 0
    return found


def texts(sheet: Sheet, lang: str | None = None, target: str = "team") -> str:
    return "\n".join(f"{f.level} {f.text} | {f.fix}" for f in findings(sheet, lang, target))


def test_recognised_headings_are_named_with_their_cells() -> None:
    assert "ok tab 'Leads': headings in row 2, 1 lead; Name (A2), Email (B2)" in texts(
        Sheet(["Our leads"], ["Name", "Email"], ["Ana"])
    )


def test_a_heading_is_shown_as_it_is_and_what_it_is_taken_for() -> None:
    told = texts(Sheet(["Nombre", "E-mail", "Etapa", "Ult. contacto"], ["Ana"]))
    assert "1 lead; Nombre (A1), E-mail (B1) = Correo, Etapa (C1), Ult. contacto (D1) = " in told
    assert "(D1) = Último contacto" in told
    assert "Nombre (A1) = Name" in texts(Sheet(["Nombre", "Correo"], ["Ana"]), "en")


def test_columns_that_nobody_knows_are_listed_once() -> None:
    rows = [["Name", "Email", "Since", "🎯 Colour", "Shoe\nsize", None, 2024], ["Ana", "a@x.com"]]
    said = "tab 'Leads': columns that sheetflow does not know and leaves alone: "
    (found,) = [f for f in findings(Sheet(*rows)) if said in f.text]
    assert (found.level, found.text) == (
        "note",
        said + "🎯 Colour (D1), Shoe size (E1), 2024 (G1)",
    )
    assert "deja como están: 🎯 Colour (D1)" in texts(Sheet(*rows), "es")
    assert said not in texts(Sheet(HEADINGS, ["Ana"]))


def test_a_wide_export_is_no_wall_of_text() -> None:
    told = texts(Sheet(["Name", "Email", *(f"Thing {n}" for n in range(60))], ["Ana"]))
    assert "Thing 11 (N1) and 48 more" in told
    assert "Thing 12" not in told


def test_what_is_told_of_a_column_by_itself_is_not_told_twice() -> None:
    told = texts(Sheet(["Name", "Email", "Source", "Lead source"], ["Ana", "a@x.com", "Web", "Ad"]))
    assert "Leads!D1: Lead source says Source too" in told
    assert "leaves alone" not in told


def test_columns_that_serve_beside_another_are_read_and_told_in_their_place() -> None:
    rows = [
        ["Name", "Phone", "Mobile", "Status", "Stage", "1st contact", "2nd contact"],
        ["Ana", "600111222", "600111223", "New", "Informed", "2026-11-03", "2026-11-10"],
    ]
    told = texts(Sheet(*rows))
    assert "Phone (B1), Mobile (C1) = Phone, Status (D1) = Stage, Stage (E1), 1st contact" in told
    assert "1st contact (F1) = Last contact, 2nd contact (G1) = Last contact" in told
    assert "leaves alone" not in told


CALENDAR = ["Holiday", "Name of the day", None, "Owner", "First day", "Last day"]


def calendar(*rows: list[object], tab: str = "Calendar") -> Sheet:
    return Sheet(HEADINGS, ["Ana"], others={tab: [CALENDAR, *rows]})


def test_it_says_how_many_days_off_the_calendar_has() -> None:
    rows = [[day("2026-11-02"), "All Saints"], [day("2026-12-25"), "Christmas", None, "Eva"]]
    rows[1].append(day("2026-12-28"))
    told = texts(calendar(*rows))
    assert "ok tab 'Calendar': 2 days off, the next one on 25 Dec; 1 absence |" in told
    assert "no holidays" not in told
    told = texts(calendar(*rows, tab="Calendario"), "es")
    assert "ok pestaña 'Calendario': 2 días libres, el próximo el 25 dic; 1 ausencia |" in told


def test_a_calendar_of_last_year_is_worth_a_note() -> None:
    told = texts(calendar([day("2025-12-25"), "Christmas"]))
    assert "note tab 'Calendar': 1 day off, none of them ahead; 0 absences | add the days" in told


def test_a_calendar_of_absences_alone_has_no_days_off() -> None:
    told = texts(calendar([None, None, None, "Eva", day("2026-12-28")]))
    assert "ok tab 'Calendar': 0 days off; 1 absence |" in told
    assert "note no holidays" in told


def test_a_calendar_of_the_teams_own_does_not_count() -> None:
    own = {"Calendar": [["Date", "What"], [day("2026-12-25"), "Christmas party"]]}
    told = texts(Sheet(HEADINGS, ["Ana"], others=own))
    assert "days off" not in told
    assert "note no holidays" in told


def test_a_server_in_no_zone_is_worth_a_note() -> None:
    book = {"Playbook": [["Setting", "Value"], ["Time zone", "Etc/UTC"]]}
    assert "the days change at midnight UTC" in texts(Sheet(HEADINGS, ["Ana"], others=book))


def test_each_missing_column_that_matters_has_a_fix() -> None:
    told = texts(Sheet(["Name", "Email"], ["Ana"]))
    for heading in ("Last contact", "Since", "Stage", "Owner"):
        assert f"has no column {heading} | add it" in told


def test_a_whole_sheet_lacks_none_of_them() -> None:
    assert "has no column" not in texts(Sheet(HEADINGS, ["Ana"]))


def test_it_says_what_is_at_its_default() -> None:
    told = texts(Sheet(HEADINGS, ["Ana"]))
    assert "note no Playbook tab" in told
    assert "note the days change at midnight UTC" in told
    assert "note no holidays" in told
    assert "note never synced" in told


def test_how_to_get_holidays_fits_what_is_there_already() -> None:
    rows = [HEADINGS, ["Ana"]]
    calendar = {"Calendar": [["Holiday", "Name of the day"]]}
    assert "sheetflow init team --country GB adds a Calendar tab" in texts(Sheet(*rows))
    assert "sheetflow init team --country ES añade" in texts(Sheet(*rows), "es")
    assert "write the country into the Playbook, such as GB" in texts(Sheet(*rows, others=calendar))
    assert "--country" not in texts(Sheet(*rows, others=calendar))


def test_what_to_run_names_the_target_as_it_can_be_typed() -> None:
    told = texts(Sheet(HEADINGS, ["Ana"]), target="our leads.xlsx")
    assert (
        "no Playbook tab: the default numbers count | sheetflow init 'our leads.xlsx' adds it"
        in told
    )
    assert "Interest, Flags, Why, sf id | sheetflow sync 'our leads.xlsx' adds them" in told
    assert (
        "never synced: nothing is remembered yet | the first sheetflow sync begins the memory"
        in told
    )
    assert "| sheetflow init team adds a tab with headings" in texts(Sheet([]))


def test_a_country_that_nobody_knows_does_not_end_the_checks() -> None:
    playbook = {"Playbook": [["Setting", "Value"], ["Country", "QQ"]]}
    told = texts(Sheet(HEADINGS, ["Ana"], others=playbook))
    assert "the holidays of 'QQ' are not known" in told
    assert "never synced" in told


def test_it_speaks_the_language_of_the_workbook_or_the_one_asked_for() -> None:
    sheet = Sheet(["Nombre", "Correo"], ["Ana"])
    assert "no hay festivos" in texts(sheet)
    assert "no holidays" in texts(sheet, "en")


def test_what_ends_the_checks_is_told_in_the_language_of_the_playbook() -> None:
    others = {"Estrategia": [["Ajuste", "Valor"], ["Idioma", "es"]]}
    told = texts(Sheet(["Name", "Since", "Since"], ["Ana", 46000, 46001], others=others))
    assert told.startswith("fix dos columnas dicen ser Alta: Leads!B2")
    assert "el libro está vacío" in texts(Sheet([], others=others))
    assert "two columns claim" in texts(
        Sheet(["Name", "Since", "Since"], ["Ana", 46000, 46001], others=others), "en"
    )


def test_a_synced_sheet_is_remembered() -> None:
    sheet = Sheet(HEADINGS, ["Ana"])
    sheet.sync()
    sheet.writes = 0
    told = texts(sheet)
    assert "ok memory: 1 lead remembered" in told
    assert "our columns to come" not in told


def test_rows_that_cannot_be_decided_end_with_four() -> None:
    found = findings(Sheet(HEADINGS, ["Ana", "a@x.com", "Eva", "banana"]))
    assert [f.exit_code for f in found if f.exit_code] == [4]
    assert any("Leads!D2" in f.text for f in found)


def test_a_playbook_that_cannot_be_used_names_each_cell() -> None:
    book = [["Setting", "Value"], ["Grace", "long"], ["Few", "some"]]
    found = findings(Sheet(HEADINGS, ["Ana"], others={"Playbook": book}))
    assert [(f.level, f.exit_code, f.text.split(":")[0]) for f in found] == [
        ("fix", 78, "Playbook!B2"),
        ("fix", 78, "Playbook!B3"),
    ]


def test_unusable_headings_are_a_finding_with_advice() -> None:
    (found,) = findings(Sheet(["a", "b"]))
    assert (found.level, found.exit_code) == ("fix", 78)
    assert found.fix


def test_the_brake_is_foretold() -> None:
    sheet = Sheet(
        HEADINGS,
        *[[f"Lead {n}", f"{n}@x.com", "Eva", "New", day("11-02"), day("11-18")] for n in range(20)],
    )
    sheet.sync()
    sheet.writes = 0
    del sheet.rows[1:13]
    assert [f.exit_code for f in findings(sheet) if f.exit_code] == [5]


def test_leads_under_a_heading_that_is_nearly_name_are_named_by_their_rows() -> None:
    head = ["Nmae", "Company", "Stage", "Last contact", "Value"]
    rows = [[f"Lead {n}", f"Firm {n}", "New", day("11-12")] for n in range(2)]
    lost = [[f"Lead {n}", None, "New", day("11-12")] for n in range(5)]
    sheet = Sheet(head, *rows, *lost, ["Total"], [None, None, None, None, 900])
    told = texts(sheet)
    assert "'Nmae': did you mean 'Name'?" in told
    assert "stands in a column that is read: 5 rows (row 4, 5, 6 and 2 more)" in told


def test_leads_in_the_name_column_that_does_not_count_are_named_by_their_rows() -> None:
    rows = [["Ana", None, "New"], ["Bo", None, "Met"], [None, "Cy", "New"], [None, "Di", None]]
    assert "is read: 2 rows (row 4, 5)" in texts(Sheet(["Name", "Nombre", "Stage"], *rows))


def test_every_row_of_a_whole_list_is_read() -> None:
    remark = ["Call on Mondays only, please, all of you."]
    told = texts(Sheet(HEADINGS, ["Ana", "a@x.com", "New"], [], [], remark, ["Total"]))
    assert "not read" not in told


def test_it_tells_what_it_is_doing() -> None:
    told: list[str] = []
    request = CheckRequest("team", Options(TODAY), progress=lambda what, rows: told.append(what))
    check_workbook(Sheet(HEADINGS, ["Ana"]), request)
    assert list(dict.fromkeys(told)) == ["reading", "deciding", "checking"]
