"""Appositions: the name in a source all else of which only describes whom it names.

"Labour leadership favourite Ann Smith", "her rival at the league, Ann Smith, who has ...", "two of
the allies, Norland and Ruhn".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.extraction.naming.mention import Mention, MentionKind
from app.extraction.naming.vocabulary import vocabulary

if TYPE_CHECKING:
    from app.extraction.naming.mentions import MentionedText

_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_SEVERAL_NAMES = 2
_OWNER = r"(?:the\s+)?(?:\w[\w.-]*['’]s?\s+)?"  # "and Sudmark's Peter Quill"
_SEAT = r"(?:\s+of(?:\s[A-Z][\w.]*){1,3}|\s*\([A-Z][\w. -]{0,20}\))?"  # "Smith (D-Ohio) and"
AND = re.compile(rf"{_SEAT}\s*(?:,?\s+(?:(?i:and)|&)\s+{_OWNER}|,\s+{_OWNER})")
_TOLD_OF = re.compile(r",\s(?:who|whose|whom|which)\s")
# A description of several people, up to the comma: "two of Smith's advisers, "
_SEVERAL_PEOPLE = re.compile(
    r"(?:(?:the|both|his|her|their|its)\s)?(?:[\w-]+\s)??"
    r"(?:(?:two|three|four|five|six|several)\b[^,]*|[^,]*(?<=[a-rt-z])s),\s$",
    re.IGNORECASE,
)
_APPOSED = re.compile(r"[a-z’'][^,;]*,\s$")  # a description, then the name
_AND_BEFORE = re.compile(r"(?:\band|&|,)\s+$")
_COMMA_AND = re.compile(r",\s+(?:and\b|&)\s+$")
_SEVERAL = re.compile(r"\band\b|&|,.*,")
_APART = re.compile(r"[,;(–—]|['’]|\b(?:of|and|for|by|from|with|to|in|at|on|as)\b", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:the|a|an|his|her|their|its|our|my)\b|\w+['’]s?\s", re.IGNORECASE)


def described_person(text: MentionedText, span: Span, inside: list[Mention]) -> Mention | None:
    """The person whom a source ends with or begins with, when all else in it describes them.

    "Labour leadership favourite Ann Smith"; "party leader and opposition MP Ann Smith"; "Ann
    Smith, party leader and transport minister".
    """
    return _person_at_the_end(text, span, inside) or _person_at_the_start(text, span, inside)


def _person_at_the_end(text: MentionedText, span: Span, inside: list[Mention]) -> Mention | None:
    told = _TOLD_OF.search(span.of(text.parsed.text.text))  # "her rival, Ann Smith, | who ..."
    if told is not None:
        span = Span(span.start, span.start + told.start())
        inside = [mention for mention in inside if mention.span.end <= span.end + 1]
    words = text.parsed.text.text
    if not inside or inside[-1].span.end < span.end - 1:
        return None
    last = inside[-1]
    before = words[span.start : last.whole.start]
    if before.endswith(", ") and _is_apposed(text, last, span):
        return last
    if last.kind in _NAMES and len(last.words) > 1 and _describes(before):
        return last  # "the side's envoy at the talks, Ann Smith"
    if last.kind is not MentionKind.PERSON or not before:
        return None
    if not _APART.search(before) or (
        len(inside) > 1
        and (_is_a_title(text, inside[0], last, before) or _is_of_a_body(inside, last, before))
    ):
        return last
    office = inside[0]
    joined = len(inside) > 1 and office.kind is MentionKind.OFFICE and last.titled
    between = words[office.whole.end : last.whole.start].strip().lower()
    alone = not _DETERMINED.match(words[span.start : span.end])
    return last if joined and between == "and" and alone else None


def _describes(before: str) -> bool:
    """Whether what stands before a name and a comma describes one person."""
    return bool(_APPOSED.search(before)) and not _SEVERAL.search(before)


def _is_apposed(text: MentionedText, name: Mention, span: Span) -> bool:
    """Whether a name says who one person or body is: "the firm that runs them, Brand,"."""
    if name.kind not in _NAMES and name.kind is not MentionKind.BODY:
        return False
    token = text.words[name.zone][name.last].token
    noun = token.head
    described = text.parsed.zones[name.zone].token_span(noun)
    inside = token.dep_ == "appos" and span.contains(described) and described.end < name.span.start
    return inside and noun.tag_ == "NN" and noun.dep_ not in {"pobj", "conj", "poss"}


def listed(text: MentionedText, span: Span, inside: list[Mention]) -> tuple[Mention, ...]:
    """Those whom a source names after saying what they are: "two of the allies, Ash and Ruhn"."""
    words = text.parsed.text.text
    names: list[Mention] = []
    for mention in reversed(inside):
        if mention.kind not in _NAMES and mention.kind is not MentionKind.BODY:
            break
        end = names[0].whole.start if names else span.end
        between = words[mention.whole.end : end]
        if not (AND.fullmatch(between) if names else len(between) <= 1):
            break
        names.insert(0, mention)
    if len(names) < _SEVERAL_NAMES:
        return ()
    before = words[span.start : names[0].whole.start]
    if not _SEVERAL_PEOPLE.match(before) or " and " not in words[names[-2].whole.end : span.end]:
        return ()
    return tuple(names)


def _person_at_the_start(text: MentionedText, span: Span, inside: list[Mention]) -> Mention | None:
    words, first = text.parsed.text.text, inside[0]
    if first.kind is MentionKind.PERSON and len(first.words) > 1:
        after = words[first.span.end : span.end].lstrip()
        # A second person is no part of an apposition: "Ann Smith, president of X, and Bob Day".
        alone = not any(mention.kind is MentionKind.PERSON for mention in inside[1:])
        offices = first.offices or any(each.kind is MentionKind.OFFICE for each in inside[1:])
        apposed = after.startswith(",") and not _DETERMINED.match(after[1:].lstrip())
        if alone and offices and apposed:
            return first
    leads = first.kind in _NAMES and not words[span.start : first.whole.start].strip(' "“‘’”')
    if leads and words[first.span.end : span.end].lstrip().startswith((",", "(", "–", "—")):
        name = text.words[first.zone][first.last].token
        joined = any(child.dep_ == "conj" and child.pos_ == "PROPN" for child in name.children)
        after = words[first.span.end : span.end].lstrip(" ,(–—")
        told = _DETERMINED.match(after)  # "Ann Smith, the mayor and a member of the Green List"
        kinds = {MentionKind.PERSON} if told else _NAMES
        three = sum(mention.kind in kinds for mention in inside[1:]) > 1
        joint = _COMMA_AND if told and not three else _AND_BEFORE
        several = any(
            mention.kind in kinds and joint.search(words[span.start : mention.whole.start])
            for mention in inside[1:]
        )
        related = _RELATIVE_NEXT.match(words[first.span.end : span.end])
        if related or not (joined or several):
            return first  # "Ann Smith, the head of it and a doctor who ..."
    return None


_TITLE = re.compile(r"(?:[A-Z][\w.&’'-]*\s+|(?:for|of|and|the|on|in)\s+)+")


def _is_a_title(text: MentionedText, first: Mention, last: Mention, before: str) -> bool:
    """Whether all before a person's name is one title: "Work and Pensions Secretary Ann Smith".

    Not where a person, a country or a body we know stands first: that is somebody else.
    """
    if first.kind not in {MentionKind.NAME, MentionKind.BODY, MentionKind.GROUP, MentionKind.NOUN}:
        return False
    named = first.kind is MentionKind.NAME and len(first.words) > 1
    known = first.actors or first.of or (named and first.words[0] in vocabulary().given)
    if known or not last.offices or not _TITLE.fullmatch(before):
        return False
    if " and " not in before:
        return True
    words = text.words[last.zone]
    title = words[last.left : last.first]
    return before.rstrip().endswith(" and") and len(title) > len(last.offices[0].word.words)


# A body's name in capitals, and what it is called for short: "far-right Front for Norland (FfN) ".
_BODY = re.compile(
    r"(?:the\s+)?(?:[\w'’]+-\w+\s+)?(?:[A-Z][\w.'’-]*\s+(?:(?:for|of|and|the|on|in)\s+)*)+"
    r"(?:\([\w.-]+\)\s*)?$"
)


# The first letter of a body's name and that of what it is called for short.
_SHORT_FOR = re.compile(r"^(?:the\s+)?(?:[\w'’]+-\w+\s+)?([A-Z]).*\((\w)[\w.-]*\)\s*$")


def _is_of_a_body(inside: list[Mention], last: Mention, before: str) -> bool:
    """Whether all before an office and a name is the name of the body that the office is of.

    Where "and" joins two in it, it has to be one name that a mention holds: not "Smith and Front
    for Norland leader Ann Day".
    """
    if not last.offices or last.right > last.last or not _BODY.fullmatch(before):
        return False
    if before.rstrip().lower().endswith((" and", " on", " in")):
        return False
    short = _SHORT_FOR.search(before)
    if short is not None and short[1].lower() == short[2].lower():
        return True
    joined = before.lower().split().count("and")
    return joined == sum(mention.words.count("and") for mention in inside[:-1])


_RELATIVE_NEXT = re.compile(r"\s*,\s*(?:who|whose|whom|which)\b", re.IGNORECASE)
