"""Sources: what the words are to which a statement is ascribed, read as one phrase."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.actors import Gender
from app.domain.spans import Span
from app.extraction.naming.appositions import AND, described_person, listed
from app.extraction.naming.mention import Mention, MentionKind
from app.extraction.naming.vocabulary import vocabulary
from app.extraction.naming.words import split_words

if TYPE_CHECKING:
    from app.domain.statements import Attribution, Statement
    from app.extraction.naming.mentions import MentionedText


class SourceKind(StrEnum):
    """What the words of a source are."""

    NONE = "none"  # there are none
    PRONOUN = "pronoun"
    RELATIVE = "relative"  # who, which
    MENTION = "mention"
    DOCUMENT = "document"  # the statement, the letter: its maker is not printed
    JOINT = "joint"  # several named: "Macron and Starmer"
    PLAIN = "plain"  # a common noun of no class we know


@dataclass(frozen=True, slots=True)
class Source:
    """A source as read: its kind, and the mention or the pronoun it is."""

    kind: SourceKind
    mention: Mention | None = None
    others: tuple[Mention, ...] = ()  # JOINT: the rest
    pronoun: str = ""


_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
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
OWNED = re.compile(
    r"(?:his|her|their)\s+((?:\w+\s+)?(?:office|team|campaign|spokes\w+|lawyers?|attorneys?|party"
    r"|government|ministry|administration|department|aides?|family))",
    re.IGNORECASE,
)
# What somebody says in writing: "his statement" is he.
OWN_WORDS = re.compile(
    r"(?:his|her)\s+(?:\w+\s+)?(?:statement|tweet|post|message|remarks|comments|words)",
    re.IGNORECASE,
)
_A_NOUN_AND_A_NAME = 2
_LONGEST_DOCUMENT = 4  # words: "the short joint statement"
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


def read_source(text: MentionedText, span: Span | None) -> Source:
    """What the words at ``span`` are; ``NONE`` for no span or one without words."""
    if span is None:
        return Source(SourceKind.NONE)
    printed = span.of(text.parsed.text.text)
    dated = _DATELINE.match(printed)
    if dated is not None and dated.end() < len(printed):
        span = Span(span.start + dated.end(), span.end)
        printed = span.of(text.parsed.text.text)
    words = split_words(printed)
    if not words:
        return Source(SourceKind.NONE)
    pronoun = _pronoun(words)
    if pronoun is not None:
        return pronoun
    inside = mentions_within(text, span)
    if not inside:
        return Source(SourceKind.DOCUMENT if _is_the_document(words) else SourceKind.PLAIN)
    return _described(text, span, inside) or _of_mentions(text, span, inside)


def _pronoun(words: tuple[str, ...]) -> Source | None:
    """A pronoun: "he", "he himself", "she too", "they all", "who"."""
    if len(words) == 1 and words[0] in _RELATIVES - _PRONOUNS:
        return Source(SourceKind.RELATIVE, pronoun=words[0])
    if words[0] == "who":  # "who on 26 May"
        return Source(SourceKind.RELATIVE, pronoun=words[0])
    beside = _PRONOUNS | {"too", "also", "all"}
    if words[0] in _PRONOUNS and (len(words) == 1 or (len(words) == 2 and words[1] in beside)):
        return Source(SourceKind.PRONOUN, pronoun=words[0])
    return None


def _described(text: MentionedText, span: Span, inside: list[Mention]) -> Source | None:
    """The one, or those, whom a source names and of whom all else in it is said."""
    several = listed(text, span, inside)
    if several:
        return Source(SourceKind.JOINT, several[0], several[1:])
    person = described_person(text, span, inside)
    return Source(SourceKind.MENTION, person) if person is not None else None


def place_of(said: Attribution | Statement) -> int:
    """Where in the text somebody is said to speak: at the cue, else the source, else the words."""
    if said.cue is not None:
        return said.cue.start
    if said.source is not None:
        return said.source.start
    return said.content[0].start if said.content else 0


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
    for mention in mentions[place : place + 2]:
        if mention.kind is MentionKind.PERSON and mention.whole.contains(span):
            return [mention]  # the source is the office before a name: "The mayor, Ann Smith,"
    return found


def _of_mentions(text: MentionedText, span: Span, inside: list[Mention]) -> Source:
    """The mention that is the head of a source, or several of the same rank."""
    outer = [
        mention
        for mention in inside
        if not any(_holds(other, mention) for other in inside if other is not mention)
    ]
    outer = outer or inside[:1]
    outer = [  # without owners: "Smith's ally John Brown"
        mention
        for mention, following in zip(outer, [*outer[1:], None], strict=True)
        if following is None or not _owns(text, mention, following)
    ]
    head = outer[0]
    owns = _POSSESSIVE.match(text.parsed.text.text[head.whole.end : span.end])  # "Smith's rival"
    if (owns and not _is_document_next(text, head, span)) or _is_more_than(text, head, span):
        return Source(SourceKind.PLAIN)
    if head.kind is MentionKind.BODY and head.modifier and not _is_document_next(text, head, span):
        # "the Ukraine war veterans": the noun that follows is no class we know
        rest = [mention for mention in outer[1:] if mention.kind is not MentionKind.BODY]
        return Source(SourceKind.PLAIN) if not rest else Source(SourceKind.MENTION, rest[0])
    if len(outer) == _A_NOUN_AND_A_NAME and _is_called(text, head, outer[1]):
        return Source(SourceKind.MENTION, outer[1])
    return _joined(text, span, outer)


def _joined(text: MentionedText, span: Span, outer: list[Mention]) -> Source:
    """The first mention of a source, or all that "and" joins to it."""
    head = outer[0]
    parts = [head]
    for mention in outer[1:]:
        between = text.parsed.text.text[parts[-1].whole.end : mention.whole.start]
        if between == " (" and mention.kind is MentionKind.BODY:
            continue  # what it is called for short: "Brand AG (BAG) and Lake Motors"
        if between == " of " and mention.kind is not MentionKind.PERSON:
            continue  # a seat: "Ann Smith of Ohio and Jon Day of Iowa"
        if not AND.fullmatch(between) or mention.modifier or mention.kind is MentionKind.NOUN:
            break
        if head.kind is MentionKind.GROUP and head.right > head.last and not mention.offices:
            return Source(SourceKind.PLAIN)  # "the leaders of Norland and Sudmark"
        parts.append(mention)
    # "Ann Smith, a lawyer" has a comma too: only where "and" joins them are they several.
    last = text.parsed.text.text[parts[-2].whole.end : parts[-1].whole.start] if parts[1:] else ""
    if "and" in last.lower() or "&" in last:
        return Source(SourceKind.JOINT, head, tuple(parts[1:]))
    plain = len(parts) == 1 and _goes_on(text, head, span)
    return Source(SourceKind.PLAIN) if plain else Source(SourceKind.MENTION, head)


def _is_more_than(text: MentionedText, head: Mention, span: Span) -> bool:
    """Whether the one named first is not the one meant: "Smith aides", "the mother of Smith".

    So with a group of which more is said than its name: "Norlandic and European leaders".
    """
    if _deep_in_phrase(text, head, span) or (head.kind in _NAMES and head.modifier):
        return True
    if head.kind is not MentionKind.BODY or not head.plural:
        return False
    before = text.parsed.text.text[span.start : head.whole.start].rstrip()
    after = text.parsed.text.text[head.whole.end : span.end]
    return before.endswith((" and", " &")) or after.startswith(" of ")


def _is_called(text: MentionedText, noun: Mention, name: Mention) -> bool:
    """Whether a name follows a common noun for a body: "the newspaper Evening Post"."""
    between = text.parsed.text.text[noun.whole.end : name.whole.start]
    named = name.kind in _NAMES or name.kind is MentionKind.BODY
    return noun.kind is MentionKind.NOUN and named and between.strip("“‘\"'") in {" ", ", "}


# What stands before an article's first words: "ASHMERE, March 30 /NNA/ - ", "AUSTIN, Texas — ".
_DATELINE = re.compile(
    r"[A-Z][A-Z .'’-]+(?:,[^/–—―\n]{0,30}?)?(?:\s*(?:/[^/\n]{2,20}/|\([^)\n]{2,30}\)))?\.?\s*"
    r"(?:(?<=\s)[-–—―]|(?<=[/)])\.|(?<=/\.))\s+"
)


def _goes_on(text: MentionedText, head: Mention, span: Span) -> bool:
    """Whether others who are no mention follow: "Ann Smith and her two sons"."""
    rest = text.parsed.text.text[head.whole.end : span.end].lstrip(" ,").lower()
    return rest.startswith(("and ", "& "))


def _is_the_document(words: tuple[str, ...]) -> bool:
    """Whether the words are "the statement", "this last letter", and no more."""
    if len(words) < _A_NOUN_AND_A_NAME or words[0] not in {"the", "this", "that"}:
        return False
    documents = vocabulary().documents
    return any(
        (found := documents.at(words, place)) is not None and found[0] == len(words) - place
        for place in range(1, min(len(words), _LONGEST_DOCUMENT))
    )


def _holds(outer: Mention, inner: Mention) -> bool:
    """Whether one mention's phrase holds the other's noun as a part of it."""
    return (
        outer.zone == inner.zone
        and outer.left <= inner.first
        and inner.last <= outer.right
        and not (inner.left <= outer.first and outer.last <= inner.right)
    )


_POSSESSIVE = re.compile(r"['’](?:s\b)?\s+\w")


def _owns(text: MentionedText, owner: Mention, owned: Mention) -> bool:
    """Whether one mention stands in the genitive before the other, nothing but words between."""
    between = text.parsed.text.text[owner.whole.end : owned.whole.start]
    return bool(re.fullmatch(r"['’]s?\s+(?:[\w-]+\s+){0,5}", between))


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
    if before and before[-1] == "the":
        before = before[:-1]
    if not before or not set(before) & LEADING_AWAY:
        return False
    documents = vocabulary().documents
    if not any(documents.at(before, place) is not None for place in range(len(before))):
        return True
    if before[-1] not in _OF_THE_MAKER:
        return True
    made = before[-2] if len(before) > 1 else ""
    by_noun = documents.at((made,), 0) is not None
    return before[-1] == "by" and not by_noun and made not in MAKING


# Behind these a name is no longer the one that the whole phrase is about.
LEADING_AWAY = frozenset(
    re.findall(
        r"\w+",
        "of by from for to in at with on near outside inside behind under over about against among "
        "between up around before after beside like than who which that into within across along "
        "through toward towards without ",
    )
)
_OF_THE_MAKER = frozenset({"by", "from", "of"})
# What is done to a document by the one who speaks in it.
MAKING = frozenset(
    re.findall(
        r"\w+",
        "released issued published filed signed posted drafted prepared compiled produced "
        "submitted circulated adopted authored penned delivered tweeted uploaded ",
    )
)
