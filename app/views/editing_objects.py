"""EditArticlePage, EditUtterancePage and EditIssuePage: what else people may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.domain.positions import Stance, StanceWording, Timing, Whose
from app.domain.queries import DEFAULT_ISSUE
from app.domain.statements import BREAK
from app.views.dates import DateView, show_date
from app.views.editing_statement import date_bases
from app.views.history import Option
from app.views.links import Link, article_address, statement_address, utterance_address
from app.views.wording import STANCE, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.positions import Issue
    from app.domain.records import ArticleRecord, UtteranceRecord
    from app.views.editing_form import FormState

# The lists of an issue, in the order of its definition file, and what stands in them.
ISSUE_LISTS: Mapping[str, str] = {
    "counts": "What counts, a sentence a line",
    "does_not_count": "What does not count, a sentence a line",
    "things": "What it is about (needed): words, one a line",
    "certain": "Words for it that need nothing beside them",
    "vague": "Words that mean it only with an act and the place",
    "acts": "What is done with it or by it",
    "implying": "Acts that mean it by themselves in the place",
    "kinds": "What has to stand with it",
    "place": "Where: words, one of which has to be near",
    "contrary": "Words for the contrary of the proposition",
    "events": "What it is to be before or after",
    "states": "What goes on until these events",
    "pointing": "Words that point back to it",
    "exclusions": "What only looks like it",
}
WHOSE = {
    Whose.ANYONE: "anyone’s",
    Whose.OTHERS: "others’, not the place’s own",
    Whose.PLACE: "the place’s own",
}
TIMING = {
    Timing.ANY: "at any time",
    Timing.BEFORE: "before the events",
    Timing.AFTER: "after the events",
}
_PLAIN = {
    "title": "title",
    "proposition": "proposition",
    "description": "description",
    "whose": "side whose it has to be",
    "timing": "time at which it is to be",
}
ARTICLE_FIELDS = ("title", "outlet", "published", "basis", "note")
STANCES = tuple(one for one in Stance if one is not Stance.UNDETERMINED)
_SHOWN = 30  # changed positions of a trial that are listed
_NAMED = 24  # words of one list that come or go and are named; the form below holds all


@dataclass(frozen=True, slots=True)
class EditArticlePage:
    """All that /articles/{id}/edit shows."""

    title: str
    article: Link
    given: Mapping[str, str]
    bases: tuple[Option, ...]
    outlets: tuple[str, ...]
    form: FormState
    address: str


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """A report that may not belong."""

    id: str
    statement: Link
    words: str
    outlet: str
    reported: DateView
    chosen: bool


@dataclass(frozen=True, slots=True)
class EditUtterancePage:
    """All that /utterances/{id}/edit shows."""

    title: str
    utterance: Link
    speaker: str
    words: str
    reports: tuple[ReportChoice, ...]
    other: str
    form: FormState
    address: str


@dataclass(frozen=True, slots=True)
class Turned:
    """A statement whose position another definition would give, take away or turn."""

    statement: Link
    speaker: str
    was: str  # a stance in words, or that there was none
    now: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What another definition would change among some stored statements."""

    articles: int
    statements: int
    given: int
    lost: int
    turned: int
    same: int
    changes: tuple[Turned, ...]
    more: int
    cut_short: bool  # there are more articles than were tried


@dataclass(frozen=True, slots=True)
class WordsField:
    """A list of an issue."""

    name: str
    label: str
    value: str
    rows: int


@dataclass(frozen=True, slots=True)
class WordingField:
    """A stance in the issue's words."""

    stance: str
    name: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EditIssuePage:
    """All that /issues/{slug}/edit shows; ``trial`` None: it was not tried yet."""

    title: str
    issue: Link
    given: Mapping[str, str]
    lists: tuple[WordsField, ...]
    wordings: tuple[WordingField, ...]
    whose: tuple[Option, ...]
    timing: tuple[Option, ...]
    trial: Trial | None
    differs: tuple[str, ...]  # what would be another, in words
    form: FormState
    address: str


def article_fields(record: ArticleRecord) -> dict[str, str]:
    """What is said of an article, as the fields of the form."""
    ref = record.ref
    return {
        "title": ref.title,
        "outlet": ref.outlet.name,
        "published": ref.published.edtf or "",
        "basis": ref.published.basis.value,
        "note": ref.published_note,
    }


def edit_article_page(
    record: ArticleRecord,
    given: Mapping[str, str],
    outlets: Iterable[str],
    *,
    form: FormState,
) -> EditArticlePage:
    """The form for an article's title, outlet and date."""
    address = article_address(record.ref.id)
    return EditArticlePage(
        title="Edit what is said of an article",
        article=Link(address, record.ref.title),
        given={name: given.get(name, "") for name in ARTICLE_FIELDS},
        bases=date_bases(given.get("basis", "")),
        outlets=tuple(outlets),
        form=form,
        address=f"{address}/edit",
    )


