"""IngestPage and RunPage: when articles were read, what became of them, what was put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.domain.runs import Outcome, RunState
from app.views.dates import show_moment
from app.views.links import file_name, run_address, without_folders
from app.views.wording import OUTCOME, RUN_STATE, counted, listed, outcome_counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.domain.runs import AsideGroup, AsidePage, ItemRecord, RunRecord

RETRY = "onrecord ingest --retry"
_NOTHING = "nothing was there to read"


@dataclass(frozen=True, slots=True)
class AsideView:
    """Things that were put aside for one reason; ``more`` are not named here."""

    reason: str
    number: str
    names: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RunView:
    """One run."""

    address: str
    command: str
    began: str
    machine: str  # for <time datetime>
    state: str
    lasted: str
    counts: str
    rate: str
    extractor: str
    aside: tuple[AsideView, ...]
    all_aside: str  # the words of the link to all of it, empty where all is named already


@dataclass(frozen=True, slots=True)
class IngestPage:
    """All that /ingest shows."""

    title: str
    sentence: str
    still: int
    retry: str
    runs: tuple[RunView, ...]
    older: str | None
    first: bool  # whether these are the newest
    address: str
    json: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """All that /ingest/{run} shows."""

    title: str
    run: RunView
    aside: tuple[AsideView, ...]
    older: str | None
    first: bool
    retry: str
    address: str
    json: str


def ingest_page(
    runs: Sequence[RunRecord], still: int, *, before: int | None, older: int | None
) -> IngestPage:
    """The runs, the newest first, in the order in which they come."""
    now = datetime.now(UTC)
    aside = counted(still, "thing is", "things are")
    return IngestPage(
        title="What was read",
        sentence=(f"{aside} still put aside." if still else "Nothing is put aside."),
        still=still,
        retry=RETRY,
        runs=tuple(_run(run, now) for run in runs),
        older=_paged("/ingest", older) if older is not None else None,
        first=before is None,
        address=_paged("/ingest", before),
        json=_paged("/ingest.json", before),
    )


def run_page(found: AsidePage, *, before: int | None) -> RunPage:
    """One run and a part of what it put aside; neighbours with the same reason stand together."""
    run = _run(found.run, datetime.now(UTC))
    address = run_address(found.run.id)
    groups = [
        (reason, tuple(items)) for reason, items in groupby(found.items, lambda item: item.reason)
    ]
    return RunPage(
        title=f"{run.command.capitalize()}, {run.began}",
        run=run,
        aside=tuple(
            AsideView(without_folders(reason), "", _names(items), 0) for reason, items in groups
        ),
        older=_paged(address, found.older) if found.older is not None else None,
        first=before is None,
        retry=RETRY,
        address=_paged(address, before),
        json=_paged(f"{address}.json", before),
    )


def _paged(address: str, before: int | None) -> str:
    return address if before is None else f"{address}?before={before}"


def _run(run: RunRecord, now: datetime) -> RunView:
    named = sum(len(group.newest) for group in run.put_aside)
    return RunView(
        address=run_address(run.id),
        command=run.command,
        began=show_moment(run.started_at),
        machine=run.started_at.isoformat(timespec="seconds"),
        state=RUN_STATE[run.state],
        lasted=_lasted(run, now),
        counts=_counts(run),
        rate=_rate(run),
        extractor=run.extractor,
        aside=tuple(_group(group) for group in run.put_aside),
        all_aside=f"All {run.aside:,} that were put aside" if run.aside > named else "",
    )


def _group(group: AsideGroup) -> AsideView:
    return AsideView(
        reason=without_folders(group.reason),
        number=f"{group.count:,}" if group.count > 1 else "",
        names=_names(group.newest),
        more=group.count - len(group.newest),
    )


def _names(items: Iterable[ItemRecord]) -> tuple[str, ...]:
    return tuple(file_name(item.source) for item in items)


def _counts(run: RunRecord) -> str:
    return listed([outcome_counted(*pair) for pair in run.outcomes if pair[1]]) or _NOTHING


def _seconds(run: RunRecord) -> float:
    """How long it was at work, as far as it told."""
    return ((run.finished_at or run.seen_at) - run.started_at) / timedelta(seconds=1)


def _per_second(run: RunRecord) -> float | None:
    """Things a second; None where that says nothing: a watch waits most of its time."""
    things = sum(number for _, number in run.outcomes)
    seconds = _seconds(run)
    return things / seconds if things and seconds >= 1 and run.command != "watch" else None


def _rate(run: RunRecord) -> str:
    rate = _per_second(run)
    if rate is None:
        return ""
    shown = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}" if rate >= 1 else f"{rate:.2g}"
    return f"{shown} articles a second"


def _lasted(run: RunRecord, now: datetime) -> str:
    if run.state is RunState.RUNNING:
        return f"for {show_duration((now - run.started_at) / timedelta(seconds=1))} so far"
    return f"after {show_duration(_seconds(run))}"


def show_duration(seconds: float) -> str:
    """How long something took, in two units at most: '3 h 20 min', 'less than a second'."""
    if seconds < 1:
        return "less than a second"
    left = round(seconds)
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        number, left = divmod(left, size)
        if number or parts:
            parts.append(f"{number}\N{NO-BREAK SPACE}{unit}" if number else "")
        if len(parts) == 2:
            break
    return " ".join(filter(None, parts))


def run_data(run: RunRecord, absolute: Callable[[str], str]) -> dict[str, Any]:
    """A run as plain data; of what it put aside each reason with the newest few."""
    rate = _per_second(run)
    return {
        "id": run.id,
        "url": absolute(run_address(run.id)),
        "command": run.command,
        "state": run.state.value,
        "started_at": run.started_at.isoformat(),
        "seen_at": run.seen_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "seconds": round(_seconds(run), 3),
        "articles_a_second": round(rate, 3) if rate is not None else None,
        "extractor": run.extractor,
        "outcomes": {outcome.value: number for outcome, number in run.outcomes},
        "put_aside": [
            {
                "reason": without_folders(group.reason),
                "count": group.count,
                "newest": list(_names(group.newest)),
            }
            for group in run.put_aside
        ],
    }


def item_data(item: ItemRecord) -> dict[str, str]:
    """Something that was put aside as plain data."""
    assert item.outcome is Outcome.PUT_ASIDE  # noqa: S101 - nothing else is asked for
    return {
        "source": file_name(item.source),
        "outcome": OUTCOME[item.outcome],
        "reason": without_folders(item.reason),
    }
