"""Networks that are between us and Google: each is told apart, in plain words, and with 75."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from select import select
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from sheetflow.backends.google.client.sheets import Sheets, Unsure
from sheetflow.errors import BusyError
from sheetflow.texts.messages import advice, message
from tests.google.client.tiny import DROP, Answer, TinyServer, private_key, token

ENTRY = {"dataFilter": {"a1Range": "Leads!A1"}, "values": [["x"]]}


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return closed.getsockname()[1]


@contextmanager
def secure(folder: Path) -> Iterator[str]:
    """An address that shakes hands with a certificate that nobody vouches for."""
    key = serialization.load_pem_private_key(private_key(2048).encode(), None)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    (folder / "own.pem").write_text(
        private_key(2048) + made.public_bytes(serialization.Encoding.PEM).decode()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.pem")
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_shake_hands, args=(server, context), daemon=True)
        thread.start()
        yield f"https://localhost:{server.getsockname()[1]}"
    thread.join(60)


def _shake_hands(server: socket.socket, context: ssl.SSLContext) -> None:
    try:
        plain = server.accept()[0]
        with plain, context.wrap_socket(plain, server_side=True):
            pass
    except OSError:
        pass


def test_a_certificate_that_is_not_accepted_ends_the_run_at_once(
    sheets: Sheets, waits: list[float], tmp_path: Path
) -> None:
    with secure(tmp_path) as address:
        sheets._transport.endpoint = address
        with pytest.raises(BusyError) as caught:
            sheets.get("properties")
        assert "certificate" in message(caught.value, "en")
    assert "REQUESTS_CA_BUNDLE" in advice(caught.value, "en")
    assert waits == []


def test_a_server_that_speaks_no_tls_is_told_apart(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    sheets._transport.endpoint = server.place.replace("http:", "https:")
    with pytest.raises(BusyError) as caught:
        sheets.get("properties")
    assert "no secure connection" in message(caught.value, "en")
    assert len(waits) == 7


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def asked(host: str, *rest: object) -> object:
        if host == "127.0.0.1":
            return real(host, *rest)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", asked)


READ_AND_WRITE: tuple[Callable[[Sheets], object], ...] = (
    lambda sheets: sheets.get("properties"),
    lambda sheets: sheets.write([ENTRY]),
)


@pytest.mark.usefixtures("no_names")
@pytest.mark.parametrize("ask", READ_AND_WRITE)
def test_who_waits_for_the_network_is_not_told_that_google_is_busy(
    sheets: Sheets,
    waits: list[float],
    announced: list[tuple[str, float]],
    ask: Callable[[Sheets], object],
) -> None:
    sheets._transport.endpoint = "http://sheets.example"
    with pytest.raises(BusyError):
        ask(sheets)
    assert announced == [("network", wait) for wait in waits]


@pytest.mark.usefixtures("no_names")
@pytest.mark.parametrize("ask", READ_AND_WRITE)
def test_a_name_that_cannot_be_found_is_told(
    sheets: Sheets, waits: list[float], ask: Callable[[Sheets], object]
) -> None:
    sheets._transport.endpoint = "http://sheets.example"
    with pytest.raises(BusyError) as caught:
        ask(sheets)
    assert "DNS" in message(caught.value, "en")
    assert "network" in advice(caught.value, "en")
    assert len(waits) == 7


@pytest.mark.parametrize("ask", READ_AND_WRITE)
def test_a_proxy_that_does_not_answer_is_told(
    sheets: Sheets, ask: Callable[[Sheets], object]
) -> None:
    sheets.get("properties")
    sheets._transport.session.proxies = {"http": f"http://127.0.0.1:{closed_port()}"}
    with pytest.raises(BusyError) as caught:
        ask(sheets)
    assert "proxy" in message(caught.value, "en")


def test_a_proxy_that_asks_for_a_password_is_told(sheets: Sheets, server: TinyServer) -> None:
    server.answers = [Answer(407, "")]
    with pytest.raises(BusyError) as caught:
        sheets.get("properties")
    assert "proxy asks for a password" in message(caught.value, "en")


def test_a_server_that_never_answers_uses_up_patience(
    sheets: Sheets, server: TinyServer, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 10_000, 40))  # each look at it is 40 s after the one before
    monkeypatch.setattr(
        "sheetflow.backends.google.client.sheets.time",
        SimpleNamespace(monotonic=lambda: next(clock)),
    )
    server.answers = [DROP] * 20
    with pytest.raises(BusyError):
        sheets.get("properties")
    assert len(server.requests) == 3
    assert sum(waits) <= 10


def test_one_fault_never_ends_a_run_however_much_was_waited_before(
    sheets: Sheets, server: TinyServer, waits: list[float]
) -> None:
    sheets.budget.spend(1000)
    server.answers = [DROP]
    sheets.get("properties")
    assert waits == [0]
    server.answers = [DROP]
    with pytest.raises(Unsure) as caught:
        sheets.write([ENTRY])
    sheets.budget.pause(caught.value)


@contextmanager
def dripping() -> Iterator[str]:
    """The address of a server whose answers begin, and go on with a byte every now and then."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor() as pool:
        pool.submit(_accept, server, pool)
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)


