"""Checks: what turns or drops a side that the path read without looking beside it.

Each check asks one question of a signal and its words: whose good is it, against what is there no
argument, what is a price paid for, what is only a myth, what is preferred to what. A check gives 1
(the side stands), -1 (it is the other one) or 0 (it takes none that can be known).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.evaluation_words import word_worth
from app.extraction.stances.grammar import negation, noun_negation, own_subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import turned
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.tokens import Token

    from app.extraction.stances.signals import Signal
    from app.extraction.stances.topic import TopicGate

_SIDED = frozenset({Stance.SUPPORTS, Stance.OPPOSES})
_JUDGEMENTS = frozenset({"evaluation", "effect"})
_OBJECTS = frozenset({"dobj", "obj", "dative"})
_VERBAL = frozenset({"VERB", "AUX"})
_ACTS = frozenset({"it", "this", "that"})


def checked(signals: Iterable[Signal], gate: TopicGate) -> list[Signal]:
    """The signals after all checks: as they were, turned, or left out."""
    kept = []
    for signal in signals:
        sign = 1
        if signal.stance in _SIDED and signal.words:
            sign = _whose_good(signal, gate)
            for check in _CHECKS:
                sign *= check(signal)
        if sign > 0:
            kept.append(signal)
        elif sign < 0:
            kept.append(replace(turned(signal), bearer=signal.bearer))
    return kept


def _whose_good(signal: Signal, gate: TopicGate) -> int:
    """'A victory for Grandia', 'would strengthen the aggressor', 'would hurt Grandia'.

    Good or harm to an adversary counts the other way; to a state that is not the place at issue
    it takes no side that the words alone tell.
    """
    if signal.rule not in _JUDGEMENTS | {"threat of consequences"}:
        return 1
    frames = stance_lexicon().frames
    for word in signal.words:
        worth = word_worth(word)
        harm = worth < 0 and word.lemma_.lower() in frames["harming"]
        good = worth > 0 and (word.pos_ != "VERB" or word.lemma_.lower() in frames["profiting"])
        if not (good or harm):
            continue  # "would deter Grandia" is good, whoever is deterred
        for other in (*_beneficiaries(word), *_described(word, signal)):
            if other in signal.words:
                continue
            if other.lemma_.lower() in frames["adversaries"]:
                return -1
            named = other.pos_ == "PROPN" and other.lower_ not in frames["commons"]
            if named and not gate.in_place([other, *other.children]) and not _is_ours(other):
                return 0
    return 1


def _beneficiaries(word: Token) -> Iterator[Token]:
    """Who has the good or the harm of a word: its object, and 'for', 'to' or 'of' somebody."""
    if word.pos_ == "VERB":
        yield from (child for child in word.children if child.dep_ in _OBJECTS)
        return
    holders = [word, word.head] if word.dep_ in {"amod", "acomp", "attr"} else [word]
    for holder in holders:
        for child in holder.children:
            if child.dep_ in {"prep", "dative"} and child.lower_ in {"for", "to"}:
                yield from (below for below in child.children if below.dep_ == "pobj")


def _described(word: Token, signal: Signal) -> Iterator[Token]:
    """'Grandia would come out stronger if they were sent': who is better for it."""
    if word.pos_ not in {"ADJ", "ADV"} or signal.rule != "threat of consequences":
        return
    first = own_subject(_clause(word))
    if first is not None and first not in signal.words and first != signal.target:
        yield first


def _is_ours(word: Token) -> bool:
    return any(child.lower_ in {"our", "my"} for child in word.children)


def _no_argument_against(signal: Signal) -> int:
    """'No argument against it' is for it; 'no majority against it' is neither."""
    if signal.rule != "standing against" or signal.stance is not Stance.OPPOSES:
        return 1
    for word in signal.words:
        noun = word.head
        if word.lower_ != "against" or noun.pos_ != "NOUN":
            continue
        denied = noun_negation(noun) or next(
            (c for c in noun.children if c.lower_ == "any" and _is_denied(noun)), None
        )
        if denied is None and noun.dep_ in {*_OBJECTS, "attr"} and _is_denied(noun):
            denied = negation(noun.head)
        if denied is not None and denied not in signal.words:
            return -1 if noun.lemma_.lower() in stance_lexicon().frames["arguments"] else 0
    return 1


def _is_denied(noun: Token) -> bool:
    return noun.head.pos_ in _VERBAL and negation(noun.head) is not None


def _price(signal: Signal) -> int:
    """'The price of it would be a war': two bad words that say one thing."""
    if signal.stance is not Stance.SUPPORTS or signal.rule not in _JUDGEMENTS:
        return 1
    frames = stance_lexicon().frames
    if any(word.dep_ == "neg" or word.lower_ in {"no", "without", "than"} for word in signal.words):
        return 1
    for word in signal.words:
        of = child_of(word, {"prep"})
        if word.lemma_.lower() in frames["prices"] and of is not None and of.lower_ == "of":
            others = [
                other for other in signal.words if other.lemma_.lower() not in frames["prices"]
            ]  # "its cost is nothing compared with the cost of a war" weighs two prices
            if any(word_worth(other) < 0 for other in others):
                return -1
    return 1


def _is_myth(signal: Signal) -> int:
    """'It is a myth that it would escalate': a judgement that is called untrue by its noun."""
    if signal.rule not in _JUDGEMENTS or signal.target is None:
        return 1
    myths = stance_lexicon().frames["myths"]
    for above in signal.words[0].ancestors:
        nouns = [above, *(child for child in above.children if child.dep_ == "attr")]
        for noun in nouns:
            if noun.lemma_.lower() not in myths or noun in signal.words or noun.pos_ != "NOUN":
                continue
            clause = noun.is_ancestor(signal.target) or above.lemma_ == "be"
            told = any(child.lower_ == "that" for child in _clause(signal.target).children)
            if clause and told and noun_negation(noun) is None and negation(above) is None:
                return -1
    return 1


def _clause(token: Token) -> Token:
    node = token
    while node.head.i != node.i and not (
        node.pos_ in _VERBAL and node.dep_ not in {"aux", "xcomp", "pcomp", "csubj"}
    ):
        node = node.head
    return node


def _preferred_to(signal: Signal) -> int:
    """'We prefer sanctions to soldiers', where "to" hangs on the other thing."""
    verb = next((word for word in signal.words if word.lemma_ == "prefer"), None)
    if verb is None or signal.target is None or signal.rule != "support":
        return 1
    preferred = child_of(verb, _OBJECTS)
    if preferred is None or preferred.i == signal.target.i:
        return 1
    return -1 if _is_under(signal.target, preferred, {"to", "over", "than"}) else 1


def _is_under(target: Token, noun: Token, links: set[str]) -> bool:
    node = target
    while node.head.i not in {noun.i, node.i}:
        node = node.head
    return node.head.i == noun.i and node.lower_ in links


def _ill_afforded(signal: Signal) -> int:
    """'Can ill afford it', 'can least afford it'."""
    for word in signal.words:
        if word.lemma_ == "afford" and any(c.lower_ in {"least", "ill"} for c in word.children):
            return -1
    return 1


def _thing_commits(signal: Signal) -> int:
    """'To admit it would commit us to a war': an act itself takes no attitude."""
    if signal.rule not in {"commitment", "support", "permission", "call"}:
        return 1
    for word in signal.words:
        if word.lemma_.lower() not in stance_lexicon().frames["binding"]:
            continue
        first = own_subject(word)
        related = word.dep_ == "relcl"  # "a motion that would have allowed it"
        if first is not None and not related and (first.pos_ in _VERBAL or first.lower_ in _ACTS):
            return 0
    return 1


def _by_nobody(signal: Signal) -> int:
    """'Was welcomed by nobody': the agent of a passive that denies it."""
    for word in signal.words:
        agent = child_of(word, {"agent"})
        by = child_of(agent, {"pobj"}) if agent is not None else None
        if by is None or by in signal.words:
            continue
        if by.lower_ in {"nobody", "none", "no-one"} or noun_negation(by) is not None:
            return -1
    return 1


def _beside_in_time(signal: Signal) -> int:
    """'It has to come first, before any talks': nothing is said of the talks but when."""
    target = signal.target
    if target is None or signal.rule not in {"commitment", "call"} or target.dep_ != "pobj":
        return 1
    link = target.head
    timed = link.lower_ in {"before", "after", "during", "until", "pending"}
    return 0 if timed and link.head in signal.words else 1


def _worse_than(signal: Signal) -> int:
    """'Better to talk than to let it become an excuse': bad, and for that the one not chosen."""
    than = next((word for word in signal.words if word.lower_ == "than"), None)
    target = signal.target
    if than is None or target is None or signal.stance is not Stance.SUPPORTS or target.i < than.i:
        return 1
    if than.head.lower_ in _GREATER:
        return 1  # two evils are weighed: _greater_evil
    after = [word for word in signal.words if word.i > than.i]
    if any(word.dep_ == "neg" for word in after):
        return 1
    return -1 if any(word_worth(word) < 0 for word in after) else 1


def _owed(signal: Signal) -> int:
    """'Hides behind the law to avoid a vote that should have been held': who says so wants it."""
    if signal.target is None or signal.stance is not Stance.OPPOSES:
        return 1
    for child in signal.target.children:
        if child.dep_ != "relcl" or negation(child) is not None:
            continue
        if any(c.dep_ == "aux" and c.lower_ in {"should", "ought"} for c in child.children):
            holding = child.lemma_.lower() in {"hold", "take", "happen", "be", "send", "come"}
            return -1 if holding else 1
    return 1


def _and_none(signal: Signal) -> int:
    """'Makes for fine speeches and no results': a praise that is taken back in the same breath."""
    if signal.stance is not Stance.SUPPORTS or signal.rule not in _JUDGEMENTS:
        return 1
    for word in signal.words:
        for other in word.conjuncts:
            if other.i > word.i and noun_negation(other) is not None and word_worth(other) >= 0:
                return 0
    return 1


def _on_paper(signal: Signal) -> int:
    """'Sounds good on paper': a praise that is taken back."""
    if signal.stance is not Stance.SUPPORTS or signal.rule not in _JUDGEMENTS:
        return 1
    for word in signal.words:
        near = word.doc[word.i + 1 : word.i + 4]
        if [one.lower_ for one in near][:2] in (["on", "paper"], ["in", "theory"]):
            return 0
    return 1


def _granted(signal: Signal) -> int:
    """'It is certainly desirable, but ...': what is granted before a turn is not the point."""
    words = signal.words
    granting = stance_lexicon().frames["granting"]
    last = max(word.i for word in words)
    clause = _clause(words[-1])
    for word in words[0].doc[clause.sent.start : last]:
        if word.lower_ in granting and _clause(word).i == clause.i and not _is_first(word):
            return 0 if _turn_after(clause, last) else 1
    return 1


def _is_first(word: Token) -> bool:
    return word.pos_ in {"NOUN", "VERB"} and word.lower_ != "course"


def _turn_after(clause: Token, place: int) -> bool:
    return any(
        word.lower_ in {"but", "yet"} and word.dep_ == "cc"
        for word in clause.doc[place + 1 : clause.sent.end]
    )


def _wanted_of_us(signal: Signal) -> int:
    """'They want us to send them': what unnamed others want of us is nobody's side here."""
    bearer = signal.bearer
    if bearer is None or bearer.lower_ not in {"they", "you"}:
        return 1
    for word in signal.words:
        for child in word.children:
            doer = own_subject(child) if child.dep_ in {"ccomp", "xcomp"} else child
            asked = child.dep_ in {"ccomp", "xcomp", *_OBJECTS}
            if asked and doer is not None and doer.lower_ in {"us", "me"}:
                return 0
    return 1


