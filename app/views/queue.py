"""QueuePage and QueueItemPage: what waits for a person, and one statement to decide on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from app.domain.articles import Zone, ZoneRole
from app.domain.queries import DEFAULT_ISSUE
from app.domain.queue import WaitReason
from app.views.cards import shortened, show_card
from app.views.correction import correction_form
from app.views.dates import show_moment
from app.views.passages import cut, gaps
from app.views.report import WRONG
from app.views.stances import attribution_sureness
from app.views.statement import layers, reason_of
from app.views.wording import SPEAKER_BASIS, STANCE, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from app.domain.queue import Desk, Place, QueueCounts, QueueQuery, Skip, Waiting
    from app.domain.reader_reports import ReaderReport
    from app.domain.records import Facet, StatementRecord
    from app.domain.revisions import Revision
    from app.domain.spans import Span
    from app.views.cards import StatementCard
    from app.views.correction import CorrectionForm
    from app.views.history import RevisionEntry
    from app.views.passages import Piece
    from app.views.statement import PassageMark, Reason

PATH = "/queue"
_NEAR = 700  # characters of the article shown on either side; the rest is folded

REASON: Mapping[WaitReason, str] = {
    WaitReason.REPORTED: "a reader reports an error",
    WaitReason.ON_ISSUE: "takes a position",
    WaitReason.OUTLETS_DIFFER: "outlets differ",
    WaitReason.STANCE: "stance not certain",
    WaitReason.SPEAKER: "speaker not certain",
    WaitReason.SECOND_HAND: "second-hand",
    WaitReason.OFTEN_SHOWN: "often shown",
}
REASON_EXPLAINED: Mapping[WaitReason, str] = {
    WaitReason.REPORTED: "A reader says that something is wrong, and nobody has answered yet.",
    WaitReason.ON_ISSUE: "It takes a position on an issue, so that pages show and count it.",
    WaitReason.OUTLETS_DIFFER: "The reports of what was said differ.",
    WaitReason.STANCE: "Which way it goes is below the line from which pages show it as certain.",
    WaitReason.SPEAKER: "Who speaks is below the line from which pages show it as certain.",
    WaitReason.SECOND_HAND: "Somebody asserts another’s position.",
    WaitReason.OFTEN_SHOWN: (
        "Three or more reports tell it, or its speaker has fifty or more statements here."
    ),
}
KEYS: tuple[tuple[str, str], ...] = (
    ("a", "accept it as it is"),
    ("j k", "next, previous"),
    ("1–5", "choose the stance"),
    ("s", "choose whom it holds for"),
    ("e", "correct it"),
    ("/", "who speaks"),
    ("Ctrl+Enter", "save the correction"),
    ("x", "put it off"),
    ("w", "withdraw it"),
    ("u", "take back what you did last"),
    ("Esc", "leave a field"),
    ("?", "these keys"),
)


@dataclass(frozen=True, slots=True)
class FilterOption:
    """A value of a filter, and how many it would show."""

    value: str
    label: str
    count: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A statement in the list."""

    card: StatementCard
    address: str
    words: str
    reasons: tuple[str, ...]
    skipped: str


