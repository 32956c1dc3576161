"""Client: one try at one address, with its redirects, within all bounds."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import httpcore
import httpx

from app import __version__
from app.fetching.deadline import Deadline
from app.fetching.failures import Failed, TooManyRedirects
from app.fetching.guard import GuardedBackend
from app.fetching.unpacking import ACCEPTED, unpack

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

    from app.fetching.bounds import Bounds
    from app.fetching.guard import Guard

PRODUCT = "OnRecord"  # what robots.txt calls us by
MOST_REDIRECTS = 10
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_EVER = frozenset({301, 308})
_NO_TARGET = "It leads to something that is no address."


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered in the end; the body of a success only."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    data: bytes
    moved: str | None  # where it has moved for good, when the first redirects say so


class Client:
    """Asks servers. Safe to use from several threads: each try has its own connections.

    A polite pace leaves nothing to gain from connections that are kept for longer, and none is
    ever used again for another address than the one it was looked at for.
    """

    def __init__(self, guard: Guard, bounds: Bounds) -> None:
        self._guard = guard
        self._bounds = bounds
        contact = f" (+{bounds.contact})" if bounds.contact else ""
        self._headers = {
            "User-Agent": f"{PRODUCT}/{__version__}{contact}",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": ACCEPTED,
        }

    def get(
        self,
        url: httpx.URL,
        *,
        headers: Mapping[str, str] | None = None,
        before: Callable[[httpx.URL], None] = lambda _: None,
        most_redirects: int = MOST_REDIRECTS,
        cut_at: int | None = None,
    ) -> Response:
        """What a server answers in the end, whatever its status; raises Failed.

        ``before`` is called with each address before it is asked, and may raise Failed; its time
        is not counted. What is larger than the bound is refused, or cut where ``cut_at`` says.
        """
        deadline = Deadline(self._bounds.whole_seconds)
        timeout = httpx.Timeout(self._bounds.read_seconds, connect=self._bounds.connect_seconds)
        moved: str | None = None
        for_ever = True
        with httpx.Client(
            transport=_Transport(GuardedBackend(self._guard, deadline), _encryption()),
            headers={**self._headers, **(headers or {})},
            timeout=timeout,
            trust_env=False,  # a proxy would find hosts by itself; .netrc holds passwords
        ) as client:
            for _ in range(most_redirects + 1):
                self._guard.check(url)
                with deadline.paused():
                    before(url)
                with _failures(deadline), closing(_send(client, url)) as response:
                    target = response.headers.get("location", "")
                    if response.status_code in _MOVED and target:
                        for_ever = for_ever and response.status_code in _FOR_EVER
                        url = _joined(url, target)
                        moved = str(url) if for_ever else moved
                        continue
                    data = self._body(response, cut_at) if response.is_success else b""
                    return Response(url, response.status_code, response.headers, data, moved)
        raise TooManyRedirects(f"It leads on and on: more than {most_redirects} redirects.")

    def _body(self, response: httpx.Response, cut_at: int | None) -> bytes:
        """The unpacked body."""
        most = self._bounds.max_bytes if cut_at is None else cut_at
        too_large = Failed(
            f"It is larger than {most:,} bytes; set ONRECORD_FETCH_MAX_BYTES if that is an article."
        )
        declared = response.headers.get("content-length", "")
        if cut_at is None and declared.isdecimal() and len(declared) < 20 and int(declared) > most:
            raise too_large
        packing = response.headers.get("content-encoding", "")
        body = bytearray()
        for chunk in unpack(
            _arriving(response, most, too_large, cut=cut_at is not None), packing, most
        ):
            body += chunk
            if len(body) > most:
                if cut_at is None:
                    raise too_large
                break
        return bytes(body[:most])


def _arriving(
    response: httpx.Response, most: int, too_large: Failed, *, cut: bool
) -> Iterator[bytes]:
    """The raw bytes; what is packed may even be larger than its content."""
    arrived = 0
    for chunk in response.iter_raw():
        arrived += len(chunk)
        yield chunk
        if arrived > most:
            if cut:
                return
            raise too_large


def _send(client: httpx.Client, url: httpx.URL) -> httpx.Response:
    return client.send(client.build_request("GET", url), stream=True)


def _joined(url: httpx.URL, target: str) -> httpx.URL:
    """Where a redirect leads to, without a fragment, which is for the reader's eyes."""
    try:
        return url.join(target).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: such as an unfinished [IPv6
        raise Failed(_NO_TARGET) from error


@contextmanager
def _failures(deadline: Deadline) -> Iterator[None]:
    """Says in a sentence what went wrong on the way."""
    try:
        yield
    except (httpcore.ConnectTimeout, httpcore.ConnectError) as error:
        deadline.within(None)
        raise Failed("Its server cannot be reached.", again=True) from error
    except httpcore.TimeoutException as error:
        deadline.within(None)
        raise Failed("Its server did not answer in time.", again=True) from error
    except httpcore.RemoteProtocolError as error:
        raise Failed(
            "It ended before all of it had arrived, or its server does not keep to HTTP.",
            again=True,
        ) from error
    except httpcore.NetworkError as error:
        raise Failed("The connection to its server broke.", again=True) from error
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol) as error:
        raise Failed("It cannot be asked for over HTTP.") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        # httpx reads where a redirect leads to, although it is not asked to follow.
        raise Failed(_NO_TARGET) from error


@lru_cache(maxsize=1)
def _encryption() -> ssl.SSLContext:
    """Whom to trust: certifi's list, or what SSL_CERT_FILE or SSL_CERT_DIR names."""
    return httpx.create_ssl_context()


class _Transport(httpx.BaseTransport):
    """Carries requests of httpx over connections of ours; only what is public of both is used."""

    def __init__(self, backend: httpcore.NetworkBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, network_backend=backend, max_connections=1
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The response to a request, its body still to come."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Closes the connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        """Closes the response, and with it its place in the pool."""
        self._answer.close()
