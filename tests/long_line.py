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
# Of each stance a few ways to say it; what is said along with it makes every utterance another one.
_WORDS = {
    Stance.SUPPORTS: (
        "Troops, yes, and {0} with {1}, {2} and {3} before {4}",
        "Because of {0}, {1} and {2} we send troops to {3} and {4}",
    ),
    Stance.OPPOSES: (
        "No troops: not for {0}, not for {1}, {2}, {3} or {4}",
        "Whatever {0}, {1} or {2} make of {3} and {4}, no troops",
    ),
    Stance.CONDITIONAL: (
        "Troops, if {0} and {1} get past {2}, or {3} past {4}",
        "With {0} and {1} out of {2} troops would go, if {3} is with {4}, and not before",
    ),
    Stance.NONCOMMITTAL: ("On troops ask {0}, {1} or {2}, with {3} under {4}",),
    Stance.UNDETERMINED: ("Troops are to {0} what {1} is to {2}, {3} and {4}",),
}
_THINGS = (
    "the harvest", "the railway budget", "a frozen harbour", "the teachers", "the opera house",
    "an election poster", "the price of bread", "our oldest bridge", "the winter fair",
    "a borrowed map", "the fishing fleet", "seven mayors", "the museum roof", "a broken radio",
    "the tax office", "every baker in town", "the flood wall", "the chess club", "a lost letter",
    "the vineyard owners", "the airport strike", "the queen's birthday", "a blue notebook",
    "the census", "the glass factory", "an empty theatre", "the postal union", "the copper mine",
    "the lighthouse keeper", "a rainy carnival", "the drought", "the tram drivers",
    "the botanical garden", "a wedding in spring", "the pension fund", "the orchestra",
    "the ferry timetable", "an honest weatherman", "the old prison", "the marathon",
    "the hospital wing", "a cheap umbrella", "the coal merchants", "the village dentist",
    "the salt tax", "a stubborn mule", "the night train", "the cathedral choir",
)  # fmt: skip
_TWICE = 20  # so many utterances stand in two outlets


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
    """One article per utterance, or two, the same ones each time."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    taken: set[date] = set()
    for number in range(UTTERANCES):
        article = _article(number, chance, taken)
        yield article
        if number >= UTTERANCES - _TWICE and article.statements[0].said_on.exact:
            yield _again(article, number)
    for number in range(6):
        yield _told(number)


def _article(number: int, chance: random.Random, taken: set[date]) -> Extraction:
    # More is said around a few events than in between.
    share = chance.choice(
        [chance.random(), chance.random(), chance.gauss(0.3, 0.02), chance.gauss(0.82, 0.015)]
    )
    share = min(max(share, 0.0), 1.0)
    # No two may be of one day, so that however much they are alike they are not one utterance.
    said = _FIRST + timedelta(days=int(share * _DAYS))
    around = [timedelta(days=number) for number in (-1, 0, 1)]
    while any(said + near in taken for near in around):
        said += timedelta(days=1)
    taken.update(said + near for near in around)
    when = _date(said, chance.random())
    share = (said - _FIRST).days / _DAYS
    stance = [stance for begins, stance in _PHASES if begins <= share][-1]
    odd = chance.random()
    certain = odd > 0.25
    if odd < 0.12:
        stance = chance.choice([Stance.NONCOMMITTAL, Stance.UNDETERMINED])
    kind = chance.choice([StatementKind.DIRECT, StatementKind.DIRECT, StatementKind.INDIRECT])
    words = chance.choice(_WORDS[stance]).format(*chance.sample(_THINGS, 5)) + "."
    if number % 9 == 0:
        words = (
            f"You ask me between {chance.choice(_THINGS)} and {chance.choice(_THINGS)}. {words} "
            f"And {chance.choice(_THINGS)}, {chance.choice(_THINGS)}, {chance.choice(_THINGS)} or "
            f"{chance.choice(_THINGS)} are on the other side of {chance.choice(_THINGS)}."
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
        said_on=when,
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
        published=UncertainDate.of_day(said + timedelta(days=1), DateBasis.METADATA)
        if when.exact
        else UNKNOWN_DATE,
    )


def _again(first: Extraction, number: int) -> Extraction:
    """The same words of the same day in an article of another outlet."""
    statement = first.statements[0]
    words = statement.content[0].of(first.text.text)
    text = f"In Freedonia it rained and little else happened. {words} That was report {number}."
    begin = text.index(words)
    moved = begin - statement.content[0].start
    again = replace(
        statement,
        content=(Span(begin, begin + len(words)),),
        cue=None,
        positions=tuple(
            replace(
                one,
                evidence=tuple(
                    replace(part, span=_moved(part.span, moved)) for part in one.evidence
                ),
                condition=_moved(one.condition, moved) if one.condition else None,
            )
            for one in statement.positions
        ),
    )
    return make_extraction(
        text,
        again,
        title=f"Again {number}",
        outlet=_OUTLETS[(number + 3) % len(_OUTLETS)],
        address=f"https://again.example/{number}",
        file=f"again-{number}.txt",
        published=first.article.published,
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


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
