"""Actors by the words in their names, aliases and roles, the beginning of a word being enough."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db.queries import making
from app.db.queries.actor_lists import on_issue
from app.db.queries.statements import SHOWN, roles
from app.db.tables import (
    ActorRow,
    AliasRow,
    IssueRow,
    PositionRow,
    RoleRow,
    StatementRow,
    VersionRow,
)
from app.db.tables_tally import ActorTallyRow
from app.domain.search import ActorHit, ActorHits
from app.domain.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.domain.search import SearchQuery

# So many actors are looked up one by one; of more, all are counted.
_FEW = 300


def actor_hits(session: Session, query: SearchQuery, *, everyone: bool = False) -> ActorHits:
    """A page of the actors in whose names and roles all the words stand, or all of them.

    Those whose very name it is come first, then those with the words in one name, in several, in a
    role; of these, who has most statements.
    """
    named = _names(session)
    found = _found(query.wanted, named, _roles(session))
    if not found:
        return ActorHits(0, ())
    counts = _statements(session, query.issue, found)
    if query.issue:
        taking_part = counts.keys() | _holding(session, query.issue, found.keys() - counts.keys())
        found = {key: rank for key, rank in found.items() if key in taking_part}
    ordered = sorted(found, key=lambda key: (found[key], -counts.get(key, 0), named[key][0], key))
    page = ordered if everyone else ordered[query.offset : query.offset + query.limit]
    return ActorHits(len(ordered), _made(session, query.wanted, page, named, counts))


def actor_names(session: Session) -> dict[str, tuple[str, str]]:
    """Every name and alias of the actors that are no part of another, and whose: slug and name."""
    rows = session.execute(
        select(ActorRow.id, ActorRow.slug).where(ActorRow.merged_into_id.is_(None))
    )
    slugs = {key: slug for key, slug in rows}  # noqa: C416 - mypy reads a row as no pair
    found: dict[str, tuple[str, str]] = {}
    for key, names in _names(session).items():
        for name in names:
            found.setdefault(name, (slugs[key], names[0]))
    return found


def _names(session: Session) -> dict[str, list[str]]:
    """By actor: its name, and its aliases in their order."""
    actors = session.execute(
        select(ActorRow.id, ActorRow.name).where(ActorRow.merged_into_id.is_(None))
    )
    found = {key: [name] for key, name in actors}
    for key, name in session.execute(
        select(AliasRow.actor_id, AliasRow.name).order_by(AliasRow.ordinal, AliasRow.id)
    ):
        if key in found and name not in found[key]:
            found[key].append(name)
    return found


def _roles(session: Session) -> dict[str, list[str]]:
    """By actor: its offices, as printed and in full."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, printed, title in session.execute(
        select(RoleRow.actor_id, RoleRow.printed, RoleRow.title).order_by(
            RoleRow.ordinal, RoleRow.id
        )
    ):
        found[key] += [printed, title]
    return found


def _found(
    wanted: Sequence[str], named: Mapping[str, Sequence[str]], held: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """The actors that have all the phrases, and how well."""
    whole = " ".join(wanted)
    found: dict[str, int] = {}
    for key, names in named.items():
        missing = [phrase for phrase in wanted if not any(has(name, phrase) for name in names)]
        if not missing:
            if any(_indexed(name) == f" {whole}" for name in names):
                found[key] = 0
            elif any(all(has(name, phrase) for phrase in wanted) for name in names):
                found[key] = 1
            else:
                found[key] = 2
        elif all(any(has(role, phrase) for role in held.get(key, ())) for phrase in missing):
            found[key] = 3
    return found


def has(name: str, phrase: str) -> bool:
    """Whether these words stand in a name one after the other, the last perhaps cut short."""
    return f" {phrase}" in _indexed(name)


@lru_cache(maxsize=65_536)
def _indexed(name: str) -> str:
    return f" {' '.join(words_of(name))}"


def _made(
    session: Session,
    wanted: Sequence[str],
    keys: Sequence[str],
    named: Mapping[str, Sequence[str]],
    counts: Mapping[str, int],
) -> tuple[ActorHit, ...]:
    chosen = select(ActorRow.id).where(ActorRow.id.in_(keys))
    rows = {row.id: row for row in session.scalars(select(ActorRow).where(ActorRow.id.in_(keys)))}
    held = roles(session, chosen)
    found = []
    for key in keys:
        role = making.latest_role(held.get(key, ()))
        printed = role.printed if role else None
        others = [*named[key][1:]]
        others += [words for one in held.get(key, ()) for words in (one.printed, one.title)]
        found.append(
            ActorHit(
                ref=making.actor_ref(rows[key]),
                role=printed,
                statements=counts.get(key, 0),
                otherwise=_otherwise(wanted, [named[key][0], printed or ""], others),
            )
        )
    return tuple(found)


def _otherwise(
    wanted: Iterable[str], shown: Sequence[str], others: Sequence[str]
) -> tuple[str, ...]:
    """Of the other names and roles as few as have the phrases that those shown have not."""
    found: list[str] = []
    for phrase in wanted:
        if any(has(one, phrase) for one in (*shown, *found)):
            continue
        found += [one for one in others if has(one, phrase)][:1]
    return tuple(found)


def _statements(session: Session, issue: str, actors: Collection[str]) -> Mapping[str, int]:
    """By speaker: how many statements, on an issue or on any subject; at least of these actors."""
    if issue:
        return {key: said.utterances for key, said in on_issue(session, issue).items()}
    chosen = select(ActorTallyRow.actor_id, ActorTallyRow.utterances)
    if len(actors) <= _FEW:
        chosen = chosen.where(ActorTallyRow.actor_id.in_(actors))
    return dict(session.execute(chosen).all())


def _holding(session: Session, issue: str, actors: Collection[str]) -> set[str]:
    """Who holds a position on an issue as somebody says; at least of these actors."""
    chosen = (
        select(PositionRow.holder_id)
        .join(IssueRow, IssueRow.id == PositionRow.issue_id)
        .join(StatementRow, StatementRow.id == PositionRow.statement_id)
        .join(VersionRow, VersionRow.id == StatementRow.version_id)
        .where(*SHOWN, IssueRow.slug == issue)
        .distinct()
    )
    if len(actors) <= _FEW:
        chosen = chosen.where(PositionRow.holder_id.in_(actors))
    return set(session.scalars(chosen)) if actors else set()
