"""Robots: what a host lets programs read (RFC 9309), asked once a day.

- a robots.txt is obeyed, its first 500 KiB at least (2.5), found through five redirects (2.3.1.2);
- none, or none for us (status 4xx), means that all may be read (2.3.1.3); but 429 is no such
  answer, and counts with the next, as Google's crawler counts it;
- when its server fails or cannot be reached, nothing may be read now (2.3.1.4); it is asked again
  after five minutes.

``Crawl-delay`` and ``Request-rate`` are no part of the RFC and are honoured all the same.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from protego import Protego

from app.fetching.client import PRODUCT, Response
from app.fetching.failures import Failed, TooManyRedirects

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from app.fetching.pacing import Clock

LARGEST = 500 * 1024  # bytes, what RFC 9309 asks for
MOST_REDIRECTS = 5
_KEPT = 24 * 3600.0  # seconds
_KEPT_FAILURE = 300.0
_MOST_HOSTS = 500  # kept at once; one is rarely over 10 KB
_NAMES = re.compile(r"\s*user(?:-|\s+)?agent\s*[:\s]\s*(.*)", re.IGNORECASE)  # as protego reads it
_TOKEN = re.compile(r"[a-z_-]+")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host lets us read."""

    parser: Protego | None = None  # None: everything

    def allow(self, url: httpx.URL) -> bool:
        """Whether an address may be read."""
        return self.parser is None or self.parser.can_fetch(str(url), PRODUCT)

    @property
    def delay(self) -> float:
        """The seconds asked for between two requests; 0 for none."""
        if self.parser is None:
            return 0.0
        rate = self.parser.request_rate(PRODUCT)
        return max(
            self.parser.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0
        )


@dataclass(slots=True)
class Robots:
    """The rules of hosts.

    ``get`` asks for a robots.txt, with patience; it raises Failed, also for answers that may be
    others in a moment (429, 5xx).
    """

    get: Callable[[httpx.URL], Response]
    clock: Clock
    _known: OrderedDict[str, tuple[float, Rules | tuple[str, int | None]]] = field(
        default_factory=OrderedDict
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rules(self, url: httpx.URL) -> Rules:
        """The rules for an address; raises Failed when they cannot be had now."""
        place = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        key = str(place)
        with self._lock:
            until, known = self._known.get(key, (0.0, None))
        now = self.clock.now()
        if known is None or now >= until:
            try:
                known = self._asked(place)
                until = now + _KEPT
            except Failed as failure:
                # Whoever asks next learns at once that the host is away.
                known = failure.reason, failure.status
                until = now + _KEPT_FAILURE
            with self._lock:
                self._known[key] = (until, known)
                self._known.move_to_end(key)
                while len(self._known) > _MOST_HOSTS:
                    self._known.popitem(last=False)
        if isinstance(known, Rules):
            return known
        reason, status = known
        raise Failed(reason, passing=True, status=status)

    def _asked(self, place: httpx.URL) -> Rules:
        try:
            response = self.get(place)
        except TooManyRedirects:
            return Rules()
        status = response.status
        if 200 <= status < 300:
            return parse(response.data)
        if 400 <= status < 500:
            return Rules()
        raise Failed(
            "Whether its server lets programs read it cannot be told now (robots.txt answers with "
            f"status {status}).",
            passing=True,
        )


def parse(data: bytes) -> Rules:
    """The rules in a robots.txt, whatever it holds.

    The names of other programs are made one: protego gives every rule of a group to every name of
    it, and a hostile file that is half names and half rules would take minutes and gigabytes.
    """
    lines = data.decode("utf-8-sig", errors="replace").splitlines()
    return Rules(Protego.parse("\n".join(map(_for_whom, lines))))


def _for_whom(line: str) -> str:
    """A line that names a program, of three names; another as it is."""
    found = _NAMES.match(line)
    if found is None:
        return line
    name = found[1].partition("#")[0].strip().lower()
    if name and not name.strip("*"):
        return "User-agent: *"
    token = _TOKEN.match(name)  # a version after it is against the RFC, and usual
    return f"User-agent: {PRODUCT if token and token[0] == PRODUCT.lower() else 'another'}"
