"""What a run tells: a line for each thing, how far it is, and a report."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeRemainingColumn as TimeLeft

from app.domain.runs import Outcome
from app.views.wording import OUTCOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.ingest import Item

_NEW = frozenset({Outcome.STORED, Outcome.NEW_VERSION, Outcome.DUPLICATE})


@dataclass
class Report:
    """What a run came to."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    statements: int = 0
    positions: int = 0
    interrupted: bool = False
    began: float = field(default_factory=time.monotonic)

    def add(self, item: Item) -> None:
        """Count one thing; what was stored before, or updated, counts none again."""
        self.outcomes[item.outcome] += 1
        if item.outcome in _NEW:
            self.statements += item.statements
            self.positions += item.positions

    @property
    def done(self) -> int:
        """How many things something became of."""
        return self.outcomes.total()

    @property
    def seconds(self) -> float:
        """How long it has been at work."""
        return time.monotonic() - self.began

    def __str__(self) -> str:
        told = [one for one in Outcome if one is not Outcome.DUPLICATE or self.outcomes[one]]
        counts = ", ".join(f"{self.outcomes[outcome]} {OUTCOME[outcome]}" for outcome in told)
        return f"{counts}; {self.statements} statements and {self.positions} positions added."


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of a run: in lines for people, or with ``as_json`` in lines of JSON."""

    quiet: bool = False
    as_json: bool = False

    def tell(self, items: Iterable[Item], report: Report, total: int | None) -> None:
        """Go through a run, a line for each thing; on a terminal also how far it is.

        ``total`` is how many things there are at least, where it is known.
        """
        with self._progress() as progress:
            task = progress.add_task("Reading", total=total, rate="")
            for item in items:
                report.add(item)
                self._line(item, progress, report, total)
                # A file may hold many articles: then there are more than were counted.
                progress.update(
                    task,
                    completed=report.done,
                    total=max(total, report.done) if total is not None else None,
                    rate=f"{report.done / max(report.seconds, 0.001):.1f} a second",
                )

    def end(self, report: Report) -> None:
        """Print the report."""
        if not self.as_json:
            click.echo(str(report))
            return
        counts = {outcome.value: report.outcomes[outcome] for outcome in Outcome}
        whole = {
            "event": "report",
            **counts,
            "statements": report.statements,
            "positions": report.positions,
            "seconds": round(report.seconds, 3),
            "interrupted": report.interrupted,
        }
        click.echo(json.dumps(whole))

    def _line(self, item: Item, progress: Progress, report: Report, total: int | None) -> None:
        """One line: problems on standard error, the rest as output; JSON always as output."""
        if self.as_json:
            if not self.quiet or item.outcome is Outcome.PUT_ASIDE:
                far = {"done": report.done, "of": total, "seconds": round(report.seconds, 3)}
                click.echo(json.dumps({"event": "item", **asdict(item), **far}))
        elif item.outcome is Outcome.PUT_ASIDE:
            _say(f"put aside    {item.source}: {item.reason}", progress, problem=True)
        elif not self.quiet:
            _say(_words(item), progress, problem=False)

    def _progress(self) -> Progress:
        """A progress bar on standard error; silent where that is not a terminal."""
        console = Console(stderr=True)
        return Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeLeft(),
            console=console,
            transient=True,
            redirect_stdout=False,  # _say knows where lines go; output may be a file
            disable=not console.is_terminal,
        )


def shows_progress() -> bool:
    """Whether how far it is will be shown, so that it is worth while to count."""
    return Console(stderr=True).is_terminal


def _words(item: Item) -> str:
    found = f"{item.statements} statements, {item.positions} positions."
    if item.outcome is Outcome.UPDATED:
        found = f"its {_listed(item.changes)} changed."
    elif item.outcome is Outcome.DUPLICATE:
        found = f"of article {item.copy_of}: {found}"
    elif item.outcome is Outcome.UNCHANGED and item.article is None:
        found = "nothing new."
    return " ".join([f"{OUTCOME[item.outcome]:<12} {item.source}: {found}", *item.notes])


def _listed(words: Sequence[str]) -> str:
    """Such as "title, date and outlet"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _say(line: str, progress: Progress, *, problem: bool) -> None:
    """Print a line, above the progress bar where both go to the same terminal."""
    if not progress.disable and (problem or sys.stdout.isatty()):
        progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
    else:
        click.echo(line, err=problem)
