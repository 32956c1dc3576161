"""Rows to records and nouns."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from app.domain.actors import Actor, Role
from app.domain.positions import (
    Evidence,
    Issue,
    Opinion,
    Stance,
    StanceWording,
    Timing,
    Whose,
)
from app.domain.records import ActorRef, ArticleRef, OutletRef
from app.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.db.tables import (
        ActorRow,
        AliasRow,
        ArticleRow,
        IssueRow,
        OutletRow,
        RoleRow,
    )
    from app.domain.dates import UncertainDate


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
        title=title_of(row.title, file),
        outlet=outlet_ref(outlet),
        address=row.address,
        published=row.published,
        published_note=row.published_note,
        language=row.language,
    )


def title_of(title: str | None, file: str) -> str:
    """What an article is called; without a title by its file."""
    return title or PurePath(file).name


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


def evidence(found: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """Why a position is thought to be taken."""
    return tuple(Evidence(Span(*one["span"]), one["rule"], Stance(one["stance"])) for one in found)


def opinions(found: Iterable[Mapping[str, Any]]) -> tuple[Opinion, ...]:
    """What language models think of it."""
    return tuple(
        Opinion(
            one["by"],
            Stance(one["stance"]),
            one["holder"],
            Span(*one["evidence"]) if one["evidence"] else None,
        )
        for one in found
    )


def latest_role(roles: Sequence[Role]) -> Role | None:
    """The role begun last, of those still held if there are any."""
    still_held = [held for held in roles if not held.held_to.known]
    return max(still_held or roles, key=_begun, default=None)


def _begun(held: Role) -> Any:  # noqa: ANN401 - whatever sorts
    return held.held_from.first.toordinal() if held.held_from.first else 0


def printed_role(
    roles: Sequence[Role], said_on: UncertainDate, reported_on: UncertainDate
) -> tuple[str | None, bool]:
    """The role held when it was said or, if that is unknown, when it was reported; and which.

    Of a date that is not one day the role must be the same at both its ends.
    """
    if not roles:
        return None, False
    when = said_on if said_on.known else reported_on
    holder = Actor("", "", kind=None, roles=tuple(roles))  # type: ignore[arg-type]  # for role_on
    at_ends = {holder.role_on(when.first), holder.role_on(when.last)}
    held = at_ends.pop()
    if at_ends or held is None:
        return None, False
    return held.printed, not said_on.known