@dataclass(frozen=True, slots=True)
class UndoView:
    """What the editor did last, to be taken back: a decision by its revision, or a putting off."""

    sentence: str
    revision: int | None
    skip: str | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """All that /queue shows."""

    title: str
    sentence: str
    order: tuple[tuple[str, str], ...]
    rows: tuple[QueueRow, ...]
    start: str | None
    older: str | None
    first_page: str | None
    issues: tuple[FilterOption, ...]
    reasons: tuple[FilterOption, ...]
    outlets: tuple[FilterOption, ...]
    stances: tuple[FilterOption, ...]
    actor: str
    first: str
    last: str
    skipped: bool
    skipped_count: str
    filtered: bool
    query: str
    undo: UndoView | None
    address: str
    json: str


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece of the article's text, and where it begins in code points."""

    at: int
    piece: Piece[PassageMark]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of the article; ``near`` tells that it stands close to the statement."""

    aside: bool
    pieces: tuple[PlacedPiece, ...]


@dataclass(frozen=True, slots=True)
class ReportNote:
    """What a reader reports."""

    id: str
    wrong: str
    words: str
    when: str


@dataclass(frozen=True, slots=True)
class QueueItemPage:
    """All that /queue/{id} shows."""

    title: str
    card: StatementCard
    waits: tuple[tuple[str, str], ...]  # why, and what that means
    state: str  # where it does not wait: why; empty otherwise
    withdrawn: bool
    before: tuple[Paragraph, ...]
    near: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]
    speaker: str
    reasons: tuple[str, ...]
    positions: tuple[tuple[str, Reason], ...]  # on which issue, and why
    notes: tuple[ReportNote, ...]
    skipped: str
    form: CorrectionForm
    open: str  # the part that is open: "correct", "skip", "withdraw" or none
    answer: str
    problem: str
    since: tuple[RevisionEntry, ...]
    history: tuple[RevisionEntry, ...]
    seen: int
    query: str
    next: str | None
    previous: str | None
    list: str
    undo: UndoView | None
    keys: tuple[tuple[str, str], ...]
    address: str


def queue_page(
    found: Sequence[Waiting],
    counts: QueueCounts,
    query: QueueQuery,
    *,
    more: bool,
    after: Place | None,
    undo: UndoView | None,
) -> QueuePage:
    """A page of the queue. ``more`` tells that others follow."""
    issue = query.issue or DEFAULT_ISSUE
    return QueuePage(
        title="Review queue",
        sentence=_sentence(counts, query),
        order=tuple((REASON[one], REASON_EXPLAINED[one]) for one in WaitReason),
        rows=tuple(_row(one, issue, query) for one in found),
        start=item_address(found[0].statement.id, query) if found else None,
        older=query.address(after=found[-1].place.key) if found and more else None,
        first_page=query.address() if after else None,
        issues=_options(counts.issues, query.issue),
        reasons=_options(counts.reasons, query.reason, REASON),
        outlets=_options(counts.outlets, query.outlet),
        stances=_options(counts.stances, query.stance, STANCE),
        actor=query.actor or "",
        first=query.first.isoformat() if query.first else "",
        last=query.last.isoformat() if query.last else "",
        skipped=query.skipped,
        skipped_count=f"{counts.skipped:,}",
        filtered=bool(query.parameters()),
        query=query.address(""),
        undo=undo,
        address=query.address(after=after.key if after else None),
        json=query.address(f"{PATH}.json", after=after.key if after else None),
    )


def queue_item_page(
    desk: Desk,
    query: QueueQuery,
    *,
    following: str | None,
    previous: str | None,
    history: Sequence[RevisionEntry],
    since: Sequence[RevisionEntry] = (),
    undo: UndoView | None = None,
    given: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    both: Iterable[str] = (),
    part: str = "",
    problem: str = "",
) -> QueueItemPage:
    """One statement to decide on; ``given`` is what was typed, ``part`` in which form."""
    statement = desk.statement
    issues = [position.issue for position in statement.positions]
    shown = query.issue if query.issue in issues else next(iter(issues), DEFAULT_ISSUE)
    marks = layers(statement)
    reasons: list[tuple[str, Reason]] = []
    for position in statement.positions:
        lettered = sum(len(reason.evidence) for _, reason in reasons)
        reason, found = reason_of(position, statement.confidence, desk.text, lettered)
        reasons.append((desk.issues.get(position.issue, position.issue), reason))
        marks += found
    before, near, after = _around(desk, marks)
    card = show_card(statement, shown or DEFAULT_ISSUE)
    corrects = part == "correct"
    form = correction_form(
        desk,
        given if corrects else None,
        problems=problems if corrects else None,
        both=both,
        issue=query.issue,
    )
    waits = desk.place.reasons if desk.place else ()
    return QueueItemPage(
        title=f"Review: {statement.actor.name}",
        card=card,
        waits=tuple((REASON[one], REASON_EXPLAINED[one]) for one in waits),
        state=_state(desk),
        withdrawn=desk.withdrawn is not None,
        before=before,
        near=near,
        after=after,
        speaker=_speaker(statement),
        reasons=statement.reasons,
        positions=tuple(reasons),
        notes=tuple(_note(one) for one in desk.reports),
        skipped=_skipped(desk.skip),
        form=form,
        open=part,
        answer=(given or {}).get("answer", ""),
        problem=problem,
        since=tuple(since),
        history=tuple(history),
        seen=desk.seen,
        query=query.address(""),
        next=item_address(following, query) if following else None,
        previous=item_address(previous, query) if previous else None,
        list=query.address(),
        undo=undo,
        keys=KEYS,
        address=item_address(statement.id, query),
    )


def item_address(identifier: str, query: QueueQuery) -> str:
    """Where one statement is decided on, with the queue's filters kept."""
    return query.address(f"{PATH}/{identifier}")


def undo_view(
    decision: Revision | None, words: str, skip: tuple[str, Skip] | None
) -> UndoView | None:
    """The later of the last decision and the last putting off; None where there is neither.

    ``words`` say what the decision was on.
    """
    if skip is not None and (decision is None or skip[1].at > decision.at):
        return UndoView(f"You put a statement off: {skip[1].reason}", None, skip[0])
    if decision is None:
        return None
    did = {"accept": "accepted", "correct": "corrected", "withdraw": "withdrew"}
    return UndoView(
        f"You {did.get(decision.action, decision.action)} {words}".strip(), decision.id, None
    )


