"""Mixture: what readers ask for, one with another: pages of many kinds, most asked before."""

from __future__ import annotations

import random
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.session import sessions
from app.db.tables import ArticleRow, StatementRow
from benchmarks.serving.cases import JSON, PAGE

if TYPE_CHECKING:
    from benchmarks.serving.scene import Scene

_NEW = 0.1  # of all, questions that nobody asked before
_SOME = 500  # statements and articles
_ASKED_BEFORE = 40  # comparisons that are asked for again and again


def mixed(scene: Scene, seed: str, count: int) -> list[str]:
    """So many addresses: six in ten of the comparison, the others of what it leads to."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    before = [one.address(PAGE) for one in islice(scene.questions.others("before"), _ASKED_BEFORE)]
    data = [one.address(JSON) for one in islice(scene.questions.others("before"), 10)]
    new = scene.questions.others(f"{scene.results.file} {seed}")
    found = _found(scene)
    slugs = scene.questions.speakers
    made = []
    for _ in range(count):
        drawn = chance.random()
        if drawn < _NEW:
            made.append(next(new).address(PAGE))
        elif drawn < 0.6:
            made.append(chance.choice(before))
        elif drawn < 0.7:
            made.append(f"/statements/{chance.choice(found['statement'])}")
        elif drawn < 0.78:
            made.append(f"/articles/{chance.choice(found['article'])}")
        elif drawn < 0.84:
            made.append(f"/actors/{chance.choice(slugs)}")
        elif drawn < 0.9:
            made.append(chance.choice(data))
        elif drawn < 0.94:
            made.append("/compare")
        elif drawn < 0.97:
            made.append("/")
        else:
            made.append("/search?q=" + chance.choice(("troops", "ceasefire", "border", "mandate")))
    return made


def _found(scene: Scene) -> dict[str, list[str]]:
    """Ids of some statements and articles: the first, which is by chance, as ids are hashes."""
    with sessions(scene.engine) as session:
        return {
            name: list(session.scalars(select(column).order_by(column).limit(_SOME)))
            for name, column in (("statement", StatementRow.id), ("article", ArticleRow.id))
        }
