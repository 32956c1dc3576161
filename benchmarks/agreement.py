"""How long /agreement takes: ``python -m benchmarks.agreement``.

40 actors take 8,000 positions on 5 issues over two years, most of them steadily, in 400
invented articles. Each address is asked for 12 times in one process; the least time counts, that
of the processor and that of the clock.
"""

from __future__ import annotations

import random
import tempfile
import time
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import Settings
from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.domain.positions import Stance
from app.main import create_app
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from app.domain.extraction import Extraction

ACTORS = [make_actor(f"Actor {chr(65 + number % 26)}{number}") for number in range(40)]
ISSUES = [make_issue(), *(make_issue(f"issue-{number}", f"Issue {number}") for number in range(4))]
ARTICLES, EACH = 400, 20
ADDRESSES = ("/agreement", "/agreement?issue=issue-1", "/agreement.csv", "/agreement.graphml")


def articles() -> list[Extraction]:
    """The invented articles, the same each time."""
    made = random.Random(7)  # noqa: S311 - no secret
    sides = {(actor.slug, issue.slug): made.random() < 0.5 for actor in ACTORS for issue in ISSUES}
    unsteady = {key for key in sides if made.random() < 0.3}
    found = []
    for number in range(ARTICLES):
        when = day(f"{2024 + number % 2}-{1 + number // 2 % 12:02d}-{1 + number % 28:02d}")
        statements = []
        words = [" ".join(f"{made.randrange(10**6):x}" for _ in range(9)) for _ in range(EACH)]
        text = ". ".join(words)
        for one in words:
            actor, issue = made.choice(ACTORS), made.choice(ISSUES)
            supports = sides[actor.slug, issue.slug]
            if (actor.slug, issue.slug) in unsteady and made.random() < 0.1:
                supports = not supports
            stance = Stance.SUPPORTS if supports else Stance.OPPOSES
            position = make_position(actor, stance, issue=issue.slug)
            position = replace(position, confidence=made.choice((0.5, *(0.9,) * 9)))
            statements.append(make_statement(text, one, actor, said_on=when, positions=[position]))
        address = f"https://paper.example/{number}"
        found.append(make_extraction(text, *statements, address=address, published=when))
    return found


def main() -> None:
    """Fill a database, ask, and print a line for each address."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'agreement.db'}"
        engine = open_engine(url)
        upgrade(engine)
        with sessions(engine, write=True) as session:
            sync_directory(session, make_directory(*ACTORS), ISSUES)
        for extraction in articles():
            with sessions(engine, write=True) as session:
                save(session, extraction)
        engine.dispose()
        client = TestClient(create_app(Settings(database_url=url)))
        for address in ADDRESSES:
            cpu, clock = [], []
            for _ in range(12):
                start = time.process_time(), time.perf_counter()
                size = len(client.get(address).raise_for_status().content)
                cpu.append(time.process_time() - start[0])
                clock.append(time.perf_counter() - start[1])
            print(
                f"{address}: {min(cpu) * 1000:.0f} ms of the processor, "
                f"{min(clock) * 1000:.0f} ms by the clock, {size // 1000} kB"
            )


if __name__ == "__main__":
    main()