def _accept(server: socket.socket, pool: ThreadPoolExecutor) -> None:
    with suppress(OSError):
        while True:
            pool.submit(_drip, server.accept()[0])


def _drip(client: socket.socket) -> None:
    with client, suppress(OSError), client.makefile("rb") as request:
        heads = [*iter(request.readline, b"\r\n")]
        request.read(sum(int(head[15:]) for head in heads if head.startswith(b"Content-Length:")))
        client.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
        )
        for _ in range(100):
            if select([client], [], [], 0.02)[0]:
                return
            client.sendall(b" ")


def test_an_answer_that_comes_a_byte_at_a_time_is_waited_for_so_long_and_no_longer(
    sheets: Sheets, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets.get("properties")
    looks = count(0, 100)  # each look at the clock is 100 s after the one before
    monkeypatch.setattr(
        "sheetflow.backends.google.client.session.time",
        SimpleNamespace(monotonic=lambda: next(looks)),
    )
    sheets.budget.spend(1000)
    with dripping() as sheets._transport.endpoint:
        with pytest.raises(BusyError) as caught:
            sheets.get("properties")
        assert "no answer in time" in message(caught.value, "en")
        with pytest.raises(Unsure):
            sheets.write([ENTRY])
    assert waits == [0]  # the read was repeated
    assert next(looks) == 3 * 3 * 100  # of each answer its begin, and two pieces of it


def test_a_token_that_came_in_part_leaves_no_doubt_about_the_write_that_needed_it(
    sheets: Sheets, server: TinyServer
) -> None:
    sheets.get("properties")
    sheets._transport.forget_token()
    server.tokens = [token()._replace(cut=9)]
    server.answers = [
        Answer(
            200, '{"spreadsheetId": "x", "responses": [{"dataFilter": {"a1Range": "Leads!A1"}}]}'
        )
    ]
    assert sheets.write([ENTRY]) == [[]]
    assert len(server.token_requests) == 3


def test_a_long_answer_that_comes_compressed_and_in_pieces_is_whole(
    sheets: Sheets, server: TinyServer
) -> None:
    titles = [f"{n:x}" * 3 for n in range(90_000)]
    body = gzip.compress(json.dumps({"titles": titles}).encode())
    assert len(body) > 2**17
    server.answers = [Answer(200, body, (("Content-Encoding", "gzip"),))]
    assert sheets.get("titles") == {"titles": titles}


def test_whoever_has_no_google_sheet_does_not_load_googles_libraries() -> None:
    script = (
        "import sys, sheetflow.cli.main; print(*{name.partition('.')[0] for name in sys.modules})"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert (
        set(loaded)
        & {"google", "gspread", "requests", "urllib3", "pyrate_limiter", "tenacity", "sqlite3"}
        == set()
    )
    assert "sheetflow" in loaded
