"""Source: what a citation names, and only what is known of it.

No article here has a known author, so none is given; what a person said stands in the note, with
who said it: the speaker is not the author of the article. What is guessed says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.domain.certainty import speaker_certain
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.statements import BREAK, StatementKind
from app.views.choice import choice_words
from app.views.dates import show_date
from app.views.links import statement_address, utterance_address
from app.views.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from app.domain.positions import Issue
    from app.domain.queries import ComparisonQuery
    from app.domain.records import (
        ArticleRecord,
        ArticleRef,
        StatementRecord,
        UtteranceRecord,
    )
    from app.domain.snapshots import Snapshot
    from app.views.choice import Choices

    Absolute = Callable[[str], str]

SITE = "On Record"
COMPARE_CITE = "/compare/cite"
_MARKS = "“”\"„«»‘’'"
_NO_OUTLET = "unknown-outlet"  # the slug under which articles of no known outlet are stored
_LONG = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class SourceKind(StrEnum):
    """What is cited, by the name of its type in CSL."""

    ARTICLE = "article-newspaper"
    PAGE = "webpage"
    SNAPSHOT = "dataset"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that is cited. What is not known is empty, and left out of every form.

    ``part`` is what of it is cited, in a sentence that ready texts end with; ``note`` says the
    same, and all else that no field holds. ``details`` is for programs.
    """

    id: str
    kind: SourceKind
    title: str
    container: str
    organisations: tuple[str, ...]  # who made it, where it is no person
    issued: UncertainDate
    accessed: date
    address: str
    language: str
    part: str
    note: str
    archive: str = ""  # where it was read, if not at its own address
    archive_address: str = ""
    sha256: str = ""  # of a snapshot
    details: tuple[tuple[str, Any], ...] = ()


def statement_source(
    one: StatementRecord,
    absolute: Absolute,
    today: date,
    *,
    titled: bool,
    article: ArticleRecord | None = None,
) -> Source:
    """The article that prints a statement, with the statement as the part that is cited.

    ``titled`` says whether the article has a title: one without is called by its file on pages.
    With ``article`` the text that was read is named too.
    """
    permalink = absolute(statement_address(one.id))
    ref = one.article
    said, original = _said(one), web_address(ref.address)
    # Where the article has no address of its own, its entry has the permalink already.
    read = f"{SITE}, accessed {long_day(today)}, {permalink}." if original else f"{SITE}."
    notes = [said, f"{SITE}, {permalink}"]
    details: dict[str, Any] = {
        "statement": permalink,
        "speaker": one.actor.name,
        "words": list(one.content_text),
        "wording": one.kind.value,
        "said_on": one.said_on.edtf,
        "said_on_guessed": one.said_on.guessed,
    }
    if ref.published.guessed:
        notes.append("The date of publication is a guess [date guessed]")
    if article is not None:
        day = long_day(article.read_at.date())
        notes.append(f"The text was read on {day}; its SHA-256 is {article.sha256}")
        details |= {"text_sha256": article.sha256, "text_read_at": article.read_at.isoformat()}
    return Source(
        id=f"onrecord-statement-{one.id}",
        kind=SourceKind.ARTICLE,
        title=_line(ref.title) if titled else "",
        container=_outlet(ref),
        organisations=(),
        issued=ref.published,
        accessed=today,
        address=original or permalink,
        language=ref.language or "",
        part=f"{_stopped(said)} {read}",
        note=" ".join(_stopped(note) for note in notes),
        archive=SITE,
        archive_address=permalink,
        details=tuple(details.items()),
    )


def utterance_sources(
    record: UtteranceRecord, absolute: Absolute, today: date, *, titled: Collection[str]
) -> tuple[Source, ...]:
    """The page that gathers what was said once, then every article that reports it.

    ``titled`` are the ids of the articles that have a title.
    """
    chosen = record.representative
    permalink = absolute(utterance_address(record.id))
    said = _said(chosen)
    reports = counted(len(record.reports), "report")
    compared = f": {reports} compared" if len(record.reports) > 1 else ""
    page = Source(
        id=f"onrecord-utterance-{record.id}",
        kind=SourceKind.PAGE,
        title=f"What {_line(chosen.actor.name)} said{_on(chosen.said_on)}{compared}",
        container=SITE,
        organisations=(SITE,),
        issued=UNKNOWN_DATE,
        accessed=today,
        address=permalink,
        language="en",
        part=_stopped(said),
        note=f"{_stopped(said)} As {_outlet(chosen.article) or 'one article'} prints it, one of "
        f"{reports}; more may be found later.",
        details=(("utterance", permalink), ("speaker", chosen.actor.name)),
    )
    articles = tuple(
        statement_source(one, absolute, today, titled=one.article.id in titled)
        for one in record.reports
    )
    return (page, *articles)


