"""How fast the review queue answers with so many statements waiting.

    python -m benchmarks.queue [--statements 100000] [--url sqlite:////tmp/queue.db]

Fills an empty database with invented statements by plain inserts, so that the triggers which keep
the queue are paid for, then asks for pages as an editor does, through the app.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select

from app.accounts.limits import SessionLimits
from app.accounts.tokens import form_token, new_secret
from app.config import Settings
from app.db import store
from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.db.store.inserting import core
from app.db.tables import (
    ActorRow,
    ArticleRow,
    IssueRow,
    OutletRow,
    PositionRow,
    StatementRow,
    VersionRow,
)
from app.domain.accounts import Role
from app.domain.ids import make_id
from app.domain.positions import Stance
from app.main import create_app
from tests.factories import (
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)
from tests.web.asking import TestClient

ISSUES = ("foreign-troops-ukraine", "second", "third", "fourth", "fifth")
OUTLETS, ACTORS, PER_ARTICLE = 20, 400, 10
_TEXT = "Ada Moreau said that troops are needed there. " * 40
_PAIRS = 15


def fill(url: str, count: int) -> None:
    """So many statements of a few hundred actors in articles of ten statements each."""
    engine = open_engine(url)
    upgrade(engine)
    chance = random.Random(7)  # noqa: S311 - no secret
    ada = make_actor()
    seed = make_extraction(
        _TEXT, make_statement(_TEXT, "troops are needed there", ada, positions=[make_position(ada)])
    )
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(), [make_issue(slug, slug) for slug in ISSUES])
        save(session, seed)
    tables = (ActorRow, ArticleRow, VersionRow, StatementRow, PositionRow)
    with engine.connect() as connection:
        actor, article, version, statement, position = (
            dict(connection.execute(select(core(one)).limit(1)).mappings().one()) for one in tables
        )
    with sessions(engine) as session:
        numbers = list(session.scalars(select(IssueRow.id).order_by(IssueRow.slug)))
    outlets = [make_id("outlet", str(n)) for n in range(OUTLETS)]
    actors = [make_id("actor", str(n)) for n in range(ACTORS)]
    started = time.perf_counter()
    with sessions(engine, write=True) as session:
        session.execute(
            insert(core(OutletRow)),
            [{"id": key, "slug": f"o-{n}", "name": f"Outlet {n}"} for n, key in enumerate(outlets)],
        )
        session.execute(
            insert(core(ActorRow)),
            [
                {**actor, "id": key, "slug": f"actor-{n}", "name": f"Actor {n}"}
                for n, key in enumerate(actors)
            ],
        )
        for at in range(0, count, PER_ARTICLE * 100):
            rows: dict[str, list[dict[str, object]]] = {name: [] for name in "avsp"}
            for number in range(
                at // PER_ARTICLE, min(at + PER_ARTICLE * 100, count) // PER_ARTICLE
            ):
                key, text = make_id("article", str(number)), make_id("version", str(number))
                day = date(2022, 1, 1) + timedelta(days=number % 1500)
                rows["a"].append(
                    {
                        **article,
                        "id": key,
                        "identity": key,
                        "head_id": key,
                        "outlet_id": chance.choice(outlets),
                        "published_edtf": day.isoformat(),
                        "published_first": day,
                        "published_last": day,
                    }
                )
                rows["v"].append({**version, "id": text, "article_id": key})
                for part in range(PER_ARTICLE):
                    one = make_id("statement", str(number), str(part))
                    who = actors[int(ACTORS * chance.random() ** 3)]
                    rows["s"].append(
                        {
                            **statement,
                            "id": one,
                            "version_id": text,
                            "actor_id": who,
                            "original_id": one,
                            "utterance_id": one,
                            "said_edtf": day.isoformat(),
                            "said_first": day,
                            "said_last": day,
                            "confidence": chance.random(),
                        }
                    )
                    if chance.random() < 0.6:
                        rows["p"].append(
                            {
                                **position,
                                "id": make_id("position", one),
                                "statement_id": one,
                                "holder_id": who,
                                "asserted_by_id": None,
                                "issue_id": chance.choice(numbers),
                                "stance": chance.choice(list(Stance)),
                                "confidence": chance.random(),
                            }
                        )
            for name, table in zip("avsp", tables[1:], strict=True):
                session.execute(insert(core(table)), rows[name])
    print(f"filled in {time.perf_counter() - started:.0f} s")
    engine.dispose()


def main() -> None:
    """Print how long each kind of request takes, in the middle and at worst."""
    options = argparse.ArgumentParser()
    options.add_argument("--statements", type=int, default=100_000)
    options.add_argument("--url", default="sqlite:////tmp/queue.db")
    given = options.parse_args()
    if (
        not given.url.startswith("sqlite")
        or not Path(given.url.removeprefix("sqlite:///")).exists()
    ):
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
    day = "from=2024-01-01&to=2024-06-30"
    for told, address in (
        ("first page", "/queue"),
        ("of one issue", "/queue?issue=third"),
        ("of one stance", "/queue?stance=opposes"),
        ("of a reason", "/queue?reason=speaker"),
        ("of a busy actor", "/queue?actor=actor-0"),
        ("of half a year", f"/queue?{day}"),
        ("all filters", f"/queue?{day}&issue=third&stance=opposes&outlet=o-3&reason=stance"),
        ("far on", f"/queue?after={16384 * 100}.{ids[0]}"),
        ("one statement", f"/queue/{ids[3]}"),
        ("one, filtered", f"/queue/{ids[3]}?issue=third&stance=opposes"),
    ):
        _report(told, [_timed(client, address) for _ in range(_PAIRS)])
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
