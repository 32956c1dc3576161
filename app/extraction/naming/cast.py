"""The cast of a text, made once for the steps that ask who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.naming.entities import Cast, cast_of
from app.extraction.naming.memo import Memo
from app.extraction.naming.mentions import find_mentions
from app.extraction.naming.roles import assign_roles
from app.extraction.naming.units import UnitFinder

if TYPE_CHECKING:
    from app.domain.actors import ActorDirectory
    from app.extraction.parsing import ParsedText


def _none_yet(_: ParsedText) -> list[tuple[ActorDirectory, Cast]]:
    return []


_FINDERS: Memo[ActorDirectory, UnitFinder] = Memo(UnitFinder)
_CASTS: Memo[ParsedText, list[tuple[ActorDirectory, Cast]]] = Memo(_none_yet)


def read_cast(parsed: ParsedText, actors: ActorDirectory) -> Cast:
    """Who is mentioned in a text and which mentions are of the same one."""
    made = _CASTS(parsed)
    for directory, cast in made:
        if directory is actors:
            return cast
    text = find_mentions(parsed, _FINDERS(actors))
    # The last day of a month is good enough to know who held an office.
    day = parsed.text.published.last
    cast = cast_of(text, actors, day)
    assign_roles(cast, day)
    made.append((actors, cast))
    return cast


def forget_cast() -> None:
    """Let the last text's cast go: of a long article it is most of what is held."""
    _CASTS.forget()
