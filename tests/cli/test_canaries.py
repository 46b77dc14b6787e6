"""Canaries: a key, tokens, a client's secret and a code in every command, on every way to fail, in
both languages and with -v and -vv. None of them is ever shown.
"""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sheetflow.backends.google.client import transport
from sheetflow.cli import main as cli
from tests.sheets_server.http import Reply
from tests.sheets_server.server import ROBOT, Server
from tests.support.browser import Browser
from tests.support.running import Ran, run

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
MAYA = "maya@example.com"
COMMANDS = ["sync", "plan", "today", "explain", "doctor", "init", "report"]
EVERYWHERE = [[], ["--lang", "es", "-v"], ["-vv"], ["--json", "-vv"]]


class Cage:
    """A machine with a key, and a login, that must not be shown; `canaries` are their pieces."""

    def __init__(self, server: Server, home: Path) -> None:
        self.server, self.home = server, home
        self.book = server.world.create("Leads of the team", owner=MAYA)
        server.share(self.book.id)
        server.person(self.book, email=MAYA).paste(
            1, 0, [["Name", "Stage", "Since"], ["Ana Peña", "New", "2026-11-19"]]
        )
        self.key = server.key_file(home / "key.json")
        self.key_text = self.key.read_text("utf-8")
        self.client = server.consent.client()
        self.client_file = server.client_file(home / "client.json", self.client)
        self.kept = home / "settings" / "sheetflow" / "login.json"

    def log_in(self) -> str:
        """Keeps a login of Maya's; returns its refresh token."""
        token = self.server.consent.login(self.client, MAYA, [SHEETS])
        content = {
            "client_id": self.client.client_id,
            "client_secret": self.client.secret,
            "refresh_token": token,
            "token_uri": self.server.url + "/token",
            "auth_uri": self.server.url + "/o/oauth2/v2/auth",
            "scopes": [SHEETS],
        }
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        self.kept.touch(mode=0o600)
        self.kept.write_text(json.dumps(content), "utf-8")
        return token

    @property
    def canaries(self) -> list[str]:
        """What must not be found in any output."""
        pem = json.loads(self.key_text)["private_key"].splitlines()
        whole = base64.b64encode(self.key_text.encode()).decode()
        consent = self.server.consent
        issued = [*self.server.gate._tokens, *consent.codes, *consent._grants, *self.seen]
        pieces = [text[:40] for text in (whole, whole[400:], pem[1], pem[-2], self.client.secret)]
        return pieces + [token[-30:] for token in issued]

    seen: tuple[str, ...] = ()
    """Tokens that the server has forgotten."""

    def shown_by(self, ran: Ran) -> list[str]:
        """The canaries in an output."""
        return [each for each in self.canaries if each in ran.out + ran.err]

    def run(self, command: str, *words: str) -> Ran:
        """Runs a command on the team's sheet."""
        who = ["Ana Peña"] if command == "explain" else []
        return run(command, self.book.id, *who, *words)


@pytest.fixture
def cage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cage]:
    home = tmp_path / "home"
    home.mkdir()
    there = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "settings"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "CLOUDSDK_CONFIG": str(home / "gcloud"),
        "PATH": str(home),
        "SHEETFLOW_GOOGLE_QUOTA": "0",
        "SHEETFLOW_GOOGLE_WAIT": "0",
    }
    for name, value in there.items():
        monkeypatch.setenv(name, value)
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "SHEETFLOW_GOOGLE_KEY", "SHEETFLOW_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(home)
    with Server(seed=1) as server:
        monkeypatch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", server.url)
        yield Cage(server, home)


# ── ways to fail: each prepares a machine, and names the exit codes that may come of it ────────

Set = Callable[[str, str], None]


def key_in_the_place_of_its_path(cage: Cage, setenv: Set) -> None:
    setenv("GOOGLE_APPLICATION_CREDENTIALS", cage.key_text)


def key_in_the_settings(cage: Cage, setenv: Set) -> None:
    text = f"[google]\nkey = {json.dumps(cage.key_text)}\n"
    (cage.home / "sheetflow.toml").write_text(text, "utf-8")


def key_in_the_place_of_the_settings(cage: Cage, setenv: Set) -> None:
    setenv("SHEETFLOW_CONFIG", cage.key_text)


def key_in_the_place_of_the_quota(cage: Cage, setenv: Set) -> None:
    setenv("SHEETFLOW_GOOGLE_KEY", cage.key_text)
    setenv("SHEETFLOW_GOOGLE_QUOTA", cage.key_text)


def key_by_value_that_is_cut_off(cage: Cage, setenv: Set) -> None:
    setenv("SHEETFLOW_GOOGLE_KEY", cage.key_text[:-200])


