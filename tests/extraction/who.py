"""Helpers for the tests of who speaks: invented actors, and texts with marked statements.

In a marked text ``{s1:He} {c1:said} {t1:it rained}`` are the source, the cue and the content of
statement 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.actors import Actor, ActorDirectory, ActorKind, Gender, Role
from app.domain.articles import Article
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.spans import Span
from app.domain.statements import Attribution, Statement, StatementKind
from app.extraction.clean import clean
from app.extraction.coreference import resolve
from app.extraction.linking import link
from app.extraction.quotations import find_quotations
from tests.extraction.parsers import parser

if TYPE_CHECKING:
    from app.extraction.parsing import ParsedText

_MARK = re.compile(r"\{([sct])(\d):([^{}]*)\}")
MALE, FEMALE = Gender.MASCULINE, Gender.FEMININE


def _since(year: str, until: str | None = None) -> tuple[UncertainDate, UncertainDate]:
    basis = DateBasis.METADATA
    return UncertainDate.parse(year, basis), UncertainDate.parse(until, basis)


def person(
    name: str, gender: Gender, country: str, *roles: Role, aliases: tuple[str, ...] = ()
) -> Actor:
    slug = name.lower().replace(" ", "-")
    return Actor(
        slug, name, ActorKind.PERSON, country, gender, aliases, roles=roles, in_directory=True
    )


DIRECTORY = ActorDirectory.of(
    (
        Actor(
            "norland", "Norland", ActorKind.GOVERNMENT, "XN", aliases=("Nordstad",),
            demonyms=("Norlandic",), in_directory=True,
        ),
        Actor(
            "sudmark", "Sudmark", ActorKind.GOVERNMENT, "XS", aliases=("Sudmark side",),
            demonyms=("Sudmarkish",), in_directory=True,
        ),
        Actor(
            "white-hall", "White Hall", ActorKind.ORGANISATION, "XN",
            belongs_to=("norland",), in_directory=True,
        ),
        Actor(
            "sea-union", "Sea Union", ActorKind.ORGANISATION, aliases=("SU",), in_directory=True
        ),
        Actor("sea-union-leaders", "Sea Union leaders", ActorKind.GROUP, in_directory=True),
        person(
            "Ivo Brandt", MALE, "XN",
            Role("Spokesman", "White Hall spokesman", "spokesperson", "white-hall"),
        ),
        person(
            "Olga Maren", FEMALE, "XN",
            Role("President", "Norlandic President", "head_of_state", "norland", *_since("2020")),
        ),
        person(
            "Rolf Stenmark", MALE, "XN",
            Role("President", "Norlandic President", "head_of_state", "norland",
                 *_since("2010", "2019")),
        ),
        person(
            "Peter Quill", MALE, "XS",
            Role("President", "Sudmarkish President", "head_of_state", "sudmark"),
            aliases=("Piotr Quill",),
        ),
        person(
            "Hana Viscont", FEMALE, "XS",
            Role("Minister", "Sudmarkish Foreign Minister", "foreign_minister", "sudmark"),
        ),
    )
)  # fmt: skip


def parsed(text: str, published: str | None = None) -> ParsedText:
    day = UncertainDate.parse(published, DateBasis.METADATA) if published else UNKNOWN_DATE
    cleaned = clean(Article(text, "test.txt", published=day))
    assert cleaned.text == text
    return parser().parse(cleaned, find_quotations(cleaned))


def marked(text: str) -> tuple[str, tuple[Attribution, ...]]:
    """The text without its marks, and the statements they mark, by number."""
    plain, found, last = "", {}, 0
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        span = Span(len(plain), len(plain) + len(match.group(3)))
        found[match.group(1), int(match.group(2))] = span
        plain += match.group(3)
        last = match.end()
    plain += text[last:]
    attributions = tuple(
        Attribution(
            StatementKind.INDIRECT,
            (span,),
            found.get(("c", number)),
            found.get(("s", number)),
            1.0,
        )
        for (kind, number), span in sorted(found.items(), key=lambda item: item[0][1])
        if kind == "t"
    )
    return plain, attributions


def resolved(text: str, published: str | None = "2025-09-04") -> tuple[Attribution, ...]:
    plain, attributions = marked(text)
    return resolve(parsed(plain, published), attributions, DIRECTORY)


def statements(text: str, published: str | None = "2025-09-04") -> tuple[Statement, ...]:
    plain, attributions = marked(text)
    read = parsed(plain, published)
    return link(read, resolve(read, attributions, DIRECTORY), DIRECTORY)


def names(text: str, published: str | None = "2025-09-04") -> list[str]:
    """The names of the actors of the marked statements, in order."""
    return [statement.actor.name for statement in statements(text, published)]
