"""Turns: all servers run at once, are asked one after the other, and then again from the first.

So what slows the machine for a while slows all of them. Each turn is one figure.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from benchmarks.serving.cases import CASES, body_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.serving.cases import Case
    from benchmarks.serving.scene import Scene
    from benchmarks.serving.servers import Server

_MOST = 3000  # questions a second; with more, questions would come twice in a turn
_SAMPLES = 3  # bodies in which statements are counted, of each turn


def take(
    scene: Scene,
    names: Sequence[str],
    *,
    workers: int,
    connections: Sequence[int],
    repeat: int,
    seconds: float,
    part: str = "turns",
) -> None:
    """Take all figures that are not there yet."""
    names = [
        name for name in names if CASES[name].server != "datasette" or scene.database == "sqlite"
    ]
    left = [
        (number, name, many)
        for number in range(1, repeat + 1)
        for many in connections
        for name in names
        if not scene.results.has(
            part=part,
            database=scene.database,
            statements=scene.statements,
            workers=workers,
            case=name,
            connections=many,
            round=number,
        )
    ]
    wanted = sorted({CASES[name].server for _, name, _ in left})
    with contextlib.ExitStack() as stack:
        servers = {name: stack.enter_context(scene.server(name, workers)) for name in wanted}
        smallest = {
            name: _warmed(scene, CASES[name], servers[CASES[name].server], workers)
            for name in dict.fromkeys(name for _, name, _ in left)
        }
        for number, name, many in left:
            case = CASES[name]
            server = servers[case.server]
            taken = turn(
                scene, case, server, f"{part} {number} {many}", many, seconds, smallest[name]
            )
            figure = scene.figure(
                part, workers=workers, case=name, connections=many, round=number, **taken
            )
            scene.results.add(figure)
            print(told(figure), flush=True)


def turn(  # noqa: PLR0917 - all that tells a turn from others
    scene: Scene,
    case: Case,
    server: Server,
    seed: str,
    connections: int,
    seconds: float,
    smallest: int,
) -> dict[str, Any]:
    """Ask for some seconds: what the client saw, and what it took of the server."""
    count = int(_MOST * seconds)
    prefix = scene.prefix(case.server)
    paths = list(case.paths(scene.questions, f"{scene.results.file} {seed}", count, prefix))
    before = server.processor()
    taken = scene.client.ask(
        server.site,
        paths,
        connections=connections,
        seconds=seconds,
        encoding=case.encoding,
        smallest=smallest,
        ending=case.ending,
    )
    server.settle()
    worked = server.processor() - before
    held = sampled(server, case, paths[: taken["requests"]])
    rss, pss = server.memory()
    if not taken["requests"]:  # none was answered in time
        taken |= {"p50": None, "p99": None, "worst": None}
    return taken | {
        "rate": taken["requests"] / taken["seconds"],
        "errors": taken["wrong"] + taken["lost"],
        "repeated": max(0, taken["asked"] - count) if case.others else 0,
        "work_ms": worked * 1000 / max(1, taken["requests"]),  # of the processor, each request
        "held": held,
        "rss": rss,
        "pss": pss,
    }


def sampled(server: Server, case: Case, paths: Sequence[str]) -> list[int]:
    """How many statements some of the answers hold, asked for once more. None may be empty."""
    step = max(1, len(paths) // _SAMPLES)
    held = [case.holds(body_of(f"{server.site}{path}")) for path in paths[::step][:_SAMPLES]]
    assert all(held), f"{case.name}: an answer without a statement"
    return held


def _warmed(scene: Scene, case: Case, server: Server, workers: int) -> int:
    """Below how many bytes an answer is wrong: half of the smallest of some, asked beforehand."""
    prefix = scene.prefix(case.server)
    paths = list(case.paths(scene.questions, "warm-up", 10, prefix))
    bodies = [
        body_of(f"{server.site}{path}", case.encoding) for path in paths for _ in range(2 * workers)
    ]
    for path in paths[:2]:
        assert case.holds(body_of(f"{server.site}{path}")) > 0, f"{case.name}: {path} is empty"
    return min(map(len, bodies)) // 2


def told(figure: dict[str, Any]) -> str:
    """A line for who waits."""
    half, most = (figure[name] or float("nan") for name in ("p50", "p99"))
    return (
        f"{figure['case']:22} {figure['connections']:3} connections, round {figure['round']}:"
        f" {figure['rate']:8.1f} a second, median {half:7.1f} ms,"
        f" 99 % {most:7.1f} ms, {figure['errors']} errors,"
        f" {figure['work_ms']:6.2f} ms of the processor each,"
        f" {figure['bytes'] / max(1, figure['requests']) / 1000:5.0f} KB,"
        f" {figure['held']} statements"
    )
