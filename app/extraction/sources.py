"""Sources: what the words are to which a statement is ascribed, read as one phrase."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.actors import Gender, fold
from app.extraction.mentions import Mention, MentionedText, MentionKind
from app.extraction.vocabulary import vocabulary
from app.extraction.words import split_words

if TYPE_CHECKING:
    from app.domain.spans import Span


class SourceKind(StrEnum):
    """What the words of a source are."""

    NONE = "none"  # there are none
    PRONOUN = "pronoun"
    RELATIVE = "relative"  # who, which
    MENTION = "mention"
    JOINT = "joint"  # several named: "Macron and Starmer"
    PLAIN = "plain"  # a common noun of no class we know


@dataclass(frozen=True, slots=True)
class Source:
    """A source as read: its kind, and the mention or the pronoun it is."""

    kind: SourceKind
    mention: Mention | None = None
    others: tuple[Mention, ...] = ()  # JOINT: the rest
    pronoun: str = ""


_PRONOUNS = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "himself",
        "herself",
        "itself",
        "themselves",
        "i",
        "we",
        "you",
        "me",
        "us",
        "one",
        "both",
    }
)
_RELATIVES = frozenset({"who", "which", "whom", "that", "whose"})
GENDERS = {
    "he": Gender.MASCULINE,
    "him": Gender.MASCULINE,
    "his": Gender.MASCULINE,
    "himself": Gender.MASCULINE,
    "she": Gender.FEMININE,
    "her": Gender.FEMININE,
    "herself": Gender.FEMININE,
}
PLURALS = frozenset({"they", "them", "their", "themselves", "both"})
NEUTERS = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "we", "you", "me", "us"})
_AND = re.compile(r",?\s+(?:and|und|&)\s+|,\s+", re.IGNORECASE)


def read_source(text: MentionedText, span: Span | None) -> Source:
    """What the words at ``span`` are; ``NONE`` for no span or one without words."""
    if span is None:
        return Source(SourceKind.NONE)
    printed = span.of(text.parsed.text.text)
    words = split_words(printed)
    if not words:
        return Source(SourceKind.NONE)
    if len(words) <= 2:
        # "he himself", "she too", "they all"
        if words[0] in _PRONOUNS and (
            len(words) == 1 or words[1] in _PRONOUNS | {"too", "also", "all"}
        ):
            return Source(SourceKind.PRONOUN, pronoun=words[0])
        if words[0] in _RELATIVES and len(words) == 1:
            return Source(SourceKind.RELATIVE, pronoun=words[0])
    inside = mentions_within(text, span)
    if not inside:
        return Source(SourceKind.PLAIN)
    return _of_mentions(text, span, inside, printed)


def mentions_within(text: MentionedText, span: Span) -> list[Mention]:
    """The mentions whose name or noun lies in a span, or around it, in order."""
    mentions = text.mentions
    place = bisect_left(mentions, span.start, key=lambda mention: mention.span.start)
    found = []
    if place > 0 and mentions[place - 1].span.contains(span):
        found.append(mentions[place - 1])  # the source is the surname of a full name
    while place < len(mentions) and mentions[place].span.start < span.end:
        if mentions[place].span.end <= span.end + 1:
            found.append(mentions[place])
        place += 1
    return found


def _of_mentions(text: MentionedText, span: Span, inside: list[Mention], printed: str) -> Source:
    """The mention that is the head of a source, or several of the same rank."""
    outer = [
        mention
        for mention in inside
        if not any(_holds(other, mention) for other in inside if other is not mention)
    ]
    head = outer[0] if outer else inside[0]
    if head.kind is MentionKind.BODY and head.modifier and not _is_document_next(text, head, span):
        # "the Ukraine war veterans": the noun that follows is no class we know
        rest = [mention for mention in outer[1:] if mention.kind is not MentionKind.BODY]
        return Source(SourceKind.PLAIN) if not rest else Source(SourceKind.MENTION, rest[0])
    if _deep_in_phrase(text, head, span):
        return Source(SourceKind.PLAIN)
    persons = [head]
    for mention in outer[1:]:
        between = text.parsed.text.text[persons[-1].whole.end : mention.whole.start]
        if not _AND.fullmatch(between) or mention.modifier:
            break
        if mention.kind not in {MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY}:
            break
        persons.append(mention)
    joined = fold(printed).find(" and ") >= 0
    if (
        len(persons) > 1
        and joined
        and head.kind in {MentionKind.PERSON, MentionKind.NAME, MentionKind.BODY}
    ):
        return Source(SourceKind.JOINT, head, tuple(persons[1:]))
    return Source(SourceKind.MENTION, head)


def _holds(outer: Mention, inner: Mention) -> bool:
    """Whether one mention's phrase holds the other's noun as a part of it."""
    return (
        outer.zone == inner.zone
        and outer.left <= inner.first
        and inner.last <= outer.right
        and not (inner.left <= outer.first and outer.last <= inner.right)
    )


def _is_document_next(text: MentionedText, mention: Mention, span: Span) -> bool:
    """Whether what follows a body's name is something it wrote: "the Nato statement"."""
    rest = split_words(text.parsed.text.text[mention.span.end : span.end])
    documents = vocabulary().documents
    return any(documents.at(rest, place) is not None for place in range(min(len(rest), 4)))


def _deep_in_phrase(text: MentionedText, mention: Mention, span: Span) -> bool:
    """Whether a mention stands behind a preposition of a noun that is not what it wrote.

    "the mother of Ann Smith" is not Ann Smith; "a statement by the ministry" is the ministry's.
    """
    before = split_words(text.parsed.text.text[span.start : mention.whole.start])
    if not before or not set(before) & {"of", "by", "from", "for", "to", "in", "at", "with", "on"}:
        return False
    documents = vocabulary().documents
    return not any(documents.at(before, place) is not None for place in range(len(before)))
