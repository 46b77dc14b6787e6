"""A key put in by value, where its path belongs: it is told, and never shown."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from sheetflow.backends.google.client.credentials import with_line_ends
from sheetflow.backends.google.client.settings import settings
from sheetflow.config import Google, is_key_text, read_config
from sheetflow.errors import ConfigError
from sheetflow.errors.google import KeyGivenAsText
from sheetflow.texts.messages import advice, message
from tests.google.client.tiny import key_of, private_key

KEY = json.dumps(key_of("https://oauth2.googleapis.com/token"), indent=2)
SHORT = json.dumps(key_of("https://oauth2.googleapis.com/token"))
TEXTS = [
    KEY,
    SHORT,
    f"  '{SHORT}'",
    "\ufeff" + KEY,
    KEY[:200],
    private_key(),
    base64.b64encode(KEY.encode()).decode(),
    base64.encodebytes(SHORT.encode()).decode(),
    base64.urlsafe_b64encode(KEY.encode()).decode()[:300],
    base64.b64encode(private_key().encode()).decode()[:300],
    SHORT.replace("{", "%7B"),
    "x" * 2000,
]
PATHS = [
    "key.json",
    "~/.config/sheetflow/key.json",
    "/srv/with space/clé (2).json",
    "C:\\Users\\maya\\key.json",
    "/home/maya/eyJ/keys.json",
    "/" + "long/" * 100 + "key.json",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_key_is_told_from_a_path_and_not_repeated(text: str, tmp_path: Path) -> None:
    assert is_key_text(text)
    with pytest.raises(KeyGivenAsText) as told:
        settings(Google(), {"GOOGLE_APPLICATION_CREDENTIALS": text})
    quoted = json.dumps(text)  # TOML spells a text as JSON does
    file = tmp_path / "sheetflow.toml"
    file.write_text(f"[google]\nkey = {quoted}\n", encoding="utf-8")
    with pytest.raises(KeyGivenAsText) as told_of_file:
        read_config(file)
    for error in (told.value, told_of_file.value):
        assert isinstance(error, ConfigError)
        for lang in ("en", "es"):
            said = message(error, lang) + advice(error, lang) + repr(error)
            assert text.strip()[:20] not in said
            assert "PRIVATE" not in said


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_none(path: str) -> None:
    assert not is_key_text(path)


@pytest.mark.parametrize("end", ["\\n", "\\\\n", "\\r\\n", "\r\n", " ", ""])
def test_a_private_key_gets_its_line_ends_back(end: str) -> None:
    assert with_line_ends(private_key().strip().replace("\n", end)).split() == private_key().split()


def test_what_is_no_key_stays() -> None:
    assert with_line_ends("no key") == "no key"
