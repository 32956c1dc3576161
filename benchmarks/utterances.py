"""How long grouping takes: ``python -m benchmarks.utterances [STATEMENTS...]``.

Invented statements stand straight in the tables: ten in an article, of actors of whom a few say
much and many little (Zipf), over two years; words as frequent as words are. About 8 in 100 are
reports of one utterance in two to twelve articles of the next days, cut and reworded. Grouping all
of them anew is measured in a process of its own, then adding 50 articles of ten statements, one by
one, through the same function as all articles. Time is that of the processor. Without numbers:
12,500 to 100,000.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import insert

from app.db import keys, migrate, store
from app.db.search import index_words
from app.db.session import open_engine, sessions
from app.db.tables import ActorRow, ArticleRow, OutletRow, State, StatementRow, VersionRow
from app.domain.actors import Actor, ActorKind, slugify
from app.domain.articles import Article, CleanText, Zone, ZoneRole
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.extraction import Extraction
from app.domain.likeness import signature
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, Statement, StatementKind
from app.utterances.tokens import FUNCTION_WORDS
from app.utterances.vectors import TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

_SIZES = (12_500, 25_000, 50_000, 100_000)
_ACTORS = 2_000
_IN_AN_ARTICLE = 10
_REPEATED = 0.016  # of utterances; in six more articles on average
_BEGIN = date(2024, 1, 1)
_DAYS = 730
_ADDED = 50


class Said(NamedTuple):
    """Words of an actor (a number) on a day of an article."""

    actor: int
    words: str


class Newsroom:
    """Makes statements and articles; the same each time."""

    def __init__(self, seed: int = 7) -> None:
        self.choose = random.Random(seed)  # noqa: S311 - repeatable, and no secret
        with np.load(TABLE) as stored:
            words = bytes(stored["words"]).decode().split("\n")
        self._words = [word for word in words if word.isalpha() and word not in FUNCTION_WORDS]
        self._weights = list(accumulate(1 / (rank + 30) for rank in range(len(self._words))))
        self._function = sorted(FUNCTION_WORDS)
        self._loud = list(accumulate(1 / (rank + 2) for rank in range(_ACTORS)))

    def sentence(self) -> str:
        """Words that nobody said before."""
        content = self._some(self.choose.randint(4, 16))
        return " ".join(
            word
            for each in content
            for word in (
                [self.choose.choice(self._function), each] if self.choose.random() < 0.7 else [each]
            )
        )

    def reported(self, words: str) -> str:
        """The same as another outlet prints it: cut, and reworded here and there."""
        kept = words.split()
        if self.choose.random() < 0.4:
            kept = kept[: max(4, int(len(kept) * self.choose.uniform(0.6, 1)))]
        edit = self.choose.choice((0.0, 0.05, 0.15))
        return " ".join(self._some(1)[0] if self.choose.random() < edit else word for word in kept)

    def articles(self, statements: int) -> list[tuple[date, list[Said]]]:
        """Articles by day, with that many statements in all, or a few more."""
        count = statements // _IN_AN_ARTICLE
        days = sorted(self.choose.randrange(_DAYS) for _ in range(count))
        articles: list[tuple[date, list[Said]]] = [
            (_BEGIN + timedelta(days=day), []) for day in days
        ]
        made = 0
        for number in range(count):
            speakers = self.speakers()
            while len(articles[number][1]) < _IN_AN_ARTICLE and made < statements:
                said = Said(self.choose.choice(speakers), self.sentence())
                articles[number][1].append(said)
                made += 1
                if self.choose.random() < _REPEATED:
                    for _ in range(self.choose.randint(1, 11)):
                        ahead = self.choose.randint(1, max(2, count * 4 // _DAYS))
                        other = articles[min(number + ahead, count - 1)][1]
                        other.append(Said(said.actor, self.reported(said.words)))
                        made += 1
        return articles

    def speakers(self) -> list[int]:
        """Who speaks in an article: one to four."""
        wanted = self.choose.randint(1, 4)
        return self.choose.choices(range(_ACTORS), cum_weights=self._loud, k=wanted)

    def _some(self, count: int) -> list[str]:
        return self.choose.choices(self._words, cum_weights=self._weights, k=count)


def fill(engine: Engine, articles: Sequence[tuple[date, list[Said]]], now: datetime) -> None:
    """Put articles straight into the tables, grouped by nobody yet."""
    outlet = keys.outlet_id("paper")
    rows: dict[type, list[dict[str, object]]] = {
        OutletRow: [{"id": outlet, "slug": "paper", "name": "Paper"}],
        ActorRow: [_actor_row(number) for number in range(_ACTORS)],
        ArticleRow: [],
        VersionRow: [],
        StatementRow: [],
    }
    for number, (day, said) in enumerate(articles):
        address = f"https://paper.example/{number}"
        article = keys.article_id(address, "", None)
        version = keys.version_id(article, address)
        published = UncertainDate.of_day(day, DateBasis.METADATA)
        rows[ArticleRow].append(
            {
                "id": article,
                "identity": address,
                "address": address,
                "title": None,
                "outlet_id": outlet,
                "head_id": article,
                **_date("published", published),
                "published_note": "",
                "language": "en",
            }
        )
        rows[VersionRow].append(
            {
                "id": version,
                "article_id": article,
                "sha256": address,
                "newest": True,
                "text": "",
                "zones": [],
                "file": address,
                "read_at": now,
                "extractor": "none",
                "definitions": "",
                "notes": [],
            }
        )
        rows[StatementRow] += [
            _statement_row(version, place, one) for place, one in enumerate(said)
        ]
    with sessions(engine, write=True) as session:
        for table, some in rows.items():
            session.execute(insert(table), some)


def _actor_row(number: int) -> dict[str, object]:
    name = f"Actor {number}"
    return {
        "id": keys.actor_id(slugify(name)), "slug": slugify(name), "name": name,
        "kind": ActorKind.PERSON, "country": None, "gender": None, "demonyms": [],
        "belongs_to": [], "wikidata": None, "in_directory": False,
    }  # fmt: skip


def _statement_row(version: str, place: int, said: Said) -> dict[str, object]:
    key = keys.statement_id(version, [Span(place, place + 1)], 0)
    return {
        "id": key, "version_id": version, "actor_id": keys.actor_id(f"actor-{said.actor}"),
        "original_id": key, "utterance_id": key, "occasion_first": None, "occasion_last": None,
        "occasion_told": False, "kind": StatementKind.DIRECT, "starts_at": place,
        "content": [[place, place + 1]], "content_text": [said.words],
        "words": index_words(said.words), "basis": SpeakerBasis.NAMED,
        **_date("said", UNKNOWN_DATE), "confidence": 0.9, "reasons": [],
        "decided_by": "machine", "state": State.LIVE,
    }  # fmt: skip


def _date(prefix: str, value: UncertainDate) -> dict[str, object]:
    return {
        f"{prefix}_edtf": value.edtf, f"{prefix}_first": value.first,
        f"{prefix}_last": value.last, f"{prefix}_basis": value.basis,
    }  # fmt: skip


def measure(url: str) -> None:
    """Group all anew, then add articles; print the figures of one line."""
    engine = open_engine(url)
    began = time.process_time()
    found = store.regroup(engine)
    spent = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    newsroom = Newsroom(11)
    gc.collect()
    gc.freeze()  # as the job does
    took = []
    for number in range(_ADDED + 1):
        extraction = _article(newsroom, number)
        began = time.process_time()
        with sessions(engine, write=True) as session:
            store.save(session, extraction)
        took.append((time.process_time() - began) * 1000)
    engine.dispose()
    took = took[1:]  # the first one warms up
    print(
        f"{found.reports:>9,} {found.utterances:>10,} {found.several:>8,} {spent:>8.1f}"
        f" {peak:>8.0f} {statistics.median(took):>10.1f} {max(took):>9.1f}"
    )


def _article(newsroom: Newsroom, number: int) -> Extraction:
    """An article of ten statements that is not stored yet."""
    speakers = newsroom.speakers()
    words = [newsroom.sentence() for _ in range(_IN_AN_ARTICLE)]
    text = f"Article {number}.\n" + "\n".join(words)
    when = _BEGIN + timedelta(days=newsroom.choose.randrange(_DAYS))
    published = UncertainDate.of_day(when, DateBasis.METADATA)
    statements = []
    for each in words:
        name = f"Actor {newsroom.choose.choice(speakers)}"
        start = text.index(each)
        statements.append(
            Statement(
                kind=StatementKind.DIRECT,
                content=(Span(start, start + len(each)),),
                cue=None,
                source=None,
                antecedent=None,
                actor=Actor(slugify(name), name, ActorKind.PERSON),
                basis=SpeakerBasis.NAMED,
            )
        )
    article = Article(text, f"{number}.txt", address=f"https://new.example/{number}")
    clean = CleanText(text, (Zone(Span(0, len(text)), ZoneRole.BODY),), None, published, "en")
    return Extraction(article, clean, tuple(statements), "benchmark", signature=signature(text))


def main() -> None:
    """Print a table of what was measured."""
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2])
        return
    print("  reports utterances  several     (s)  peak MB  add (ms)   worst", flush=True)
    for size in [int(each) for each in sys.argv[1:]] or _SIZES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'utterances.db'}"
            engine = open_engine(url)
            migrate.upgrade(engine)
            fill(engine, Newsroom().articles(size), datetime.now(UTC))
            engine.dispose()
            subprocess.run(
                [sys.executable, "-m", "benchmarks.utterances", "--measure", url], check=True
            )


if __name__ == "__main__":
    main()
