"""Deadline: how long one try may still take, whatever a server does."""

from __future__ import annotations

import ssl
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore

from app.fetching.failures import Failed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Deadline:
    """A moment after which nothing is waited for any more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def within(self, seconds: float | None) -> float:
        """The time left, at most ``seconds``; raises Failed when there is none."""
        left = self._end - time.monotonic()
        if left <= 0:
            # Not tried again at once: it has had its whole time.
            raise Failed(f"It had not arrived after {self.seconds:g} seconds.", passing=True)
        return left if seconds is None else min(left, seconds)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """While this is open, no time passes: for polite pauses, which are not the server's."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - begun


class TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline.

    The time-outs of httpx are for each read alone: a server that sends one byte of its headers
    every few seconds would keep us for days.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has arrived; the time-out is cut to the time left."""
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends; the time-out is cut to the time left."""
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        """Closes."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The encrypted stream, under the same deadline; raises Failed when none can be had."""
        left = self._deadline.within(timeout)
        try:
            encrypted = self._stream.start_tls(ssl_context, server_hostname, left)
        except httpcore.ConnectError as error:
            # A connection that broke in the middle is another matter, and may hold next time.
            if not isinstance(error.__cause__, ssl.SSLError) or isinstance(
                error.__cause__, (ssl.SSLEOFError, ssl.SSLSyscallError)
            ):
                raise
            raise Failed(
                "The encrypted connection to its server failed: its certificate does not hold, "
                "or its encryption is too old."
            ) from error
        return TimedStream(encrypted, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore declares it
        """What httpcore asks about the socket."""
        return self._stream.get_extra_info(info)
