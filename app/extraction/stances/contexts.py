"""Contexts: what the words given with a statement say that it is about.

"The minister was asked about troops" makes what follows an answer on them, whatever its words;
"an hour earlier parliament had voted on troops" only names what the statement may go on about; "she
was asked about a frigate; earlier questions had concerned troops" says that it is another thing.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spacy.tokens import Span, Token

_CLAUSES = frozenset({"conj", "parataxis", "relcl"})
_EARLIER = frozenset({"earlier", "previously", "previous", "also"})
_NAMING = SUBJECTS | {"ROOT"}  # "the question concerned": tagged as a noun with a participle
_RIGHT = frozenset(
    {"acl", "dobj", "pobj", "ccomp", "xcomp", "advcl", "pcomp", "attr", "dative", "oprd"}
)


class Focus(Enum):
    """How the words before a statement are about the thing."""

    THING = "thing"  # it is what was asked, or what the statement is said to be about
    NEAR = "near"  # it is named: the statement may go on about it
    OTHER = "other"  # the statement is said to be about something else


def focus_of(before: Sequence[Span], named: Collection[Token]) -> Focus:
    """What the sentences before a statement say that it is about.

    ``named`` are the words for the thing in them.
    """
    things = {(token.doc, token.i) for token in named}
    told = [one for part in _parts(before) for one in _told(part, things)]
    last = [holds for holds, earlier in told if not earlier]
    if last:
        return Focus.THING if any(last) else Focus.OTHER
    puts = [_puts_forward(part, things) for part in _parts(before)]
    if any(holds is False for holds in puts) and not any(puts):
        return Focus.OTHER
    if told:
        return Focus.THING if any(holds for holds, _ in told) else Focus.OTHER
    return Focus.NEAR


def _parts(before: Sequence[Span]) -> Iterator[tuple[Token, ...]]:
    """The sentences, and the parts of them between semicolons."""
    for sentence in before:
        part: list[Token] = []
        for token in sentence:
            if token.text == ";":
                yield tuple(part)
                part = []
            else:
                part.append(token)
        yield tuple(part)


def _told(
    part: tuple[Token, ...], things: Collection[tuple[object, int]]
) -> Iterator[tuple[bool, bool]]:
    """Whether each word that tells a topic has the thing for it, and whether that was earlier."""
    topics = stance_lexicon().topics
    if part and part[-1].lower_ == "?":
        yield _holds(part, things), False
        return
    inside = {token.i for token in part}
    for token in part:
        lemma = token.lemma_.lower()
        if token.pos_ in {"VERB", "AUX"}:
            going_on = token.tag_ == "VBG" and lemma in topics["about_verbs_going_on"]
            wants_to_know = lemma == "know" and token.head.lemma_ == "want"
            asks = lemma in topics["about_verbs"] and not _asks_for(token)
            if not (asks or going_on or wants_to_know):
                continue
            content = _content(token)
        elif token.pos_ == "NOUN" and token.dep_ in _NAMING and lemma in topics["about_nouns"]:
            content = _content(token.head if token.dep_ != "ROOT" else token)
        else:
            continue
        content = [each for each in content if each.i in inside]
        if any(each.pos_ in {"NOUN", "PROPN", "VERB"} for each in content):
            yield _holds(content, things), _is_earlier(token, part)


def _asks_for(verb: Token) -> bool:
    """'Asked for the right to strike': a wish, and no question."""
    return verb.lemma_ == "ask" and any(child.lower_ == "for" for child in verb.children)


def _content(verb: Token) -> list[Token]:
    """What a verb of speaking has for its topic: neither who speaks nor on what occasion."""
    links = stance_lexicon().topics["topic_links"]
    found: list[Token] = []
    for child in verb.children:
        if child.i < verb.i or child.dep_ in SUBJECTS or child.dep_ in _CLAUSES:
            continue
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ not in links):
            # "Speaking in Varvia about troops": what the topic's word hangs on may be the place.
            topic = next((each for each in child.subtree if each.lower_ == "about"), None)
            found += topic.subtree if topic is not None else ()
        elif child.dep_ in _RIGHT or child.dep_ in {"prep", "npadvmod"}:
            found += child.subtree
    return found


def _is_earlier(token: Token, part: Sequence[Token]) -> bool:
    """'Earlier questions had concerned': not what was said last."""
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    before = any(child.lower_ == "had" and child.dep_ == "aux" for child in verb.children)
    return before or any(word.lower_ in _EARLIER for word in part)


def _puts_forward(part: tuple[Token, ...], things: Collection[tuple[object, int]]) -> bool | None:
    """Whether what is put forward in a clause is the thing; None where nothing is."""
    proposing = stance_lexicon().topics["proposing"]
    inside = {token.i for token in part}
    found: bool | None = None
    for token in part:
        if token.pos_ != "VERB" or token.lemma_.lower() not in proposing:
            continue
        content = [each for each in _content(token) if each.i in inside]
        owners = [child for child in token.children if child.dep_ in SUBJECTS]
        if _holds([*content, *(each for owner in owners for each in owner.subtree)], things):
            return True
        if any(each.pos_ in {"NOUN", "VERB"} for each in content):
            found = False
    return found


def _holds(tokens: Sequence[Token], things: Collection[tuple[object, int]]) -> bool:
    return any((token.doc, token.i) in things for token in tokens)
