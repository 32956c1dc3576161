"""How enumerated things are called on pages: one place, so that a word means one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.domain.articles import ZoneRole
from app.domain.dates import DateBasis
from app.domain.positions import Scope, Stance
from app.domain.statements import SpeakerBasis, StatementKind

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

KIND: Mapping[StatementKind, str] = {
    StatementKind.DIRECT: "direct",
    StatementKind.MIXED: "partly quoted",
    StatementKind.INDIRECT: "paraphrased",
}

KIND_EXPLAINED: Mapping[StatementKind, str] = {
    StatementKind.DIRECT: "The words stand in quotation marks in the article.",
    StatementKind.MIXED: "Reported in the outlet's words, with some of the speaker's own inside.",
    StatementKind.INDIRECT: "Reported in the outlet's words; not the speaker's own.",
}

SCOPE: Mapping[Scope, str] = {
    Scope.GENERAL: "",
    Scope.OWN: "about their own side's part only",
    Scope.OTHER: "about one other country's part only",
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

DATE_BASIS: Mapping[DateBasis, str] = {
    DateBasis.STATED: "the date is printed in the text",
    DateBasis.METADATA: "from the outlet’s own data",
    DateBasis.WEEKDAY: "a day of the week in the text, counted from the article’s date",
    DateBasis.INFERRED: "a guess, worked out from other facts",
    DateBasis.UNKNOWN: "not known",
}

SPEAKER_BASIS: Mapping[SpeakerBasis, str] = {
    SpeakerBasis.NAMED: "named in full",
    SpeakerBasis.SURNAME: "named by surname",
    SpeakerBasis.PRONOUN: "a pronoun, traced back to a name",
    SpeakerBasis.ROLE: "a role, traced to the person who held it",
    SpeakerBasis.CARRIED: "no speaker of its own; the speaker of the sentence before",
    SpeakerBasis.UNNAMED: "nobody is named, and nobody is guessed",
}


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: '1 statement', '1,204 statements'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as people list them: 'a', 'a and b', 'a, b and c'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
