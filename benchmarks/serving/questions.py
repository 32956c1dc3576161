"""Questions: who said what in two years, of four speakers, always others or always the same."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlalchemy import text

from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ROWS = 100  # of a table or of JSON
_TWO_YEARS = timedelta(days=730)
# Of the speakers, by how much they said: those who said most would fill a page alone.
_RANKS = (4, 44)
_SPEAKERS = """
SELECT actor.slug FROM actor JOIN (
    SELECT holder_id, count(*) AS said FROM position
    WHERE issue_id = (SELECT id FROM issue WHERE slug = :issue) GROUP BY holder_id
) AS counted ON counted.holder_id = actor.id
ORDER BY said DESC, actor.slug LIMIT :until
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Four speakers and the days from first to last."""

    speakers: tuple[str, ...]
    first: date
    last: date

    def address(self, path: str) -> str:
        """Where a page or JSON of ours answers it, without being sent on from there."""
        query = ComparisonQuery(actors=self.speakers, first=self.first, last=self.last)
        address = query.canonical().address(path)
        return f"{address}&limit={ROWS}" if path.startswith("/api") else address

    def plain_address(self, path: str) -> str:
        """Where a peer answers it, whose SQL has a name for each speaker."""
        names = [(f"actor_{number}", slug) for number, slug in enumerate(self.speakers, 1)]
        days = [("from", self.first.isoformat()), ("to", self.last.isoformat())]
        return f"{path}?{urlencode([*names, *days])}"


@dataclass(frozen=True, slots=True)
class Questions:
    """All that can be asked of a library: its speakers, and its first and last day."""

    speakers: tuple[str, ...]
    first: date
    last: date

    @classmethod
    def of(cls, engine: Engine) -> Questions:
        """The questions that a library can answer."""
        lowest, until = _RANKS
        with engine.connect() as connection:
            slugs = connection.execute(
                text(_SPEAKERS), {"issue": DEFAULT_ISSUE, "until": until}
            ).scalars()
            speakers = tuple(slugs)[lowest:]
            first, last = (
                date.fromisoformat(str(day))
                for day in connection.execute(
                    text(
                        "SELECT (SELECT min(occasion_first) FROM statement),"
                        " (SELECT max(occasion_first) FROM statement)"
                    )
                ).one()
            )
        return cls(speakers, first, last)

    def same(self) -> Question:
        """The one that is asked again and again."""
        return Question(self.speakers[:4], self.first + timedelta(days=9), self._end(9))

    def others(self, seed: str) -> Iterator[Question]:
        """Other speakers on other days each time; another seed, another order."""
        chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
        latest = max(1, (self.last - self.first - _TWO_YEARS).days)
        while True:
            after = chance.randrange(latest)
            yield Question(
                tuple(chance.sample(self.speakers, 4)),
                self.first + timedelta(days=after),
                self._end(after),
            )

    def _end(self, after: int) -> date:
        return self.first + timedelta(days=after) + _TWO_YEARS
