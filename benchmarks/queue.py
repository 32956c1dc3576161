"""How fast the review queue answers with so many statements waiting.

    python -m benchmarks.queue [--statements 100000] [--url sqlite:////tmp/queue.db]

Fills an empty database with invented statements by plain inserts, so that the triggers which keep
the queue are paid for, then asks for pages as an editor does, through the app. A database that is
filled already is asked as it stands.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, text

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
    Table,
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

ISSUES = ("foreign-troops-ukraine", "second", "third", "fourth", "fifth")
OUTLETS, ACTORS, PER_ARTICLE = 20, 400, 10
_TEXT = "Ada Moreau said that troops are needed there. " * 40
_AT_ONCE = 100  # articles
_ROUNDS = 15
_TABLES: tuple[type[Table], ...] = (ArticleRow, VersionRow, StatementRow, PositionRow)
_Row = dict[str, object]


def fill(url: str, count: int) -> None:
    """Store so many statements of a few hundred actors, ten in an article, where none are."""
    engine = open_engine(url)
    upgrade(engine)
    with sessions(engine) as session:
        filled = session.scalar(select(StatementRow.id).limit(1)) is not None
    if not filled:
        started = time.perf_counter()
        _fill(engine, count)
        print(f"filled in {time.perf_counter() - started:.0f} s")
    engine.dispose()


def _fill(engine: Engine, count: int) -> None:
    ada = make_actor()
    seed = make_extraction(
        _TEXT, make_statement(_TEXT, "troops are needed there", ada, positions=[make_position(ada)])
    )
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(), [make_issue(slug, slug) for slug in ISSUES])
        save(session, seed)
    with sessions(engine, write=True) as session:
        invented = _Invented(session)
        for first in range(0, count // PER_ARTICLE, _AT_ONCE):
            for table, rows in invented.articles(
                first, min(_AT_ONCE, count // PER_ARTICLE - first)
            ):
                session.execute(insert(core(table)), rows)
    if engine.dialect.name == "postgresql":  # as autovacuum does within a minute
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


class _Invented:
    """Rows by chance, each like the one that is stored but for what tells it from others."""

    def __init__(self, session: Session) -> None:
        """Store the outlets and actors that they speak of."""
        self._chance = random.Random(7)  # noqa: S311 - no secret
        self._like = {table: _stored(session, table) for table in _TABLES}
        self._issues = list(session.scalars(select(IssueRow.id).order_by(IssueRow.slug)))
        self._outlets = [make_id("outlet", str(n)) for n in range(OUTLETS)]
        self._actors = [make_id("actor", str(n)) for n in range(ACTORS)]
        session.execute(
            insert(core(OutletRow)),
            [
                {"id": key, "slug": f"o-{n}", "name": f"Outlet {n}"}
                for n, key in enumerate(self._outlets)
            ],
        )
        actor = _stored(session, ActorRow)
        session.execute(
            insert(core(ActorRow)),
            [
                actor | {"id": key, "slug": f"actor-{n}", "name": f"Actor {n}"}
                for n, key in enumerate(self._actors)
            ],
        )

    def articles(self, first: int, number: int) -> Iterator[tuple[type[Table], list[_Row]]]:
        """The rows of so many articles with all in them, by table."""
        made: dict[type[Table], list[_Row]] = {table: [] for table in _TABLES}
        for at in range(first, first + number):
            for table, values in self._article(at):
                made[table].append(self._like[table] | values)
        yield from made.items()

    def _article(self, at: int) -> Iterator[tuple[type[Table], _Row]]:
        chance, day = self._chance, date(2022, 1, 1) + timedelta(days=at % 1500)
        article, version = make_id("article", str(at)), make_id("version", str(at))
        published = {"edtf": day.isoformat(), "first": day, "last": day}
        yield (
            ArticleRow,
            {"id": article, "identity": article, "head_id": article}
            | {"outlet_id": chance.choice(self._outlets)}
            | {f"published_{name}": value for name, value in published.items()},
        )
        yield VersionRow, {"id": version, "article_id": article}
        for part in range(PER_ARTICLE):
            one = make_id("statement", str(at), str(part))
            actor = self._actors[int(ACTORS * chance.random() ** 3)]
            yield (
                StatementRow,
                {"id": one, "version_id": version, "actor_id": actor}
                | {"original_id": one, "utterance_id": one, "confidence": chance.random()}
                | {f"said_{name}": value for name, value in published.items()},
            )
            if chance.random() < 0.6:
                yield (
                    PositionRow,
                    {"id": make_id("position", one), "statement_id": one, "holder_id": actor}
                    | {"asserted_by_id": None, "issue_id": chance.choice(self._issues)}
                    | {"stance": chance.choice(list(Stance)), "confidence": chance.random()},
                )


def _stored(session: Session, table: type[Table]) -> _Row:
    return dict(session.execute(select(core(table)).limit(1)).mappings().one())


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
        ("of one issue", "/queue?issue=third"),
        ("of one stance", "/queue?stance=opposes"),
        ("of a reason", "/queue?reason=speaker"),
        ("of a busy actor", "/queue?actor=actor-0"),
        ("of half a year", f"/queue?{half}"),
        ("all filters", f"/queue?{half}&issue=third&stance=opposes&outlet=o-3&reason=stance"),
        ("far on", f"/queue?after={16384 * 100}.{ids[0]}"),
        ("one statement", f"/queue/{ids[3]}"),
        ("one, filtered", f"/queue/{ids[3]}?issue=third&stance=opposes"),
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
