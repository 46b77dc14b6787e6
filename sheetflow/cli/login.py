"""`login` and `logout`: a person's own Google account, through an OAuth client of their own."""

from __future__ import annotations

import getpass
import os
import platform
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sheetflow.cli.options import EXITS, Invocation, plain_options
from sheetflow.cli.terminal import out
from sheetflow.config import load_config
from sheetflow.reports.lines import safe
from sheetflow.texts.errors_login import LOGIN_TOLD
from sheetflow.texts.render import choose, fill

if TYPE_CHECKING:
    from sheetflow.backends.google.client.settings import Settings

_CLIENT: Final = click.option(
    "--client",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Your OAuth client (Desktop app), as downloaded; else the one of the last login, or "
    "gspread's.",
)
_NO_BROWSER: Final = click.option(
    "--no-browser", is_flag=True, help="Open no browser; only print the address."
)
_PORT: Final = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Take the answer on this port of 127.0.0.1; else on a free one.",
)


@click.command(epilog=EXITS)
@_CLIENT
@_NO_BROWSER
@_PORT
@plain_options
def login(run: Invocation, client: Path | None, no_browser: bool, port: int | None) -> int:
    """Log in to Google as yourself, in a browser, through an OAuth client of your own.

    \b
    Examples:
      sheetflow login --client ~/Downloads/client_secret_….json
      sheetflow login
      sheetflow login --no-browser --port 8085

    sheetflow asks for one right: to see and edit your spreadsheets. The login is kept in a file
    that only you may read. A key goes before it; it goes before the login of this machine.
    """
    from sheetflow.backends.google.client import oauth_client, personal_login, stored_login
    from sheetflow.backends.google.client.credentials import wanted_scopes
    from sheetflow.backends.google.client.loopback import Pages
    from sheetflow.backends.google.client.settings import settings

    found = settings(load_config().google, os.environ)
    used = oauth_client.find_client(client, local=bool(found.endpoint))
    lang = run.output.lang
    pages = Pages(
        choose(LOGIN_TOLD["page_answered"], lang), choose(LOGIN_TOLD["page_strange"], lang)
    )

    def show(address: str, port: int) -> None:
        _show(run, address, port, browser=not no_browser)
        run.output.line(fill(LOGIN_TOLD["waiting"], lang, personal_login.MINUTES))

    how = personal_login.Invitation(show, pages, port or 0, personal_login.MINUTES * 60)
    made = personal_login.ask_consent(used, wanted_scopes(found), how)
    stored_login.save_login(made)
    run.output.line(fill(LOGIN_TOLD["logged_in"], lang, safe(str(made.path))))
    _say_what_goes_before(run, found)
    return 0


@click.command(epilog=EXITS)
@plain_options
def logout(run: Invocation) -> int:
    """Log out of Google: remove the login that `sheetflow login` keeps, here and at Google.

    \b
    Example:
      sheetflow logout
    """
    from sheetflow.backends.google.client import personal_login, stored_login
    from sheetflow.backends.google.client.settings import settings
    from sheetflow.errors.login import LoginElsewhere, LoginFileUnusable

    local = bool(settings(load_config().google, os.environ).endpoint)
    try:
        kept = stored_login.read_login(stored_login.login_path(), local=local)
    except (LoginFileUnusable, LoginElsewhere):
        kept = None  # nothing to tell Google of
    was_there = stored_login.forget_login()
    if kept is not None:
        personal_login.revoke(kept)
    lang = run.output.lang
    run.output.line(choose(LOGIN_TOLD["logged_out" if was_there else "not_logged_in"], lang))
    theirs = stored_login.gspread_folder() / "authorized_user.json"
    if theirs.exists():
        run.output.line(fill(LOGIN_TOLD["gspread_stays"], lang, safe(str(theirs))))
    return 0


def _show(run: Invocation, address: str, port: int, *, browser: bool) -> None:
    """Tells a person where to answer, on stderr, and prints the address on stdout."""
    lang = run.output.lang
    if os.environ.get("SSH_CONNECTION"):
        run.output.line(fill(LOGIN_TOLD["forward"], lang, port, _this_host()))
    elif browser and webbrowser.open(address):
        run.output.line(choose(LOGIN_TOLD["open"], lang))
    else:
        run.output.line(choose(LOGIN_TOLD["open_yourself"], lang))
    out(address)


def _this_host() -> str:
    """Returns how the person reached this machine, as SSH takes it: the address that they used."""
    parts = os.environ.get("SSH_CONNECTION", "").split()
    host = parts[2] if len(parts) == 4 else platform.node()
    try:
        return safe(f"{getpass.getuser()}@{host}")
    except (OSError, KeyError):  # a container's user may have no name
        return safe(host)


def _say_what_goes_before(run: Invocation, found: Settings) -> None:
    lang, output = run.output.lang, run.output
    if found.key_value or found.key:
        named = "SHEETFLOW_GOOGLE_KEY" if found.key_value else found.key
        output.line(fill(LOGIN_TOLD["key_first"], lang, safe(str(named))))
    elif account := found.google.impersonate:
        output.line(fill(LOGIN_TOLD["impersonate_first"], lang, safe(account)))
