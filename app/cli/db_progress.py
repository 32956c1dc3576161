"""What is shown of a copy: a bar on a terminal while it goes on, and a table at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.db.copying_check import Compared

_HASH = 12  # of 64 characters: enough to see that two differ


class Far:
    """How far it is, on standard error; silent where that is not a terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeLeft(),
            console=console,
            transient=True,
            redirect_stdout=False,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None, rate="")
        self._now = ""
        self._began = (0.0, 0)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, doing: str, table: str, rows: int, of: int, /) -> None:
        """So many of a table's rows are done."""
        what = f"{doing} {table}"
        if what != self._now:
            self._now, self._began = what, (time.monotonic(), rows)
            self._progress.reset(self._task, total=of, completed=rows, description=what, rate="")
        began, before = self._began
        seconds = max(time.monotonic() - began, 0.001)
        self._progress.update(
            self._task, completed=rows, rate=f"{(rows - before) / seconds:,.0f} a second"
        )


def told(tables: Sequence[Compared]) -> Iterator[str]:
    """A line for each table: how many rows, their hash, and whether both have the same."""
    width = max(len(one.table) for one in tables)
    yield f"{'table':<{width}}  {'rows':>12}  {'hash':<{_HASH}}"
    for one in tables:
        line = f"{one.table:<{width}}  {one.one.rows:>12,}  {one.one.sha256[:_HASH]}"
        if not one.same:
            line += f"  DIFFERS: {one.other.rows:,} rows, {one.other.sha256[:_HASH]}"
        yield line
