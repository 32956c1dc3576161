"""Request log: one line for each request, as JSON for programs or as text for people.

A line holds what is needed to find what is slow or broken and nothing of who asks or for what: the
route's template and neither address nor query, no network address, no name, no header but the id
of the request. Errors are logged with the same id.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from app.web.request_id import HEADER, current, give

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.config import Settings
    from app.web.metrics import Metrics
    from app.web.site import Site

_log = logging.getLogger("app.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_CLOSE = (b"connection", b"close")
NO_ROUTE = "none"  # what no route took: its path is whatever somebody sent


class RequestLog:
    """ASGI middleware around all others: an id, a line, a count of each request."""

    def __init__(self, app: ASGIApp, site: Site, metrics: Metrics | None) -> None:
        self._app = app
        self._site = site
        self._metrics = metrics
        self._lines = site.settings.log_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identifier = give(scope)
        site, metrics = self._site, self._metrics
        status = 500  # an error that nothing answered below is answered above
        started = perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                nonlocal status
                status = message["status"]
                own = [(HEADER, identifier.encode())]
                if site.closing:  # so that the client sends its next request elsewhere
                    own.append(_CLOSE)
                message["headers"] = [*message.get("headers", ()), *own]
            await send(message)

        if metrics is not None:
            metrics.begins()
        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = perf_counter() - started
            route = route_of(scope)
            if metrics is not None:
                metrics.ends(route, status, seconds)
            if self._lines and _log.isEnabledFor(logging.INFO):
                method = scope["method"] if scope["method"] in METHODS else "other"
                fields = {
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": round(seconds * 1000, 2),
                }
                _log.info("request", extra={"fields": fields})


def route_of(scope: Scope) -> str:
    """The template of the route that took a request, such as /actors/{slug}; never its path."""
    found = getattr(scope.get("route"), "path", None)
    if found:
        return str(found)
    path = scope["path"]
    if path.startswith("/static/"):
        return "/static"
    return "/metrics" if path == "/metrics" else NO_ROUTE


class JsonLines(logging.Formatter):
    """Each record as one JSON object on one line."""

    def __init__(self, worker: int) -> None:
        super().__init__()
        self._worker = worker

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, object] = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "worker": self._worker,
        }
        if identifier := current.get():
            line["request"] = identifier
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = _traceback(self, record)
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


class TextLines(logging.Formatter):
    """Each record for people at a terminal."""

    def __init__(self, worker: int) -> None:
        super().__init__()
        self._worker = worker

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, and its traceback below."""
        fields = getattr(record, "fields", None)
        said = (
            f"{fields['status']} {fields['method']} {fields['route']} {fields['ms']:.1f} ms"
            if fields
            else f"{record.levelname.lower()}: {record.getMessage()}"
        )
        line = f"{_time(record):%H:%M:%S} [{self._worker}] {said}"
        if identifier := current.get():
            line += f" {identifier}"
        return f"{line}\n{_traceback(self, record)}" if record.exc_info else line


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    """The traceback, without the values that a query was asked with: they are somebody's words."""
    assert record.exc_info is not None  # noqa: S101 - the callers ask
    error = record.exc_info[1]
    while error is not None:
        if hasattr(error, "hide_parameters"):  # SQLAlchemy's
            error.hide_parameters = True
        error = error.__cause__ or error.__context__
    return formatter.formatException(record.exc_info)


class _Told(logging.Filter):
    """Leaves out what uvicorn says of an error that is in the log already, with its request."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("Exception in ASGI application")


def log_lines(settings: Settings, worker: int, *, verbose: bool = False) -> None:
    """Log to standard error in the form that is set. ``worker`` is its number; 0: none of them."""
    as_text = settings.log_format == "text" or (
        settings.log_format == "auto" and sys.stderr.isatty()
    )
    handler = logging.StreamHandler()
    handler.setFormatter(TextLines(worker) if as_text else JsonLines(worker))
    handler.addFilter(_Told())
    for name, level in (("app", logging.INFO), ("uvicorn", logging.WARNING)):
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.setLevel(logging.DEBUG if verbose else level)
        log.propagate = False
