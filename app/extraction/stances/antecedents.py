"""Antecedents: whether a word that points back can stand for the thing at issue in an article.

In an article the sentence before speaks of many things. A pointing word stands for the thing only
if that is the nearest it can stand for, by what pronouns agree with and prefer (Lappin and Leass,
An Algorithm for Pronominal Anaphora Resolution, 1994): number, recency, and being the subject or
the object of its clause. A statement whose context was given with it needs none of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Whose
from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.holder import can_hold
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.stances.passage import Passage
    from app.extraction.stances.topic import TopicGate

_PLURAL = frozenset({"they", "them", "these", "those", "'em", "’em"})
_SALIENT = SUBJECTS | {"dobj", "attr"}
_COMPLEMENTS = frozenset({"of", "for", "to", "about"})


def standing_for_thing(
    pointing: Sequence[Token],
    passage: Passage,
    gate: TopicGate,
    *,
    place_known: bool,
    kinds_known: bool,
) -> list[Token]:
    """Those of some pointing words in a passage that can stand for the thing, in order."""
    known = _named(passage, gate, place_known=place_known, kinds_known=kinds_known)
    found: list[Token] = []
    for token in pointing:
        earlier = [name for name in known if _is_before(name, token, passage)]
        if not earlier or _tells_its_own(token, gate) or _is_speaker(token, passage):
            continue
        name = earlier[-1]
        plural = token.lower_ in _PLURAL
        if plural and gate.whose is not Whose.OTHERS and not _is_plural(name, gate):
            continue
        if token.pos_ == "PRON" and any(
            _is_rival(word, name, gate) and plural == (word.tag_ == "NNS")
            for word in _between(name, token, passage)
        ):
            continue
        found.append(token)
    return found


def standing_above(pointing: Sequence[Token], passage: Passage, gate: TopicGate) -> list[Token]:
    """Those that can stand for the thing in the clause above a statement: "rejected the plan".

    A noun of the issue's own list needs no word for the thing nearby.
    """
    if passage.framed:
        return list(pointing)
    standing = standing_for_thing(pointing, passage, gate, place_known=True, kinds_known=True)
    return [token for token in pointing if token in standing or gate.is_own_pointing(token)]


def is_bare_noun(token: Token, gate: TopicGate) -> bool:
    """Whether a pointing word is a noun that does not tell by itself what it is about."""
    return token.pos_ == "NOUN" and not _tells_its_own(token, gate)


def _named(
    passage: Passage, gate: TopicGate, *, place_known: bool, kinds_known: bool
) -> list[Token]:
    """The words for the thing in the sentence before and in those of the statement."""
    found: list[Token] = []
    last = len(passage.before) - 1
    for number, sentence in enumerate((*passage.before, *passage.sentences)):
        here = gate.named(sentence, place_known=place_known, kinds_known=kinds_known)
        if not here and found and number <= last:
            here = gate.pointing(sentence)  # it points back in its turn
        if number <= last and not here:
            found = []  # what was named before it is too far away
        found += here
    return found


def _is_before(name: Token, token: Token, passage: Passage) -> bool:
    if name.doc is not passage.doc:
        return True
    return name.i < token.i


def _tells_its_own(token: Token, gate: TopicGate) -> bool:
    """'The idea of a truce', 'the possibility of a vote': what it is about stands with it."""
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    return any(
        child.i > token.i
        and (
            (child.dep_ == "prep" and child.lower_ in _COMPLEMENTS)
            or (child.dep_ == "acl" and child.tag_ in {"VB", "VBG"})
        )
        and not gate.has_things(list(child.subtree))
        for child in token.children
    )


def _is_speaker(token: Token, passage: Passage) -> bool:
    """'The ministry said it had received the offer': in indirect words it is the one who speaks."""
    if token.lower_ not in {"it", "they"} or passage.direct or token.dep_ not in SUBJECTS:
        return False
    if token.i in passage.quoted:
        return False
    tellers = [
        child
        for cue in passage.cue
        for child in cue.children
        if child.dep_ in SUBJECTS and child.i not in passage.said
    ]
    verb = token.head
    acts = any(child.dep_ in {"dobj", "xcomp", "ccomp"} for child in verb.children)
    return acts and any(
        teller.pos_ in {"NOUN", "PROPN"} and teller.i < token.i and teller.ent_type_ != "PERSON"
        for teller in tellers
    )


def _is_plural(name: Token, gate: TopicGate) -> bool:
    if name.tag_ in {"NNS", "NNPS"} or any(True for _ in name.conjuncts):
        return True
    return any(part.tag_ == "NNS" and gate.has_things([part]) for part in name.subtree)


def _between(name: Token, token: Token, passage: Passage) -> list[Token]:
    if name.doc is token.doc:
        return list(token.doc[name.i + 1 : token.i])
    rest = [
        word
        for sentence in passage.before
        if sentence.doc is name.doc
        for word in sentence
        if word.i > name.i
    ]
    return [*rest, *(w for s in passage.sentences for w in s if w.i < token.i)]


def _is_rival(word: Token, name: Token, gate: TopicGate) -> bool:
    """Whether a word is another thing that a pronoun more likely stands for."""
    if word.pos_ != "NOUN" or word.dep_ not in _SALIENT or word.is_ancestor(name):
        return False
    lexicon = stance_lexicon()
    lemma = word.lemma_.lower()
    if lemma in lexicon.topics["acts"] or can_hold(word) or gate.has_things([word]):
        return False
    if word.ent_type_ in {"DATE", "TIME"}:
        return False
    return not any(phrase.endswith(lemma) for phrase in lexicon.anaphors)