def queue_data(
    found: Sequence[Waiting], counts: QueueCounts, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """A page of the queue as data."""
    return {
        "waiting": counts.total,
        "waiting_in_all": counts.all,
        "order": [one.value for one in WaitReason],
        "statements": [
            {
                "id": one.statement.id,
                "url": absolute(f"{PATH}/{one.statement.id}"),
                "after": one.place.key,
                "reasons": [reason.value for reason in one.place.reasons],
                "actor": one.statement.actor.slug,
                "words": list(one.statement.content_text),
                "positions": [
                    {"issue": position.issue, "stance": position.stance.value}
                    for position in one.statement.positions
                ],
                "skipped": None
                if one.skip is None
                else {"by": one.skip.by, "reason": one.skip.reason, "at": _iso(one.skip.at)},
            }
            for one in found
        ],
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _sentence(counts: QueueCounts, query: QueueQuery) -> str:
    waits = counted(counts.total, "statement waits", "statements wait")
    if not query.parameters():
        return f"{waits} for a person."
    return f"{waits} with these filters, of {counts.all:,} in all."


def _row(one: Waiting, issue: str, query: QueueQuery) -> QueueRow:
    issues = [position.issue for position in one.statement.positions]
    card = show_card(one.statement, issue if issue in issues or not issues else issues[0])
    return QueueRow(
        card=card,
        address=item_address(one.statement.id, query),
        words=shortened(card.words),
        reasons=tuple(REASON[reason] for reason in one.place.reasons),
        skipped=_skipped(one.skip),
    )


def _options(
    facets: Iterable[Facet], chosen: str | None, words: Mapping[Any, str] | None = None
) -> tuple[FilterOption, ...]:
    return tuple(
        FilterOption(
            one.value,
            words[one.value] if words else one.label,
            f"{one.count:,}",
            one.value == chosen,
        )
        for one in facets
        if one.count or one.value == chosen
    )


def _speaker(statement: StatementRecord) -> str:
    basis = SPEAKER_BASIS[statement.basis]
    if statement.decided_by.startswith("editor "):
        return f"{basis}. Decided by {statement.decided_by}."
    sure = attribution_sureness(statement.confidence)
    return f"{basis}. That {statement.actor.name} said it, the machine is {sure}."


def _state(desk: Desk) -> str:
    if desk.withdrawn is not None:
        return f"It was withdrawn: {desk.withdrawn}"
    if not desk.newest:
        return "The article has a newer text by now; this is how an older one had it."
    if desk.place is not None:
        return ""
    if desk.statement.decided_by.startswith("editor "):
        return f"It does not wait any more: decided by {desk.statement.decided_by}."
    return "It does not wait: it stands in a copy of an article whose original is decided on."


def _skipped(skip: Skip | None) -> str:
    return f"Put off by {skip.by} on {show_moment(skip.at)}: {skip.reason}" if skip else ""


def _note(report: ReaderReport) -> ReportNote:
    return ReportNote(report.id, WRONG[report.wrong], report.words, show_moment(report.sent_at))


def _around(
    desk: Desk, marks: Sequence[Any]
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """The article before, near and after the statement, in paragraphs."""
    statement, text = desk.statement, desk.text
    spans = [*statement.content, *(one for one in (statement.cue, statement.source) if one)]
    first = min(span.start for span in spans) - _NEAR
    last = max(span.end for span in spans) + _NEAR
    stray = [
        Zone(span, ZoneRole.BODY)
        for span in gaps([zone.span for zone in desk.zones], len(text))
        if span.of(text).strip()
    ]
    before, near, after = [], [], []
    for zone in sorted([*desk.zones, *stray], key=lambda one: one.span):
        aside = zone.role in (ZoneRole.BOILERPLATE, ZoneRole.COMMENT, ZoneRole.CAPTION)
        paragraph = Paragraph(aside, _pieces(text, zone.span, marks))
        if zone.span.end <= first:
            before.append(paragraph)
        elif zone.span.start >= last:
            after.append(paragraph)
        else:
            near.append(paragraph)
    return tuple(before), tuple(near), tuple(after)


def _pieces(text: str, span: Span, marks: Sequence[Any]) -> tuple[PlacedPiece, ...]:
    pieces = cut(text, span, marks)
    starts = accumulate((len(one.text) for one in pieces), initial=max(0, span.start))
    return tuple(PlacedPiece(at, one) for at, one in zip(starts, pieces, strict=False))
