"""What /metrics tells, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr, ValidationError

from app.config import Settings
from app.db.queries import field_keeping
from app.db.session import open_engine, sessions
from app.db.tables import ActorRow, ItemRow, RunRow
from app.db.tables_queue import QueueItemRow
from app.domain.runs import Outcome, RunState
from app.main import create_app
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOKEN = "a token of sixteen or more"


@pytest.fixture
def watched(own: Settings) -> Iterator[TestClient]:
    """A client of an app whose metrics may be read from this machine."""
    app = create_app(own.model_copy(update={"metrics_private": True}))
    with TestClient(app, client=("127.0.0.1", 1)) as made:
        yield made


def samples(client: TestClient) -> Mapping[tuple[str, ...], float]:
    """Each number by its name and the values of its labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_nobody_is_told_unless_it_is_set(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (None, 401),
        ("Bearer", 401),
        ("Bearer wrong", 401),
        (f"Basic {TOKEN}", 401),
        (f"Bearer {TOKEN}x", 401),
        ("Bearer \xe4", 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
    ],
)
def test_a_token_lets_its_bearer_in(own: Settings, authorization: str | None, status: int) -> None:
    app = create_app(
        own.model_copy(update={"metrics_token": SecretStr(TOKEN), "sign_in_to_read": True})
    )
    headers = {"Authorization": authorization.encode("latin-1")} if authorization else {}
    with TestClient(app, client=("127.0.0.1", 1)) as client:
        answer = client.get("/metrics", headers=headers)
        assert answer.status_code == status
        assert ("onrecord_" in answer.text) == (status == 200)
        assert answer.headers["Cache-Control"] == "no-store"
        assert ("WWW-Authenticate" in answer.headers) == (status == 401)
        assert client.post("/metrics", headers=headers).status_code == 405


def test_a_short_token_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(metrics_token=SecretStr("short"))


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.2.3.4", {}, 200),
        ("192.168.0.9", {}, 200),
        ("8.8.8.8", {}, 403),
        ("2a00:1450::1", {}, 403),
        ("nonsense", {}, 403),
        ("10.2.3.4", {"X-Forwarded-For": "10.9.9.9"}, 403),
        ("10.2.3.4", {"Forwarded": "for=8.8.8.8"}, 403),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 403),
    ],
)
def test_private_addresses_are_let_in_unless_a_proxy_speaks_for_somebody(
    own: Settings, address: str, headers: dict[str, str], status: int
) -> None:
    app = create_app(own.model_copy(update={"metrics_private": True}))
    with TestClient(app, client=(address, 1)) as client:
        assert client.get("/metrics", headers=headers).status_code == status


def test_requests_are_counted_by_route_and_kind_of_status_and_by_nothing_that_is_sent(
    watched: TestClient,
) -> None:
    for path in ("/actors", "/actors", "/actors/ada-moreau", "/actors/nobody", "/x1", "/x2"):
        watched.get(path)
    found = samples(watched)
    count = "onrecord_request_seconds_count"
    assert found[count, "/actors", "2xx"] == 2
    assert found[count, "/actors/{slug}", "2xx"] == 1
    assert found[count, "/actors/{slug}", "4xx"] == 1
    assert found[count, "none", "4xx"] == 2
    assert found["onrecord_request_seconds_bucket", "+Inf", "/actors", "2xx"] == 2
    assert found["onrecord_request_seconds_sum", "/actors", "2xx"] > 0
    routes = {name[1] for name in found if name[0] == count}
    assert routes == {"/actors", "/actors/{slug}", "none"}
    # Of the requests in flight it is itself the only one.
    assert found[("onrecord_requests_in_flight",)] == 1
    assert samples(watched)[count, "/metrics", "2xx"] == 1


def test_a_field_is_read_once_and_once_more_when_something_was_written(
    watched: TestClient, own: Settings
) -> None:
    for _ in range(3):
        assert watched.get("/compare?stance=opposes").status_code == 200
    before = samples(watched)
    read = before["onrecord_field_total", "read"]
    assert before["onrecord_field_total", "kept"] >= 2
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        session.query(ActorRow).filter(ActorRow.slug == "ada-moreau").update({"name": "Ada M."})
    engine.dispose()
    watched.get("/compare")
    after = samples(watched)
    assert after["onrecord_field_total", "read"] == read + 1
    version = ("onrecord_data_version",)
    assert after[version] == before[version] + 1


def test_the_library_is_counted_as_it_is(watched: TestClient, own: Settings) -> None:
    ended = datetime(2026, 3, 1, 12, tzinfo=UTC)
    engine = open_engine(own.database_url)
    with sessions(engine, write=True) as session:
        waiting = session.query(QueueItemRow).count()
        for hours, state in ((0, RunState.FINISHED), (3, RunState.RUNNING)):
            run = RunRow(
                started_at=ended - timedelta(hours=1), seen_at=ended + timedelta(hours=hours),
                finished_at=None if hours else ended, state=state, host="h", process=1,
                extractor="e", command="ingest",
            )  # fmt: skip
            session.add(run)
            session.flush()
            for outcome in (Outcome.STORED, Outcome.PUT_ASIDE, Outcome.STORED)[hours:]:
                item = ItemRow(
                    run_id=run.id, source="s", origin="o", outcome=outcome, reason="",
                    recorded_at=ended,
                )  # fmt: skip
                session.add(item)
    engine.dispose()
    found = samples(watched)
    assert found[("onrecord_database_up",)] == 1
    assert found[("onrecord_review_queue",)] == waiting > 0
    assert found["onrecord_ingest_items_total", "stored"] == 2
    assert found["onrecord_ingest_items_total", "put_aside"] == 1
    assert found["onrecord_ingest_items_total", "duplicate"] == 0
    assert found["onrecord_ingest_runs", "ingest", "finished"] == 1
    assert found["onrecord_ingest_runs", "ingest", "running"] == 1
    last = "onrecord_ingest_last_{}_timestamp_seconds"
    assert found[(last.format("finished"),)] == ended.timestamp()
    assert found[(last.format("seen"),)] == ended.timestamp() + 3 * 3600


def test_without_a_database_the_rest_is_told(own: Settings) -> None:
    gone = own.model_copy(
        update={"metrics_private": True, "database_url": f"{own.database_url}.gone"}
    )
    with TestClient(create_app(gone), client=("127.0.0.1", 1)) as client:
        client.get("/actors")
        found = samples(client)
    assert found[("onrecord_database_up",)] == 0
    assert found["onrecord_request_seconds_count", "/actors", "5xx"] == 1


def test_who_has_ended_counts_no_more(own: Settings) -> None:
    before = list(field_keeping.listeners)
    with TestClient(create_app(own.model_copy(update={"metrics_private": True}))):
        assert len(field_keeping.listeners) == len(before) + 1
    assert field_keeping.listeners == before
