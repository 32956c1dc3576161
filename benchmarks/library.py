"""An invented library of any size, written by plain inserts: always the same for the same numbers.

    python -m benchmarks.library --url sqlite:////tmp/library.db --statements 8000 --actors 40

Few actors and outlets say most of what is said, days lie in busy and in quiet months over three
years, a third of the utterances are reported by several outlets, some days are not known, and the
statements are on several issues, most of them on the first.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, text

from app.db.migrate import upgrade
from app.db.search import index_words
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
    UtteranceRow,
    VersionRow,
)
from app.domain.actors import ActorKind
from app.domain.ids import make_id
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.statements import StatementKind
from tests.factories import (
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.db.tables import Table

    Row = dict[str, Any]

ISSUES = (DEFAULT_ISSUE, "second-issue", "third-issue")
_FIRST, _DAYS = date(2023, 1, 1), 1095
_PER_ARTICLE = 8
_AT_ONCE = 500  # articles
_COUNTRIES = ("US", "RU", "UA", "GB", "FR", "DE", "PL", "TR", "IT", None)
_TEXT = "Ada Moreau said that troops are needed there. " * 40
_WORDS = (
    "troops",
    "soldiers",
    "peacekeepers",
    "guarantee",
    "ceasefire",
    "border",
    "territory",
    "negotiations",
    "allies",
    "mandate",
    "deployment",
    "security",
    "forces",
    "agreement",
    "summit",
    "never",
    "always",
    "only",
    "after",
    "before",
    "under",
    "conditions",
    "conflict",
    "sovereignty",
    "escalation",
    "unacceptable",
    "welcome",
    "ready",
    "discuss",
    "decision",
)
_TABLES = (ArticleRow, VersionRow, StatementRow, PositionRow, UtteranceRow)


def fill(
    engine: Engine, statements: int, actors: int = 40, outlets: int = 25, *, seed: int = 7
) -> None:
    """Write so many statements into an empty database."""
    upgrade(engine)
    ada = make_actor()
    first = make_extraction(
        _TEXT, make_statement(_TEXT, "troops are needed there", ada, positions=[make_position(ada)])
    )
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(), [make_issue(slug, slug) for slug in ISSUES])
        save(session, first)
    with sessions(engine, write=True) as session:
        invented = _Invented(session, actors, outlets, random.Random(seed))  # noqa: S311 - no secret
        articles = statements // _PER_ARTICLE
        for start in range(0, articles, _AT_ONCE):
            made = invented.articles(start, min(_AT_ONCE, articles - start))
            for table in _TABLES:
                if made[table]:
                    session.execute(insert(core(table)), made[table])
    if engine.dialect.name == "postgresql":  # as autovacuum does within a minute
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said once and may be reported again."""

    id: str
    actor: str
    day: date
    words: str
    stance: Stance
    issue: str


