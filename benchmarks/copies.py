"""How well and how fast copies are found: ``python -m benchmarks.copies [ARTICLES]``.

Articles of invented words, as frequent as words are (Zipf), three in ten of them copies of an
earlier one as newsrooms make them: reworded here and there, cut, with a paragraph or an agency's
closing lines of their own. They are stored through the same function as all articles, into
SQLite; precision and recall are of pairs in one cluster. Prints one line for each quarter of the
way, so that one sees whether the time for an article grows.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path

from sqlalchemy import select

from app.db import migrate, store
from app.db.session import open_engine, sessions
from app.db.tables import ArticleRow
from app.domain.articles import Article, CleanText, Zone, ZoneRole
from app.domain.dates import UNKNOWN_DATE
from app.domain.extraction import Extraction
from app.domain.likeness import signature
from app.domain.spans import Span

_VOCABULARY = 30_000
_COPIED = 0.3
_CLOSING = " ".join(f"closing{number}" for number in range(40))  # what an agency puts under all


class Newsroom:
    """Makes articles; ``next`` gives the text and the number of the story it tells."""

    def __init__(self, seed: int) -> None:
        self._choose = random.Random(seed)  # noqa: S311 - repeatable, and no secret
        self._words = [f"w{number}" for number in range(_VOCABULARY)]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))
        self._stories: list[list[str]] = []

    def next(self) -> tuple[str, int]:
        """A new story, or a copy of one."""
        if self._stories and self._choose.random() < _COPIED:
            number = self._choose.randrange(len(self._stories))
            return self._copy(self._stories[number]), number
        words = self._some(self._choose.randint(150, 900))
        self._stories.append(words)
        return self._printed(words), len(self._stories) - 1

    def _some(self, count: int) -> list[str]:
        return self._choose.choices(self._words, cum_weights=self._weights, k=count)

    def _copy(self, words: list[str]) -> str:
        choose = self._choose
        edit = choose.choice((0.0, 0.02, 0.05))
        kept = words[: int(len(words) * choose.choice((1.0, 1.0, 0.8, 0.6)))]
        changed = [self._some(1)[0] if choose.random() < edit else word for word in kept]
        added = self._some(choose.choice((0, 0, 30, 60)))
        return self._printed([*added, *changed])

    def _printed(self, words: list[str]) -> str:
        return " ".join(words) + (f"\n\n{_CLOSING}" if self._choose.random() < 0.5 else "")


def main() -> None:
    """Print what was measured."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    newsroom = Newsroom(7)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'copies.db'}")
        migrate.upgrade(engine)
        story_of: dict[str, int] = {}
        spent = 0.0
        for number in range(articles):
            text, story = newsroom.next()
            extraction = _extraction(text, number)
            began = time.perf_counter()
            with sessions(engine, write=True) as session:
                story_of[store.save(session, extraction).article] = story
            spent += time.perf_counter() - began
            if (number + 1) % (articles // 4) == 0:
                with sessions(engine) as session:
                    heads = dict(session.execute(select(ArticleRow.id, ArticleRow.head_id)).all())
                precision, recall = _scores(heads, story_of)
                print(
                    f"{number + 1} articles: {spent / (articles // 4) * 1000:.2f} ms each to store,"
                    f" precision {precision:.4f}, recall {recall:.4f}"
                )
                spent = 0.0
        engine.dispose()


def _extraction(text: str, number: int) -> Extraction:
    article = Article(text, f"{number}.txt", address=f"https://outlet{number}.example/a")
    zones = (Zone(Span(0, len(text)), ZoneRole.BODY),)
    clean = CleanText(text, zones, None, UNKNOWN_DATE, "en")
    return Extraction(article, clean, (), "benchmark", signature=signature(text))


def _scores(heads: dict[str, str], story_of: dict[str, int]) -> tuple[float, float]:
    """Precision and recall of pairs that are in one cluster."""
    found, told = Counter(heads.values()), Counter(story_of.values())
    both: defaultdict[tuple[str, int], int] = defaultdict(int)
    for article, story in story_of.items():
        both[heads[article], story] += 1
    right = sum(count * (count - 1) for count in both.values())
    pairs = sum(count * (count - 1) for count in found.values())
    wanted = sum(count * (count - 1) for count in told.values())
    return right / max(pairs, 1), right / max(wanted, 1)


if __name__ == "__main__":
    main()
