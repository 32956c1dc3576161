"""Locating: where in a passage the thing at issue is spoken of, and how it is known to be meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.positions import Timing, Whose
from app.extraction.stances.antecedents import is_bare_noun, standing_for_thing
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

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


def locate(passage: Passage, gate: TopicGate) -> Found:
    """The words for the thing in what was said, and how they are known to mean it."""
    around = (*passage.sentences, *passage.before, *passage.title)
    # Of a statement given without its article, what is the place's own needs no other word.
    bare = passage.framed and gate.whose is Whose.PLACE
    place_known = bare or any(gate.in_place(list(sentence)) for sentence in around)
    judged = passage.framed and gate.timing is Timing.AFTER
    kinds_known = bare or judged or any(gate.has_kind(list(sentence)) for sentence in around)
    near = (*passage.before[-1:], *passage.sentences, *passage.title)
    spoken = passage.framed or (gate.timed and any(gate.things(sentence) for sentence in near))
    named: list[Token] = []
    pointing: list[Token] = []
    titular: list[Token] = []
    elsewhere = False  # named in the same sentences, outside what was said
    for sentence in passage.sentences:
        for token in gate.named(
            sentence, place_known=place_known, kinds_known=kinds_known, spoken=spoken
        ):
            if token.i in passage.inside:
                named.append(token)
            else:
                elsewhere = True
        pointing.extend(t for t in gate.pointing(sentence) if t.i in passage.inside)
    points = bool(pointing)
    if not passage.framed:
        titular = pointing
        standing = standing_for_thing(
            pointing, passage, gate, place_known=place_known, kinds_known=kinds_known
        )
        # Before a word for the thing in its own sentence a noun may point to what follows.
        pointing = [t for t in pointing if t in standing or (named and gate.is_own_pointing(t))]
    if named:
        later = [
            token
            for token in pointing
            if token.i not in {other.i for other in named}
            and (token.i > named[0].i or (token.pos_ == "NOUN" and token.sent == named[0].sent))
        ]
        return Found((*named, *later), named=True, from_title=False, core=tuple(named))
    before = [
        s
        for s in passage.before
        if gate.named(s, place_known=place_known, kinds_known=kinds_known or passage.framed)
    ]
    asked = any(_asks(token, framed=passage.framed) for sentence in before for token in sentence)
    last = bool(before) and before[-1].start == passage.before[-1].start
    framed = last and passage.framed
    if (asked and last) or framed:
        answers_it = asked and last
        return Found(
            tuple(pointing), named=False, from_title=False, answers=answers_it, framed=framed
        )
    if not points:
        return Found((), named=False, from_title=False)
    if elsewhere or before:
        return Found(tuple(pointing), named=False, from_title=False)
    if any(gate.named(sentence, place_known=place_known) for sentence in passage.title):
        nouns = tuple(token for token in titular if is_bare_noun(token, gate))
        return Found(nouns, named=False, from_title=True)
    return Found((), named=False, from_title=False)


def _asks(token: Token, *, framed: bool) -> bool:
    """Whether a word before a statement makes it an answer; of an article a real question."""
    if token.lower_ == "?":
        return True
    topics = stance_lexicon().topics
    if framed:
        return token.lemma_.lower() in topics["asking"]
    return token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in topics["questioning"]
