"""`login` and `logout` at the local test server, with a person who answers its consent page."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from sheetflow.backends.google.client import personal_login
from sheetflow.backends.google.client.loopback import HOST
from tests.sheets_server.http import Incoming, Reply
from tests.sheets_server.server import Server
from tests.support.browser import Browser, fetch
from tests.support.running import Ran, run

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE = "https://www.googleapis.com/auth/drive.metadata.readonly"
MAYA = "maya@example.com"
FRIDAY = ["--today", "2026-11-20"]


class Desk:
    """A machine without any login, and Maya at it; her team's sheet is shared with her."""

    def __init__(self, server: Server, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server, self.home, self._patch = server, home, monkeypatch
        self.book = server.world.create("Leads of the team", owner=MAYA)
        server.person(self.book, email=MAYA).paste(
            1, 0, [["Name", "Stage", "Since"], ["Ana Peña", "New", "2026-11-19"]]
        )
        self.client = server.consent.client()
        self.client_file = server.client_file(home / "client.json", self.client)
        self.browser = Browser()

    @property
    def kept(self) -> Path:
        """Where the login is kept."""
        return self.home / "settings" / "sheetflow" / "login.json"

    def at(self, browser: Browser) -> None:
        """Another person sits at the browser."""
        self.browser = browser
        self._patch.setattr("sheetflow.cli.login.webbrowser.open", browser.open)

    def login(self, *words: str) -> Ran:
        """Runs login with the client of the desk; the person answers."""
        ran = run("login", "--client", str(self.client_file), *words)
        self.browser.wait()
        return ran

    def sync(self, *words: str) -> Ran:
        """Syncs the sheet of the team."""
        return run("sync", self.book.id, *FRIDAY, *words)

    @property
    def secrets(self) -> list[str]:
        """All that must never be shown."""
        consent = self.server.consent
        return [*consent.refresh_tokens, *consent.codes, self.client.secret, "ya29."]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    home = tmp_path / "home"
    home.mkdir()
    there = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "settings"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "CLOUDSDK_CONFIG": str(home / "gcloud"),
        "PATH": str(home),  # google-auth would run gcloud to ask for a project
        "SHEETFLOW_GOOGLE_QUOTA": "0",
        "SHEETFLOW_GOOGLE_WAIT": "0",
    }
    for name, value in there.items():
        monkeypatch.setenv(name, value)
    for name in (
        "GOOGLE_APPLICATION_CREDENTIALS",
        "SHEETFLOW_GOOGLE_KEY",
        "SHEETFLOW_CONFIG",
        "SSH_CONNECTION",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(home)
    with Server(seed=1) as server:
        monkeypatch.setenv("SHEETFLOW_GOOGLE_ENDPOINT", server.url)
        made = Desk(server, home, monkeypatch)
        made.at(Browser())
        yield made
        assert server.violations == []


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


# ── in ────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_logs_in_and_then_their_sheet_is_answered(desk: Desk) -> None:
    ran = desk.login()
    assert (ran.code, "You are logged in to Google" in ran.err) == (0, True)
    assert desk.sync().code == 0
    rows = desk.server.person(desk.book, email=MAYA).values()
    assert "Status" in rows[0]


def test_google_is_asked_for_spreadsheets_alone_with_pkce_and_a_way_back_on_this_machine(
    desk: Desk,
) -> None:
    desk.login()
    said = asked(desk.browser.opened[0])
    assert (said["scope"], said["access_type"]) == (SHEETS, "offline")
    assert (said["code_challenge_method"], len(said["code_challenge"])) == ("S256", 43)
    assert urlsplit(said["redirect_uri"]).hostname == HOST
    assert len(said["state"]) >= 20


def test_with_change_detection_the_metadata_of_drive_is_asked_for_too(desk: Desk) -> None:
    (desk.home / "sheetflow.toml").write_text("[google]\nchange_detection = true\n", "utf-8")
    assert desk.login().code == 0
    assert asked(desk.browser.opened[0])["scope"].split() == [SHEETS, DRIVE]


def test_the_login_is_kept_for_its_owner_only_and_without_an_access_token(desk: Desk) -> None:
    desk.login()
    assert stat.S_IMODE(desk.kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(desk.kept.parent.stat().st_mode) == 0o700
    kept = json.loads(desk.kept.read_text("utf-8"))
    assert kept["refresh_token"] == desk.server.consent.refresh_tokens[-1]
    assert "ya29." not in desk.kept.read_text("utf-8")
    assert [path.name for path in desk.kept.parent.iterdir()] == ["login.json"]


def test_nothing_secret_is_shown_by_a_login_and_what_follows(desk: Desk) -> None:
    told = [desk.login("-v"), desk.sync("-v"), run("doctor", desk.book.id, "-v"), run("logout")]
    for ran in told:
        assert [each for each in desk.secrets if each in ran.out + ran.err] == []


def test_the_last_pages_say_to_go_back_to_the_terminal(desk: Desk) -> None:
    desk.login("--lang", "es")
    assert "vuelva al terminal" in desk.browser.pages[0]


def test_a_second_login_needs_no_client_any_more(desk: Desk) -> None:
    desk.login()
    before = desk.kept.read_text("utf-8")
    assert run("login").code == 0
    desk.browser.wait()
    assert desk.kept.read_text("utf-8") != before


def test_without_a_browser_the_address_alone_is_printed_on_stdout(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(address: str) -> None:
        assert desk.browser.opened == []
        desk.browser.open(address)

    monkeypatch.setattr("sheetflow.cli.login.out", shown)
    ran = desk.login("--no-browser")
    assert (ran.code, "Open this address in a browser on this machine" in ran.err) == (0, True)


def test_over_ssh_it_says_how_to_forward_the_port(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 51000 192.0.2.1 22")
    monkeypatch.setattr("sheetflow.cli.login.out", desk.browser.open)
    ran = desk.login()
    port = urlsplit(asked(desk.browser.opened[0])["redirect_uri"]).port
    assert ran.code == 0
    assert f"ssh -N -L {port}:127.0.0.1:{port} " in ran.err
    assert "@192.0.2.1\n" in ran.err


def test_a_port_can_be_named(desk: Desk) -> None:
    with Listening() as port:
        pass  # it was free a moment ago
    assert desk.login("--port", str(port)).code == 0
    assert urlsplit(asked(desk.browser.opened[0])["redirect_uri"]).port == port


def test_a_key_that_goes_before_the_login_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = desk.server.key_file(desk.home / "key.json")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
    assert f"But a key is named ({key})" in desk.login().err
    assert desk.sync().code == 77  # the sheet is not shared with the robot


def test_what_a_browser_asks_for_besides_is_not_taken_for_the_answer(desk: Desk) -> None:
    class Curious(Browser):
        """Looks for an icon first, and opens the way back without an answer."""

        def back(self, address: str) -> str:
            here = asked(address)["redirect_uri"]
            assert [fetch(here + path)[0] for path in ("favicon.ico", "", "?state=x")] == [404] * 3
            return super().back(address)

    desk.at(Curious())
    assert desk.login().code == 0


# ── what goes wrong ───────────────────────────────────────────────────────────────────────────


def test_a_person_who_refuses_ends_it_with_77(desk: Desk) -> None:
    desk.at(Browser(allow=False))
    ran = desk.login()
    assert (ran.code, "You did not allow" in ran.err) == (77, True)
    assert not desk.kept.exists()


def test_a_box_without_its_tick_ends_it_with_77(desk: Desk) -> None:
    (desk.home / "sheetflow.toml").write_text("[google]\nchange_detection = true\n", "utf-8")
    desk.at(Browser(leave_out=[SHEETS]))
    ran = desk.login()
    assert (ran.code, "tick every box" in ran.err) == (77, True)
    assert not desk.kept.exists()


def test_nobody_who_answers_ends_it_with_75(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Absent(Browser):
        """Opens the page, and goes for lunch."""

        def open(self, address: str) -> bool:
            self.opened.append(address)
            return True

    desk.at(Absent())
    monkeypatch.setattr(personal_login, "MINUTES", 0)
    ran = desk.login()
    assert (ran.code, "Test users" in ran.err) == (75, True)


def test_an_answer_to_another_login_is_not_used(desk: Desk) -> None:
    class Mixed(Browser):
        """Sends the code of one login with the state of another."""

        def back(self, address: str) -> str:
            return super().back(address).replace(asked(address)["state"], "another")

    desk.at(Mixed())
    ran = desk.login()
    assert (ran.code, "belongs to another login" in ran.err) == (77, True)
    assert "was not used" in desk.browser.pages[0]
    assert not desk.kept.exists()


def test_a_code_that_google_does_not_take_ends_it_with_77(desk: Desk) -> None:
    class Slow(Browser):
        """Needs a quarter of an hour for the way back."""

        def back(self, address: str) -> str:
            found = super().back(address)
            desk.server.clock.advance(900)
            return found

    desk.at(Slow())
    ran = desk.login()
    assert (ran.code, "did not complete the login" in ran.err) == (77, True)


@pytest.mark.parametrize(
    ("status", "body", "code", "words"),
    [
        (502, "<html>Bad Gateway</html>", 75, "Google has trouble"),
        (429, "{}", 75, "Google has trouble"),
        (200, "[]", 77, "the answer cannot be read"),
        (200, "{}", 77, "Missing access token"),
        (200, '{"access_token": "ya29.x", "expires_in": "soon"}', 77, "cannot be read"),
        (200, '{"access_token": "ya29.x"}', 77, "no token for later runs"),
        (302, "", 77, "Missing access token"),
    ],
)
def test_an_answer_that_is_none_ends_it_and_nothing_is_kept(
    desk: Desk, status: int, body: str, code: int, words: str
) -> None:
    respond = desk.server._http._server.respond

    def odd(incoming: Incoming) -> Reply:
        if incoming.raw_path == "/token":
            return Reply(status, body.encode())
        return respond(incoming)

    desk.server._http._server.respond = odd
    ran = desk.login()
    assert (ran.code, words in ran.err) == (code, True), ran.err
    assert not desk.kept.exists()


def test_a_code_without_its_verifier_is_worth_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PKCE: whoever reads the code on its way cannot use it."""

    def without(client: object, scopes: list[str], back: str) -> object:
        flow = real(client, scopes, back)
        asks = flow.authorization_url
        monkeypatch.setattr(
            flow, "authorization_url", lambda **how: (asks(**how), _forget(flow))[0]
        )
        return flow

    real = personal_login._flow
    monkeypatch.setattr(personal_login, "_flow", without)
    ran = desk.login()
    assert (ran.code, "Invalid code verifier." in ran.err) == (77, True)


def _forget(flow: object) -> None:
    vars(flow)["code_verifier"] = "x" * 64


def test_a_port_that_is_taken_ends_it_with_75(desk: Desk) -> None:
    with Listening() as port:
        ran = desk.login("--port", str(port))
    assert (ran.code, f"port {port}" in ran.err) == (75, True)


@pytest.mark.parametrize(
    ("content", "word", "code"),
    [
        (None, "There is no file", 78),
        ("no json", "holds no whole OAuth client", 78),
        ("[]", "holds no whole OAuth client", 78),
        ('{"installed": {"client_id": "1"}}', "holds no whole OAuth client", 78),
        ('{"type": "service_account"}', "key of a service account", 78),
        (
            '{"installed": {"client_id": "1", "client_secret": "2", "auth_uri": '
            '"https://accounts.google.com.example.com/a", "token_uri": "https://example.com/"}}',
            "leads elsewhere",
            78,
        ),
        (
            '{"installed": {"client_id": "1", "client_secret": "2", "auth_uri": '
            '"https://accounts.google.com/o/oauth2/auth", "token_uri": '
            '"https://oauth2.googleapis.com/token"}}',
            "one of Google's",
            78,
        ),
    ],
)
def test_a_file_that_is_no_client_of_this_server_is_told(
    desk: Desk, content: str | None, word: str, code: int
) -> None:
    desk.client_file = desk.home / "other.json"
    if content is not None:
        desk.client_file.write_text(content, "utf-8")
    ran = desk.login()
    assert (ran.code, word in ran.err, desk.browser.opened) == (code, True, [])


def test_a_client_of_a_web_application_is_told_from_one_for_this_machine(desk: Desk) -> None:
    desk.server.client_file(desk.client_file, desk.client, kind="web")
    ran = desk.login()
    assert (ran.code, "Desktop app" in ran.err) == (78, True)


def test_a_client_of_a_test_server_is_for_a_test_server_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "60")
    monkeypatch.delenv("SHEETFLOW_GOOGLE_ENDPOINT")
    ran = desk.login()
    assert (ran.code, "leads elsewhere" in ran.err, desk.browser.opened) == (78, True, [])


def test_without_any_client_the_console_is_told_click_by_click(desk: Desk) -> None:
    for lang, words in (("en", "Desktop app"), ("es", "App de escritorio")):
        ran = run("login", "--lang", lang)
        assert (ran.code, words in ran.err) == (78, True)


def test_a_folder_that_we_may_not_write_is_told(desk: Desk) -> None:
    desk.kept.parent.parent.mkdir()
    desk.kept.parent.write_text("a file where the folder belongs", "utf-8")
    ran = desk.login()
    assert (ran.code, "cannot be changed" in ran.err) == (77, True)


# ── afterwards ────────────────────────────────────────────────────────────────────────────────


def test_a_login_that_was_taken_away_says_how_to_come_back(desk: Desk) -> None:
    desk.login()
    desk.server.consent.end_logins()
    ran = desk.sync()
    assert (ran.code, "Token has been expired or revoked." in ran.err) == (77, True)
    assert "Run: sheetflow login." in ran.err


def test_a_client_in_testing_ends_each_login_after_seven_days(desk: Desk) -> None:
    desk.client.testing, desk.client.testers = True, {MAYA}
    desk.login()
    desk.server.clock.advance(6 * 86400)
    assert desk.sync().code == 0
    desk.server.clock.advance(86400)
    ran = desk.sync("--lang", "es")
    assert (ran.code, "termina a los 7 días" in ran.err) == (77, True)


def test_an_organisation_that_wants_a_new_login_is_named(desk: Desk) -> None:
    desk.login()
    desk.server.consent.reauth.add(MAYA)
    ran = desk.sync()
    assert (ran.code, "Your organisation wants" in ran.err) == (77, True)


def test_an_administrator_who_blocks_the_app_is_named(desk: Desk) -> None:
    desk.login()
    respond = desk.server._http._server.respond
    body = json.dumps({"error": "admin_policy_enforced"}).encode()

    def blocked(incoming: Incoming) -> Reply:
        return Reply(400, body) if incoming.raw_path == "/token" else respond(incoming)

    desk.server._http._server.respond = blocked
    ran = desk.sync()
    assert (ran.code, "administrators of your Google Workspace" in ran.err) == (77, True)


def test_a_client_that_was_deleted_is_named(desk: Desk) -> None:
    desk.login()
    desk.client.deleted = True
    ran = desk.sync()
    assert (ran.code, "does not accept the OAuth client" in ran.err) == (77, True)


def test_a_login_that_others_may_read_is_refused_with_the_fix(desk: Desk) -> None:
    desk.login()
    desk.kept.chmod(0o644)
    ran = desk.sync()
    assert (ran.code, f"chmod 600 {desk.kept}" in ran.err) == (78, True)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"client_id": 1}', "[" * 100_000])
def test_a_damaged_login_is_told(desk: Desk, content: str) -> None:
    desk.login()
    desk.kept.write_text(content, "utf-8")
    ran = desk.sync()
    assert (ran.code, "is damaged" in ran.err) == (78, True)


def test_a_login_of_a_test_server_does_not_go_to_google(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.login()
    monkeypatch.setenv("SHEETFLOW_GOOGLE_QUOTA", "60")
    monkeypatch.delenv("SHEETFLOW_GOOGLE_ENDPOINT")
    ran = desk.sync()
    assert (ran.code, "not Google's" in ran.err) == (78, True)


def test_a_login_without_the_scope_that_the_settings_want_is_told(desk: Desk) -> None:
    desk.login()
    (desk.home / "sheetflow.toml").write_text("[google]\nchange_detection = true\n", "utf-8")
    ran = desk.sync()
    assert (ran.code, "change_detection" in ran.err) == (78, True)


# ── what gspread left ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def gspreads(desk: Desk) -> Path:
    folder = desk.home / ".config" / "gspread"
    folder.mkdir(parents=True)
    return folder


def test_the_client_of_gspread_is_found(desk: Desk, gspreads: Path) -> None:
    desk.client_file.rename(gspreads / "credentials.json")
    ran = run("login")
    desk.browser.wait()
    assert ran.code == 0
    assert desk.kept.exists()


def test_the_login_of_gspread_counts_where_there_is_none_of_ours(
    desk: Desk, gspreads: Path
) -> None:
    theirs = gspreads / "authorized_user.json"
    token = desk.server.consent.login(desk.client, MAYA, [SHEETS, DRIVE])
    theirs.write_text(
        json.dumps(
            {
                "refresh_token": token,
                "token_uri": desk.server.url + "/token",
                "client_id": desk.client.client_id,
                "client_secret": desk.client.secret,
                "scopes": [SHEETS, DRIVE],
                "universe_domain": "googleapis.com",
                "account": "",
                "expiry": "2026-11-20T10:00:00Z",
            }
        ),
        "utf-8",
    )
    theirs.chmod(0o644)  # as gspread makes it
    assert "chmod 600" in desk.sync().err
    theirs.chmod(0o600)
    assert desk.sync().code == 0
    told = run("logout")
    assert (told.code, str(theirs) in told.err, theirs.exists()) == (0, True, True)


# ── out ───────────────────────────────────────────────────────────────────────────────────────


def test_logout_removes_the_login_here_and_at_google(desk: Desk) -> None:
    desk.login()
    desk.sync()
    ran = run("logout")
    assert (ran.code, "removed here and at Google" in ran.err) == (0, True)
    assert not desk.kept.exists()
    assert desk.server.consent.refresh_tokens == []
    refused = desk.sync()
    assert (refused.code, "sheetflow login" in refused.err) == (78, True)


def test_logout_of_nobody_says_so(desk: Desk) -> None:
    ran = run("logout")
    assert (ran.code, "There is no login" in ran.err) == (0, True)


def test_a_login_that_is_over_already_is_removed_without_a_word(desk: Desk) -> None:
    desk.login()
    desk.server.consent.end_logins()
    assert run("logout").code == 0
    assert not desk.kept.exists()


def test_where_google_cannot_be_told_the_login_is_removed_and_the_page_is_named(
    desk: Desk,
) -> None:
    desk.login()
    kept = json.loads(desk.kept.read_text("utf-8"))
    with Listening() as port:
        pass  # nobody listens there any more
    kept["token_uri"] = f"http://127.0.0.1:{port}/token"
    desk.kept.write_text(json.dumps(kept), "utf-8")
    ran = run("logout")
    assert (ran.code, "myaccount.google.com" in ran.err) == (75, True)
    assert not desk.kept.exists()


LOADED = """
import sys
from sheetflow.cli.main import main
try:
    main(sys.argv[1:], prog_name="sheetflow")
except SystemExit as end:
    print("ended", end.code)
print("loaded", *sorted({"google_auth_oauthlib", "oauthlib", "gspread"} & set(sys.modules)))
"""


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "login"])
def test_a_sync_with_a_key_or_a_login_does_not_load_what_logs_people_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, by_key: bool
) -> None:
    if by_key:
        key = desk.server.key_file(desk.home / "key.json")
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key))
        desk.server.share(desk.book.id)
    else:
        desk.login()
    asked = [sys.executable, "-c", LOADED, "sync", desk.book.id, *FRIDAY]
    there = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.run(asked, env=there, capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-2:] == ["ended 0", "loaded gspread"]


def test_gspread_logs_people_in_as_ever_beside_us() -> None:
    from gspread import auth

    from sheetflow.backends.google.client.gspread_alone import HTTPClient

    assert issubclass(HTTPClient, auth.HTTPClient)
    config = {
        "installed": {"client_id": "1", "client_secret": "2", "auth_uri": "https://a.example"}
    }
    config["installed"]["token_uri"] = "https://b.example"
    flow = auth.InstalledAppFlow.from_client_config(config, [SHEETS])
    assert flow.authorization_url()[0].startswith("https://a.example?")


class Listening:
    """A port of this machine that is taken as long as it lasts."""

    def __enter__(self) -> int:
        import socket

        self._socket = socket.socket()
        self._socket.bind((HOST, 0))
        self._socket.listen()
        return int(self._socket.getsockname()[1])

    def __exit__(self, *args: object) -> None:
        self._socket.close()


def test_a_new_refresh_token_takes_the_place_of_the_old_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 6749, section 6: Google may give one with every access token."""
    desk.login()
    consent = desk.server.consent
    newer = consent.login(desk.client, MAYA, [SHEETS])
    answer = consent._answer
    monkeypatch.setattr(consent, "_answer", lambda who: answer(who) | {"refresh_token": newer})
    assert desk.sync().code == 0
    assert json.loads(desk.kept.read_text("utf-8"))["refresh_token"] == newer
    assert os.stat(desk.kept).st_mode & 0o777 == 0o600


# ── what doctor says of it ────────────────────────────────────────────────────────────────────


def doctor(desk: Desk, *words: str) -> tuple[int, list[str]]:
    ran = run("doctor", desk.book.id, "--json", *words)
    return ran.code, [finding["text"] for finding in json.loads(ran.out)["findings"]]


def test_doctor_names_the_step_that_is_missing(desk: Desk) -> None:
    code, told = doctor(desk)
    assert (code, told[-1].endswith("4 is missing")) == (78, True)
    (desk.home / ".config" / "gspread").mkdir(parents=True)
    shutil.copy(desk.client_file, desk.home / ".config" / "gspread" / "credentials.json")
    code, told = doctor(desk)
    assert (code, told[-1].endswith("5 is missing")) == (78, True)
    desk.login()
    code, told = doctor(desk)
    assert (code, told[0]) == (0, f"your own login: {desk.kept}, which only you may read")
    desk.book = desk.server.world.create("Not hers", owner="eva@example.com")
    code, told = doctor(desk, "--lang", "es")
    assert (code, told[-1].endswith("falta el 6")) == (77, True)
    desk.server.consent.end_logins()
    desk.server.expire_tokens()
    code, told = doctor(desk)
    assert (code, told[-1].endswith("5 is missing")) == (77, True)


def test_doctor_names_no_step_of_a_login_where_a_key_counts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = desk.server.key_file(desk.home / "key.json")
    monkeypatch.setenv("SHEETFLOW_GOOGLE_KEY", key.read_text("utf-8"))
    code, told = doctor(desk)
    assert (code, told[0]) == (77, "the key in SHEETFLOW_GOOGLE_KEY counts")
    assert not any("is missing" in text for text in told)
