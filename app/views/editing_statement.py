"""AddStatementPage, WithdrawPage and WithdrawnPage: statements that people add or take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.actors import ActorKind
from app.domain.dates import DateBasis
from app.domain.positions import Scope, Stance
from app.domain.revisions import ObjectKind
from app.domain.statements import StatementKind
from app.views.cards import show_card
from app.views.dates import show_moment
from app.views.editing_text import edit_text
from app.views.history import Option, history_address
from app.views.links import Link, article_address, statement_address
from app.views.wording import ACTOR_KIND, DATE_BASIS, KIND, KIND_EXPLAINED, SCOPE, STANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from app.domain.records import ArticleRecord, ArticleRef, IssueRecord, StatementRecord
    from app.domain.revisions import Revision
    from app.views.cards import StatementCard
    from app.views.editing_form import FormState
    from app.views.editing_text import TextParagraph

POSITIONS = 2  # that can be given with a new statement; others by correcting it


@dataclass(frozen=True, slots=True)
class PositionFields:
    """The fields of one position; ``number`` tells them apart."""

    number: int
    issues: tuple[Option, ...]
    stances: tuple[Option, ...]
    scopes: tuple[Option, ...]
    holder: str
    condition: str
    condition_at: str
    evidence: str
    evidence_at: str

    @property
    def filled(self) -> bool:
        """Whether anything was chosen or written here."""
        chosen = any(one.chosen for one in (*self.issues, *self.stances))
        return chosen or any((self.holder, self.condition, self.evidence))


@dataclass(frozen=True, slots=True)
class AddStatementPage:
    """All that /articles/{id}/add shows. ``given`` is what was filled in before."""

    title: str
    article: Link
    outlet: str
    language: str | None
    paragraphs: tuple[TextParagraph, ...]
    version: str
    given: Mapping[str, str]
    kinds: tuple[Option, ...]
    actor_kinds: tuple[Option, ...]
    bases: tuple[Option, ...]
    positions: tuple[PositionFields, ...]
    actors: tuple[str, ...]
    form: FormState
    address: str


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """All that /statements/{id}/withdraw shows."""

    title: str
    card: StatementCard
    form: FormState
    address: str


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """The tombstone of a statement: why, when and by whom, and what stands in its place."""

    title: str
    reason: str
    when: str
    machine: str
    by: str
    instead: Link | None
    article: Link | None
    history: str | None
    seen: int
    restorable: bool
    problem: str
    address: str


def add_statement_page(
    record: ArticleRecord,
    version: str,
    issues: Iterable[IssueRecord],
    actors: Iterable[str],
    *,
    form: FormState,
    given: Mapping[str, str],
) -> AddStatementPage:
    """The form, with the text to select words in."""
    address = article_address(record.ref.id)
    known = tuple(issues)
    values = {name: given.get(name, "") for name in FIELDS}
    return AddStatementPage(
        title="Add a statement",
        article=Link(address, record.ref.title),
        outlet=record.ref.outlet.name,
        language=record.ref.language,
        paragraphs=edit_text(record),
        version=version,
        given=values,
        kinds=tuple(
            Option(one.value, f"{KIND[one]}: {KIND_EXPLAINED[one]}", one.value == values["kind"])
            for one in StatementKind
        ),
        actor_kinds=actor_kinds(values["actor_kind"] or ActorKind.PERSON.value),
        bases=date_bases(values["said_basis"] or DateBasis.STATED.value),
        positions=tuple(_position(number, known, given) for number in range(POSITIONS)),
        actors=tuple(actors),
        form=form,
        address=f"{address}/add",
    )


FIELDS = (
    *("content", "content_at", "content_nth", "kind", "actor", "actor_new", "actor_kind"),
    *("cue", "cue_at", "source", "source_at", "said_on", "said_basis", "reason"),
)


def actor_kinds(chosen: str) -> tuple[Option, ...]:
    """What an actor may be."""
    return tuple(Option(one.value, ACTOR_KIND[one], one.value == chosen) for one in ActorKind)


def date_bases(chosen: str) -> tuple[Option, ...]:
    """How a date may be known."""
    return tuple(
        Option(one.value, DATE_BASIS[one], one.value == chosen)
        for one in DateBasis
        if one is not DateBasis.UNKNOWN
    )


def _position(
    number: int, issues: Sequence[IssueRecord], given: Mapping[str, str]
) -> PositionFields:
    def value(name: str) -> str:
        return given.get(f"p{number}_{name}", "")

    return PositionFields(
        number=number,
        issues=tuple(
            Option(one.issue.slug, one.issue.title, one.issue.slug == value("issue"))
            for one in issues
        ),
        stances=tuple(
            Option(one.value, STANCE[one], one.value == value("stance"))
            for one in Stance
            if one is not Stance.UNDETERMINED
        ),
        scopes=tuple(
            Option(
                one.value,
                SCOPE[one] or "about all who might take part",
                one.value == value("scope"),
            )
            for one in Scope
        ),
        holder=value("holder"),
        condition=value("condition"),
        condition_at=value("condition_at"),
        evidence=value("evidence"),
        evidence_at=value("evidence_at"),
    )


def withdraw_page(statement: StatementRecord, issue: str, *, form: FormState) -> WithdrawPage:
    """The form by which a statement is taken off all pages."""
    card = show_card(statement, issue)
    return WithdrawPage("Withdraw a statement", card, form, f"{card.address}/withdraw")


def withdrawn_page(
    identifier: str,
    reason: str,
    article: ArticleRef | None,
    revision: Revision | None,
    *,
    instead: str | None,
    seen: int,
    restorable: bool,
    problem: str = "",
) -> WithdrawnPage:
    """The tombstone. Its words are not repeated: perhaps nobody said them."""
    return WithdrawnPage(
        title="This statement was withdrawn",
        reason=reason,
        when=show_moment(revision.at) if revision else "",
        machine=revision.at.isoformat(timespec="seconds") if revision else "",
        by=revision.by if revision else "",
        instead=Link(statement_address(instead), "The statement that stands in its place")
        if instead
        else None,
        article=Link(article_address(article.id), article.title, article.outlet.name)
        if article
        else None,
        history=history_address(ObjectKind.STATEMENT, identifier) if seen else None,
        seen=seen,
        restorable=restorable,
        problem=problem,
        address=statement_address(identifier),
    )


def withdrawn_data(page: WithdrawnPage, absolute: Callable[[str], str]) -> dict[str, Any]:
    """The tombstone as JSON."""
    return {
        "status": 410,
        "title": page.title,
        "message": page.reason,
        "withdrawn_at": page.machine or None,
        "withdrawn_by": page.by or None,
        "instead": absolute(page.instead.address) if page.instead else None,
        "article": absolute(page.article.address) if page.article else None,
        "history": absolute(page.history) if page.history else None,
    }
