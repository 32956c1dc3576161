"""How fast the review queue answers with so many statements waiting.

    python -m benchmarks.queue [--statements 100000] [--url sqlite:////tmp/queue.db]

Fills an empty database with invented statements by plain inserts, so that the triggers which keep
the queue are paid for, then asks for pages as an editor does, through the app. A database that is
filled already is asked as it stands.
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import UTC, datetime

from sqlalchemy import select

from app.accounts.limits import SessionLimits
from app.accounts.tokens import form_token, new_secret
from app.config import Settings
from app.db import store
from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.tables import StatementRow
from app.domain.accounts import Role
from app.main import create_app
from benchmarks import library
from tests.web.asking import TestClient

OUTLETS, ACTORS = 20, 400
_ROUNDS = 15


def fill(url: str, count: int) -> None:
    """Store so many statements of a few hundred actors, where none are."""
    engine = open_engine(url)
    upgrade(engine)
    with sessions(engine) as session:
        filled = session.scalar(select(StatementRow.id).limit(1)) is not None
    if not filled:
        started = time.perf_counter()
        library.fill(engine, count, ACTORS, OUTLETS)
        print(f"filled in {time.perf_counter() - started:.0f} s")
    engine.dispose()


def main() -> None:
    """Print how long each kind of request takes, in the middle and at worst."""
    options = argparse.ArgumentParser()
    options.add_argument("--statements", type=int, default=100_000)
    options.add_argument("--url", default="sqlite:////tmp/queue.db")
    given = options.parse_args()
    fill(given.url, given.statements)
    settings = Settings(database_url=given.url)
    engine = open_engine(given.url)
    secret, now = new_secret(), datetime.now(UTC)
    limits = SessionLimits.of_hours(settings.session_idle_hours, settings.session_hours)
    with sessions(engine, write=True) as session:
        name = f"editor {now:%H%M%S}"
        user = store.accounts.add_user(session, name, Role.EDITOR, now, password="x")  # noqa: S106
        store.accounts.begin_session(session, user.id, secret, browser="", limits=limits, now=now)
    client = TestClient(create_app(settings), follow_redirects=False)
    client.cookies.set("onrecord", secret)
    first = client.get("/queue.json").json()
    print(f"{first['waiting']:,} wait")
    ids = [one["id"] for one in first["statements"]]
    half = "from=2024-01-01&to=2024-06-30"
    for told, address in (
        ("first page", "/queue"),
        ("of one issue", "/queue?issue=third-issue"),
        ("of one stance", "/queue?stance=opposes"),
        ("of a reason", "/queue?reason=speaker"),
        ("of a busy actor", "/queue?actor=actor-0"),
        ("of half a year", f"/queue?{half}"),
        (
            "all filters",
            f"/queue?{half}&issue=third-issue&stance=opposes&outlet=outlet-3&reason=stance",
        ),
        ("far on", f"/queue?after={16384 * 100}.{ids[0]}"),
        ("one statement", f"/queue/{ids[3]}"),
        ("one, filtered", f"/queue/{ids[3]}?issue=third-issue&stance=opposes"),
    ):
        _report(told, [_timed(client, address) for _ in range(_ROUNDS)])
    spent: list[tuple[float, float]] = []
    for one in ids:
        began, busy = time.perf_counter(), time.process_time()
        answer = client.post(
            f"/queue/{one}/accept", data={"csrf_token": form_token(secret), "seen": "0"}
        )
        assert answer.status_code == 303, answer.text
        client.get(answer.headers["Location"])
        spent.append((time.perf_counter() - began, time.process_time() - busy))
    _report("accept, next", spent)


def _timed(client: TestClient, address: str) -> tuple[float, float]:
    began, busy = time.perf_counter(), time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - began, time.process_time() - busy


def _report(told: str, found: list[tuple[float, float]]) -> None:
    wall, busy = ([1000 * one[n] for one in found] for n in (0, 1))
    print(
        f"{told:18} {statistics.median(wall):6.0f} ms, worst {max(wall):5.0f};"
        f" of the processor {statistics.median(busy):4.0f} ms"
    )


if __name__ == "__main__":
    main()
