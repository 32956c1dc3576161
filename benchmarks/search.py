"""How fast /search answers with 8,000 statements and 2,000 articles, on both databases.

    python -m benchmarks.search [--statements 8000] [--articles 2000] [--actors 1000]

Takes the invented library, gives every article a text of its own of about 800 words, some common
and most rare, indexes them, and asks for pages through the app. On a throw-away PostgreSQL server
too, as the tests start it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import insert, select, text, update

from app.config import Settings
from app.db.session import open_engine, sessions
from app.db.store.inserting import core
from app.db.store.words import index_articles
from app.db.tables import ActorRow, AliasRow, ArticleRow, VersionRow
from app.domain.actors import fold
from app.domain.ids import make_id
from app.main import create_app
from benchmarks.library import _WORDS, fill
from tests.postgresql import running_cluster
from tests.web.asking import TestClient

_TIMES = 15
ASKED = (
    ("a word of nearly all", "/search?q=troops"),
    ("the same, newest", "/search?order=newest&q=troops"),
    ("two words", "/search?q=troops+guarantee"),
    ("a phrase", "/search?q=%22troops+guarantee%22"),
    ("a rare word", "/search?q=rare77"),
    ("on an issue", "/search?issue=second-issue&q=troops"),
    ("nothing", "/search?q=troops+unicorns"),
    ("an actor", "/search?q=actor+number+7"),
    ("statements, page 50", "/search?in=statements&page=50&q=troops"),
    ("articles, page 50", "/search?in=articles&page=50&q=troops"),
    ("all actors", "/search?in=actors&q=number"),
    ("JSON", "/search.json?q=troops"),
    ("CSV, all of it", "/search.csv?q=troops"),
)


def enlarge(url: str, articles: int) -> None:
    """Texts for the articles there are, more articles without statements, names for actors."""
    chance = random.Random(5)  # noqa: S311 - no secret
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        like = [
            dict(session.execute(select(core(one)).limit(1)).mappings().one())
            for one in (ArticleRow, VersionRow)
        ]
        there = list(session.scalars(select(ArticleRow.id)))
        more = [make_id("article", f"more {n}") for n in range(articles - len(there))]
        for number, key in enumerate(more):
            row = {
                "id": key,
                "identity": f"more {number}",
                "head_id": key,
                "title": f"More {number}",
            }
            version = {
                "id": make_id("version", key),
                "article_id": key,
                "sha256": f"{number:x}",
                "newest": True,
            }
            session.execute(insert(core(ArticleRow)), [like[0] | row])
            session.execute(insert(core(VersionRow)), [like[1] | version])
        ids = [*there, *more]
        for key in ids:
            words = [
                chance.choice(_WORDS)
                if chance.random() < 0.1
                else f"rare{int(chance.paretovariate(0.6)) % 9000}"
                for _ in range(chance.randrange(400, 1200))
            ]
            body = " ".join(words).capitalize()
            table = core(VersionRow)
            session.execute(
                update(table)
                .where(table.c.article_id == key)
                .values(text=body, zones=[[0, len(body), "body"]])
            )
        index_articles(session, ids)
        for key, name in session.execute(select(ActorRow.id, ActorRow.name)).all():
            session.execute(
                insert(core(AliasRow)),
                [
                    {"id": make_id("alias", key, str(n)), "actor_id": key, "ordinal": n}
                    | {"name": f"{name} Alias {n}", "folded": fold(f"{name} Alias {n}")}
                    for n in range(3)
                ],
            )
    if engine.dialect.name == "postgresql":  # as autovacuum does within a minute
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def measure(url: str, statements_: int, articles: int, actors: int) -> None:
    """Fill a database and print how long each kind of request takes, in the middle and at worst."""
    engine = open_engine(url)
    fill(engine, statements_, actors)
    engine.dispose()
    enlarge(url, articles)
    client = TestClient(create_app(Settings(database_url=url)), follow_redirects=False)
    print(url.partition(":")[0])
    for told, address in ASKED:
        spent = [_timed(client, address) for _ in range(_TIMES)]
        wall, busy = ([1000 * one[n] for one in spent[1:]] for n in (0, 1))
        print(
            f"  {told:22} {statistics.median(wall):6.0f} ms, worst {max(wall):5.0f};"
            f" of this process {statistics.median(busy):4.0f} ms"
        )


def _timed(client: TestClient, address: str) -> tuple[float, float]:
    began, busy = time.perf_counter(), time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - began, time.process_time() - busy


def main() -> None:
    """Measure both databases."""
    options = argparse.ArgumentParser()
    options.add_argument("--statements", type=int, default=8000)
    options.add_argument("--articles", type=int, default=2000)
    options.add_argument("--actors", type=int, default=1000)
    given = options.parse_args()
    sizes = (given.statements, given.articles, given.actors)
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{Path(folder)}/search.db", *sizes)
    with running_cluster() as cluster:
        measure(cluster.url(cluster.create()), *sizes)


if __name__ == "__main__":
    main()
