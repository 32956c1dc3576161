"""What all pages on which something is changed share: who may, what was sent, what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends
from sqlalchemy.orm import Session  # noqa: TC002 - FastAPI reads it at run time
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request  # noqa: TC002 - as above
from starlette.responses import RedirectResponse, Response

from app.db.columns import storable
from app.db.queries import histories, known_actors
from app.db.queries import revisions as stored
from app.db.session import sessions
from app.db.store import editing
from app.domain.accounts import Role, User
from app.domain.actors import Actor, ActorKind, slugify
from app.domain.dates import DateBasis, UncertainDate
from app.errors import ConflictError, InputError, QueryError
from app.views.editing_form import FormState
from app.views.history import EditedView, RevisionEntry, edited_view, entry_of, revision_data
from app.views.links import actor_address
from app.views.wording import listed
from app.web.access import form, needs, wants_data
from app.web.dependencies import SessionDep  # noqa: TC001 - as above
from app.web.exports import json_response
from app.web.names import find_actors, is_slug
from app.web.problems import BadChoice, UnknownName
from app.web.templating import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from app.domain.actors import ActorDirectory
    from app.domain.revisions import ObjectKind, Revision

EditorDep = Annotated[User, Depends(needs(Role.EDITOR))]
AdminDep = Annotated[User, Depends(needs(Role.ADMIN))]
FormDep = Annotated[FormData, Depends(form)]

# What only those who sign in see; nobody else is led there.
PRIVATE = {"X-Robots-Tag": "noindex, nofollow"}
_MOST_DIGITS = 18


def reading(request: Request) -> AbstractContextManager[Session]:
    """A session that sees what is stored now."""
    return sessions(request.app.state.site.engine())


def writing(request: Request) -> AbstractContextManager[Session]:
    """A session that writes, committed at its end."""
    return sessions(request.app.state.site.engine(), write=True)


def field(sent: FormData | None, name: str) -> str:
    """What was filled in, without space around it; empty where nothing was, or nothing sent."""
    value = sent.get(name, "") if sent is not None else ""
    return storable(value).replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def fields(sent: FormData | None, name: str) -> tuple[str, ...]:
    """All that was ticked or filled in under one name."""
    if sent is None:
        return ()
    values = (storable(one).strip() for one in sent.getlist(name) if isinstance(one, str))
    return tuple(dict.fromkeys(one for one in values if one))


def seen(sent: FormData) -> int | None:
    """The last revision of the object that the editor saw; None where the form does not say."""
    found = field(sent, "seen")
    if not found:
        return None
    number = as_number(found)
    if number is None:
        raise QueryError("“seen” is the number of a revision.")
    return number


def as_number(text: str) -> int | None:
    """A number from 0, or None where it is none that the database could hold."""
    plain = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if plain else None


def edited(session: Session, kind: ObjectKind, identifier: str) -> EditedView | None:
    """The line about the newest change of an object; None where nobody changed it.

    One look into an index where nobody did, which is what readers nearly always pay.
    """
    number = stored.newest(session, kind, identifier)
    revision = stored.revision(session, number) if number else None
    if revision is None:
        return None
    return edited_view(revision, histories.names(session, [revision]), kind, identifier)


def done(request: Request, address: str, *made: Revision) -> Response:
    """The answer to what was done: a program gets the revisions, a person is led to the object."""
    if not wants_data(request):
        return RedirectResponse(address, 303)
    origin = request.app.state.site.origin(request)
    absolute: Callable[[str], str] = lambda path: f"{origin}{path}"  # noqa: E731
    with sessions(request.app.state.site.engine()) as session:
        names = histories.names(session, made)
    answer: dict[str, Any] = {
        "url": absolute(address),
        "revisions": [revision_data(one, names, absolute) for one in made],
    }
    return json_response(answer)


def named_actor(
    session: Session,
    directory: ActorDirectory,
    written: str,
    *,
    new: bool = False,
    kind: str = "",
    what: str = "who says it",
) -> str | Actor:
    """The slug of the actor that is meant, or with ``new`` somebody whom nobody knows yet.

    Raises InputError where the name is nobody's or several actors'; it is never guessed.
    """
    name = " ".join(written.split())
    if not name:
        raise InputError(f"Give the name: {what}.")
    if len(name) > 200:
        raise InputError("That name is too long.")
    try:
        return find_actors(session, [name], directory)[0].slug
    except UnknownName as error:
        if new:
            chosen = ActorKind(kind) if kind in set(ActorKind) else ActorKind.PERSON
            return Actor(free_slug(session, name), name, chosen)
        near = listed([f"“{link.text}”" for link in error.suggestions], "or")
        meant = f" Is {near} meant?" if near else ""
        raise InputError(
            f"Nobody is called “{name}” ({what}).{meant} Somebody new has to be ticked as new."
        ) from error
    except BadChoice as error:
        slugs = listed([link.address.rpartition("=")[2] for link in error.suggestions], "or")
        raise InputError(
            f"“{name}” ({what}) can mean several; give the name in their address: {slugs}."
        ) from error


def free_slug(session: Session, name: str) -> str:
    """A slug for a new actor that no other has."""
    plain = slugify(name)
    taken = {one.slug for one in known_actors(session, [plain, *_numbered(plain)])}
    return next(one for one in (plain, *_numbered(plain)) if one not in taken)


def _numbered(slug: str) -> list[str]:
    return [f"{slug}-{number}" for number in range(2, 100)]


def read_date(text: str, basis: str, what: str) -> UncertainDate:
    """A date as it was written; the unknown one where nothing was. Raises InputError."""
    chosen = DateBasis(basis) if basis in set(DateBasis) else DateBasis.STATED
    if text and chosen is DateBasis.UNKNOWN:
        raise InputError(f"Say how it is known {what}.")
    try:
        return UncertainDate.parse(text, chosen)
    except ValueError as error:
        raise InputError(f"{what[0].upper()}{what[1:]}: {error}") from error


def form_state(
    session: Session,
    kind: ObjectKind,
    identifier: str,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> FormState:
    """What the form of an object carries; ``error`` is why what was sent by it was refused."""
    return FormState(
        seen=stored.newest(session, kind, identifier),
        reason=field(sent, "reason"),
        problem=str(error) if error else "",
        since=since_entries(session, error) if error else (),
    )


def since_entries(session: Session, error: Exception) -> tuple[RevisionEntry, ...]:
    """What others changed meanwhile, where that is why something was refused."""
    if not isinstance(error, editing.Outdated):
        return ()
    names = histories.names(session, error.since)
    return tuple(entry_of(one, names) for one in error.since)


def status_of(error: Exception) -> int:
    """The HTTP status for something that was refused."""
    return 409 if isinstance(error, ConflictError) else 400


def form_page(request: Request, name: str, page: object, error: Exception | None) -> Response:
    """A form as a page that nobody is led to; with the status of what was refused, if it was."""
    status = status_of(error) if error else 200
    return render(request, name, page, status=status, headers=PRIVATE)


def lead_on(request: Request, session: SessionDep) -> None:
    """Lead from any address of an actor that was merged to that of the one that it is, by 301.

    Nobody keeps the answer: a merge can be taken back.
    """
    slug = request.path_params.get("slug", "")
    into = stored.merged_into(session, slug) if is_slug(slug) else None
    if into is None:
        return
    path = request.url.path.replace(actor_address(slug), actor_address(into), 1)
    query = f"?{request.url.query}" if request.url.query else ""
    headers = {"Location": f"{path}{query}", "Cache-Control": "no-cache"}
    raise HTTPException(301, "This actor is another one.", headers)


def not_longer(text: str, most: int, what: str) -> None:
    """Raise InputError where a field holds more than its form takes."""
    need(len(text) <= most, f"{what} is too long: at most {most:,} characters.")


def need(is_so: object, sentence: str) -> None:
    """Raise InputError with the sentence where something that is needed is not so."""
    if not is_so:
        raise InputError(sentence)
