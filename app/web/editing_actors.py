"""Actors: two that are one, one that is two, and what is said of one."""

import re
from collections.abc import Callable
from dataclasses import asdict, replace

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.db.queries import histories
from app.db.store import editing
from app.domain.actors import Actor, ActorDirectory, ActorKind, Gender, Role
from app.domain.dates import DateBasis, UncertainDate
from app.domain.records import ActorRecord, ActorRef
from app.domain.revisions import ObjectKind
from app.errors import ConflictError, InputError, NotFoundError
from app.views.editing_actors import (
    LISTS,
    PLAIN,
    ROLE_FIELDS,
    actor_fields,
    edit_actor_page,
    merge_page,
    split_page,
)
from app.views.links import actor_address
from app.web.access import by, wants_data
from app.web.dependencies import DirectoryDep, SessionDep
from app.web.editing_common import (
    PRIVATE,
    EditorDep,
    FormDep,
    done,
    field,
    fields,
    form_page,
    form_state,
    lead_on,
    named_actor,
    need,
    not_longer,
    read_date,
    reading,
    seen,
    status_of,
    writing,
)
from app.web.names import is_slug
from app.web.templating import render

router = APIRouter(dependencies=[Depends(lead_on)])

_MOST_ROLES = 60
_LONGEST_NAME = 200
_OFFICE = re.compile(r"[a-z]+(?:_[a-z]+)*")


@router.api_route("/actors/{slug}/merge", methods=["GET", "HEAD"])
def merge_form(
    slug: str,
    request: Request,
    session: SessionDep,
    directory: DirectoryDep,
    user: EditorDep,
    *,
    into: str = "",
) -> Response:
    """Choose the other; with ``into``, what would go over to it."""
    del user
    return _merge_page(request, session, directory, slug, into)


@router.post("/actors/{slug}/merge")
def merge(
    slug: str, request: Request, directory: DirectoryDep, user: EditorDep, sent: FormDep
) -> Response:
    """Merge them; the old address leads to the other from now on."""
    del user
    into, reason = field(sent, "into"), field(sent, "reason")
    try:
        need(reason, "Say why they are one: the history tells it.")
        with writing(request) as session:
            other = named_actor(session, directory, into, what="the other actor")
            assert isinstance(other, str)  # noqa: S101 - nobody new can be named here
            made = editing.merge_actors(
                session, by(request), slug, other, reason=reason, seen=seen(sent)
            )
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            return _merge_page(request, session, directory, slug, into, sent=sent, error=error)
    return done(request, actor_address(other), made)


@router.api_route("/actors/{slug}/split", methods=["GET", "HEAD"])
def split_form(slug: str, request: Request, session: SessionDep, user: EditorDep) -> Response:
    """Choose the statements that are somebody else's."""
    del user
    return _split_page(request, session, slug)


@router.post("/actors/{slug}/split")
def split(
    slug: str, request: Request, directory: DirectoryDep, user: EditorDep, sent: FormDep
) -> Response:
    """Give them to a new or to a known actor. What copies of an article print goes with it."""
    del user
    try:
        need(field(sent, "reason"), "Say why they are two: the history tells it.")
        with writing(request) as session:
            record = _record(session, slug)
            ticked = set(fields(sent, "statement"))
            chosen = [one for one in record.statements if one.id in ticked]
            need(
                chosen and ticked == {one.id for one in chosen},
                f"Choose statements of {record.actor.name}.",
            )
            other = named_actor(
                session,
                directory,
                field(sent, "actor"),
                new=bool(field(sent, "actor_new")),
                kind=field(sent, "actor_kind"),
            )
            made = editing.split_actor(
                session,
                by(request),
                slug,
                [key for one in chosen for key in (one.id, *(copy.id for copy in one.copies))],
                other,
                reason=field(sent, "reason"),
                seen=seen(sent),
            )
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            return _split_page(request, session, slug, sent, error)
    return done(request, actor_address(other if isinstance(other, str) else other.slug), made)


@router.api_route("/actors/{slug}/edit", methods=["GET", "HEAD"])
def edit_form(slug: str, request: Request, session: SessionDep, user: EditorDep) -> Response:
    """The form for what is said of an actor."""
    del user
    return _edit_page(request, session, slug)


@router.post("/actors/{slug}/edit")
def edit(
    slug: str, request: Request, directory: DirectoryDep, user: EditorDep, sent: FormDep
) -> Response:
    """Write it."""
    del user
    try:
        need(field(sent, "reason"), "Say why: the history tells it.")
        with writing(request) as session:
            actor = _read_actor(session, directory, _record(session, slug).actor, sent)
            made = editing.edit_actor(
                session, by(request), actor, reason=field(sent, "reason"), seen=seen(sent)
            )
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            return _edit_page(request, session, slug, sent, error)
    return done(request, actor_address(slug), made)


