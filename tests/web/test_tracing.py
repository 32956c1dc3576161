"""What a collector is told of requests and queries."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.errors import SetupError
from app.main import create_app
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from app.config import Settings

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """Where spans go."""
    made = InMemorySpanExporter()
    monkeypatch.setattr("app.web.tracing.exporter", lambda: made)
    return made


def test_a_request_is_a_span_and_its_queries_are_within_it(
    own: Settings, exported: InMemorySpanExporter
) -> None:
    headers = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01", "X-Request-ID": "mine"}
    with TestClient(create_app(own.model_copy(update={"otel": True}))) as client:
        assert client.get("/search?q=whistleblower", headers=headers).status_code == 200
        assert client.get("/actors/nobody-whistleblower").status_code == 404
    spans = exported.get_finished_spans()
    requests = {span.name: span for span in spans if span.parent is None or span.parent.is_remote}
    assert set(requests) == {"GET /search", "GET /actors/{slug}"}
    search = requests["GET /search"]
    assert search.attributes == {
        "http.request.method": "GET",
        "http.route": "/search",
        "http.response.status_code": 200,
        "onrecord.request_id": "mine",
    }
    assert f"{search.context.trace_id:032x}" == TRACE
    queries = [
        span for span in spans if span.parent and span.parent.span_id == search.context.span_id
    ]
    assert queries
    assert all(span.attributes and "db.query.text" in span.attributes for span in queries)
    assert "whistleblower" not in "".join(span.to_json() for span in spans)


def test_without_the_extra_it_is_said_what_is_missing(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "app.web.tracing", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(SetupError, match=r"onrecord\[otel\]"):
        create_app(own.model_copy(update={"otel": True}))


def test_nothing_is_traced_unless_it_is_set(own: Settings, exported: InMemorySpanExporter) -> None:
    with TestClient(create_app(own)) as client:
        client.get("/actors")
    assert exported.get_finished_spans() == ()
