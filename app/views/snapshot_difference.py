"""SnapshotDifferencePage: what changed since a comparison was frozen, from what to what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.revisions import ObjectKind
from app.domain.statements import BREAK
from app.views.cards import shortened
from app.views.dates import show_date, show_moment
from app.views.history import history_address
from app.views.history_words import quoted
from app.views.links import Link, statement_address
from app.views.snapshot import frozen_records, query_of, snapshot_address
from app.views.wording import DATE_BASIS, KIND, SCOPE, STANCE, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from app.domain.dates import UncertainDate
    from app.domain.records import ComparisonRecords, PositionRecord, StatementRecord
    from app.domain.snapshots import Fate, Snapshot

    Data = Mapping[str, Any]

# What may become of a report, in the order in which it is told.
_WHAT = ("added", "corrected", "changed", "withdrawn", "no longer listed")


@dataclass(frozen=True, slots=True)
class ChangedStatement:
    """A statement that is not as it was; ``history`` leads to what people changed of it."""

    id: str
    what: str  # 'added', 'corrected', 'changed', 'withdrawn' or 'no longer listed'
    statement: Link  # by its words, to the live page, with how they are printed
    speaker: str
    lines: tuple[str, ...]
    history: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """How a live comparison differs from a frozen one."""

    added: tuple[ChangedStatement, ...]
    changed: tuple[ChangedStatement, ...]
    gone: tuple[ChangedStatement, ...]

    @property
    def all(self) -> tuple[ChangedStatement, ...]:
        """Every report that is otherwise."""
        return (*self.added, *self.changed, *self.gone)

    @property
    def differs(self) -> bool:
        """Whether anything is otherwise."""
        return bool(self.all)

    @property
    def counts(self) -> dict[str, int]:
        """How many reports are otherwise, by what became of them."""
        found = Counter(one.what for one in self.all)
        return {what: found[what] for what in _WHAT}

    @property
    def sentence(self) -> str:
        """'Since then: 4 reports added, 1 corrected, 1 withdrawn.'; what is none is left out."""
        found = [(what, number) for what, number in self.counts.items() if number]
        if not found:
            return "Since then nothing has changed."
        (first, number), *rest = found
        parts = [f"{counted(number, 'report')} {first}", *(f"{n:,} {what}" for what, n in rest)]
        return f"Since then: {', '.join(parts)}."


@dataclass(frozen=True, slots=True)
class SnapshotDifferencePage:
    """All that /snapshots/{id}/difference shows."""

    title: str
    issue: str
    snapshot: Link
    live: Link
    sentence: str
    explained: str
    added: tuple[ChangedStatement, ...]
    changed: tuple[ChangedStatement, ...]
    gone: tuple[ChangedStatement, ...]
    address: str
    json: str


def missing(data: Data, live: Sequence[StatementRecord]) -> frozenset[str]:
    """The ids of what was listed then and is not now."""
    return _ids(data) - {one.id for one in live}


def _ids(data: Data) -> frozenset[str]:
    return frozenset(one["id"] for one in (*data["statements"], *data["undated"]))


def difference(
    data: Data,
    live: Sequence[StatementRecord],
    fates: Mapping[str, Fate],
    edited: Collection[str],
) -> Difference:
    """How the statements that the same choice lists now differ from those that it listed.

    ``fates`` tells what became of those that are ``missing``; ``edited`` are the ids of those that
    a person changed since.
    """
    dated, undated = frozen_records(data)
    before = {one.id: one for one in (*dated, *undated)}
    lost = missing(data, live)
    changed = [
        _entry(one, "corrected" if one.id in edited else "changed", lines, edited)
        for one in live
        if one.id in before and (lines := tuple(_lines(before[one.id], one)))
    ]
    gone = [
        _entry(one, _lost(fate), tuple(_gone(one, fate)), edited)
        for one in before.values()
        if one.id in lost
        for fate in (fates.get(one.id),)
    ]
    new = [one for one in live if one.id not in before]
    added = [_entry(one, "added", tuple(_told(one)), edited) for one in new]
    return Difference(added=tuple(added), changed=tuple(changed), gone=tuple(gone))


def _lost(fate: Fate | None) -> str:
    return "no longer listed" if fate is None or fate.withdrawn is None else "withdrawn"


def difference_data(
    snapshot: Snapshot, found: Difference, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """What changed since, as data: ``changes`` are the sentences of the page."""
    address = snapshot_address(snapshot.id)
    return {
        "snapshot": absolute(address),
        "frozen_at": snapshot.made_at.isoformat(timespec="seconds"),
        "sha256": snapshot.sha256,
        "live": absolute(snapshot.address),
        "sentence": found.sentence,
        "counts": {what.replace(" ", "_"): number for what, number in found.counts.items()},
        "reports": [
            {
                "id": one.id,
                "url": absolute(one.statement.address),
                "what": one.what.replace(" ", "_"),
                "speaker": one.speaker,
                "words": one.statement.text,
                "changes": list(one.lines),
                "history": absolute(one.history) if one.history else None,
            }
            for one in found.all
        ],
    }


def difference_page(snapshot: Snapshot, data: Data, found: Difference) -> SnapshotDifferencePage:
    """The page of what changed since."""
    address = snapshot_address(snapshot.id)
    return SnapshotDifferencePage(
        title="What changed since the snapshot",
        issue=data["issue"]["title"],
        snapshot=Link(address, f"the snapshot of {show_moment(snapshot.made_at)}"),
        live=Link(snapshot.address, "the comparison as it is now"),
        sentence=found.sentence,
        explained="Each entry is one report: what one article prints of one statement.",
        added=found.added,
        changed=found.changed,
        gone=found.gone,
        address=f"{address}/difference",
        json=f"{address}/difference.json",
    )


def live_of(data: Data, found: ComparisonRecords) -> tuple[StatementRecord, ...]:
    """What the same choice lists now, every report."""
    listed = query_of(data).lists_undated
    return (*found.dated, *found.undated) if listed else found.dated


def _entry(
    one: StatementRecord, what: str, lines: tuple[str, ...], edited: Collection[str]
) -> ChangedStatement:
    return ChangedStatement(
        id=one.id,
        what=what,
        # Without quotation marks: most words are paraphrased, and direct ones bring their own.
        statement=Link(
            statement_address(one.id), shortened(BREAK.join(one.content_text)), KIND[one.kind]
        ),
        speaker=one.actor.name,
        lines=lines,
        history=history_address(ObjectKind.STATEMENT, one.id) if one.id in edited else None,
    )


def _told(one: StatementRecord) -> Iterator[str]:
    """What an added statement says, in short."""
    for position in one.positions:
        yield _position(position)
    yield f"in {one.article.outlet.name}, “{one.article.title}”"


def _gone(one: StatementRecord, fate: Fate | None) -> Iterator[str]:
    """Why it is not listed any more."""
    if fate is None:
        yield "not stored any more"
    elif fate.withdrawn is not None:
        yield f"withdrawn: {fate.withdrawn}" if fate.withdrawn else "withdrawn"
        if fate.instead:
            yield f"another statement stands in its place: {statement_address(fate.instead)}"
    elif fate.record is None:
        yield "the text of its article has changed; it stands in the older one"
    elif fate.record.original != one.original:
        yield "listed with the earlier article that prints the same"
    else:
        yield "not in this choice any more"
        yield from _lines(one, fate.record)


def _lines(old: StatementRecord, new: StatementRecord) -> Iterator[str]:
    """Every field that differs, from what to what."""
    for what, was, now in _fields(old, new):
        if was != now:
            yield f"{what}: {now}, instead of {was}"
    if old.content_text != new.content_text:
        was, now = (BREAK.join(one.content_text) for one in (old, new))
        yield f"words now: {now}"
        yield f"words then: {was}"
    yield from _positions(old.positions, new.positions)


def _fields(old: StatementRecord, new: StatementRecord) -> Iterator[tuple[str, str, str]]:
    same = old.actor.slug == new.actor.slug
    yield "name of the speaker" if same else "speaker", old.actor.name, new.actor.name
    yield "role", old.role or "none", new.role or "none"
    yield "wording", KIND[old.kind], KIND[new.kind]
    yield "said", _when(old.said_on), _when(new.said_on)
    yield "reported", _when(old.reported_on), _when(new.reported_on)
    yield "outlet", old.article.outlet.name, new.article.outlet.name
    yield "title of the article", old.article.title, new.article.title


def _when(when: UncertainDate) -> str:
    shown = show_date(when)
    if not shown.known:
        return "day not known"
    return f"{shown.text}{'?' if shown.guessed else ''} ({DATE_BASIS[when.basis]})"


def _positions(old: Sequence[PositionRecord], new: Sequence[PositionRecord]) -> Iterator[str]:
    left = list(new)
    unpaired = []
    for was in old:
        now = next((one for one in left if _parties(one) == _parties(was)), None)
        if now is None:
            unpaired.append(was)
        else:
            left.remove(now)
            yield from _position_lines(was, now)
    for was in unpaired:
        if left:
            yield from _position_lines(was, left.pop(0))
        else:
            yield f"no longer taken as a position: {_position(was)}"
    for now in left:
        yield f"also taken as a position: {_position(now)}"


def _parties(one: PositionRecord) -> tuple[str, str | None]:
    return one.holder.slug, one.asserted_by.slug if one.asserted_by else None


def _position_lines(was: PositionRecord, now: PositionRecord) -> Iterable[str]:
    for what, old, new in (
        ("stance", STANCE[was.stance], STANCE[now.stance]),
        ("scope", SCOPE[was.scope] or "general", SCOPE[now.scope] or "general"),
        ("whose position it is", was.holder.name, now.holder.name),
        ("who says so", _asserted(was), _asserted(now)),
        ("condition", _condition(was), _condition(now)),
    ):
        if old != new:
            yield f"{what}: {new}, instead of {old}"


def _asserted(one: PositionRecord) -> str:
    return one.asserted_by.name if one.asserted_by else "the holder itself"


def _condition(one: PositionRecord) -> str:
    return quoted(one.condition_text) if one.condition_text else "none"


def _position(one: PositionRecord) -> str:
    said = f", as {one.asserted_by.name} says" if one.asserted_by else ""
    return f"{one.holder.name}{said}: {STANCE[one.stance]}"