def _read_actor(session: Session, directory: ActorDirectory, old: Actor, sent: FormData) -> Actor:
    """The actor as the form has it. Raises InputError, in words, on what cannot be taken."""
    kind, gender = field(sent, "kind"), field(sent, "gender")
    country, wikidata = field(sent, "country").upper(), field(sent, "wikidata").upper()
    if kind not in set(ActorKind):
        raise InputError("Say what the actor is.")
    if gender and kind != ActorKind.PERSON:
        raise InputError("Only of a person “he” or “she” is said.")
    if country and re.fullmatch("[A-Z]{2}", country) is None:
        raise InputError("A country is two letters (ISO 3166-1), or EU.")
    if wikidata and re.fullmatch("Q[1-9][0-9]*", wikidata) is None:
        raise InputError("A Wikidata item is a Q and a number, as Q42.")
    if not field(sent, "name"):
        raise InputError("An actor needs a name.")
    for one in (field(sent, "name"), *_lines(sent, "aliases"), *_lines(sent, "demonyms")):
        not_longer(one, _LONGEST_NAME, f"“{one[:40]}…”")

    def known(written: str, what: str) -> str:
        found = named_actor(session, directory, written, what=what)
        assert isinstance(found, str)  # noqa: S101 - nobody new can be named here
        return found

    belongs_to = tuple(known(one, "what it belongs to") for one in _lines(sent, "belongs_to"))
    return Actor(
        slug=old.slug,
        name=" ".join(field(sent, "name").split()),
        kind=ActorKind(kind),
        country=country or None,
        gender=Gender(gender) if gender in set(Gender) else None,
        aliases=_lines(sent, "aliases"),
        demonyms=_lines(sent, "demonyms"),
        roles=tuple(_roles(old, sent, known)),
        belongs_to=tuple(dict.fromkeys(belongs_to)),
        wikidata=wikidata or None,
        in_directory=old.in_directory,
    )


def _roles(old: Actor, sent: FormData, known: Callable[[str, str], str]) -> list[Role]:
    dates = {date.edtf: date for role in old.roles for date in (role.held_from, role.held_to)}
    found = []
    for number in range(_MOST_ROLES):
        values = {name: field(sent, f"r{number}_{name}") for name in ROLE_FIELDS}
        if not any(values.values()):
            continue
        title, office = values["title"], values["office"] or "other"
        if not title:
            raise InputError("An office needs a title; to take it away, empty all its fields.")
        if _OFFICE.fullmatch(office) is None:
            raise InputError(
                f"“{office}” is no class of office: small letters and _, as foreign_minister."
            )
        begun = _day(values["from"], dates, f"“{title}” held from")
        ended = _day(values["to"], dates, f"“{title}” held to")
        if begun.first and ended.last and begun.first > ended.last:
            raise InputError(f"“{title}” would end before it begins.")
        of = known(values["of"], f"“{title}” of") if values["of"] else None
        found.append(Role(title, values["printed"] or title, office, of, begun, ended))
    return found


def _day(text: str, dates: dict[str | None, UncertainDate], what: str) -> UncertainDate:
    """The date; one that was there before keeps how it is known."""
    return dates[text] if text in dates else read_date(text, DateBasis.STATED.value, what)


def _lines(sent: FormData, name: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in field(sent, name).splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _merge_page(
    request: Request,
    session: Session,
    directory: ActorDirectory,
    slug: str,
    into: str,
    *,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> Response:
    actor = _record(session, slug).actor
    problem, status = (str(error), status_of(error)) if error else ("", 200)
    other: ActorRef | None = None
    if into:
        try:
            found = named_actor(session, directory, into, what="the other actor")
            other = next(iter(queries.known_actors(session, [str(found)])), None)
        except InputError as unknown:
            problem, status = problem or str(unknown), 400
    if other is not None and other.slug == slug:
        other, problem, status = None, f"{actor.name} is this actor itself.", 400
    page = merge_page(
        actor,
        other,
        asdict(histories.belongings(session, slug)),
        histories.actor_names(session),
        written=into,
        form=replace(form_state(session, ObjectKind.ACTOR, slug, sent, error), problem=problem),
    )
    return render(request, "edit_merge.html", page, status=status, headers=PRIVATE)


def _split_page(
    request: Request,
    session: Session,
    slug: str,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> Response:
    page = split_page(
        _record(session, slug),
        histories.actor_names(session),
        chosen=fields(sent, "statement"),
        to=field(sent, "actor"),
        new=bool(field(sent, "actor_new")),
        kind=field(sent, "actor_kind"),
        form=form_state(session, ObjectKind.ACTOR, slug, sent, error),
    )
    return form_page(request, "edit_split.html", page, error)


def _edit_page(
    request: Request,
    session: Session,
    slug: str,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> Response:
    actor = _record(session, slug).actor
    if sent is None:
        named = [*actor.belongs_to, *(role.of for role in actor.roles if role.of)]
        names = {ref.slug: ref.name for ref in queries.known_actors(session, named)}
        given = actor_fields(actor, names)
    else:
        names_of = (f"r{n}_{name}" for n in range(_MOST_ROLES) for name in ROLE_FIELDS)
        given = {name: field(sent, name) for name in (*PLAIN, *LISTS, *names_of)}
    filled = [
        number
        for number in range(_MOST_ROLES)
        if any(given.get(f"r{number}_{name}") for name in ROLE_FIELDS)
    ]
    page = edit_actor_page(
        actor,
        given,
        histories.actor_names(session),
        histories.offices(session),
        roles=max(filled, default=-1) + 1,
        form=form_state(session, ObjectKind.ACTOR, slug, sent, error),
    )
    return form_page(request, "edit_actor.html", page, error)


def _record(session: Session, slug: str) -> ActorRecord:
    record = queries.actor(session, slug, folded=False) if is_slug(slug) else None
    if record is None:
        raise NotFoundError(f"No actor is called “{slug[:80]}” here.")
    return record