def key_by_value_in_broken_base64(cage: Cage, setenv: Set) -> None:
    setenv("SHEETFLOW_GOOGLE_KEY", base64.b64encode(cage.key_text.encode()).decode()[:-7])


def key_by_value_without_its_end(cage: Cage, setenv: Set) -> None:
    key = json.loads(cage.key_text)
    key["private_key"] = key["private_key"][:400]
    setenv("SHEETFLOW_GOOGLE_KEY", json.dumps(key))


def sheet_that_is_not_shared(cage: Cage, setenv: Set) -> None:
    setenv("SHEETFLOW_GOOGLE_KEY", cage.key_text)
    cage.server.share(cage.book.id, ROBOT, "")


def login_that_is_over(cage: Cage, setenv: Set) -> None:
    cage.seen = (cage.log_in(),)
    cage.server.consent.end_logins()


def login_with_another_secret(cage: Cage, setenv: Set) -> None:
    cage.log_in()
    cage.kept.write_text(cage.kept.read_text("utf-8").replace('"GOCSPX-', '"GOCSPX-x'), "utf-8")


def server_that_repeats_what_it_was_sent(cage: Cage, setenv: Set) -> None:
    """The worst that a proxy may do: it puts headers and bodies of requests into its errors."""
    cage.log_in()
    respond = cage.server._http._server.respond

    def echo(incoming: Any) -> Reply:
        if incoming.raw_path == "/token":
            return respond(incoming)
        said = f"refused: {incoming.headers.get('Authorization')} {incoming.query}"
        body = {"error": {"code": 403, "message": said, "status": "PERMISSION_DENIED"}}
        return Reply(403, json.dumps(body).encode())

    cage.server._http._server.respond = echo


def token_endpoint_that_repeats_what_it_was_sent(cage: Cage, setenv: Set) -> None:
    cage.log_in()

    def echo(incoming: Any) -> Reply:
        body = {"error": "invalid_grant", "error_description": incoming.body.decode()}
        return Reply(400, json.dumps(body).encode())

    cage.server._http._server.respond = echo


