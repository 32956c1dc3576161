"""An invented actor with 200 positions over three years, stored for looking at its line."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.domain.actors import ActorKind, Role
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.positions import Evidence, Position, Scope, Stance
from app.domain.spans import Span
from app.domain.statements import StatementKind
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.actors import Actor
    from app.domain.extraction import Extraction

SPEAKER = make_actor(
    "Ada Moreau",
    roles=(
        Role(
            "Spokesperson of the Chancellery of Freedonia",
            "Chancellery spokeswoman",
            "spokesperson",
            "chancellery",
            day("2023-06-01"),
            day("2025-06-30"),
        ),
    ),
)
OFFICE = make_actor("Chancellery", kind=ActorKind.ORGANISATION)
SILENT = make_actor("Mute Person")
TELLER = make_actor("Bo Lindqvist")
POSITIONS = 200
UTTERANCES = 180
_FIRST = date(2023, 1, 9)
_DAYS = 1070
_OUTLETS = (
    "The Gazette", "The Courier", "Evening Star", "Freedonia Wire", "The Northern Observer",
    "Harbour Post", "Radio Lakeside", "The Weekly Ledger",
)  # fmt: skip
# What it says in which part of the three years, more or less.
_PHASES = (
    (0.0, Stance.OPPOSES), (0.14, Stance.OPPOSES), (0.3, Stance.CONDITIONAL),
    (0.42, Stance.SUPPORTS), (0.5, Stance.CONDITIONAL), (0.62, Stance.OPPOSES),
    (0.7, Stance.CONDITIONAL), (0.82, Stance.SUPPORTS), (0.93, Stance.CONDITIONAL),
)  # fmt: skip
_WORDS = {
    Stance.SUPPORTS: (
        "We are ready to send our troops, and the {n} brigade has its orders",
        "Troops will go, and nobody should doubt it after the {n} meeting",
    ),
    Stance.OPPOSES: (
        "There will be no troops, as I have told the {n} committee more than once",
        "No soldier of ours crosses that river, whatever the {n} summit decides",
    ),
    Stance.CONDITIONAL: (
        "We would send troops if the ceasefire holds for a {n} week",
        "Only if the council agrees in its {n} session can troops be sent",
    ),
    Stance.NONCOMMITTAL: ("I will not go into troops before the {n} round of talks is over",),
    Stance.UNDETERMINED: ("The troops are a matter that the {n} reading will take up",),
}
_NUMBERS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip


def store(url: str) -> None:
    """Make a database with the actor, the institution it speaks for, and one who is silent."""
    engine = open_engine(url)
    upgrade(engine)
    with sessions(engine, write=True) as session:
        sync_directory(
            session,
            make_directory(SPEAKER, OFFICE, SILENT, TELLER),
            [make_issue(), make_issue("other", "Another issue")],
        )
    for extraction in articles():
        with sessions(engine, write=True) as session:
            save(session, extraction)
    engine.dispose()


def articles() -> Iterator[Extraction]:
    """One article per utterance, the same ones each time."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    for number in range(UTTERANCES):
        yield _article(number, chance)
    for number in range(6):
        yield _told(number)


def _article(number: int, chance: random.Random) -> Extraction:
    # More is said around a few events than in between.
    share = chance.choice(
        [chance.random(), chance.random(), chance.gauss(0.3, 0.02), chance.gauss(0.82, 0.015)]
    )
    share = min(max(share, 0.0), 1.0)
    said = _FIRST + timedelta(days=int(share * _DAYS))
    stance = [stance for begins, stance in _PHASES if begins <= share][-1]
    odd = chance.random()
    certain = odd > 0.25
    if odd < 0.12:
        stance = chance.choice([Stance.NONCOMMITTAL, Stance.UNDETERMINED, Stance.SUPPORTS])
    kind = chance.choice([StatementKind.DIRECT, StatementKind.DIRECT, StatementKind.INDIRECT])
    words = chance.choice(_WORDS[stance]).format(n=_NUMBERS[number % 10])
    words += f", said in session {number}."
    if number % 9 == 0:
        words = (
            "You ask me the same thing every week, and every week I answer in the same way, which "
            f"is tedious for both of us. {words} That is all there is to say about it today, and "
            "it will be all there is to say tomorrow."
        )
    text = f"“{words}” Ada Moreau told reporters." if kind is StatementKind.DIRECT else words
    content = f"“{words}”" if kind is StatementKind.DIRECT else words
    positions = [_position(SPEAKER, stance, content, text, certain=certain)]
    if number < POSITIONS - UTTERANCES:
        own = _position(SPEAKER, stance, content, text, certain=certain)
        positions.append(replace(own, scope=Scope.OWN))
    statement = make_statement(
        text,
        content,
        SPEAKER,
        said_on=_date(said, chance.random()),
        kind=kind,
        positions=positions,
        cue="told" if kind is StatementKind.DIRECT else None,
    )
    return make_extraction(
        text,
        statement,
        title=f"Article {number}",
        outlet=_OUTLETS[number % len(_OUTLETS)],
        address=f"https://news.example/{number}",
        file=f"{number}.txt",
        published=UncertainDate.of_day(said + timedelta(days=1), DateBasis.METADATA),
    )


def _date(said: date, chance: float) -> UncertainDate:
    """Most are known to the day; some are guessed, or known to the month, the year, not at all."""
    if chance < 0.05:
        return UNKNOWN_DATE
    if chance < 0.1:
        return UncertainDate.parse(said.strftime("%Y-%m"), DateBasis.STATED)
    if chance < 0.115:
        return UncertainDate.parse(str(said.year), DateBasis.STATED)
    if chance < 0.25:
        return UncertainDate.of_day(said, DateBasis.INFERRED)
    return UncertainDate.of_day(said, DateBasis.STATED)


def _position(
    holder: Actor,
    stance: Stance,
    content: str,
    text: str,
    *,
    certain: bool = True,
    asserted_by: Actor | None = None,
) -> Position:
    place = text.index(content) + 3
    condition = None
    if stance is Stance.CONDITIONAL:
        begin = text.index("if ")
        condition = Span(begin, text.index(",", begin))
    return Position(
        issue=make_issue().slug,
        stance=stance,
        scope=Scope.GENERAL,
        holder=holder,
        asserted_by=asserted_by,
        condition=condition,
        evidence=(Evidence(Span(place, place + 8), "refusal", stance),),
        confidence=0.92 if certain else 0.6,
        review=() if certain else ("Look at it.",),
    )


def _told(number: int) -> Extraction:
    """Somebody else says what the actor thinks."""
    said = _FIRST + timedelta(days=170 * number)
    words = f"Ada Moreau would agree to troops in the end, after meeting {number} of the group."
    text = f"Bo Lindqvist said that {words}"
    statement = make_statement(
        text,
        words,
        TELLER,
        said_on=UncertainDate.of_day(said, DateBasis.STATED),
        kind=StatementKind.INDIRECT,
        positions=[_position(SPEAKER, Stance.SUPPORTS, words, text, asserted_by=TELLER)],
    )
    return make_extraction(
        text, statement, title=f"Told {number}", address=f"https://told.example/{number}",
        file=f"told-{number}.txt",
    )  # fmt: skip
