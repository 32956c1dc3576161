"""Fetcher: an address in, a capture out, politely and within all bounds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from app.domain.captures import Capture
from app.errors import NotFetched
from app.fetching.bounds import Bounds
from app.fetching.client import Client, Response
from app.fetching.failures import Failed
from app.fetching.guard import Guard, Resolve
from app.fetching.pacing import Clock, Pace
from app.fetching.robots import LARGEST, MOST_REDIRECTS, Robots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})  # worth another try in a moment
_LONGEST_VALUE = 1_000
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._:+-]{1,40})", re.IGNORECASE)
_REASONS = {
    HTTPStatus.UNAUTHORIZED: "It is only for those who log in (status 401).",
    HTTPStatus.PAYMENT_REQUIRED: "It is only for those who pay (status 402).",
    HTTPStatus.FORBIDDEN: "Its server refuses to show it to us (status 403).",
    HTTPStatus.NOT_FOUND: "There is no such page (status 404).",
    HTTPStatus.GONE: "It has been taken away for good (status 410).",
    HTTPStatus.TOO_MANY_REQUESTS: "Its server asks us to come less often (status 429).",
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: "The law keeps it from being shown (status 451).",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found, and what to send the next time to learn whether it has changed."""

    capture: Capture
    etag: str | None
    last_modified: str | None
    moved: str | None  # its new address, when its server says that it has moved for good


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing has changed since."""

    address: str
    etag: str | None
    last_modified: str | None
    moved: str | None


class Fetcher:
    """Fetches addresses. Safe to use from several threads; each process keeps its own pace.

    ``also_reach`` (pairs of a number and a port that are not public), ``resolve`` and ``clock``
    are for tests: no setting leads to them.
    """

    def __init__(
        self,
        bounds: Bounds | None = None,
        *,
        also_reach: Iterable[tuple[str, int]] = (),
        resolve: Resolve | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._bounds = bounds or Bounds()
        self._clock = clock or Clock()
        self._client = Client(Guard(also_reach, resolve), self._bounds)
        self._pace = Pace(
            self._bounds.delay_seconds, self._bounds.longest_wait_seconds, self._clock
        )
        self._robots = Robots(self._robots_txt, self._clock)

    def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified:
        """What is at an address, or that it has not changed since.

        ``etag`` and ``last_modified`` are those of the last time. Up to ``Bounds.tries`` tries,
        with pauses of one, two, four seconds or as long as the server asks for, after answers that
        may change in a moment (429, 5xx, time-outs, broken connections); none after any other.
        Raises NotFetched with one sentence for people.
        """
        conditions = _conditions(etag, last_modified)
        try:
            url = _parsed(address)
            response = self._patiently(
                lambda: self._client.get(url, headers=conditions, before=self._may_ask), url
            )
            return _result(response, asked=bool(conditions), etag=etag, last_modified=last_modified)
        except Failed as failure:
            raise NotFetched(
                address, failure.reason, status=failure.status, passing=failure.passing
            ) from failure

    def _may_ask(self, url: httpx.URL) -> None:
        """Waits for a turn at the host; raises Failed when its robots.txt says no."""
        rules = self._robots.rules(url)
        if not rules.allow(url):
            raise Failed("Its server asks programs not to read it (robots.txt).")
        self._pace.turn(_host(url), rules.delay)

    def _robots_txt(self, place: httpx.URL) -> Response:
        def get() -> Response:
            return self._client.get(place, most_redirects=MOST_REDIRECTS, cut_at=LARGEST)

        return self._patiently(get, place)

    def _patiently(self, get: Callable[[], Response], url: httpx.URL) -> Response:
        """The answer to a question that is asked again while that may help; raises Failed."""
        for number in range(1, self._bounds.tries + 1):
            try:
                response = get()
                if response.status not in _BUSY:
                    return response
                failure = _busy(response)
                host = _host(response.url)
            except Failed as problem:
                failure, host = problem, _host(url)
            if failure.wait is not None:
                self._pace.leave_alone(host, failure.wait)
            pause = max(2.0 ** (number - 1), failure.wait or 0.0)
            if (
                not failure.again
                or number == self._bounds.tries
                or pause > self._bounds.longest_wait_seconds
            ):
                raise failure
            self._clock.sleep(pause)
        raise AssertionError  # pragma: no cover - tries is at least one


def _parsed(address: str) -> httpx.URL:
    """The address as httpx reads it, which is how it is looked at and how it is asked for."""
    typed = address.strip()
    if typed.lower().startswith("www."):
        typed = f"https://{typed}"
    try:
        return httpx.URL(typed).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise Failed("This is no address of a page.") from error


def _host(url: httpx.URL) -> str:
    """The host and its port: what one server is."""
    return url.netloc.decode("ascii")


def _busy(response: Response) -> Failed:
    """Why nothing came of a response that may be another in a moment."""
    wait = _retry_after(response.headers.get("retry-after", ""))
    reason = _REASONS.get(
        HTTPStatus(response.status), f"Its server is in trouble (status {response.status})."
    )
    return Failed(reason, again=True, status=response.status, wait=wait)


def _retry_after(header: str) -> float | None:
    """Seconds from now, never fewer than none; None where nothing sensible is said (RFC 9110)."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            then = parsedate_to_datetime(header)
        except (ValueError, OverflowError):
            return None
        then = then if then.tzinfo else then.replace(tzinfo=UTC)
        seconds = (then - datetime.now(UTC)).total_seconds()
    return None if math.isnan(seconds) else max(0.0, min(seconds, 30 * 86_400.0))


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers of a conditional request; what could not have come from a server is left out."""
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in conditions.items() if value and _sendable(value)}


def _sendable(value: str) -> bool:
    return len(value) <= _LONGEST_VALUE and value.isascii() and value.isprintable()


def _result(
    response: Response, *, asked: bool, etag: str | None, last_modified: str | None
) -> Fetched | NotModified:
    status, headers = response.status, response.headers
    if status == HTTPStatus.NOT_MODIFIED and asked:
        return NotModified(
            address=str(response.url),
            etag=_kept(headers.get("etag")) or etag,
            last_modified=_kept(headers.get("last-modified")) or last_modified,
            moved=response.moved,
        )
    if status not in {HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION}:
        raise Failed(_reason(status), status=status, passing=status >= 500)
    if not response.data:
        raise Failed("It is empty.", status=status)
    declared = headers.get("content-type", "")[:_LONGEST_VALUE]
    media_type = declared.partition(";")[0].strip().lower()
    charset = _CHARSET.search(declared)
    return Fetched(
        capture=Capture(
            data=response.data,
            address=str(response.url),
            media_type=media_type or None,
            charset=charset[1].lower() if charset else None,
            captured_at=datetime.now(UTC),
        ),
        etag=_kept(headers.get("etag")),
        last_modified=_kept(headers.get("last-modified")),
        moved=response.moved,
    )


def _reason(status: int) -> str:
    try:
        known = HTTPStatus(status)
    except ValueError:
        return f"Its server answers with status {status}, which means nothing."
    if known in _REASONS:
        return _REASONS[known]
    return f"Its server answers with status {status} ({known.phrase})."


def _kept(validator: str | None) -> str | None:
    return validator if validator and _sendable(validator) else None
