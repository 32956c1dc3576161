"""Rows to records and nouns."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from app.domain.actors import Actor, Role
from app.domain.positions import (
    Evidence,
    Issue,
    Opinion,
    Scope,
    Stance,
    StanceWording,
    Timing,
    Whose,
)
from app.domain.records import (
    ActorRef,
    ArticleRef,
    CopyRef,
    OutletRef,
    PositionRecord,
    StatementRecord,
)
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.db.tables import (
        ActorRow,
        AliasRow,
        ArticleRow,
        IssueRow,
        OutletRow,
        PositionRow,
        RoleRow,
        StatementRow,
    )
    from app.domain.dates import UncertainDate
    from app.domain.utterances import Difference


def sure(confidence: float, decided_by: str) -> float:
    """How sure something is: what a person decided is certain, however sure the machine was."""
    return 1.0 if decided_by.startswith("editor ") else confidence


def actor_ref(row: ActorRow) -> ActorRef:
    """Just enough of an actor."""
    return ActorRef(row.slug, row.name, row.kind, row.country, row.in_directory)


def outlet_ref(row: OutletRow) -> OutletRef:
    """Just enough of an outlet."""
    return OutletRef(row.slug, row.name)


def article_ref(row: ArticleRow, outlet: OutletRow, file: str) -> ArticleRef:
    """An article as lists show it; one without a title is called by its file."""
    return ArticleRef(
        id=row.id,
        title=row.title or PurePath(file).name,
        outlet=outlet_ref(outlet),
        address=row.address,
        published=row.published,
        published_note=row.published_note,
        language=row.language,
    )


def role(row: RoleRow) -> Role:
    """A role as the directory has it."""
    return Role(row.title, row.printed, row.office, row.of, row.held_from, row.held_to)


def actor(row: ActorRow, aliases: Iterable[AliasRow], roles: Iterable[RoleRow]) -> Actor:
    """An actor with everything known about it; names and roles in the order of the directory."""
    return Actor(
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        country=row.country,
        gender=row.gender,
        aliases=tuple(
            alias.name for alias in sorted(aliases, key=lambda alias: (alias.ordinal, alias.name))
        ),
        demonyms=tuple(row.demonyms),
        roles=tuple(role(held) for held in sorted(roles, key=lambda held: (held.ordinal, held.id))),
        belongs_to=tuple(row.belongs_to),
        wikidata=row.wikidata,
        in_directory=row.in_directory,
    )


def issue(row: IssueRow) -> Issue:
    """An issue as its definition has it."""
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.definition.items()
        if name not in {"stances", "whose", "timing"}
    }
    stances = row.definition["stances"]
    return Issue(
        slug=row.slug,
        title=row.title,
        proposition=row.proposition,
        **fields,
        whose=Whose(row.definition.get("whose", Whose.ANYONE)),
        timing=Timing(row.definition.get("timing", Timing.ANY)),
        stances={
            stance: StanceWording(**stances[stance.value])
            for stance in Stance
            if stance.value in stances
        },
    )


def position(
    row: PositionRow, slug: str, holder: ActorRow, asserted_by: ActorRow | None
) -> PositionRecord:
    """A position with its actors."""
    return PositionRecord(
        issue=slug,
        stance=Stance(row.stance),
        scope=Scope(row.scope),
        holder=actor_ref(holder),
        asserted_by=actor_ref(asserted_by) if asserted_by else None,
        condition=span(row.condition_start, row.condition_end),
        condition_text=row.condition_text,
        evidence=tuple(
            Evidence(Span(*found["span"]), found["rule"], Stance(found["stance"]))
            for found in row.evidence
        ),
        confidence=sure(row.confidence, row.decided_by),
        review=tuple(row.review),
        opinions=tuple(_opinion(found) for found in row.opinions),
    )


def _opinion(found: Mapping[str, Any]) -> Opinion:
    return Opinion(
        found["by"],
        Stance(found["stance"]),
        found["holder"],
        Span(*found["evidence"]) if found["evidence"] else None,
    )


def statement(
    row: StatementRow,
    speaker: ActorRow,
    article: ArticleRef,
    roles: Sequence[Role],
    positions: Sequence[PositionRecord],
    *,
    copies: Sequence[CopyRef] = (),
    reports: Sequence[CopyRef] = (),
    differences: Sequence[Difference] = (),
) -> StatementRecord:
    """A statement with all that a card shows."""
    printed, when_reported = _printed_role(roles, row.said_on, article.published)
    return StatementRecord(
        id=row.id,
        kind=row.kind,
        content=tuple(Span(*ends) for ends in row.content),
        content_text=tuple(row.content_text),
        cue=span(row.cue_start, row.cue_end),
        cue_text=row.cue_text,
        source=span(row.source_start, row.source_end),
        source_text=row.source_text,
        antecedent=span(row.antecedent_start, row.antecedent_end),
        antecedent_text=row.antecedent_text,
        actor=actor_ref(speaker),
        role=printed,
        basis=row.basis,
        said_on=row.said_on,
        confidence=sure(row.confidence, row.decided_by),
        reasons=tuple(row.reasons),
        decided_by=row.decided_by,
        positions=tuple(positions),
        article=article,
        role_when_reported=when_reported,
        original=row.original_id,
        copies=tuple(copies),
        replaced_by=row.replaced_by_id,
        utterance=row.utterance_id,
        reports=tuple(reports),
        differences=tuple(differences),
    )


def span(start: int | None, end: int | None) -> Span | None:
    """The span between two ends, if there is one."""
    return None if start is None or end is None else Span(start, end)


def latest_role(roles: Sequence[Role]) -> Role | None:
    """The role begun last, of those still held if there are any."""
    still_held = [held for held in roles if not held.held_to.known]
    return max(still_held or roles, key=_begun, default=None)


def _begun(held: Role) -> Any:  # noqa: ANN401 - whatever sorts
    return held.held_from.first.toordinal() if held.held_from.first else 0


def _printed_role(
    roles: Sequence[Role], said_on: UncertainDate, reported_on: UncertainDate
) -> tuple[str | None, bool]:
    """The role held when it was said or, if that is unknown, when it was reported.

    Of a date that is not one day the role must be the same at both its ends.
    """
    when = said_on if said_on.known else reported_on
    holder = Actor("", "", kind=None, roles=tuple(roles))  # type: ignore[arg-type]  # for role_on
    at_ends = {holder.role_on(when.first), holder.role_on(when.last)}
    held = at_ends.pop()
    if at_ends or held is None:
        return None, False
    return held.printed, not said_on.known