def edit_utterance_page(
    record: UtteranceRecord,
    *,
    form: FormState,
    chosen: Iterable[str] = (),
    other: str = "",
) -> EditUtterancePage:
    """The forms by which reports are put apart, or joined with others."""
    ticked = set(chosen)
    address = utterance_address(record.id)
    first = record.representative
    return EditUtterancePage(
        title="Which reports belong together",
        utterance=Link(address, counted(len(record.reports), "report")),
        speaker=first.actor.name,
        words=BREAK.join(first.content_text),
        reports=tuple(
            ReportChoice(
                id=one.id,
                statement=Link(statement_address(one.id), "Details"),
                words=BREAK.join(one.content_text),
                outlet=one.article.outlet.name,
                reported=show_date(one.reported_on),
                chosen=one.id in ticked,
            )
            for one in record.reports
        ),
        other=other,
        form=form,
        address=f"{address}/edit",
    )


def issue_fields(issue: Issue) -> dict[str, str]:
    """An issue as the fields of the form."""
    values = {
        "title": issue.title,
        "proposition": issue.proposition,
        "description": issue.description,
        "whose": issue.whose.value,
        "timing": issue.timing.value,
    }
    for name in ISSUE_LISTS:
        values[name] = "\n".join(getattr(issue, name))
    for stance in STANCES:
        wording = issue.stances.get(stance) or StanceWording("", "")
        values[f"{stance.value}_label"] = wording.label
        values[f"{stance.value}_sentence"] = wording.sentence
    return values


def issue_differences(old: Issue, new: Issue) -> tuple[str, ...]:
    """What would be another in a definition, in words."""
    lines = [
        f"another {what}"
        for name, what in _PLAIN.items()
        if getattr(old, name) != getattr(new, name)
    ]
    for name in ISSUE_LISTS:
        was, now = getattr(old, name), getattr(new, name)
        words = [f"+ {one}" for one in now if one not in was]
        words += [f"− {one}" for one in was if one not in now]
        if words:
            more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
            lines.append(f"{name.replace('_', ' ')}: {', '.join(words[:_NAMED])}{more}")
        elif was != now:
            lines.append(f"{name.replace('_', ' ')}: another order")
    lines += [
        f"other words for “{STANCE[stance]}”"
        for stance in STANCES
        if old.stances.get(stance) != new.stances.get(stance)
    ]
    return tuple(lines)


def edit_issue_page(
    issue: Issue,
    given: Mapping[str, str],
    *,
    form: FormState,
    trial: Trial | None = None,
    differs: Sequence[str] = (),
) -> EditIssuePage:
    """The form for an issue's definition, with what it would change where it was tried."""
    address = "/" if issue.slug == DEFAULT_ISSUE else f"/?{urlencode({'issue': issue.slug})}"

    def value(name: str) -> str:
        return given.get(name, "")

    return EditIssuePage(
        title=f"Edit the issue “{issue.title}”",
        issue=Link(address, issue.title),
        given={name: value(name) for name in ("title", "proposition", "description")},
        lists=tuple(
            WordsField(name, label, value(name), min(12, max(2, value(name).count("\n") + 1)))
            for name, label in ISSUE_LISTS.items()
        ),
        wordings=tuple(
            WordingField(
                STANCE[one], one.value, value(f"{one.value}_label"), value(f"{one.value}_sentence")
            )
            for one in STANCES
        ),
        whose=tuple(Option(one, word, one == value("whose")) for one, word in WHOSE.items()),
        timing=tuple(Option(one, word, one == value("timing")) for one, word in TIMING.items()),
        trial=trial,
        differs=tuple(differs),
        form=form,
        address=f"/issues/{issue.slug}/edit",
    )


def trial_of(
    judged: Iterable[tuple[str, str, Sequence[tuple[str, Stance]], Sequence[tuple[str, Stance]]]],
    *,
    articles: int,
    cut_short: bool,
) -> Trial:
    """What a trial found: statement, speaker, and its positions (holder, stance) then and now."""
    given = lost = turned = same = statements = 0
    changes = []
    for identifier, speaker, was, now in judged:
        statements += 1
        if sorted(was) == sorted(now):
            same += bool(was)
            continue
        given += not was
        lost += not now
        turned += bool(was and now)
        changes.append(
            Turned(
                Link(statement_address(identifier), "statement"), speaker, _told(was), _told(now)
            )
        )
    return Trial(
        articles,
        statements,
        given,
        lost,
        turned,
        same,
        tuple(changes[:_SHOWN]),
        max(0, len(changes) - _SHOWN),
        cut_short,
    )


def _told(positions: Sequence[tuple[str, Stance]]) -> str:
    return "; ".join(STANCE[stance] for _, stance in positions) or "not on the issue"
