"""Growth: of a library of this size, how long every kind of page and export takes to begin.

Nothing is kept, so that every page is made anew; each address is asked for three times, after one
comparison. Then the rates of some cases.
"""

from __future__ import annotations

import http.client
import statistics
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import text

from benchmarks.serving import turns
from benchmarks.serving.cases import PAGE, body_of
from benchmarks.serving.routes import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.serving.scene import Scene

_RATES = ("page, same", "page, others", "page, nothing kept", "json, others")
_EACH = 3
_LONG = 4_000  # milliseconds after which an address is not asked for again
_ENOUGH = 8  # seconds after which an answer is not read on


def take(scene: Scene, *, repeat: int, seconds: float, only: Sequence[str] | None) -> None:
    """Take all figures that are not there yet."""
    key = {"database": scene.database, "statements": scene.statements}
    if not scene.results.has(part="size", **key):
        scene.results.add(scene.figure("size", megabytes=_size(scene)))
    if not only:
        _begin(scene)
    turns.take(
        scene,
        only or _RATES,
        workers=1,
        connections=(8,),
        repeat=repeat,
        seconds=seconds,
        part="growth",
    )


def _begin(scene: Scene) -> None:
    """The time to the first byte and to the last of each kind of address."""
    key = {"part": "begin", "database": scene.database, "statements": scene.statements}
    with scene.ours(kept=False) as server:
        begun = time.perf_counter()
        body_of(f"{server.site}{scene.questions.same().address(PAGE)}")
        took = (time.perf_counter() - begun) * 1000
        print(f"{took:8.0f} ms: the first comparison after a start", flush=True)
        for route, address in sorted(addresses(scene, server).items()):
            if scene.results.has(**key, case=route):
                continue
            before = server.processor()
            times = [first_byte(f"{server.site}{address}")]
            while len(times) < _EACH and sum(one[2] or _LONG for one in times) < _LONG:
                times.append(first_byte(f"{server.site}{address}"))
            if times[-1][2] is None:
                server.settle()
            lasts = [one[2] for one in times if one[2] is not None]
            worked = (server.processor() - before) * 1000 / len(times)
            rss, pss = server.memory()
            figure = scene.figure(
                "begin",
                case=route,
                address=address,
                status=times[-1][0],
                first_ms=statistics.median(one[1] for one in times),
                worst_first_ms=max(one[1] for one in times),
                last_ms=statistics.median(lasts) if len(lasts) == len(times) else None,
                work_ms=worked,  # of the processor, each
                bytes=times[-1][3],
                rss=rss,
                pss=pss,
            )
            scene.results.add(figure)
            print(
                f"{figure['first_ms']:8.0f} ms (worst {figure['worst_first_ms']:6.0f}), whole"
                f" {figure['last_ms'] or float('inf'):8.0f} ms, of the processor"
                f" {worked:8.0f} ms, {figure['status']}: {address}",
                flush=True,
            )


def first_byte(address: str) -> tuple[int, float, float | None, int]:
    """The status, milliseconds to the first byte of the body and to its last, and its length.

    What takes longer than _ENOUGH is not read to its end: the third is then None.
    """
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
    try:
        begun = time.perf_counter()
        connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        answer = connection.getresponse()
        size = len(answer.read(1))
        first = (time.perf_counter() - begun) * 1000
        while piece := answer.read(1 << 18):
            size += len(piece)
            if time.perf_counter() - begun > _ENOUGH:
                return answer.status, first, None, size
        return answer.status, first, (time.perf_counter() - begun) * 1000, size
    finally:
        connection.close()


def _size(scene: Scene) -> float:
    if scene.database == "sqlite":
        return scene.file.stat().st_size / 1e6
    with scene.engine.connect() as connection:
        bytes_ = connection.scalar(text("SELECT pg_database_size(current_database())"))
        return float(bytes_ or 0) / 1e6
