"""Starting: how long each server takes until it answers, and its first answers after that.

"Cold" is with a file that the system has to read from the disk again (SQLite only), "warm" without
that. A server is new each time; the second answer is to another question.
"""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.serving.cases import CASES, body_of

if TYPE_CHECKING:
    from benchmarks.serving.scene import Scene

_CASES = ("page, others", "datasette, others", "bare, others")


def take(scene: Scene, *, repeat: int) -> None:
    """Take all figures that are not there yet."""
    names = [name for name in _CASES if scene.database == "sqlite" or "datasette" not in name]
    for number in range(1, repeat + 1):
        for cold in (True, False) if scene.database == "sqlite" else (False,):
            for name in names:
                told = f"{name}, {'cold' if cold else 'warm'}"
                key = {
                    "part": "starting",
                    "database": scene.database,
                    "statements": scene.statements,
                }
                if scene.results.has(**key, case=told, round=number):
                    continue
                figure = _start(scene, name, f"starting {number} {cold}", cold=cold)
                scene.results.add(scene.figure("starting", case=told, round=number, **figure))
                print(f"{told}: {figure}", flush=True)


def _start(scene: Scene, name: str, seed: str, *, cold: bool) -> dict[str, float]:
    case = CASES[name]
    paths = list(case.paths(scene.questions, seed, 6, scene.prefix(case.server)))
    if cold:
        scene.forget_file()
    with scene.server(case.server) as server:
        took = []
        for path in islice(paths, 6):
            begun = time.perf_counter()
            assert case.holds(body_of(f"{server.site}{path}")) > 0
            took.append((time.perf_counter() - begun) * 1000)
        rss, pss = server.memory()
    return {
        "started_s": server.started_in,
        "first_ms": took[0],
        "second_ms": took[1],
        "sixth_ms": took[-1],
        "rss": rss,
        "pss": pss,
    }