class _Invented:
    """Rows by chance, each like one that is stored but for what tells it from others."""

    def __init__(self, session: Session, actors: int, outlets: int, chance: random.Random) -> None:
        """Store the outlets and actors that they speak of."""
        self._chance = chance
        self._like: dict[type[Table], Row] = {
            table: dict(session.execute(select(core(table)).limit(1)).mappings().one())
            for table in _TABLES
            if table is not UtteranceRow
        }
        self._issues = [
            session.scalars(select(IssueRow.id).where(IssueRow.slug == slug)).one()
            for slug in ISSUES
        ]
        self._outlets = [make_id("outlet", str(n)) for n in range(outlets)]
        self._actors = [make_id("actor", str(n)) for n in range(actors)]
        self._lately: list[_Said] = []
        self._grouped: set[str] = set()
        kinds = (ActorKind.PERSON, ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.GOVERNMENT)
        session.execute(
            insert(core(OutletRow)),
            [
                {"id": key, "slug": f"outlet-{n}", "name": f"The Daily {n}"}
                for n, key in enumerate(self._outlets)
            ],
        )
        like = dict(session.execute(select(core(ActorRow)).limit(1)).mappings().one())
        session.execute(
            insert(core(ActorRow)),
            [
                like
                | {"id": key, "slug": f"actor-{n}", "name": f"Actor Number {n}"}
                | {"kind": kinds[n % 4], "country": _COUNTRIES[n % len(_COUNTRIES)]}
                for n, key in enumerate(self._actors)
            ],
        )

    def articles(self, first: int, number: int) -> dict[type[Table], list[Row]]:
        """The rows of so many articles with all in them, by table."""
        made: dict[type[Table], list[Row]] = defaultdict(list)
        for at in range(first, first + number):
            for table, values in self._article(at):
                made[table].append(self._like.get(table, {}) | values)
        return made

    def _article(self, at: int) -> Iterator[tuple[type[Table], Row]]:
        chance = self._chance
        # Days come in order, so that what was said lately is near.
        day = _FIRST + timedelta(days=int(_DAYS * (at % 4096) / 4096) + chance.randrange(3))
        article, version = make_id("article", str(at)), make_id("version", str(at))
        yield (
            ArticleRow,
            {"id": article, "identity": f"invented {at}", "head_id": article, "address": None}
            | {"outlet_id": _skewed(chance, self._outlets), "title": f"Article {at}"}
            | _date("published", day),
        )
        yield VersionRow, {"id": version, "article_id": article, "sha256": f"{at:064x}"}
        for part in range(_PER_ARTICLE):
            yield from self._statement(make_id("statement", str(at), str(part)), version, day)

    def _statement(self, one: str, version: str, day: date) -> Iterator[tuple[type[Table], Row]]:
        chance = self._chance
        if self._lately and chance.random() < 0.45:
            said = chance.choice(self._lately)
            if said.id not in self._grouped:
                self._grouped.add(said.id)
                yield (
                    UtteranceRow,
                    {"id": said.id, "representative_id": said.id, "differences": []},
                )
        else:
            words = " ".join(chance.choices(_WORDS, k=chance.randrange(6, 40)))
            said = _Said(
                one,
                _skewed(chance, self._actors),
                day - timedelta(days=chance.randrange(3)),
                words.capitalize() + ".",
                chance.choices(tuple(Stance), (4, 5, 3, 1, 2))[0],
                chance.choices(self._issues, (7, 2, 1))[0],
            )
            self._lately = [*self._lately[-60:], said]
        known = chance.random() < 0.85
        yield (
            StatementRow,
            {"id": one, "version_id": version, "actor_id": said.actor, "original_id": one}
            | {"utterance_id": said.id, "confidence": round(chance.uniform(0.2, 1), 3)}
            | {"content_text": [said.words], "words": index_words(said.words)}
            | {"kind": chance.choices(tuple(StatementKind), (5, 3, 2))[0]}
            | {"occasion_first": said.day, "occasion_last": said.day}
            | _date("said", said.day if known else None),
        )
        holder, asserted = said.actor, None
        if chance.random() < 0.08:
            holder, asserted = chance.choice(self._actors), said.actor
        yield (
            PositionRow,
            {"id": make_id("position", one), "statement_id": one, "issue_id": said.issue}
            | {"holder_id": holder, "asserted_by_id": asserted, "stance": said.stance}
            | {"scope": chance.choices(tuple(Scope), (6, 3, 1))[0]}
            | {"confidence": round(chance.uniform(0.4, 1), 3)},
        )


def _date(name: str, day: date | None) -> Row:
    return {
        f"{name}_edtf": day.isoformat() if day else None,
        f"{name}_first": day,
        f"{name}_last": day,
        f"{name}_basis": "stated" if day else "unknown",
    }


def _skewed(chance: random.Random, values: list[str]) -> str:
    """One of the values, the first far oftener than the last."""
    return values[int(len(values) * chance.random() ** 2.5)]


def main() -> None:
    """Fill a database and say how long it took."""
    options = argparse.ArgumentParser()
    options.add_argument("--url", default="sqlite:////tmp/library.db")
    options.add_argument("--statements", type=int, default=8_000)
    options.add_argument("--actors", type=int, default=40)
    given = options.parse_args()
    started = time.perf_counter()
    fill(open_engine(given.url), given.statements, given.actors)
    print(f"{given.statements:,} statements in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
