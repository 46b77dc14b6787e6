"""What looks like a secret is taken out of a text, and all else stays."""

from __future__ import annotations

import base64
import json

import pytest

from sheetflow.texts.secrets import HIDDEN, scrub
from tests.google.client.tiny import key_of, private_key

KEY = json.dumps(key_of("https://oauth2.googleapis.com/token"))
BODY = "".join(private_key().splitlines()[1:-1])
RANDOM = "Zx9_Qw-7rTyUiOpLkJhGfDsA"

SECRETS = {
    "PEM": private_key(),
    "PEM with line ends as letters": private_key().replace("\n", "\\n"),
    "PEM that is cut off": private_key()[:200],
    "a key as JSON": KEY,
    "its body": BODY,
    "its body, in lines": "\n".join(BODY[at : at + 64] for at in range(0, len(BODY), 64)),
    "a key in base64": base64.b64encode(KEY.encode()).decode(),
    "a key in base64, in lines": base64.encodebytes(KEY.encode()).decode(),
    "PEM in base64": base64.b64encode(private_key().encode()).decode(),
    "a signed request": "eyJhbGciOiJSUzI1NiJ9eyJ0eXAiOiJKV1QifQ.eyJpc3MiOiJyb2JvdCJ9aaaaaaaaaa."
    + RANDOM,
    "an access token": "ya29.a0Af" + RANDOM,
    "a refresh token": "1//0g" + RANDOM,
    "one in an address": "1%2F%2F0g" + RANDOM,
    "a client secret": "GOCSPX-" + RANDOM,
    "a code": "4/0A" + RANDOM,
    "one in another address": "4%2F0A" + RANDOM,
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "around", ["{}", "There is no file {}.", "KeyError: '{}'", '{{"k": "{}"}}']
)
def test_a_secret_is_taken_out(name: str, around: str) -> None:
    shown = scrub(around.format(SECRETS[name]))
    assert HIDDEN in shown
    for piece in (RANDOM, *(BODY[at : at + 24] for at in range(0, len(BODY) - 24, 24))):
        assert piece not in shown
    secret = "".join(SECRETS[name].split())
    pieces = {secret[at : at + 24] for at in range(len(secret) - 24)}
    if "JSON" not in name:
        assert [piece for piece in pieces if piece in shown] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Authorization: Bearer {RANDOM}", f"Authorization: {HIDDEN}"),
        (f"'Authorization': 'Bearer {RANDOM}', 'x': 1", f"'Authorization': '{HIDDEN}', 'x': 1"),
        (f'"authorization": "Basic {RANDOM}"', f'"authorization": "{HIDDEN}"'),
        (f"Bearer {RANDOM} is over", f"Bearer {HIDDEN} is over"),
        (f"refresh_token={RANDOM}&x=1", f"refresh_token={HIDDEN}&x=1"),
        (f'{{"client_secret": "{RANDOM}"}}', f'{{"client_secret": "{HIDDEN}"}}'),
        (f'\\"access_token\\": \\"{RANDOM}\\"', f'\\"access_token\\": \\"{HIDDEN}\\"'),
        (f"http://127.0.0.1:1/?code={RANDOM}&s=2", f"http://127.0.0.1:1/?code={HIDDEN}&s=2"),
    ],
)
def test_what_stands_behind_the_name_of_a_secret_is_taken_out(text: str, shown: str) -> None:
    assert scrub(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "There is no key file /home/maya/.config/sheetflow/our-leads-0123456789abcdef.json.",
        "https://docs.google.com/spreadsheets/d/1TeamLeads2026AbCdEfGhIjKlMnOpQrStUvWxYz012/edit",
        "Share the sheet with sheetflow@our-leads.iam.gserviceaccount.com as Editor.",
        "write 60, or reads and writes as 60,30: 4/5/2026, 1/2 and 24/7",
        "unexpected error in basic.py:12; Basic settings; the bearer of the news",
        "The quota of 60 reads a minute is used up. [SF237] error code=SF012",
        "no tab has usable headings: Nombre, Teléfono, Correo, Etapa, Último contacto",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert scrub(text) == text
