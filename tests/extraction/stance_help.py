"""Helpers for the tests of topic and stance: one parser, an invented place, invented actors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app.domain.actors import Actor, ActorDirectory, ActorKind, Gender
from app.domain.articles import Article, CleanText, Zone, ZoneRole
from app.domain.dates import UNKNOWN_DATE
from app.domain.positions import Stance
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, Statement, StatementKind
from app.extraction.stance import Judgement, judge, take_positions
from app.extraction.stances.passages import Passages
from app.extraction.stances.propositions import issue_from_proposition
from tests.extraction.parsers import parser
from tests.factories import span_of

if TYPE_CHECKING:
    from app.domain.positions import Issue, Position

NORLAND = Actor("norland", "Norland", ActorKind.GOVERNMENT, "NO", demonyms=("Norlandic",))
GRANDIA = Actor(
    "grandia",
    "Grandia",
    ActorKind.GOVERNMENT,
    "GR",
    aliases=("Grand City",),
    demonyms=("Grandian",),
)
LUND = Actor(
    "petra-lund", "Petra Lund", ActorKind.PERSON, "NO", Gender.FEMININE, belongs_to=("norland",)
)
VARN = Actor(
    "oleg-varn", "Oleg Varn", ActorKind.PERSON, "GR", Gender.MASCULINE, belongs_to=("grandia",)
)
TOLL = Actor("arne-toll", "Arne Toll", ActorKind.PERSON, "GR", Gender.MASCULINE)
# A column of letters is easier to read in a table of cases.
S, O, C, N, U = (  # noqa: E741 - the letters of the labels
    Stance.SUPPORTS,
    Stance.OPPOSES,
    Stance.CONDITIONAL,
    Stance.NONCOMMITTAL,
    Stance.UNDETERMINED,
)

ACTORS = ActorDirectory.of([NORLAND, GRANDIA, LUND, VARN, TOLL])


@cache
def issue() -> Issue:
    return issue_from_proposition("Foreign troops should be deployed in Varvia", parser())


def judged(statement: str, *, context: str = "", speaker: str = "Petra Lund") -> Judgement:
    return judge(statement, context, speaker, issue(), ACTORS, parser())


def article(body: str, title: str | None = None) -> CleanText:
    """Each line of ``body`` is a paragraph."""
    zones = []
    start = 0
    for line in body.split("\n"):
        if line:
            zones.append(Zone(Span(start, start + len(line)), ZoneRole.BODY))
        start += len(line) + 1
    read = Article(body, "a.txt", title=title)
    return CleanText(read.body, tuple(zones), read.title, UNKNOWN_DATE, "en")


def positions(
    body: str,
    content: str,
    actor: Actor,
    *,
    cue: str | None = None,
    source: str | None = None,
    kind: StatementKind = StatementKind.INDIRECT,
    title: str | None = None,
) -> tuple[Position, ...]:
    """The positions of the statement whose content, cue and source stand in ``body``."""
    text = article(body, title)
    statement = Statement(
        kind,
        (span_of(body, content),),
        span_of(body, cue) if cue else None,
        span_of(body, source) if source else None,
        None,
        actor,
        SpeakerBasis.NAMED,
    )
    return take_positions(Passages(text, parser()), statement, (issue(),), ACTORS)
