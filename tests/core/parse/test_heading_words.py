"""What a heading means: folded, with and without date words, nouns and units."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.bench_headings import HeadingsTab, measure
from sheetflow.columns import OWNED_KEYS
from sheetflow.errors import ConfigError
from sheetflow.parse.heading_table import MORE, NOT_OURS
from sheetflow.parse.heading_words import EXACT, LOOSE, SYNONYM, canonical, known_words, meaning_of
from sheetflow.parse.headings import find_layouts


def key(heading: str) -> str | None:
    meaning = meaning_of(heading)
    return meaning.key if meaning else None


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("first_name", "first_name"),
        ("LAST_CONTACTED", "last_contact"),
        ("SalesRep", "owner"),
        ("InquiryDate", "created"),
        ("👤 Name", "name"),
        ("★ Email ★", "email"),
        ("Phone (mobile)", "phone"),
        ("Deal value (€)", "value"),
        ("Last contact (dd/mm/yyyy)", "last_contact"),
        ("Etapa [elegir]", "stage"),
        ("Name*", "name"),
        ("Last\ncontact\ndate", "last_contact"),
        ("Lead - Source", "source"),
        ("Deal - Owner", "owner"),
        ("Person - Email", "email"),
        ("Opportunity stage", "stage"),
        ("Estado del prospecto", "status"),
        ("Propietario de la oportunidad", "owner"),
        ("Organization - Name", "company"),
        ("Account name", "company"),
        ("Deal - Deal created", "created"),
        ("Phone / WhatsApp", "phone"),
        ("Teléfono o celular", "phone"),
        ("Customer or lead", "name"),
        ("Valor estimado USD", "value"),
        ("Date of last contact", "last_contact"),
        ("Fecha del último contacto", "last_contact"),
        ("Fecha de la próxima llamada", "next_contact"),
        ("¿Cuál es su correo electrónico?", "email"),
        ("What is your phone number?", "phone"),
        ("Marca temporal", "created"),
        ("created_time", "created"),
        ("Quién lo lleva", "owner"),
        ("Situación", "status"),
        ("Importe presup.", "value"),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, meant: str) -> None:
    assert key(heading) == meant


@pytest.mark.parametrize("heading", [*NOT_OURS.split("|"), "Date", "Fecha", "Email opt out",
    "Email opens", "Account Name.id", "Lead Owner.id", "Days since last contact", "Annual revenue",
    "Created by", "Valor pond.", "(Do Not Modify) Opportunity", "Primary contact role", "campaign_id",
    "form_name", "Last activity type", "Overdue next step", "Código postal", "Website", "Priority"])  # fmt: skip
def test_what_looks_alike_and_means_something_else_is_left_alone(heading: str) -> None:
    assert key(heading) is None


EXPORTS = {
    "hubspot": ("Create Date|Last Activity Date|Contact owner|Associated Company|Lead Status|Email",
                "created last_contact owner company status email"),
    "salesforce": ("Account Name|Lead Owner|Lead Source|Lead Status|Created Date|Mobile|Last Activity",
                   "company owner source status created phone last_contact"),
    "zoho": ("Lead Name|Last Activity Time|Created Time|Deal Owner|Stage|Amount|Secondary Email",
             "name last_contact created owner stage value email"),
    "pipedrive": ("Person - Name|Organization - Name|Deal - Value|Deal - Stage|Deal - Next activity date",
                  "name company value stage next_contact"),
    "odoo": ("Contact Name|Company Name|Salesperson|Expected Revenue|Created on|Next Activity Deadline",
             "name company owner value created None"),
    "odoo es": ("Nombre del contacto|Comercial|Ingresos esperados|Creado el|Etapa",
                "name owner value created stage"),
    "bitrix": ("Responsible person|Work e-mail|Work phone|Created on|Stage", "owner email phone created stage"),
    "freshsales": ("Sales owner|Sales account|Last contacted time|Deal stage|Mobile",
                   "owner company last_contact stage phone"),
    "monday": ("Owner|Last interaction|Deal value|Contact|Company", "owner last_contact value name company"),
    "close": ("Lead name|Status|Primary contact|Date created", "name status name created"),
    "streak": ("Assigned To|Stage|Date of Last Email|Notes", "owner stage last_contact notes"),
    "linkedin": ("First Name|Last Name|Email Address|Company|Position", "first_name last_name email company None"),
    "forms": ("Timestamp|Email Address|Full name|Marca temporal|Dirección de correo electrónico",
              "created email name created email"),
    "meta": ("created_time|campaign_name|full_name|phone_number|company_name|nombre_completo|correo_electrónico",
             "created source name phone company name email"),
    "spanish hubspot": ("Propietario del contacto|Estado del lead|Fecha de creación|Etapa del negocio|Importe",
                        "owner status created stage value"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_what_a_program_exports_is_known(name: str) -> None:
    headings, keys = EXPORTS[name]
    assert [str(key(heading)) for heading in headings.split("|")] == keys.split()


def test_a_word_means_one_column_and_the_closest_meaning_counts() -> None:
    ranks = {word: meaning.rank for word, meaning in known_words().items()}
    assert (ranks["email"], ranks["phone number"], ranks["deal"]) == (EXACT, SYNONYM, LOOSE)
    for own, words in MORE.items():
        for word in (*words.en.split("|"), *words.es.split("|")):
            assert key(word) in (own, None) or not word, word


def test_another_spelling_is_a_synonym_and_a_decorated_heading_the_same() -> None:
    texts = ("Email", "E-mail", "📧 EMAIL (private)", "Lead email")
    ranks = [meaning.rank for text in texts if (meaning := meaning_of(text))]
    assert ranks == [EXACT, SYNONYM, EXACT, SYNONYM]


@given(st.text(max_size=200))
def test_any_text_means_something_or_nothing(text: str) -> None:
    canonical(text)
    assert key(text) is None or isinstance(key(text), str)


HEADINGS = st.sampled_from([*known_words(), "Status", "Next contact", "1st contact", "sf id"])


@given(st.lists(HEADINGS | st.text(max_size=20) | st.none() | st.integers(), max_size=12))
def test_no_column_is_both_the_teams_and_ours(headings: list[object]) -> None:
    try:
        found = find_layouts([HeadingsTab(headings)], {"Leads": dict.fromkeys(OWNED_KEYS, "x")})[0]
    except ConfigError:
        return
    theirs = {*found.people.values()}.union(*found.further.values())
    assert not theirs & {*found.owned.values()}
    assert not {*found.disputed.values()} & {*found.owned.values()}


def test_the_figures_count_what_is_taken_mapped_and_right() -> None:
    rows = [
        {"headings": ["Name", "Email", "Shoe"], "expected": {"Name": "name", "Shoe": "kind"}, "also": {}},
        {"headings": ["Colour"], "expected": {"Colour": "notes"}, "also": {}},
    ]  # fmt: skip
    figures = measure(json.loads(json.dumps(rows)))
    assert figures[:6] == (2, 1, 3, 1, 2, 1)
    assert {miss.heading for miss in figures.misses} == {"Shoe", "Colour", "Email"}
