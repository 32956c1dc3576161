"""Locating: where in a passage the thing at issue is spoken of, and how it is known to be meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.positions import Timing, Whose
from app.extraction.stances.antecedents import is_bare_noun, standing_for_thing
from app.extraction.stances.carrying import carries_on, has_nearer, is_cataphoric
from app.extraction.stances.contexts import Focus, focus_of
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from app.extraction.stances.passage import Passage
    from app.extraction.stances.topic import TopicGate


@dataclass(frozen=True, slots=True)
class Found:
    """Where the thing stands in a passage, and how far away it is named."""

    targets: tuple[Token, ...]
    named: bool
    from_title: bool
    core: tuple[Token, ...] = ()  # of the targets those that name the thing
    answers: bool = False  # the sentence before asks about it
    framed: bool = False  # the words given as the statement's context name it


_NOWHERE = Found((), named=False, from_title=False)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known around a statement, so that the statement need not say it."""

    place: bool
    kinds: bool
    spoken: bool  # of a thing that is to come before or after something is spoken
    against: bool  # what comes first is set against it


def locate(passage: Passage, gate: TopicGate) -> Found:
    """The words for the thing in what was said, and how they are known to mean it."""
    known = _known_around(passage, gate)
    named = [token for sentence in passage.sentences for token in _named(sentence, gate, known)]
    said = [token for token in named if token.i in passage.inside]
    every = [
        token
        for sentence in passage.sentences
        for token in gate.pointing(sentence)
        if token.i in passage.inside
    ]
    pointing = every
    if not passage.framed:
        standing = standing_for_thing(
            every, passage, gate, place_known=known.place, kinds_known=known.kinds
        )
        # Before a word for the thing in its own sentence a noun may point to what follows.
        pointing = [t for t in every if t in standing or (said and gate.is_own_pointing(t))]
    if said:
        indexes = {token.i for token in said}
        later = [
            token
            for token in pointing
            if token.i not in indexes
            and (token.i > said[0].i or (token.pos_ == "NOUN" and token.sent == said[0].sent))
        ]
        return Found((*said, *later), named=True, from_title=False, core=tuple(said))
    if passage.framed:
        return _by_context(passage, pointing, gate, known)
    return _by_article(passage, (pointing, every), gate, known, elsewhere=bool(named))


def _known_around(passage: Passage, gate: TopicGate) -> _Known:
    around = (*passage.sentences, *passage.before, *passage.title)
    # Of a statement given without its article, what is the place's own needs no other word.
    bare = passage.framed and gate.whose is Whose.PLACE
    site = gate.whose is Whose.OTHERS and any(gate.place.is_other_site([*s]) for s in around)
    place = (passage.framed and not site) or any(
        gate.in_place(list(sentence)) for sentence in around
    )
    judged = passage.framed and gate.timing is Timing.AFTER
    kinds = bare or judged or any(gate.has_kind(list(sentence)) for sentence in around)
    near = (*passage.before[-1:], *passage.sentences, *passage.title)
    spoken = passage.framed or (gate.timed and any(gate.things(sentence) for sentence in near))
    return _Known(place, kinds, spoken, _is_set_against(passage, gate))


def _is_set_against(passage: Passage, gate: TopicGate) -> bool:
    """Whether the words before tell an order, or ask about what comes after.

    "An unconditional ceasefire now" says nothing of talks by itself; after "Moscow wants to talk
    before any ceasefire" it does.
    """
    if gate.timing is not Timing.AFTER:
        return False
    before = passage.before if passage.framed else passage.before[-1:]
    if any(gate.tells_order(sentence) for sentence in before):
        return True
    things = [token for sentence in before for token in gate.things(sentence)]
    return passage.framed and bool(things) and focus_of(before, things) is Focus.THING


def _named(sentence: Span, gate: TopicGate, known: _Known) -> tuple[Token, ...]:
    return gate.named(
        sentence,
        place_known=known.place,
        kinds_known=known.kinds,
        spoken=known.spoken,
        against=known.against,
    )


def _by_article(
    passage: Passage,
    pointing: tuple[Sequence[Token], Sequence[Token]],
    gate: TopicGate,
    known: _Known,
    *,
    elsewhere: bool,
) -> Found:
    """A statement of an article that does not name the thing: what its other sentences name.

    ``pointing``: the pointing words that can stand for the thing, and all of them; ``elsewhere``:
    the thing is named in the same sentences, outside what was said.
    """
    standing, every = pointing
    before = [
        sentence
        for sentence in passage.before
        if gate.named(sentence, place_known=known.place, kinds_known=known.kinds)
    ]
    last = bool(before) and before[-1].start == passage.before[-1].start
    if last and any(_asks(token) for sentence in before for token in sentence):
        return Found(tuple(standing), named=False, from_title=False, answers=True)
    if every and (elsewhere or before):
        return Found(tuple(standing), named=False, from_title=False)
    titles = (gate.named(sentence, place_known=known.place) for sentence in passage.title)
    if every and any(titles):
        nouns = tuple(token for token in every if is_bare_noun(token, gate))
        return Found(nouns, named=False, from_title=True)
    return _NOWHERE


def _by_context(
    passage: Passage, pointing: Sequence[Token], gate: TopicGate, known: _Known
) -> Found:
    """Whether a statement without a word for the thing is about that of its context."""
    named = [
        token
        for sentence in passage.before
        for token in gate.named(sentence, place_known=known.place, kinds_known=True)
    ]
    if not named:
        return _NOWHERE
    focus = focus_of(passage.before, named)
    pointing = [
        token
        for token in pointing
        if not (is_cataphoric(token) or has_nearer(token, passage.sentences))
    ]
    asked = focus is Focus.THING
    if focus is Focus.OTHER or not (asked or carries_on(passage.sentences, pointing, gate)):
        return _NOWHERE
    return Found(tuple(pointing), named=False, from_title=False, answers=asked, framed=True)


def _asks(token: Token) -> bool:
    """Whether a word before a statement in an article makes it an answer to a question."""
    if token.lower_ == "?":
        return True
    questioning = stance_lexicon().topics["questioning"]
    return token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in questioning
