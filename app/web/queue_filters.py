"""Which part of the queue an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from app.db.queries import known_outlets
from app.db.queries import queue as stored
from app.domain.ids import to_number
from app.domain.positions import Stance
from app.domain.queue import Place, QueueQuery, WaitReason
from app.views.correction import slug_in
from app.views.links import Link
from app.views.queue import PATH
from app.web.editing_common import as_number
from app.web.parameters import days, gather, one_value, same_without
from app.web.problems import BadChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session
    from starlette.requests import Request

_NAMES = {
    name: name
    for name in ("issue", "reason", "actor", "outlet", "stance", "from", "to", "show", "after")
}


@dataclass(frozen=True, slots=True)
class AskedQueue:
    """What a request for the queue asks for."""

    query: QueueQuery
    after: Place | None


def asked_queue(request: Request, session: Session) -> AskedQueue:
    """The filters and the place in an address. Raises BadChoice or UnknownName."""
    given = gather(request.query_params.multi_items(), PATH, _NAMES)

    def value(name: str) -> str:
        return one_value(name, given, same_without(given, PATH, name))

    def refuse(name: str, message: str) -> NoReturn:
        raise BadChoice(message, (), same_without(given, PATH, name))

    first, last = days(given, PATH)
    issue, outlet, actor = value("issue"), value("outlet"), value("actor")
    reason, stance, shown = value("reason"), value("stance"), value("show")
    if reason and reason not in set(WaitReason):
        refuse("reason", f"“reason” can be: {', '.join(WaitReason)}.")
    if stance and stance not in set(Stance):
        refuse("stance", f"“stance” can be: {', '.join(Stance)}.")
    if shown not in ("", "skipped"):
        refuse("show", "“show” can only be “skipped”.")
    if outlet and not known_outlets(session, [outlet]):
        refuse("outlet", f"No outlet is called “{outlet[:80]}”.")
    if issue and not stored.knows_issue(session, issue):
        refuse("issue", f"There is no issue called “{issue[:80]}”.")
    slug = None
    if actor:
        found = stored.actors_called(session, slug_in(actor) or actor)
        if len(found) != 1:
            links = tuple(
                Link(f"{PATH}?actor={one.slug}", one.name)
                for one in found or stored.actors_named(session, actor, most=5)
            )
            raise BadChoice(
                f"{'Several are' if found else 'Nobody is'} called “{actor[:80]}”.",
                links,
                same_without(given, PATH, "actor"),
            )
        slug = found[0].slug
    query = QueueQuery(
        issue=issue or None,
        reason=WaitReason(reason) if reason else None,
        actor=slug,
        outlet=outlet or None,
        stance=Stance(stance) if stance else None,
        first=first,
        last=last,
        skipped=shown == "skipped",
    )
    return AskedQueue(
        query, _place(value("after"), lambda: refuse("after", "“after” is no place."))
    )


def _place(written: str, refuse: Callable[[], NoReturn]) -> Place | None:
    if not written:
        return None
    rank, _, statement = written.partition(".")
    number = as_number(rank)
    if number is None or to_number(statement) is None:
        refuse()
    return Place(number, statement)
