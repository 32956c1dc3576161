"""Tracing: on what a request spent its time, told to a collector by OpenTelemetry (extra ``otel``).

A span for each request and one for each query within it. They hold what the request log holds
(app/web/request_log.py) and the text of queries with places for their values: no address that was
asked for, no words, nobody. FastAPI's own telemetry tells all of these and is left off.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from sqlalchemy import Engine, event

from app import __version__
from app.web.request_log import METHODS, route_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.sdk.trace.export import SpanExporter
    from sqlalchemy import Connection
    from sqlalchemy.engine import ExceptionContext
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LONGEST = 2000  # characters of a query
_SPAN = "onrecord_span"
_tracer: ContextVar[Tracer | None] = ContextVar("tracer", default=None)  # within requests
_traces = TraceContextTextMapPropagator()


def exporter() -> SpanExporter:
    """What sends spans away, as the standard variables OTEL_EXPORTER_OTLP_* say."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - slow
        OTLPSpanExporter,
    )

    made: SpanExporter = OTLPSpanExporter()
    return made


def provider() -> TracerProvider:
    """What makes spans; to be shut down at the end, so that the last are sent."""
    told: dict[str, str] = {SERVICE_VERSION: __version__}
    if "OTEL_SERVICE_NAME" not in os.environ:
        told[SERVICE_NAME] = "onrecord"
    made = TracerProvider(resource=Resource.create(told))
    made.add_span_processor(BatchSpanProcessor(exporter()))
    for name, listener in _LISTENERS.items():
        if not event.contains(Engine, name, listener):
            event.listen(Engine, name, listener)
    return made


class Tracing:
    """ASGI middleware that makes a span of each request."""

    def __init__(self, app: ASGIApp, provider: TracerProvider) -> None:
        self._app = app
        self._tracer = provider.get_tracer("onrecord", __version__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on within its span."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        with self._tracer.start_as_current_span(
            method,
            _traces.extract(headers),
            SpanKind.SERVER,
            {"http.request.method": method},
            record_exception=False,  # its words may be somebody's; the log has it, by the id
            set_status_on_exception=False,
        ) as span:
            _tracer.set(self._tracer)
            status = 500

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    nonlocal status
                    status = message["status"]
                await send(message)

            try:
                await self._app(scope, receive, noting)
            finally:
                _tracer.set(None)
                route = route_of(scope)
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", status)
                span.set_attribute("onrecord.request_id", scope.get("onrecord.request", ""))
                if status >= 500:
                    span.set_status(StatusCode.ERROR)


def _before(
    connection: Connection,
    _cursor: object,
    statement: str,
    _values: object,
    context: Any,  # noqa: ANN401 - of any database
    _many: bool,  # noqa: FBT001 - as SQLAlchemy tells it
) -> None:
    tracer = _tracer.get()
    if tracer is None or context is None:
        return
    verb = (statement.lstrip("( \n").split(None, 1) or ["?"])[0].upper()
    span = tracer.start_span(
        verb,
        kind=SpanKind.CLIENT,
        attributes={
            "db.system.name": connection.dialect.name,
            "db.operation.name": verb,
            "db.query.text": statement[:_LONGEST],
        },
    )
    setattr(context, _SPAN, span)


def _after(
    _connection: object,
    _cursor: object,
    _statement: str,
    _values: object,
    context: Any,  # noqa: ANN401 - of any database
    _many: bool,  # noqa: FBT001
) -> None:
    span = getattr(context, _SPAN, None)
    if span is not None:
        span.end()


def _failed(told: ExceptionContext) -> None:
    span = getattr(told.execution_context, _SPAN, None)
    if span is not None:
        span.set_status(StatusCode.ERROR)
        span.set_attribute("error.type", type(told.original_exception).__name__)
        span.end()


_LISTENERS: dict[str, Callable[..., None]] = {
    "before_cursor_execute": _before,
    "after_cursor_execute": _after,
    "handle_error": _failed,
}
