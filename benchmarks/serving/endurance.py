"""Endurance: memory of each process over 200,000 requests, of which one in ten is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.serving.mixture import mixed

if TYPE_CHECKING:
    from benchmarks.serving.scene import Scene

_STEPS = 8
_CONNECTIONS = 16


def take(scene: Scene, *, requests: int, workers: int) -> None:
    """Take the figures, all by one server, so all of them anew."""
    scene.results.drop(part="endurance", database=scene.database, statements=scene.statements)
    with scene.ours(workers=workers) as server:
        answered = 0
        for number in range(_STEPS + 1):
            taken = {}
            if number:
                each = requests // _STEPS
                paths = mixed(scene, f"endurance {number}", each)
                taken = scene.client.ask(
                    server.site, paths, connections=_CONNECTIONS, seconds=86_400, requests=each
                )
                answered += taken["requests"]
                taken["rate"] = taken["requests"] / taken["seconds"]
                taken["errors"] = taken["wrong"] + taken["lost"]
            rss, pss = server.memory()
            figure = scene.figure(
                "endurance",
                workers=workers,
                round=number,
                answered=answered,
                rss=rss,
                pss=pss,
                each=server.each_memory(),
                **taken,
            )
            scene.results.add(figure)
            print(
                f"{answered:9,} answered: {rss:6.0f} MB resident, {pss:6.0f} shared out,"
                f" each {[round(one) for one in figure['each']]}; {taken.get('errors', 0)} errors,"
                f" {taken.get('rate', 0):.0f} a second",
                flush=True,
            )
