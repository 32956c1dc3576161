"""Guard: nothing inside a network is ever reached, whoever asks for it and by whatever name.

Two checks, both needed:
1. ``check`` looks at an address before anything is asked: the scheme, the port, who is named in
   it, and hosts that their name alone gives away. It is for good reasons in good sentences.
2. ``GuardedBackend`` opens the connections. It resolves the host once, refuses it when **any** of
   its addresses is not public, and connects to the very addresses that it has looked at. So no
   redirect, no odd spelling and no name server that answers otherwise the next time gets past it.

httpx leaves the choice of the connection to httpcore's network backend, which is documented for
such purposes (https://www.encode.io/httpcore/network-backends/). The address itself stays as it
was, so that the Host header, the name in the encryption and the certificate are those of the host.

What cannot be told from a number: a network's own public addresses, and the prefix by which a
network may embed IPv4 in IPv6 for itself (RFC 8215 apart). docs/fetching.md says so.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING

import httpcore

from app.domain.hosts import inside, refused
from app.fetching.deadline import TimedStream
from app.fetching.failures import Failed

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

    from app.fetching.deadline import Deadline

LONGEST_ADDRESS = 8_000  # characters; servers refuse longer ones
_PORTS = {"http": 80, "https": 443}
_FIRST_FREE_PORT = 1024  # below it are mail, shells, files: never pages, 80 and 443 apart
_MOST_ADDRESSES = 4  # of one host; each has its own time to connect


# Finds the numbers of a host and port within some seconds; raises Failed.
Resolve = Callable[[str, int, float], Sequence[str]]


class Guard:
    """What may be reached.

    ``also_reach`` are pairs of a number and a port that are let through although they are not
    public. It is for tests, which have their servers on this machine; no setting leads here.
    """

    def __init__(
        self,
        also_reach: Iterable[tuple[str, int]] = (),
        resolve: Resolve | None = None,
    ) -> None:
        self._also = frozenset(also_reach)
        self._resolve = resolve or resolve_by_system

    def check(self, url: httpx.URL) -> None:
        """Raises Failed when an address is refused as it is written."""
        if url.scheme not in _PORTS:
            raise Failed("Only addresses that begin with http:// or https:// are read.")
        if url.userinfo:
            raise Failed("Its address holds a name or a password; take them out.")
        if len(str(url)) > LONGEST_ADDRESS:
            raise Failed(f"Its address is longer than {LONGEST_ADDRESS:,} characters.")
        port = _PORTS[url.scheme] if url.port is None else url.port
        # What httpx will connect to, not what was typed: one reading of the host for both.
        host = url.raw_host.decode("ascii")
        if (host, port) in self._also:
            return
        if not 0 < port < 65536 or (port < _FIRST_FREE_PORT and port not in _PORTS.values()):
            raise Failed(f"Pages are not read from port {port}.")
        reason = refused(host)
        if reason:
            raise Failed(reason)

    def numbers(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        """The numbers to connect to, each looked at; raises Failed when one is not public."""
        found = tuple(self._resolve(host, port, seconds))
        if not found:
            raise Failed("Its host is not known.", passing=True)
        for number in found:
            if (number, port) in self._also:
                continue
            try:
                what = inside(ip_address(number))
            except ValueError:
                what = "not an address"
            if what:
                # All or nothing: of a host that is half inside a network, no half is trusted.
                raise Failed(f"Its host lies inside a network ({what}).")
        return found[:_MOST_ADDRESSES]


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to what the guard has looked at, and ends them by the deadline."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard = guard
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first number of the host that answers; raises Failed."""
        numbers = self._guard.numbers(host, port, self._deadline.within(timeout))
        problem: Exception | None = None
        for number in numbers:
            try:
                stream = self._sockets.connect_tcp(
                    number, port, self._deadline.within(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return TimedStream(stream, self._deadline)
        raise problem or httpcore.ConnectError("no address")


def resolve_by_system(host: str, port: int, seconds: float) -> Sequence[str]:
    """What the system's resolver says, within a time; raises Failed.

    The resolver cannot be interrupted, so a thread waits for it; left alone, it ends by itself
    when the resolver gives up.
    """
    answers: list[Sequence[str] | OSError | UnicodeError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.append(tuple(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            answers.append(error)

    thread = threading.Thread(target=ask, name=f"resolving {host}", daemon=True)
    thread.start()
    thread.join(seconds)
    if not answers:
        raise Failed("Its host could not be found in time.", again=True)
    answer = answers[0]
    if isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN:
        raise Failed("Its host could not be looked up just now.", again=True)
    if isinstance(answer, (OSError, UnicodeError)):
        raise Failed("Its host is not known.", passing=True)
    return answer
