"""Whose: whether a signal is the speaker's own or that of somebody the speaker tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.grammar import own_subject
from app.extraction.stances.holder import (
    Speaker,
    antecedent,
    can_hold,
    holders_named,
    is_first_person,
    is_third_person,
    named_before,
    shares_role,
    speaks_for,
    stands_for_own,
)
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.domain.actors import ActorDirectory
    from app.extraction.stances.passage import Passage
    from app.extraction.stances.signals import Signal


def holders_of(
    signal: Signal, passage: Passage, speaker: Speaker, actors: ActorDirectory
) -> list[tuple[Token | None, bool]]:
    """The holders of a signal; None stands for the speaker. The flag: whether that is certain."""
    bearer = signal.bearer
    requiring = stance_lexicon().topics["requiring"] - {"pledge", "promise"}
    if any(token.lemma_.lower() in requiring for token in passage.cue):
        return [(None, True)]  # what is demanded of others is the position of who demands it
    if bearer is None or (signal.stance is Stance.NONCOMMITTAL and not is_third_person(bearer)):
        teller = _teller(signal.words[-1], passage)
        if teller is None and signal.rule not in _ABOUT_OTHERS:
            teller = _undecided(signal, passage)
        return [_holder(teller, passage, speaker, actors) if teller is not None else (None, True)]
    if _is_obliged(bearer):
        return [(None, True)]  # what somebody has to do is the position of who says so
    return [_holder(token, passage, speaker, actors) for token in holders_named(bearer)]


_OBLIGING = frozenset({"should", "must", "ought"})
_ENABLING = frozenset({"can", "could"})


def _is_obliged(bearer: Token) -> bool:
    """'Kyiv has to hold a vote', 'it is time for Kyiv to vote', 'Kyiv should show it by voting'."""
    if is_first_person(bearer):
        return False
    verb = bearer.head
    if bearer.dep_ == "pobj" and verb.lower_ == "for":
        after = verb.doc[bearer.i + 1 : bearer.i + 2]
        return any(word.lower_ == "to" and word.tag_ == "TO" for word in after)
    if bearer.dep_ not in {"nsubj", "nsubjpass"} or verb.pos_ not in {"VERB", "AUX"}:
        return False
    attitude = stance_lexicon().verbs.get(verb.lemma_.lower())
    open_ = frozenset() if attitude is not None and attitude.sign else _ENABLING
    if any(c.dep_ == "aux" and c.lower_ in _OBLIGING | open_ for c in verb.children):
        return True
    below = [c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i]
    bound = verb.lemma_ in {"have", "need"} and not any(c.dep_ == "dobj" for c in verb.children)
    if bound and any(c.lower_ == "to" for each in below for c in each.children):
        return True
    marks = {c.lower_ for c in verb.children if c.i < verb.i and c.dep_ in {"mark", "aux"}}
    return {"for", "to"} <= marks


def _holder(
    token: Token, passage: Passage, speaker: Speaker, actors: ActorDirectory
) -> tuple[Token | None, bool]:
    teller = _told_by(token, passage)
    if teller is not None:
        token = teller
    if (
        token.i not in passage.said
        or is_first_person(token)
        or not can_hold(token)
        or stands_for_own(token, speaker)
    ):
        return None, True
    if is_third_person(token):
        return _pronoun(token, passage, speaker, actors)
    mine = speaks_for(speaker, token, actors)
    if mine is None:
        return _unknown(token, passage, speaker, actors)
    return (None if mine else named_before(token, passage.doc, actors) or token), True


def _undecided(signal: Signal, passage: Passage) -> Token | None:
    """Who has not decided, or sets a condition: the subject of the clause, if it can hold a view.

    "The chancellor has not made up his mind", "the premier would agree, but only if".
    """
    if signal.bearer is not None or signal.stance not in {Stance.CONDITIONAL, Stance.NONCOMMITTAL}:
        return None
    node = signal.words[0]
    if signal.stance is Stance.CONDITIONAL and node.dep_ in {"mark", "advmod"}:
        node = node.head.head  # what hangs on the condition, and not the condition
    for _ in range(_MOST_CLAUSES):
        if node.pos_ in {"VERB", "AUX"}:
            doer = own_subject(node)
            if doer is not None:
                known = doer.pos_ in {"NOUN", "PROPN"} and can_hold(doer) and _is_one(doer)
                return doer if known and doer.i in passage.said else None
        if node.head.i == node.i or node.dep_ in {"advcl", "relcl"}:
            return None
        node = node.head
    return None


def _is_one(noun: Token) -> bool:
    """Whether somebody known is meant: a name, "the premier", "her party leader"."""
    if noun.pos_ == "PROPN":
        return True
    below = [child for child in noun.children if child.dep_ in {"det", "poss", "amod"}]
    return any(child.lower_ == "the" or child.dep_ == "poss" for child in below)


# Rules whose words have somebody else as their subject without telling of that one's view.
_ABOUT_OTHERS = frozenset({"handing over", "denial of a report", "sovereignty", "too early"})


def _told_by(token: Token, passage: Passage) -> Token | None:
    """The subject of the clause that tells what 'it' wants: 'Grandia said that it would'."""
    if not (is_third_person(token) or token.lower_ == "it"):
        return None
    teller = _teller(token.head, passage)
    if teller is None and token.dep_ == "poss":
        node = token.head
        while node.pos_ not in {"VERB", "AUX"} and node.head.i != node.i:
            node = node.head
        teller = own_subject(node)  # "the president assured him of his backing"
        if teller is not None and (teller.pos_ not in {"NOUN", "PROPN"} or not can_hold(teller)):
            return None
    return teller


def _teller(word: Token, passage: Passage) -> Token | None:
    """The subject of the nearest clause above that has the words as what it tells."""
    node = word
    for _ in range(_MOST_CLAUSES):
        if node.head.i == node.i:
            return None
        told = node.dep_ == "ccomp" or (
            node.dep_ in {"acl", "relcl"} and any(c.lower_ == "that" for c in node.children)
        )
        node = _verb_above(node) if told else node.head
        if told and node.pos_ in {"VERB", "AUX"}:
            teller = own_subject(node)
            if (
                teller is not None
                and teller.pos_ in {"NOUN", "PROPN"}
                and not is_first_person(teller)
                and can_hold(teller)
            ):
                return teller if teller.i in passage.said else None
    return None


def _verb_above(clause: Token) -> Token:
    """The verb that tells a clause, also by a noun: 'left no doubt that', 'informed in writing'."""
    node = clause.head
    while node.head.i != node.i and (
        node.pos_ in {"NOUN", "ADP", "PRON"} or node.dep_ in {"pcomp", "xcomp"}
    ):
        node = node.head
    return node


_MOST_CLAUSES = 8


def _unknown(
    token: Token, passage: Passage, speaker: Speaker, actors: ActorDirectory
) -> tuple[Token | None, bool]:
    """Whose a side is when it is not known whether the speaker speaks for the bearer."""
    placed = any(child.text[:1].isupper() for child in token.children if child.dep_ != "det")
    if token.pos_ != "PROPN" and not placed:
        owned = any(c.dep_ == "poss" and is_third_person(c) for c in token.children)
        if (shares_role(token, speaker) and not owned) or not speaker.has_role:
            return None, True  # "The premier refused to ...": the one reported on is the speaker
        other = token.lemma_.lower() in _PERSONS and not passage.cue
        return (token, True) if other else (token, False)
    if speaker.names_a_place(actors):
        # Another name than the one the speaker goes with: "the Russian side", "Estmark".
        return named_before(token, passage.doc, actors) or token, not passage.cue
    return (None, False) if speaker.speaks_by_office else (token, False)


_PERSONS = frozenset(
    {"president", "premier", "minister", "chancellor", "king", "leader", "secretary", "general"}
)


def _pronoun(
    token: Token, passage: Passage, speaker: Speaker, actors: ActorDirectory
) -> tuple[Token | None, bool]:
    """Whom 'he' stands for: in reported speech the speaker, in the speaker's own words another."""
    own_words = passage.direct or token.i in passage.quoted
    if not own_words:
        return None, True
    earlier = [
        *(word for sentence in passage.before for word in sentence),
        *(word for sentence in passage.sentences for word in sentence if word.i < token.i),
    ]
    found = antecedent(token, earlier, speaker, actors)
    if found is None or speaks_for(speaker, found, actors):
        return None, False
    return named_before(found, found.doc, actors) or found, True
