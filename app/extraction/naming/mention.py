"""Mention: a phrase that mentions somebody, and the office it ascribes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.actors import Actor, Gender
    from app.domain.spans import Span
    from app.extraction.naming.vocabulary import OfficeWord

OF_NAME = "@"  # stands before the words of a name in what an office is of
OF_NOUN = "~"  # stands before a common noun for a body


class MentionKind(StrEnum):
    """How somebody is mentioned."""

    PERSON = "person"  # by name
    NAME = "name"  # a capitalised name of which it is not clear whose
    BODY = "body"  # an organisation, a government or a group by its name
    OFFICE = "office"  # somebody by office: "the Kremlin spokesman"
    GROUP = "group"  # several, or some, by a common noun: "EU leaders", "analysts"
    NOUN = "noun"  # a body by a common noun: "the ministry"


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office that a phrase ascribes to somebody."""

    word: OfficeWord
    of: frozenset[str]  # slugs of the directory and country codes that stand beside it
    former: bool = False


@dataclass(slots=True, eq=False)
class Mention:
    """A phrase that mentions somebody. Word numbers are into its paragraph's words."""

    kind: MentionKind
    zone: int
    sentence: int  # counted through the whole text
    first: int  # word numbers of the name or noun itself, both included
    last: int
    left: int  # word numbers of the whole phrase, both included
    right: int
    span: Span  # of the name or noun, in the clean text
    whole: Span  # of the phrase
    words: tuple[str, ...]  # folded
    name: str  # as printed
    actors: tuple[Actor, ...] = ()
    gender: Gender | None = None
    plural: bool = False
    offices: tuple[HeldOffice, ...] = ()
    of: frozenset[str] = frozenset()
    definite: bool = True
    titled: bool = False  # a form of address or an office stands before the name
    salience: float = 1.0  # of its place in the sentence
    modifier: bool = False  # it only qualifies the noun after it: "the Ukraine war"