def comparison_source(
    query: ComparisonQuery, issue: Issue, choices: Choices, absolute: Absolute, today: date
) -> Source:
    """A live comparison, which may list more tomorrow: the day on which it was read counts."""
    words = choice_words(query, choices)
    return Source(
        id="onrecord-comparison",
        kind=SourceKind.PAGE,
        title=f"{_line(issue.title)}: {f'statements {words}' if words else 'all statements'}",
        container=SITE,
        organisations=(SITE,),
        issued=UNKNOWN_DATE,
        accessed=today,
        address=absolute(query.address()),
        language="en",
        part="",
        note="A live comparison: what it lists changes as articles are read and corrected.",
        details=(("query", query.address()),),
    )


def snapshot_source(
    snapshot: Snapshot, told: tuple[str, str], address: str, absolute: Absolute, today: date
) -> Source:
    """A frozen comparison; ``told`` is its title, and in a sentence what is in it."""
    title, contents = told
    made = snapshot.made_at.date()
    digest = f"SHA-256 of its data: {snapshot.sha256}"
    return Source(
        id=f"onrecord-snapshot-{snapshot.id}",
        kind=SourceKind.SNAPSHOT,
        title=title,
        container=SITE,
        organisations=(SITE,),
        issued=UncertainDate.of_day(made, DateBasis.METADATA),
        accessed=today,
        address=absolute(address),
        language="en",
        part=f"{digest}.",
        note=f"{_stopped(contents)} Frozen at {snapshot.made_at:%Y-%m-%dT%H:%M:%SZ}. {digest}.",
        sha256=snapshot.sha256,
        details=(
            ("sha256", snapshot.sha256),
            ("frozen_at", snapshot.made_at.isoformat(timespec="seconds")),
            ("comparison", absolute(snapshot.address)),
        ),
    )


def long_day(day: date) -> str:
    """A day as the two styles print it: 'December 17, 2025'."""
    return f"{_LONG[day.month - 1]} {day.day}, {day.year}"


def web_address(address: str | None) -> str:
    """The address of an article on the web; empty when it is none: it comes from outside."""
    found = _line(address or "").replace(" ", "%20")
    return found if found.lower().startswith(("http://", "https://")) else ""


def _outlet(ref: ArticleRef) -> str:
    """The name of the outlet, empty where it is not known."""
    return _line(ref.outlet.name) if ref.outlet.slug != _NO_OUTLET else ""


def _said(one: StatementRecord) -> str:
    """'Statement by Ada Moreau, foreign minister, said February 10, 2025: “No troops ...”'."""
    words = _line(BREAK.join(one.content_text))
    how = {
        StatementKind.DIRECT: "",
        StatementKind.MIXED: ", partly in the outlet’s words",
        StatementKind.INDIRECT: ", in the outlet’s words",
    }[one.kind]
    # Of direct words the marks are those of the article; others have none of their own.
    if one.kind is StatementKind.DIRECT and words[:1] not in _MARKS:
        words = f"“{words}”"
    role = f", {_line(one.role)}" if one.role else ""
    doubt = "" if speaker_certain(one.confidence) else " [speaker not certain]"
    said = f", said{_on(one.said_on)}" if one.said_on.known else ""
    return f"Statement by {_line(one.actor.name)}{doubt}{role}{said}{how}: {words}"


def _on(when: UncertainDate) -> str:
    """' on February 10, 2025', with a guess marked as one; empty when nothing is known."""
    if not when.known or when.first is None:
        return ""
    if when.exact:
        words, exact = long_day(when.first), " on"
    else:
        words, exact = _line(show_date(when).text).removeprefix("about "), " in"
        if "–" in words:
            exact = " within"
    return f"{' ca.' if when.guessed else exact} {words}{' [date guessed]' if when.guessed else ''}"


def _stopped(sentence: str) -> str:
    """The sentence with a full stop, where it has no end of its own."""
    bare = sentence.rstrip(_MARKS)
    return sentence if bare.endswith((".", "!", "?", "…")) else f"{sentence}."


def _line(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())
