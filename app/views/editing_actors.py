"""MergePage, SplitPage and EditActorPage: who is who, and what is said of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.actors import Gender
from app.domain.statements import BREAK
from app.views.dates import DateView, show_date
from app.views.editing_statement import actor_kinds
from app.views.history import Option
from app.views.links import Link, actor_address, statement_address
from app.views.wording import KIND, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.actors import Actor
    from app.domain.records import ActorRecord, ActorRef, StatementRecord
    from app.views.editing_form import FormState

BLANK = 2  # empty rows for further offices
GENDERS = {Gender.MASCULINE: "he", Gender.FEMININE: "she"}
ROLE_FIELDS = ("title", "printed", "office", "of", "from", "to")
PLAIN = ("name", "kind", "country", "gender", "wikidata")
LISTS = ("aliases", "demonyms", "belongs_to")


@dataclass(frozen=True, slots=True)
class MergePage:
    """All that /actors/{slug}/merge shows; ``other`` None: it is still to be chosen."""

    title: str
    actor: Link
    other: Link | None
    written: str
    moving: tuple[str, ...]  # what would go over, with counts
    actors: tuple[str, ...]
    form: FormState
    address: str


@dataclass(frozen=True, slots=True)
class SplitChoice:
    """A statement that may be somebody else's."""

    id: str
    statement: Link
    words: str
    kind: str
    said: DateView
    outlet: str
    source: str
    copies: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class SplitPage:
    """All that /actors/{slug}/split shows."""

    title: str
    actor: Link
    choices: tuple[SplitChoice, ...]
    actors: tuple[str, ...]
    kinds: tuple[Option, ...]
    to: str
    new: bool
    form: FormState
    address: str


@dataclass(frozen=True, slots=True)
class RoleFields:
    """The fields of one office; ``number`` tells them apart."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EditActorPage:
    """All that /actors/{slug}/edit shows."""

    title: str
    actor: Link
    given: Mapping[str, str]
    kinds: tuple[Option, ...]
    genders: tuple[Option, ...]
    roles: tuple[RoleFields, ...]
    offices: tuple[str, ...]
    actors: tuple[str, ...]
    form: FormState
    address: str


def merge_page(
    actor: Actor,
    other: ActorRef | None,
    counts: Mapping[str, int],
    actors: Iterable[str],
    *,
    form: FormState,
    written: str,
) -> MergePage:
    """The form that merges an actor into another, with what would go over."""
    address = actor_address(actor.slug)
    return MergePage(
        title=f"Merge {actor.name} into another actor",
        actor=Link(address, actor.name),
        other=Link(actor_address(other.slug), other.name, other.slug) if other else None,
        written=written,
        moving=tuple(
            counted(counts[name], one, many) for name, one, many in _MOVING if counts.get(name)
        ),
        actors=tuple(actors),
        form=form,
        address=f"{address}/merge",
    )


_ALL_TEXTS = ", withdrawn ones and older texts included"
_MOVING = (
    ("statements", f"statement{_ALL_TEXTS}", f"statements{_ALL_TEXTS}"),
    ("held", "position that it holds", "positions that it holds"),
    ("told", "position of others that it tells", "positions of others that it tells"),
    ("names", "further name", "further names"),
    ("offices", "office", "offices"),
    ("members", "actor that belongs to it", "actors that belong to it"),
)


def split_page(
    record: ActorRecord,
    actors: Iterable[str],
    *,
    form: FormState,
    chosen: Iterable[str] = (),
    to: str = "",
    new: bool = False,
    kind: str = "",
) -> SplitPage:
    """The form that gives some of an actor's statements to another."""
    address = actor_address(record.actor.slug)
    ticked = set(chosen)
    return SplitPage(
        title=f"Split {record.actor.name}",
        actor=Link(address, record.actor.name),
        choices=tuple(_choice(one, one.id in ticked) for one in record.statements),
        actors=tuple(actors),
        kinds=actor_kinds(kind or record.actor.kind.value),
        to=to,
        new=new,
        form=form,
        address=f"{address}/split",
    )


def _choice(statement: StatementRecord, chosen: bool) -> SplitChoice:  # noqa: FBT001
    return SplitChoice(
        id=statement.id,
        statement=Link(statement_address(statement.id), "Details"),
        words=BREAK.join(statement.content_text),
        kind=KIND[statement.kind],
        said=show_date(statement.said_on),
        outlet=statement.article.outlet.name,
        source=statement.source_text or "",
        copies=len(statement.copies),
        chosen=chosen,
    )


def actor_fields(actor: Actor, names: Mapping[str, str]) -> dict[str, str]:
    """What is said of an actor, as the fields of the form; ``names`` are those of other actors."""
    values = {
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country or "",
        "gender": actor.gender.value if actor.gender else "",
        "wikidata": actor.wikidata or "",
        "aliases": "\n".join(actor.aliases),
        "demonyms": "\n".join(actor.demonyms),
        "belongs_to": "\n".join(names.get(slug, slug) for slug in actor.belongs_to),
    }
    for number, role in enumerate(actor.roles):
        values |= {
            f"r{number}_title": role.title,
            f"r{number}_printed": role.printed,
            f"r{number}_office": role.office,
            f"r{number}_of": names.get(role.of, role.of) if role.of else "",
            f"r{number}_from": role.held_from.edtf or "",
            f"r{number}_to": role.held_to.edtf or "",
        }
    return values


def edit_actor_page(
    actor: Actor,
    given: Mapping[str, str],
    actors: Iterable[str],
    offices: Iterable[str],
    *,
    form: FormState,
    roles: int,
) -> EditActorPage:
    """The form for what is said of an actor. ``roles`` is how many rows are filled in."""
    address = actor_address(actor.slug)
    gender = given.get("gender", "")
    return EditActorPage(
        title=f"Edit {actor.name}",
        actor=Link(address, actor.name),
        given={name: given.get(name, "") for name in (*PLAIN, *LISTS)},
        kinds=actor_kinds(given.get("kind", "")),
        genders=tuple(
            Option(one.value, word, one.value == gender) for one, word in GENDERS.items()
        ),
        roles=tuple(
            RoleFields(number, {name: given.get(f"r{number}_{name}", "") for name in ROLE_FIELDS})
            for number in range(roles + BLANK)
        ),
        offices=tuple(offices),
        actors=tuple(actors),
        form=form,
        address=f"{address}/edit",
    )