WAYS = [
    key_in_the_place_of_its_path,
    key_in_the_settings,
    key_in_the_place_of_the_settings,
    key_in_the_place_of_the_quota,
    key_by_value_that_is_cut_off,
    key_by_value_in_broken_base64,
    key_by_value_without_its_end,
    sheet_that_is_not_shared,
    login_that_is_over,
    login_with_another_secret,
    server_that_repeats_what_it_was_sent,
    token_endpoint_that_repeats_what_it_was_sent,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_command_shows_a_canary(
    cage: Cage, monkeypatch: pytest.MonkeyPatch, way: Callable[[Cage, Set], None]
) -> None:
    way(cage, monkeypatch.setenv)
    for command in COMMANDS:
        for words in EVERYWHERE:
            ran = cage.run(command, *words)
            assert (command, words, cage.shown_by(ran)) == (command, words, [])
            assert ran.code in (77, 78), (command, ran.err)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("words", EVERYWHERE, ids=" ".join)
def test_a_fault_of_ours_shows_none_not_even_in_a_traceback(
    cage: Cage, monkeypatch: pytest.MonkeyPatch, command: str, words: list[str]
) -> None:
    cage.log_in()

    def fails(found: transport.Transport, *args: object, **how: object) -> None:
        login = found.auth
        held = {"refresh_token": login.refresh_token, "key": cage.key_text}
        try:
            raise KeyError(login.client_secret)
        except KeyError as error:
            raise RuntimeError(f"{held} Authorization: Bearer {login.refresh_token}") from error

    monkeypatch.setattr(transport.Transport, "ask", fails)
    ran = cage.run(command, *words)
    assert (ran.code, cage.shown_by(ran)) == (1, [])
    assert ("Traceback" in ran.err) == any(word.startswith("-v") for word in words)


@pytest.mark.parametrize("command", sorted({*cli.main.commands} - {"demo", "login", "logout"}))
@pytest.mark.parametrize("words", EVERYWHERE, ids=" ".join)
def test_a_key_that_is_typed_in_the_place_of_a_target_is_not_repeated(
    cage: Cage, command: str, words: list[str]
) -> None:
    who = ["Ana"] if command == "explain" else []
    text = json.dumps(json.loads(cage.key_text))
    for typed in ([text], text.split(), [base64.b64encode(text.encode()).decode()]):
        ran = run(command, *typed, *who, *words)
        assert (ran.code != 0, cage.shown_by(ran)) == (True, [])


@pytest.mark.parametrize("words", [[], ["-vv"], ["--lang", "es", "-v"]], ids=" ".join)
@pytest.mark.parametrize("wrong", ["", "secret", "code", "logout"])
def test_login_and_logout_show_none(
    cage: Cage, monkeypatch: pytest.MonkeyPatch, words: list[str], wrong: str
) -> None:
    class Late(Browser):
        """Comes back with a code that is over."""

        def back(self, address: str) -> str:
            found = super().back(address)
            cage.server.clock.advance(900 if wrong == "code" else 0)
            return found

    browser = Late()
    monkeypatch.setattr("sheetflow.cli.login.webbrowser.open", browser.open)
    if wrong == "secret":
        cage.client.secret = cage.client.secret[:-1] + "x"
    ran = run("login", "--client", str(cage.client_file), *words)
    browser.wait()
    assert (ran.code, cage.shown_by(ran)) == (77 if wrong in ("secret", "code") else 0, [])
    if wrong == "logout":
        cage.seen = tuple(cage.server.consent.refresh_tokens)
        ended = run("logout", *words)
        assert (ended.code, cage.shown_by(ended)) == (0, [])


def test_every_file_with_a_secret_is_for_its_owner_only(
    cage: Cage, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser()
    monkeypatch.setattr("sheetflow.cli.login.webbrowser.open", browser.open)
    monkeypatch.setattr("os.umask", lambda mask: 0)
    cage.key.unlink()
    cage.client_file.rename(cage.home / "mine.json")
    run("login", "--client", "mine.json")
    browser.wait()
    for command in COMMANDS:
        cage.run(command)
    (cage.home / "mine.json").unlink()
    holding = [path for path in cage.home.rglob("*") if path.is_file() and _holds(path, cage)]
    assert holding == [cage.kept]
    assert stat.S_IMODE(cage.kept.stat().st_mode) == 0o600


def _holds(path: Path, cage: Cage) -> bool:
    text = path.read_bytes().decode("utf-8", "replace")
    return any(canary in text for canary in cage.canaries)


# ── the key by value ──────────────────────────────────────────────────────────────────────────


def _raw(text: str) -> str:
    return text


def _one_line(text: str) -> str:
    return json.dumps(json.loads(text))


def _with_line_ends(text: str) -> str:
    """As a CI system passes a key whose backslashes it has read."""
    return text.replace("\\n", "\n")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _base64_in_lines(text: str) -> str:
    return base64.encodebytes(text.encode()).decode()


def _base64_of_addresses(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def _quoted(text: str) -> str:
    return f"  '{json.dumps(json.loads(text))}'\n"


@pytest.mark.parametrize(
    "spelled",
    [_raw, _one_line, _with_line_ends, _base64, _base64_in_lines, _base64_of_addresses, _quoted],
)
def test_a_key_by_value_logs_in(
    cage: Cage, monkeypatch: pytest.MonkeyPatch, spelled: Callable[[str], str]
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_KEY", spelled(cage.key_text))
    ran = cage.run("sync", "-vv")
    assert (ran.code, cage.shown_by(ran)) == (0, [])


def test_a_key_by_value_goes_before_all_else(cage: Cage, monkeypatch: pytest.MonkeyPatch) -> None:
    cage.log_in()
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(cage.home / "nowhere.json"))
    monkeypatch.setenv("SHEETFLOW_GOOGLE_KEY", cage.key_text)
    assert cage.run("sync").code == 0
    assert {entry.caller for entry in cage.server.log if entry.caller} == {ROBOT}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "authorized_user"}, "in SHEETFLOW_GOOGLE_KEY is not the key of a service"),
        ({"client_email": ""}, "in SHEETFLOW_GOOGLE_KEY is not whole"),
        ({"private_key": "x"}, "in SHEETFLOW_GOOGLE_KEY holds no key that can be used"),
        ({"token_uri": "https://example.com/"}, "asks for tokens elsewhere"),
    ],
)
def test_a_key_by_value_is_held_to_the_same_rules(
    cage: Cage, monkeypatch: pytest.MonkeyPatch, change: Mapping[str, str], words: str
) -> None:
    key = json.loads(cage.key_text) | change
    monkeypatch.setenv("SHEETFLOW_GOOGLE_KEY", json.dumps(key))
    ran = cage.run("sync")
    assert (ran.code, words in ran.err) == (78, True)


def test_a_path_in_the_place_of_the_key_is_told_where_it_belongs(
    cage: Cage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_KEY", str(cage.key))
    ran = cage.run("sync")
    assert (ran.code, "its path goes into GOOGLE_APPLICATION_CREDENTIALS" in ran.err) == (78, True)
