"""Nothing inside a network is reached, by whatever way."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING, Any

import pytest

from app.errors import NotFetched
from app.fetching import Fetched, Fetcher
from app.fetching.client import _encryption
from tests.domain.test_hosts import INSIDE
from tests.fetching.conftest import BOUNDS, Pauses
from tests.fetching.servers import Server, response

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PAGE = b"<p>Words.</p>"
PUBLIC = "93.184.216.34"


class Connections:
    """What this process tried to connect to; nothing leaves the machine."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, int]] = []

    def create(self, address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        self.tried.append(address)
        raise ConnectionRefusedError


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Connections:
    recorded = Connections()
    monkeypatch.setattr(socket, "create_connection", recorded.create)
    return recorded


def names(monkeypatch: pytest.MonkeyPatch, *answers: Sequence[str]) -> list[str]:
    """Makes the system's resolver give these answers, one after the other; what it was asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
        asked.append(host)
        numbers = answers[min(len(asked), len(answers)) - 1]
        return [
            (socket.AF_INET6 if ":" in number else socket.AF_INET, 1, 6, "", (number, port))
            for number in numbers
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def reason(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(NotFetched) as caught:
        fetcher.fetch(address)
    return caught.value.reason


def quick(pauses: Pauses, **options: Any) -> Fetcher:  # noqa: ANN401 - those of Fetcher
    return Fetcher(BOUNDS, clock=pauses.clock, **options)


@pytest.mark.parametrize("number", INSIDE)
def test_numbers_inside_a_network_are_refused(
    number: str, connections: Connections, pauses: Pauses
) -> None:
    host = f"[{number}]" if ":" in number else number
    assert "inside a network" in reason(quick(pauses), f"http://{host}/")
    assert connections.tried == []


@pytest.mark.parametrize("number", INSIDE)
def test_names_that_lead_inside_a_network_are_refused(
    number: str, connections: Connections, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, [number])
    assert "lies inside a network" in reason(quick(pauses), "https://news.example/")
    names(monkeypatch, [PUBLIC, number])
    assert "lies inside a network" in reason(quick(pauses), "https://news.example/")
    assert connections.tried == []


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "127.0.0.1%2f",
        "127。0。0。1",
        "①②⑦.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "[::1%25lo]",
        "[fe80::1%25eth0]",
        "localhost",
        "LocalHost.",
        "metadata.google.internal",
        "printer.local",
        "intranet",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_odd_spellings_are_refused_before_anybody_is_asked(
    scheme: str,
    host: str,
    connections: Connections,
    pauses: Pauses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = names(monkeypatch, ["127.0.0.1"])
    reason(quick(pauses), f"{scheme}://{host}/")
    assert asked == []
    assert connections.tried == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/", "http"),
        ("file:///etc/passwd", "http"),
        ("gopher://example.org:70/", "http"),
        ("unix:///var/run/docker.sock", "http"),
        ("http+unix://%2Fvar%2Frun%2Fdocker.sock/", "http"),
        ("example.org/page", "http"),
        ("http://name@example.org/", "password"),
        ("http://name:word@example.org/", "password"),
        ("http://example.org:word@127.0.0.1/", "password"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:25/", "port 25"),
        ("http://example.org:0/", "port 0"),
        ("http://example.org/" + "a" * 9000, "8,000"),
    ],
)
def test_addresses_of_another_kind_are_refused(
    address: str, words: str, connections: Connections, pauses: Pauses
) -> None:
    assert words in reason(quick(pauses), address)
    assert connections.tried == []


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org\\@127.0.0.1/",
        "http://127.0.0.1\\.example.org/",
        "http://example.org\t@127.0.0.1/",
        "http://[::1]example.org/",
        "http://127.0.0.1#@example.org/",
        "http://127.0.0.1?@example.org/",
        "http:\\\\127.0.0.1/",
        "http:127.0.0.1/",
    ],
)
def test_addresses_that_programs_read_differently_lead_nowhere(
    address: str, connections: Connections, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, ["127.0.0.1"])
    reason(quick(pauses), address)
    assert connections.tried == []


def test_the_connection_is_made_to_the_number_that_was_looked_at(
    connections: Connections, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers otherwise the next time is asked once for each connection."""
    asked = names(monkeypatch, [PUBLIC], ["127.0.0.1"])
    assert "lies inside a network" in reason(quick(pauses), "http://news.example/")
    # The first try went to the number of the first answer; the second was refused.
    assert connections.tried == [(PUBLIC, 80)]
    assert asked == ["news.example", "news.example"]


def test_all_numbers_are_tried_until_one_answers(
    connections: Connections, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [f"93.184.216.{number}" for number in range(1, 9)]
    names(monkeypatch, found)
    assert "cannot be reached" in reason(quick(pauses), "http://news.example:8080/")
    assert connections.tried[:4] == [(number, 8080) for number in found[:4]]
    assert len(connections.tried) == 4 * BOUNDS.tries


def test_a_name_that_is_not_known_is_not_asked_again(
    pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "not known" in reason(quick(pauses), "http://news.example/")
    assert pauses.slept == []


def test_a_resolver_in_trouble_is_asked_again(
    pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "later")

    monkeypatch.setattr(socket, "getaddrinfo", busy)
    assert "just now" in reason(quick(pauses), "http://news.example/")
    assert pauses.slept == [1.0, 2.0]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("hops", [0, 3])
def test_redirects_into_a_network_are_refused(
    server: Server, fetcher: Fetcher, status: int, hops: int
) -> None:
    """The other server is real and on this machine; it is never asked."""
    with Server() as inner:
        inner.put("/secret", response(body=b"secret"))
        for number in range(hops):
            server.put(f"/{number}", response(status, Location=f"/{number + 1}"))
        server.put(f"/{hops}", response(status, Location=inner.address("/secret")))
        assert "inside a network" in reason(fetcher, server.address("/0"))
        assert inner.requests == []


def test_a_redirect_to_a_name_that_leads_inside_is_refused(server: Server, pauses: Pauses) -> None:
    with Server() as inner:
        numbers = {"news.example": "127.0.0.1", "rebound.example": "127.0.0.1"}
        fetcher = quick(
            pauses,
            also_reach=[("127.0.0.1", server.port)],
            resolve=lambda host, _port, _seconds: [numbers[host]],
        )
        server.put("/", response(302, Location=f"http://rebound.example:{inner.port}/"))
        assert "lies inside" in reason(fetcher, f"http://news.example:{server.port}/")
        assert inner.requests == []


def test_a_robots_txt_leads_nowhere_either(server: Server, fetcher: Fetcher) -> None:
    with Server() as inner:
        server.put("/robots.txt", response(302, Location=inner.address("/robots.txt")))
        server.put("/", response(body=PAGE))
        assert "inside a network" in reason(fetcher, server.address("/"))
        assert inner.requests == []
        assert server.paths() == []


def test_proxies_and_passwords_of_the_environment_are_not_used(
    server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A proxy would look hosts up by itself, out of our sight."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with Server() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address(""))
        found = fetcher.fetch(server.put("/", response(body=PAGE)))
        assert isinstance(found, Fetched)
        assert proxy.requests == []
    assert "authorization" not in server.requests[-1].headers


def test_the_host_keeps_its_name(server: Server, pauses: Pauses) -> None:
    fetcher = quick(
        pauses, also_reach=[("127.0.0.1", server.port)], resolve=lambda *_: ["127.0.0.1"]
    )
    server.put("/", response(body=PAGE))
    address = f"http://news.example:{server.port}/"
    found = fetcher.fetch(address)
    assert isinstance(found, Fetched)
    assert found.capture.address == address
    assert server.requests[-1].headers["host"] == f"news.example:{server.port}"


# Encryption


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    path = tmp_path / "server.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            path,
            "-out",
            tmp_path / "certificate.pem",
            "-days",
            "2",
            "-subj",
            "/CN=news.example",
            "-addext",
            "subjectAltName=DNS:news.example",
        ],
        check=True,
        capture_output=True,
    )
    with path.open("a") as file:
        file.write((tmp_path / "certificate.pem").read_text())
    return path


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[int]:
    """The port of a server that serves one page with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
                with context.wrap_socket(plain, server_side=True) as connection:
                    asked = connection.recv(65536)
                    status = 404 if asked.startswith(b"GET /robots.txt") else 200
                    connection.sendall(response(status, body=PAGE))
            except ssl.SSLError:
                continue
            except OSError:
                return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_the_certificate_is_that_of_the_name(
    encrypted: int, certificate: Path, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("certificate.pem")))
    _encryption.cache_clear()
    try:
        fetcher = quick(
            pauses, also_reach=[("127.0.0.1", encrypted)], resolve=lambda *_: ["127.0.0.1"]
        )
        found = fetcher.fetch(f"https://news.example:{encrypted}/")
        assert isinstance(found, Fetched)
        assert found.capture.data == PAGE
        assert "certificate" in reason(fetcher, f"https://other.example:{encrypted}/")
    finally:
        _encryption.cache_clear()


def test_a_certificate_of_nobody_is_refused(encrypted: int, pauses: Pauses) -> None:
    fetcher = quick(pauses, also_reach=[("127.0.0.1", encrypted)], resolve=lambda *_: ["127.0.0.1"])
    assert "certificate" in reason(fetcher, f"https://news.example:{encrypted}/")
    assert pauses.slept == [], "asking again does not make it hold"
