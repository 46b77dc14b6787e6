"""Takes keys, tokens and codes out of a text: what ends a run may quote what it stumbled over.

The shapes are those of Google's: access tokens begin with ya29., refresh tokens with 1//, codes
with 4/, the secrets of OAuth clients with GOCSPX-; a key is PEM, or JSON in base64.
"""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "•••"
"""What is shown in place of a secret."""

_BASE64: Final = r"[\w+/=-]"
_NAMES: Final = (
    "access_token|refresh_token|id_token|client_secret|code_verifier|assertion|private_key|rapt"
)
_PEM: Final = re.compile(
    r"-----BEGIN [A-Z ]{1,40}-----(?:(?!-----END).)*+(?:-----END [A-Z ]{1,40}-----)?", re.S
)
"""A private key, to its end or that of the text."""
_KEY_BODY: Final = re.compile(
    r"(?:\b|(?<=\\[nr]))MI[IG][\w+/=]{40,}+(?:(?:\s|\\++[nr])++[\w+/=]{20,}+)*+"
)
"""One without its first line; its line ends may have become a backslash and an n."""
_ENCODED: Final = re.compile(
    rf"\b(?:eyA|ewo|ewk|ewg|e1|LS0t){_BASE64}{{40,}}+(?:[.\s]++{_BASE64}{{20,}}+)*+"
)
"""JSON or PEM in base64."""
_SIGNED: Final = re.compile(rf"\beyJ{_BASE64}{{16,}}+(?:[.\s]++{_BASE64}{{20,}}+)*+")
"""A signed request for a token, or JSON in base64."""
_ACCESS_TOKEN: Final = re.compile(r"\bya29[.][\w.~+/%-]++")
_REFRESH_TOKEN: Final = re.compile(r"\b1(?://|%2F%2F)[\w-]{10,}+")
_CODE: Final = re.compile(r"\b4(?:/|%2F)[01][\w-]{16,}+")
_CLIENT_SECRET: Final = re.compile(r"\bGOCSPX-[\w-]++")
_WHOLE: Final = (
    _PEM,
    _KEY_BODY,
    _ENCODED,
    _SIGNED,
    _ACCESS_TOKEN,
    _REFRESH_TOKEN,
    _CODE,
    _CLIENT_SECRET,
)
"""What is a secret from its first letter on."""

_AUTHORIZATION: Final = re.compile(
    r"""(?i)(\bauthorization["']?\s?[:=]\s?["']?)(?:(?:bearer|basic)\s)?[^\s"',}]++"""
)
_BEARER: Final = re.compile(r"\b((?:Bearer|Basic)\s)[\w.~+/=-]{20,}+")
_NAMED: Final = re.compile(
    rf"""(?i)\b((?:{_NAMES})[\\"']{{0,4}}\s?[:=]\s?[\\"']{{0,4}})[^\s&"'\\,}}]++"""
)
_CODE_SENT_BACK: Final = re.compile(r"""([?&]code=)[^\s&"']++""")
_BEHIND_A_NAME: Final = (_AUTHORIZATION, _BEARER, _NAMED, _CODE_SENT_BACK)
"""A name that stays, and the secret behind it."""


def scrub(text: str) -> str:
    """Returns a text in which whatever looks like a secret is replaced by HIDDEN."""
    for pattern in _WHOLE:
        text = pattern.sub(HIDDEN, text)
    for pattern in _BEHIND_A_NAME:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text
