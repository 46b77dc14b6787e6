"""The public holidays of a country or region."""

from __future__ import annotations

from datetime import date

from sheetflow.errors.files import HolidaysUnknown


def holiday_rows(country: str, lang: str, years: tuple[int, ...]) -> list[tuple[date, str]]:
    """Returns the public holidays of `ES`, or of a region such as `ES-CT`, by day.

    Raises ConfigError for a country or region that is not known.
    """
    import holidays  # a second's work to load, and only init and doctor need it

    name, dash, region = country.upper().partition("-")
    if len(name) != 2 or (dash and not region):  # the library knows ESP too, the Playbook does not
        raise HolidaysUnknown(country)
    try:
        found = holidays.country_holidays(
            name, subdiv=region or None, years=years, language=_language(name, lang)
        )
    except NotImplementedError as error:  # how the library says that it does not know a country
        raise HolidaysUnknown(country) from error
    return sorted(found.items())


def check_country(country: str) -> None:
    """Raises ConfigError for a country whose holidays are not known."""
    holiday_rows(country, "en", ())


def _language(country: str, lang: str) -> str | None:
    """Returns the code of our language where the library has the holidays' names in it."""
    import holidays

    known = holidays.list_localized_countries().get(country, [])
    return next((code for code in known if code.split("_")[0] == lang), None)
