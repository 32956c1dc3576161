"""Answer, Passage, Coded: what is coded, and what somebody says of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from app.domain.spans import Span

OFF_ISSUE = "off the issue"
STANCES = (*(stance.value for stance in Stance), OFF_ISSUE)
KINDS = tuple(kind.value for kind in StatementKind)
SCOPES = tuple(scope.value for scope in Scope)
LONGEST = 2_000  # characters of one answer; a name or a clause has a few dozen


class Variable(StrEnum):
    """What is coded of each statement, in the order of the page."""

    ACTOR = "actor"
    KIND = "kind"
    SAID_ON = "said_on"
    STANCE = "stance"
    SCOPE = "scope"
    HOLDER = "holder"
    CONDITION = "condition"


# Asked only of what is on the issue.
OF_POSITIONS = (Variable.SCOPE, Variable.HOLDER, Variable.CONDITION)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person says of one statement. Empty means not known, or none."""

    actor: str = ""  # slug, or a name where nobody of that name is known
    kind: str = ""  # one of KINDS
    said_on: str = ""  # EDTF
    stance: str = ""  # one of STANCES
    scope: str = ""  # one of SCOPES
    holder: str = ""  # as actor
    condition: str = ""  # in the words of the article
    note: str = ""  # for people; nothing is counted by it

    def value(self, variable: Variable) -> str:
        """What it says of one variable."""
        found: str = getattr(self, variable.value)
        return found

    @property
    def on_issue(self) -> bool:
        """Whether it takes the statement to be on the issue."""
        return self.stance not in {"", OFF_ISSUE}


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement where it stands: what a coder is shown. Nothing of what was made of it."""

    statement: str  # id
    issue: str  # slug
    article: str  # id
    title: str
    outlet: str
    published: str  # EDTF, empty where it is not known
    address: str
    text_sha256: str
    spans: tuple[Span, ...]  # code points into the clean text
    words: tuple[str, ...]  # at these spans


@dataclass(frozen=True, slots=True)
class Coded:
    """One person's answer on one statement."""

    passage: Passage
    coder: str
    coded_at: str  # ISO 8601, UTC
    answer: Answer


def checked(answer: Answer) -> Answer:
    """The answer in its one form: spaces single, what is not asked for empty.

    The holder of a position is the speaker where nobody else is named. Raises ValueError, with a
    sentence for people, when a stance is missing or a word is none of those to choose from.
    """
    plain = Answer(*(_spaced(value) for value in _values(answer)))
    if not plain.stance:
        raise ValueError(f"Choose a stance; “{OFF_ISSUE}” is one of them.")
    for value, known, what in (
        (plain.stance, STANCES, "stance"),
        (plain.kind, KINDS, "kind"),
        (plain.scope, SCOPES, "scope"),
    ):
        if value and value not in known:
            raise ValueError(f"“{value[:40]}” is no {what}; there are {', '.join(known)}.")
    UncertainDate.parse(plain.said_on, DateBasis.STATED)
    longest = max(len(value) for value in _values(plain))
    if longest > LONGEST:
        raise ValueError(f"An answer has {longest:,} characters; {LONGEST:,} are the most.")
    if not plain.on_issue:
        return replace(plain, scope="", holder="", condition="")
    return replace(plain, scope=plain.scope or Scope.GENERAL, holder=plain.holder or plain.actor)


def same(variable: Variable, one: Answer, other: Answer) -> bool:
    """Whether two answers say the same of a variable."""
    return comparable(variable, one) == comparable(variable, other)


def comparable(variable: Variable, answer: Answer) -> str:
    """The value as it is compared: without case and, in a condition, marks and articles."""
    value = unicodedata.normalize("NFC", answer.value(variable)).casefold()
    if variable is Variable.CONDITION:
        return " ".join(word for word in re.findall(r"\w+", value) if word not in _ARTICLES)
    return value


_ARTICLES = frozenset({"a", "an", "the"})


def _values(answer: Answer) -> tuple[str, ...]:
    return (
        *(answer.value(variable) for variable in Variable),
        answer.note,
    )


def _spaced(value: str) -> str:
    return " ".join(value.split())
