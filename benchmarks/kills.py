"""A run that is killed again and again: ``python -m benchmarks.kills [ARTICLES [KILLS]]``.

500 short articles are ingested by a process that is killed (SIGKILL) at 50 random moments, most of
them right after a line was printed, some in the first seconds, and started again each time. The
database is then compared, row by row, with that of a run that nobody disturbed. The tests do the
same with fewer kills, on both databases (tests/test_ingest.py).
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tests.invented import folder_of
from tests.test_ingest import content_at, finished, start


def main() -> None:
    """Print whether both are equal."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    choose = random.Random(11)  # noqa: S311 - repeatable, and no secret
    with tempfile.TemporaryDirectory() as made:
        folder = folder_of(Path(made) / "articles", articles)
        undisturbed, killed = (f"sqlite:///{Path(made) / name}.db" for name in ("one", "two"))
        finished(start(undisturbed, folder))
        done = unfinished = 0
        for number in range(kills):
            process = start(killed, folder)
            assert process.stdout
            if choose.random() < 0.2:
                time.sleep(choose.uniform(0.2, 4))
            else:
                further = choose.randint(0, 2 * (articles - done) // (kills - number))
                list(itertools.islice(process.stdout, done + further))
                time.sleep(choose.uniform(0, 0.05))
            unfinished += process.poll() is None
            process.kill()
            process.communicate()
            done = _articles(killed)
        finished(start(killed, folder))
        equal = content_at(killed) == content_at(undisturbed)
        print(f"{articles} articles, {unfinished} of {kills} runs killed before their end")
        print("row by row the same" if equal else "NOT the same")


def _articles(url: str) -> int:
    """How many are stored; none where the tables were not made yet."""
    try:
        return len(content_at(url)["article"])
    except DBAPIError:
        return 0


if __name__ == "__main__":
    main()
