"""What differs between spreadsheet locales: separators, order of dates, names of months, currency,
truth words.

Names and separators follow CLDR; default date patterns those that Google Sheets shows for the
locale.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Locale(NamedTuple):
    """`order` is the order of numeric dates (MDY, DMY, YMD); `currency` a pattern with the symbol
    in its place.
    """

    decimal: str
    group: str
    order: str
    date: str
    currency: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    truth: tuple[str, str]

    @property
    def symbol(self) -> str:
        """The currency's sign."""
        return self.currency.replace("#", "").strip()


class _Language(NamedTuple):
    months: str
    short_months: str
    days: str
    truth: tuple[str, str]


_LANGUAGES = {
    "en": _Language(
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        ("TRUE", "FALSE"),
    ),
    "es": _Language(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "lunes martes miércoles jueves viernes sábado domingo",
        ("VERDADERO", "FALSO"),
    ),
    "fr": _Language(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        ("VRAI", "FAUX"),
    ),
    "de": _Language(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        ("WAHR", "FALSCH"),
    ),
    "it": _Language(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        ("VERO", "FALSO"),
    ),
    "pt": _Language(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
        ("VERDADEIRO", "FALSO"),
    ),
}

_PLACES = {
    "en_US": (".", ",", "MDY", "m/d/yyyy", "$#"),
    "en_GB": (".", ",", "DMY", "dd/mm/yyyy", "£#"),
    "en_IE": (".", ",", "DMY", "dd/mm/yyyy", "€#"),
    "en_CA": (".", ",", "YMD", "yyyy-mm-dd", "$#"),
    "en_AU": (".", ",", "DMY", "dd/mm/yyyy", "$#"),
    "es_ES": (",", ".", "DMY", "d/m/yyyy", "# €"),
    "es_MX": (".", ",", "DMY", "d/m/yyyy", "$#"),
    "es_AR": (",", ".", "DMY", "d/m/yyyy", "$ #"),
    "fr_FR": (",", "\u202f", "DMY", "dd/mm/yyyy", "# €"),
    "de_DE": (",", ".", "DMY", "dd.mm.yyyy", "# €"),
    "it_IT": (",", ".", "DMY", "dd/mm/yyyy", "# €"),
    "pt_BR": (",", ".", "DMY", "dd/mm/yyyy", "R$ #"),
    "pt_PT": (",", ".", "DMY", "dd/mm/yyyy", "# €"),
}

_SAME_LANGUAGE = {
    "en": "en_US",
    "es": "es_ES",
    "fr": "fr_FR",
    "de": "de_DE",
    "it": "it_IT",
    "pt": "pt_PT",
}


@cache
def locale(name: str) -> Locale:
    """The conventions of a locale such as es_ES; one that is not listed gets those of its language,
    else of en_US.
    """
    language = name[:2] if name[:2] in _LANGUAGES else "en"
    decimal, group, order, date, currency = _PLACES.get(name) or _PLACES[_SAME_LANGUAGE[language]]
    words = _LANGUAGES[language]
    months, short, days = (
        tuple(text.split()) for text in (words.months, words.short_months, words.days)
    )
    return Locale(decimal, group, order, date, currency, months, short, days, words.truth)
