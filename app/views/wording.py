"""How enumerated things are called on pages: one place, so that a word means one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.domain.articles import ZoneRole
from app.domain.dates import DateBasis
from app.domain.positions import Scope, Stance
from app.domain.runs import Outcome, RunState
from app.domain.statements import SpeakerBasis, StatementKind
from app.domain.utterances import Difference, MatchKind
from app.utterances.chains import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STANCE: Mapping[Stance, str] = {
    Stance.SUPPORTS: "supports",
    Stance.OPPOSES: "opposes",
    Stance.CONDITIONAL: "conditional",
    Stance.NONCOMMITTAL: "noncommittal",
    Stance.UNDETERMINED: "undetermined",
}

# For a stance that is not certain: "leans opposed?". The question mark belongs to it.
LEANING: Mapping[Stance, str] = {
    Stance.SUPPORTS: "leans supportive?",
    Stance.OPPOSES: "leans opposed?",
    Stance.CONDITIONAL: "leans conditional?",
    Stance.NONCOMMITTAL: "leans noncommittal?",
    Stance.UNDETERMINED: "undetermined",
}

STANCE_EXPLAINED: Mapping[Stance, str] = {
    Stance.SUPPORTS: "The speaker is for it.",
    Stance.OPPOSES: "The speaker is against it.",
    Stance.CONDITIONAL: "The speaker says yes or no only under a condition.",
    Stance.NONCOMMITTAL: "The speaker talks about it but takes no side, or leaves it open.",
    Stance.UNDETERMINED: (
        "About the issue, but no words were found that decide which way. Counted as “uncertain”."
    ),
}

KIND: Mapping[StatementKind, str] = {
    StatementKind.DIRECT: "direct quote",
    StatementKind.MIXED: "partly quoted",
    StatementKind.INDIRECT: "paraphrased",
}

KIND_EXPLAINED: Mapping[StatementKind, str] = {
    StatementKind.DIRECT: "The speaker’s own words, in quotation marks in the article.",
    StatementKind.MIXED: "The outlet’s words, with some of the speaker’s own inside.",
    StatementKind.INDIRECT: "The outlet’s words for what was said, not the speaker’s own.",
}

SCOPE: Mapping[Scope, str] = {
    Scope.GENERAL: "",
    Scope.OWN: "only about what their own side would do",
    Scope.OTHER: "only about what one other country would do",
}

# The same as something to choose.
SCOPE_OFFERED: Mapping[Scope, str] = {
    Scope.GENERAL: "in general",
    Scope.OWN: "their own side’s",
    Scope.OTHER: "one other country’s",
}

ZONE: Mapping[ZoneRole, str] = {
    ZoneRole.HEADLINE: "",
    ZoneRole.HEADING: "",
    ZoneRole.BODY: "",
    ZoneRole.CAPTION: "Caption",
    ZoneRole.BOILERPLATE: "Not part of the report",
    ZoneRole.COMMENT: "Readers’ comments",
}

ACTOR_KIND: Mapping[ActorKind, str] = {
    ActorKind.PERSON: "person",
    ActorKind.ORGANISATION: "organisation",
    ActorKind.GOVERNMENT: "government",
    ActorKind.GROUP: "group",
    ActorKind.OFFICE: "office-holder, not named in the text",
}

# As a heading over several of them.
ACTOR_KINDS: Mapping[ActorKind, str] = {
    ActorKind.PERSON: "Persons",
    ActorKind.ORGANISATION: "Organisations",
    ActorKind.GOVERNMENT: "Governments",
    ActorKind.GROUP: "Groups",
    ActorKind.OFFICE: "Office-holders, not named in the text",
}

OUTCOME: Mapping[Outcome, str] = {
    Outcome.STORED: "stored",
    Outcome.UNCHANGED: "unchanged",
    Outcome.NEW_VERSION: "new version",
    Outcome.UPDATED: "updated",
    Outcome.DUPLICATE: "copy",
    Outcome.PUT_ASIDE: "put aside",
}

RUN_STATE: Mapping[RunState, str] = {
    RunState.RUNNING: "running",
    RunState.FINISHED: "finished",
    RunState.INTERRUPTED: "interrupted",
}

DATE_BASIS: Mapping[DateBasis, str] = {
    DateBasis.STATED: "the date is printed in the text",
    DateBasis.METADATA: "from the outlet’s own data",
    DateBasis.WEEKDAY: "a day of the week in the text, counted from the article’s date",
    DateBasis.INFERRED: "a guess, worked out from other facts",
    DateBasis.UNKNOWN: "not known",
}

SPEAKER_BASIS: Mapping[SpeakerBasis, str] = {
    SpeakerBasis.NAMED: "The article names the speaker in full",
    SpeakerBasis.SURNAME: "The article names the speaker by surname",
    SpeakerBasis.PRONOUN: "The article has a pronoun here, traced back to a name",
    SpeakerBasis.ROLE: "The article names a role, traced to the person who held it",
    SpeakerBasis.CARRIED: (
        "The sentence names no speaker; it goes on with what the speaker before it said"
    ),
    SpeakerBasis.UNNAMED: "The article names nobody, and nobody is guessed",
}

# What the reports of an utterance differ in, after "Outlets differ:" and on a card.
DIFFERENCE: Mapping[Difference, str] = {
    Difference.STANCE: "they take different positions",
    Difference.NEGATION: "one has a “not” that another has not",
    Difference.CONDITION: "one has a condition that another has not",
    Difference.DIRECT: "one has in quotation marks what no other has",
}

MATCH: Mapping[MatchKind, str] = {
    MatchKind.SAME_WORDS: "the same words",
    MatchKind.NEAR_WORDS: "words that are the same or alike in meaning",
    MatchKind.VARIANT: "words alike in meaning, each report the other’s nearest",
    MatchKind.JOINED: "an editor says that they are one",
    MatchKind.APART: "an editor says that they are not one",
}

# What a holder's own position says to the one that somebody says it has.
ANSWER: Mapping[Answer, str] = {
    Answer.SAME: "says the same",
    Answer.CONTRARY: "says the contrary",
    Answer.OPEN: "leaves it open",
    Answer.OTHER: "says something else",
}


# Those that can be many of: "2 new versions".
_OUTCOMES = {Outcome.NEW_VERSION: "new versions", Outcome.DUPLICATE: "copies"}


def outcome_counted(outcome: Outcome, number: int) -> str:
    """A number with what became of so many things: '1 copy', '1,204 stored'."""
    return counted(number, OUTCOME[outcome], _OUTCOMES.get(outcome, OUTCOME[outcome]))


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: '1 statement', '1,204 statements'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reported(statements: int, reports: int, what: str = "statement") -> str:
    """How many statements, and in how many reports where these are more.

    '9 statements in 12 reports': a statement is what was said once (an utterance), a report one
    article's printing of it.
    """
    found = counted(statements, what)
    return f"{found} in {counted(reports, 'report')}" if reports > statements else found


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as people list them: 'a', 'a and b', 'a, b and c'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
