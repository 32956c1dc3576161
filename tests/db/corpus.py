"""A few invented articles that share actors, outlets and addresses in every awkward way."""

from __future__ import annotations

from app.domain.actors import Actor, ActorKind
from app.domain.dates import UNKNOWN_DATE
from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_role,
    make_statement,
)

MINISTER = make_actor(
    "Ilse Brandt",
    in_directory=True,
    aliases=("I. Brandt", "Ilse Brant"),
    roles=(
        make_role("defence minister", "2024-01", "2025-02-20"),
        make_role("chancellor", "2025-02-21"),
    ),
    country="XA",
)
STATE = make_actor("Freedonia", kind=ActorKind.GOVERNMENT, in_directory=True, demonyms=("Free",))
DIRECTORY = make_directory(MINISTER, STATE)
ISSUES = (make_issue(), make_issue("other", "Another"))

_ONE = (
    "“We will never send troops,” Ilse Brandt said on 25 February. Freedonia wants them, she said."
)
_TWO = "Ada Moreau said it could work if there was peace. “No comment,” said Ilse Brandt."
_THREE = "Both Ada Moreau and Bo Lund said they were ready."


def _speaker(name: str, **fields: object) -> Actor:
    return make_actor(name, **fields)


ONE = make_extraction(
    _ONE,
    make_statement(
        _ONE,
        "We will never send troops",
        MINISTER,
        cue="said",
        source="Ilse Brandt",
        said_on=day("2025-02-25"),
        positions=[make_position(MINISTER), make_position(MINISTER, issue="other")],
    ),
    make_statement(
        _ONE,
        "Freedonia wants them",
        MINISTER,
        said_on=day("2025-02"),
        kind=StatementKind.INDIRECT,
        positions=[make_position(STATE, Stance.SUPPORTS, asserted_by=MINISTER)],
    ),
    address="https://paper.example/one",
    file="b/one.txt",
    published=day("2025-02-26"),
)
TWO = make_extraction(
    _TWO,
    make_statement(
        _TWO,
        "it could work if there was peace",
        _speaker("Ada Moreau"),
        kind=StatementKind.INDIRECT,
        positions=[
            make_position(_speaker("Ada Moreau"), Stance.CONDITIONAL, condition=Span(33, 48))
        ],
    ),
    make_statement(
        _TWO,
        "No comment",
        MINISTER,
        said_on=day("2025-01-15"),
        positions=[make_position(MINISTER, Stance.NONCOMMITTAL)],
    ),
    outlet="CNN",
    file="two.txt",
    published=day("2025-01-16"),
)
# The same text in another folder, the outlet and the speaker spelt otherwise.
TWO_AGAIN = make_extraction(
    _TWO, *TWO.statements, outlet="CNN", file="a/two.txt", published=day("2025-01-16")
)
# One slug, three spellings and kinds; two speakers of the same words; nothing on any issue.
THREE = make_extraction(
    _THREE,
    make_statement(_THREE, "they were ready", _speaker("Ada MOREAU", aliases=("A. M.",))),
    make_statement(_THREE, "they were ready", _speaker("Bo Lund")),
    outlet="Cnn",
    title=None,
    address="https://cnn.example/three",
    published=UNKNOWN_DATE,
)
FOUR = make_extraction(
    "Bo Lünd and Ilse Brandt: nothing.",
    make_statement(
        "Bo Lünd and Ilse Brandt: nothing.",
        "nothing",
        _speaker("Bo Lünd", kind=ActorKind.OFFICE, aliases=("B. L.",)),
        positions=[make_position(_speaker("Bo Lünd", kind=ActorKind.OFFICE), Stance.SUPPORTS)],
    ),
    outlet=None,
    address="https://www.daily.example/four",
)
FIVE = make_extraction("Nobody says anything here.", outlet=None, file="five.txt")

ALL = (ONE, TWO, TWO_AGAIN, THREE, FOUR, FIVE)