def _worth_its_price(signal: Signal) -> int:
    """'It is the price of keeping the peace': of something good, it is a price that one pays."""
    if signal.stance is not Stance.OPPOSES or signal.rule not in _JUDGEMENTS:
        return 1
    for word in signal.words:
        of = child_of(word, {"prep"})
        if word.lemma_ not in {"price", "cost"} or word.dep_ != "attr" or of is None:
            continue
        if of.lower_ not in {"of", "for"}:
            continue
        below = child_of(of, {"pobj", "pcomp"})
        if below is None:
            continue
        kept = below.lemma_.lower() in stance_lexicon().frames["preserving"]
        return -1 if kept or word_worth(below) > 0 else 0
    return 1


def _only_touched(signal: Signal) -> int:
    """'Do not want to touch it': whether that is for it hangs on what it is now."""
    target = signal.target
    if target is None or target.dep_ not in {*_OBJECTS, "nsubjpass", "pobj", "compound"}:
        return 1
    above = target.head.head if target.dep_ in {"pobj", "compound"} else target.head
    return 0 if above.lemma_.lower() in stance_lexicon().frames["altering"] else 1


def _greater_evil(signal: Signal) -> int:
    """'The risk of inaction is greater than the risk of sending them': the lesser of two evils."""
    target = signal.target
    for word in signal.words:
        than = word.head
        if word.dep_ != "pobj" or than.lower_ != "than" or target is None:
            continue
        if word_worth(word) < 0 and word.is_ancestor(target):
            greater = than.head.lower_ in _GREATER
            wanted = Stance.SUPPORTS if greater else Stance.OPPOSES
            return 1 if signal.stance is wanted else -1
    return 1


_GREATER = frozenset(
    {"greater", "higher", "bigger", "larger", "worse", "more", "graver", "heavier"}
)


_CHECKS: tuple[Callable[[Signal], int], ...] = (
    _no_argument_against,
    _price,
    _is_myth,
    _preferred_to,
    _ill_afforded,
    _thing_commits,
    _by_nobody,
    _beside_in_time,
    _worse_than,
    _owed,
    _and_none,
    _on_paper,
    _granted,
    _wanted_of_us,
    _worth_its_price,
    _only_touched,
    _greater_evil,
)
