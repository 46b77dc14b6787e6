"""The table of columns: what the contract lists, in both languages."""

from __future__ import annotations

import pytest

from sheetflow.columns import DATES, OWNED, PEOPLE, TABS, UNIQUE, fold, fold_heading, is_tab

CONTRACT = {
    "name": ("Name", "Nombre"),
    "company": ("Company", "Empresa"),
    "email": ("Email", "Correo"),
    "phone": ("Phone", "Teléfono"),
    "owner": ("Owner", "Responsable"),
    "kind": ("Kind", "Tipo"),
    "stage": ("Stage", "Etapa"),
    "fit": ("Possible?", "¿Posible?"),
    "segment": ("Segment", "Segmento"),
    "source": ("Source", "Origen"),
    "created": ("Since", "Alta"),
    "last_contact": ("Last contact", "Último contacto"),
    "last_reply": ("Last reply", "Última respuesta"),
    "agreement": ("Agreement", "Acuerdo"),
    "agreed_for": ("Agreed for", "Acordado para"),
    "announced_for": ("Announced for", "Anunciado para"),
    "phase": ("Phase", "Fase de decisión"),
    "appointment": ("Appointment", "Cita"),
    "confirmed": ("Confirmed", "Confirmada"),
    "not_before": ("Not before", "No antes de"),
    "do_not_contact": ("Do not contact", "No contactar"),
    "attempts": ("Attempts", "Intentos"),
    "value": ("Value", "Importe"),
    "notes": ("Notes", "Notas"),
}
ANSWERED = {
    "status": ("Status", "Estado"),
    "next_contact": ("Next contact", "Próximo contacto"),
    "overdue": ("Overdue", "Vencido"),
    "next_step": ("Next step", "Próximo paso"),
    "touches": ("Touches", "Toques"),
    "interest": ("Interest", "Interés"),
    "flags": ("Flags", "Avisos"),
    "why": ("Why", "Por qué"),
    "id": ("sf id", "sf id"),
}


def test_people_write_the_columns_of_the_contract() -> None:
    assert {
        c.key: (c.en, c.es) for c in PEOPLE if c.key not in ("first_name", "last_name")
    } == CONTRACT


def test_sheetflow_answers_in_the_columns_of_the_contract() -> None:
    assert {c.key: (c.en, c.es) for c in OWNED} == ANSWERED
    assert [c.key for c in OWNED] == list(ANSWERED)


def test_no_heading_means_two_columns() -> None:
    words = [(word, c.key) for c in (*PEOPLE, *OWNED) for word in c.words("en") | c.words("es")]
    assert len({word for word, _ in words}) == len(set(words))


def test_dates_stage_fit_and_do_not_contact_decide() -> None:
    assert {*DATES, "stage", "fit", "do_not_contact"} == UNIQUE
    assert len(DATES) == 7


@pytest.mark.parametrize("bare", ["Date", "Fecha", "day", "Día"])
def test_a_bare_date_is_no_heading(bare: str) -> None:
    assert all(fold_heading(bare) not in c.words(lang) for c in PEOPLE for lang in ("en", "es"))


@pytest.mark.parametrize(
    "text", ["TELÉFONO", "teléfono", "  Telefono ", "Tele\u0301fono", "Teléfono\xa0"]
)
def test_case_accents_and_spaces_do_not_matter(text: str) -> None:
    assert fold(text) == "telefono"


@pytest.mark.parametrize(
    "text",
    [
        "Last\ncontact",
        "last  contact:",
        "LAST\xa0CONTACT",
        "Last-contact",
        "¿Last contact?",
        "Last contact *",
    ],
)
def test_line_breaks_and_decoration_of_a_heading_do_not_matter(text: str) -> None:
    assert fold_heading(text) == "last contact"


def test_our_tabs_are_known_in_both_languages() -> None:
    for key, names in TABS.items():
        assert all(is_tab(name, key) for name in names)
    assert is_tab("Estrategia", "playbook")
    assert is_tab("REGISTRO de contactos", "log")
    assert not is_tab("Leads", "log")
