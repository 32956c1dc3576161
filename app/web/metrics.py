"""Metrics: how the server does, for Prometheus, at /metrics.

Off unless a setting says who may read it. Several workers count into files that they share, so
that any of them answers for all. What is in the library is counted when it is asked for.
"""

from __future__ import annotations

import os
from hmac import compare_digest
from ipaddress import ip_address
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response

from app.db.queries import field_keeping
from app.db.queries.measures import measures
from app.db.session import sessions
from app.domain.runs import Outcome
from app.errors import BusyError, SetupError
from app.web.page_cache import FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric
    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.config import Settings
    from app.web.site import Site

_SHARED = "PROMETHEUS_MULTIPROC_DIR"  # set where several workers count (app/cli/serve_workers.py)
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 1.0, 2.5, 10.0)
# With one of these a request came by a proxy: the address that is seen is not who asks.
_PROXIED = ("x-forwarded-for", "x-real-ip", "forwarded", "via")


class Metrics:
    """What one app counts, and all that is told of it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._own = CollectorRegistry()
        self._latency = Histogram(
            "onrecord_request_seconds",
            "Time until a request was answered to the end.",
            ("route", "status"),
            buckets=_SECONDS,
            registry=self._own,
        )
        self._in_flight = Gauge(
            "onrecord_requests_in_flight",
            "Requests that are being answered.",
            multiprocess_mode="livesum",
            registry=self._own,
        )
        fields = Counter(
            "onrecord_field",
            "How often the columns of an issue were asked for: kept, or read from the database.",
            ("found",),
            registry=self._own,
        )
        self._fields = {True: fields.labels("kept"), False: fields.labels("read")}
        pages = Counter(
            "onrecord_pages",
            "How pages were answered: kept, made and perhaps kept then, or never to be kept.",
            ("found",),
            registry=self._own,
        )
        self._pages = {found: pages.labels(found) for found in FOUND}
        self._held = Gauge(
            "onrecord_kept_bytes",
            "What is kept of pages, in all processes that run.",
            multiprocess_mode="livesum",
            registry=self._own,
        )
        self._routes: dict[tuple[str, int], Histogram] = {}
        field_keeping.listeners.append(self._on_field)

    def close(self) -> None:
        """Count no more."""
        if self._on_field in field_keeping.listeners:
            field_keeping.listeners.remove(self._on_field)

    def _on_field(self, kept: bool) -> None:  # noqa: FBT001 - what a listener is told
        self._fields[kept].inc()

    def on_page(self, found: str) -> None:
        """A page was answered in one of these ways (app/web/page_cache.py)."""
        self._pages[found].inc()
        if found == "made":
            self._held.set(self._site.kept.counts().held)

    def begins(self) -> None:
        """A request has come."""
        self._in_flight.inc()

    def ends(self, route: str, status: int, seconds: float) -> None:
        """It has been answered."""
        self._in_flight.dec()
        key = (route, status // 100)
        counted = self._routes.get(key)
        if counted is None:
            counted = self._routes[key] = self._latency.labels(route, f"{status // 100}xx")
        counted.observe(seconds)

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        registry = self._own
        if _SHARED in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        library = CollectorRegistry()
        library.register(_Library(self._site))
        return generate_latest(registry) + generate_latest(library)


class _Library:
    """Numbers of the database, which are the same whoever counts them."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("onrecord_database_up", "Whether the database answers.")
        try:
            with sessions(self._site.engine()) as session:
                found = measures(session)
        except (BusyError, SetupError, SQLAlchemyError):
            up.add_metric((), 0)
            yield up
            return
        up.add_metric((), 1)
        yield up
        version = GaugeMetricFamily(
            "onrecord_data_version", "Moves with every change of what is shown."
        )
        version.add_metric((), found.data_version)
        yield version
        queue = GaugeMetricFamily(
            "onrecord_review_queue", "Statements that wait for a person's review."
        )
        queue.add_metric((), found.waiting)
        yield queue
        runs = GaugeMetricFamily(
            "onrecord_ingest_runs", "Runs by how far they came.", labels=("command", "state")
        )
        for (command, state), count in found.runs.items():
            runs.add_metric((command, state.value), count)
        yield runs
        items = CounterMetricFamily(
            "onrecord_ingest_items", "What became of all that runs were given.", labels=("outcome",)
        )
        for outcome in Outcome:
            items.add_metric((outcome.value,), found.items.get(outcome, 0))
        yield items
        for name, says, at in (
            ("seen", "When a run last said something.", found.last_seen),
            ("finished", "When a run last came to its end.", found.last_finished),
        ):
            if at is not None:
                moment = GaugeMetricFamily(f"onrecord_ingest_last_{name}_timestamp_seconds", says)
                moment.add_metric((), at.timestamp())
                yield moment


class MetricsPage:
    """ASGI middleware that answers /metrics to who may read it.

    It is no route: its token is none of a user's, which app/web/admission.py would look for.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, settings: Settings) -> None:
        self._app = app
        self._metrics = metrics
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on what asks for something else."""
        if scope["type"] != "http" or scope["path"] != "/metrics":
            await self._app(scope, receive, send)
            return
        await (await self._answer(scope))(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        kept = {"Cache-Control": "no-store"}
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("Metrics are read with GET.\n", 405, kept | {"Allow": "GET"})
        if not self._may_read(scope):
            if self._settings.metrics_token is None:
                said = "Metrics are for this machine and private networks, without a proxy.\n"
                return PlainTextResponse(said, 403, kept)
            asks = {"WWW-Authenticate": 'Bearer realm="On Record metrics"'}
            return PlainTextResponse("Metrics need their token.\n", 401, kept | asks)
        text = await run_in_threadpool(self._metrics.text)
        return Response(text, headers=kept, media_type=CONTENT_TYPE_LATEST)

    def _may_read(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        token = self._settings.metrics_token
        if token is not None:
            scheme, _, given = headers.get("Authorization", "").partition(" ")
            expected = token.get_secret_value().encode()
            if scheme.lower() == "bearer" and compare_digest(given.strip().encode(), expected):
                return True
        if not self._settings.metrics_private or any(name in headers for name in _PROXIED):
            return False
        try:
            address = ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return False
        return address.is_private or address.is_loopback
