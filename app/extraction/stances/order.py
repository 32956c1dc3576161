"""Order: whether the thing is to be before or after certain events, and while something goes on.

"No talks until the guns fall silent", "elections once martial law is lifted", "a truce first": what
such words say is one of two orders of the thing and the events, whatever connective they use. One
of the two is the proposition, the other its contrary. The connectives are those of temporal order
(Quirk et al., A Comprehensive Grammar of the English Language, 1985, section 15.25-15.29), in
lexicon/stance_topics.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.positions import Stance, Timing
from app.extraction.stances.grammar import SUBJECTS, is_imperative, negation, noun_negation
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_judged import is_told_of
from app.extraction.stances.signals import MIDDLE, Signal, toward

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Span, Token

    from app.extraction.stances.topic import TopicGate

_VERBAL = frozenset({"VERB", "AUX"})
_NOT_THERE = frozenset({"absence", "lack"})


@dataclass(frozen=True, slots=True)
class Link:
    """Words that put the thing (or the event) ``target`` into an order.

    ``sign`` is 1 when that order is the proposition's.
    """

    target: Token
    words: tuple[Token, ...]
    sign: int


@dataclass(frozen=True)
class Order:
    """What a sentence says of the order of the thing and the events."""

    links: tuple[Link, ...] = ()
    said: frozenset[int] = frozenset()  # the tokens by which the order is told: no conditions
    signs: Mapping[int, int] = field(default_factory=dict)  # by the index of the target
    # The words by whose judgement a side is taken: those put into an order, and the events that
    # are to come first, where the thing is spoken of beside them.
    targets: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one sentence that an order can be made of."""

    things: frozenset[int]
    events: frozenset[int]
    states: frozenset[int]
    ended: frozenset[int] = frozenset()  # of the events those that are a state that ends


NO_ORDER = Order()


def find_order(
    sentence: Span,
    gate: TopicGate,
    things: Sequence[Token],
    inside: frozenset[int] | None = None,
    *,
    against: bool = False,
) -> Order:
    """The orders told in a sentence; none where the issue has no timing.

    ``inside``: the tokens that were said, beyond which nothing is read; all of them for None.
    ``against``: an event is set against the thing by what stands around, so that it needs no word
    for the thing beside it.
    """
    if gate.timing is Timing.ANY:
        return NO_ORDER
    tokens = list(sentence)
    events = _indexes(tokens, gate.events.find(tokens))
    states = _indexes(tokens, gate.states.find(tokens)) - events
    states = frozenset(i for i in states if not gate.is_state_elsewhere(sentence.doc[i]))
    ended = _endings(tokens, states)
    events |= ended
    if not events and not states:
        return NO_ORDER
    thing = frozenset(token.i for token in things) - events
    words = _Words(thing, events, states, ended)
    toward_after = 1 if gate.timing is Timing.AFTER else -1
    contrary = {head.i for head in gate.contrary(sentence)}
    links: list[Link] = []
    said: set[int] = set()
    for token in tokens:
        if toward_after < 0:
            said |= _goes_on(token, words)
        found = (
            _connected(token, words, contrary, after_only=toward_after > 0)
            or _first(token, words)
            or _required(token, words)
            or _ordered(token, words)
            or _in_turn(token, words)
            or _opening(token, words)
        )
        if found is None:
            continue
        target, inner, after = found
        if inner and not _is_joined(token, target):
            continue
        if inside is not None and not {token.i, target.i} <= inside:
            continue
        links.append(Link(target, (token,), after * toward_after))
        said.update(part.i for part in (token, *inner))
    signs: dict[int, int] = {}
    for link in links:
        signs.setdefault(link.target.i, link.sign)
    kept = {link.target.i: link for link in reversed(links)}
    judged: dict[int, Token] = {}
    if toward_after > 0 and (thing or links or against):
        judged = {
            token.i: token
            for token in tokens
            if token.i in events and token.i not in said and _can_be_judged(token)
        }
    judged.update((link.target.i, link.target) for link in links)
    return Order(tuple(kept.values()), frozenset(said), signs, tuple(judged.values()))


def _can_be_judged(token: Token) -> bool:
    """Not a clause that only tells that it will end: "the shooting will stop as a result"."""
    return (
        token.pos_ not in _VERBAL
        or token.dep_ in {"xcomp", "pcomp", "csubj", "acl"}
        or is_imperative(token)
    )


def order_signals(order: Order, decided: Sequence[Signal]) -> list[Signal]:
    """The side that an order takes by being told, where no word above it takes another.

    "Elections will be held after the war": who says so is for that order.
    """
    known = {signal.target.i for signal in decided if signal.target is not None}
    found = []
    for link in order.links:
        if link.target.i in known or _is_asked(link.target):
            continue
        if is_told_of(link.target, link.words[0] if link.words else None):
            continue
        verb = link.target
        while verb.pos_ not in _VERBAL and verb.head.i != verb.i:
            verb = verb.head
        denied = negation(verb) if verb.pos_ in _VERBAL else None
        denied = denied or noun_negation(link.target) or _denied_object(verb)
        words = (*link.words, *((denied,) if denied is not None else ()))
        stance = toward(-link.sign if denied is not None else link.sign)
        found.append(Signal(words, "order", stance, MIDDLE, None, link.target))
    return [signal for signal in found if signal.stance is not Stance.NONCOMMITTAL]


def without_limited(hedges: Sequence[Signal], orders: Sequence[Order]) -> list[Signal]:
    """The hedges without those that an order limits: "talks are possible only after a truce"."""
    limits = {
        word.sent.start
        for order in orders
        for link in order.links
        for word in link.words
        if any(near.lower_ == "only" for near in word.doc[max(word.i - 4, 0) : word.i])
    }
    return [
        one for one in hedges if one.rule != "possibility" or one.words[0].sent.start not in limits
    ]


def _denied_object(verb: Token) -> Token | None:
    """The 'no' of "talks before a truce make no sense"."""
    objects = (c for c in verb.children if c.dep_ in {"dobj", "attr"} and verb.pos_ in _VERBAL)
    return next((no for no in map(noun_negation, objects) if no is not None), None)


def _is_asked(target: Token) -> bool:
    """Whether the order is only asked about: "declined to say whether a truce must come first"."""
    return any(
        child.lower_ == "whether" and child.i < target.i
        for node in (target, *target.ancestors)
        for child in node.children
    )


# What is found at a word: the target, the words of the other part, 1 when the thing comes after.
_Found = tuple["Token", "tuple[Token, ...]", int]


def _connected(  # noqa: C901, PLR0911, PLR0912, PLR0915 - ordered cases, each one line of its class table
    token: Token, words: _Words, contrary: set[int], *, after_only: bool
) -> _Found | None:
    """A connective of time over a clause or noun: 'before', 'once', 'until', 'during'."""
    topics = stance_lexicon().topics
    lower = token.lower_
    if token.head.lower_ in {"ahead", "prior", "instead"} and lower in {"of", "to"}:
        lower = token.head.lower_  # "ahead of", "prior to"
    if lower == "after" and any(
        near.lower_ in topics["order_until"] for near in token.doc[max(token.i - 4, 0) : token.i]
    ):
        lower = "until"  # "until six months after the war"
    kinds = [
        kind
        for kind in ("after", "before", "while", "provided")
        if lower in topics[f"order_{kind}"]
    ]
    bare_if = kinds == ["provided"] and not after_only
    if not kinds or (bare_if and lower != "if"):
        return None
    if token.lower_ == "instead":
        return None  # "it needs peace instead": no order; "instead of" is told by its "of"
    if lower == "only" and token.head.pos_ in _VERBAL:
        return None  # "will only be sent after": what limits it is the other word
    parts = _parts(token)
    if parts is None:
        return None
    inner, outer = parts
    held = {part.i for part in inner}
    if held & words.states and any(part.i in words.things for part in outer):
        # "Negotiate while bombs fall on those with whom you negotiate": it only tells who.
        held -= {p.i for part in inner if part.dep_ == "relcl" for p in part.subtree}
    if lower in topics["order_loose"] and not _is_of_state(token, words):
        held -= words.states
    events, states, things = held & words.events, held & words.states, held & words.things
    if states and any(part.lemma_.lower() in topics["ending"] for part in inner):
        events, states = events | states, set()
    absent = any(noun_negation(part) is not None for part in inner if part.i in events) or any(
        part.lemma_ in _NOT_THERE for part in inner
    )
    absent = absent or any(
        negation(part) is not None for part in inner if part.pos_ in _VERBAL and events
    )
    if bare_if:
        # "If there is a war, there are no elections": an event there leaves it a condition.
        target = _nearest(token, outer, words.things)
        if not states or events or things or target is None:
            return None
        gone = any(negation(p) or noun_negation(p) for p in inner if p.pos_ in {*_VERBAL, "NOUN"})
        return target, inner, 1 if gone else -1
    if events and not (things - events):
        if absent:
            after = -1  # "while there is no truce", "in the absence of a truce"
        elif "before" in kinds:
            after = -1
        elif "after" in kinds or "provided" in kinds:
            after = 1
        else:
            return None
        delayed = _nearest(token, outer, contrary)
        if lower in topics["order_until"] and delayed is not None:
            return delayed, inner, 1  # "postponed until there is peace"
        target = _nearest(token, outer, words.things)
        return (target, inner, after) if target is not None else None
    if states and not things:
        if "while" in kinds or lower in topics["order_amid"]:
            after = -1
        elif lower in topics["order_until"] and token.dep_ == "mark":
            after = -1  # "no vote until martial law is in force": as long as it is
        elif "after" in kinds and _is_of_state(token, words):
            after = 1
        else:
            return None
        target = _nearest(token, outer, words.things)
        return (target, inner, after) if target is not None else None
    if things and not events:
        target = _nearest(token, outer, words.events)
        if target is None:
            return None
        if lower == "without" and target.i in words.ended:
            return None  # "you cannot end a war without talking": a means, and no order
        if "before" in kinds:
            return target, inner, 1
        return (target, inner, -1) if "after" in kinds else None
    return None


def _goes_on(token: Token, words: _Words) -> set[int]:
    """'If there is no war, there will be': the state with or without which it is to be."""
    if token.lower_ != "if" or token.dep_ != "mark":
        return set()
    below = {part.i for part in token.head.subtree}
    stands = bool(below & words.states) and not below & (words.events | words.things)
    return below if stands else set()


def _first(token: Token, words: _Words) -> _Found | None:
    """'A truce first', 'first a truce', 'the truce must come first'."""
    if token.lower_ not in {"first", "firstly"}:
        return None
    if token.dep_ == "amod" and token.head.i not in words.events | words.things:
        # "The first steps" tell no order; "a truce is the first step" does.
        verb = token.head.head
        first = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if token.head.dep_ != "attr" or first is None:
            return None
        event = next((part for part in first.subtree if part.i in words.events), None)
        return (event, (), 1) if event is not None else None
    near = range(token.i - 7, token.i + 6)
    sentence = token.sent
    places = [i for i in near if sentence.start <= i < sentence.end]
    later = stance_lexicon().topics["order_before"]
    for reach in range(1, 8):
        for place in (token.i - reach, token.i + reach):
            if place in places and place in words.events:
                return token.doc[place], (), 1
            if place in places and token.doc[place].head.lower_ in later:
                continue  # "has to come first, before any talks"
            if place in places and place in words.things and words.events:
                return token.doc[place], (), -1
    return None


def _opening(token: Token, words: _Words) -> _Found | None:
    """'Begin with a truce', 'a truce at the outset', 'lay down arms beforehand'.

    What comes first is told without what comes after it, which stands around.
    """
    topics = stance_lexicon().topics
    lower, governor = token.lower_, token.head
    if lower == "with" and governor.pos_ == "VERB" and governor.lemma_.lower() in topics["opening"]:
        found = [part for part in token.subtree if part.i in words.events]
    elif lower in topics["openings"] and governor.lower_ in {"at", "from", "in"}:
        if any(child.lower_ == "of" for child in token.children):
            return None  # "at the beginning of the week"
        found = [part for part in governor.head.subtree if part.i in words.events]
    elif lower in topics["order_beforehand"] or (
        lower == "advance" and governor.lower_ == "in" and token.dep_ == "pobj"
    ):
        verb = _clause(token)
        found = [part for part in verb.subtree if part.i in words.events]
    else:
        return None
    found = [part for part in found if part.i < token.i] if lower != "with" else found
    nearest = min(found, key=lambda part: abs(part.i - token.i), default=None)
    return (nearest, (), 1) if nearest is not None else None


def _required(token: Token, words: _Words) -> _Found | None:
    """'A truce is a precondition', 'makes a truce the condition for talks'."""
    if token.lemma_.lower() not in stance_lexicon().topics["prerequisites"] or token.pos_ != "NOUN":
        return None
    sentence = token.sent
    if _is_as_seen(token):
        return None
    below = {part.i for part in token.subtree}  # "conditions for a truce": it is what hangs on them
    events = [i for i in sorted(words.events - below) if sentence.start <= i < sentence.end]
    if token.i + 1 < sentence.end and token.nbor().lower_ in {"for", "of", "to"}:
        events = [i for i in events if i < token.i]
    if not events:
        return None
    nearest = min(events, key=lambda place: abs(place - token.i))
    return token.doc[nearest], (token,), 1


def _ordered(token: Token, words: _Words) -> _Found | None:
    """'A truce must precede talks', 'talks can only follow a truce'."""
    topics = stance_lexicon().topics
    lemma = token.lemma_.lower()
    if token.pos_ != "VERB" or lemma not in topics["preceding"] | topics["following"]:
        return None
    after = 1 if lemma in topics["preceding"] else -1
    for child in token.children:
        if child.dep_ not in SUBJECTS:
            continue
        below = {part.i for part in child.subtree}
        if below & words.events and below & words.things:
            return None  # "an order to cease fire and to talk will follow"
        if below & words.events:
            return _nearest(token, tuple(child.subtree), words.events) or child, (), after
        if below & words.things and words.events:
            return _nearest(token, tuple(child.subtree), words.things) or child, (), -after
    return None


def _in_turn(token: Token, words: _Words) -> _Found | None:
    """'A truce and then talks', 'a truce so that talks can follow', 'a truce followed by talks'."""
    if not _tells_turns(token):
        return None
    sentence = token.sent
    events = [i for i in words.events if sentence.start <= i < sentence.end]
    things = [i for i in words.things if sentence.start <= i < sentence.end]
    if not events or not things or set(events) & set(things):
        return None
    event = token.doc[min(events, key=lambda i: abs(i - token.i))]
    thing = token.doc[min(things, key=lambda i: abs(i - token.i))]
    if event.i < min(token.i, thing.i) and (thing.i > token.i or _is_late(token, thing)):
        return event, (), 1
    return (event, (), -1) if thing.i < token.i < event.i else None


def _tells_turns(token: Token) -> bool:
    """'Then', 'so that', 'on that basis', 'followed by'."""
    lower = token.lower_
    if lower == "followed":
        return token.i + 1 < token.sent.end and token.nbor().lower_ == "by"
    if lower not in stance_lexicon().topics["order_then"]:
        return False
    if lower == "that":
        return token.i > 0 and token.nbor(-1).lower_ == "so"
    return lower != "basis" or any(c.lower_ in {"this", "that"} for c in token.children)


def _is_late(token: Token, thing: Token) -> bool:
    """'Negotiations can then follow', 'open talks on that basis': of the clause of the thing."""
    return _clause(token).i == _clause(thing).i


def _is_as_seen(noun: Token) -> bool:
    """'A truce is seen as a precondition', by whom is not said: the order is not the speaker's."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "as":
        return False
    verb = noun.head.head
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    return passive and not any(child.dep_ == "agent" for child in verb.children)


def _is_of_state(token: Token, words: _Words) -> bool:
    """Whether what a preposition brings is the state itself: 'in wartime', not 'in his attacks'."""
    if token.dep_ == "mark" or token.head.lower_ in {"ahead", "prior", "instead"}:
        return True
    for child in token.children:
        inner = child
        while inner.dep_ in {"pobj", "pcomp"} and inner.i not in words.states:
            below = [c for c in inner.children if c.lower_ == "of"]
            below = [c for of in below for c in of.children if c.dep_ == "pobj"]
            if not below:
                break
            inner = below[0]  # "in the middle of a war"
        if inner.i in words.states and not any(c.dep_ == "poss" for c in inner.children):
            return True
    return False


def _is_joined(token: Token, target: Token) -> bool:
    """Whether a connective can join its part to a word: it hangs on the word's clause or above."""
    connective = token.head if token.dep_ in {"mark", "advmod"} else token
    governor = _clause(connective.head)
    if token.lower_ == "in" and _is_apart(target, governor):
        return False
    return (
        governor.i == _clause(target).i
        or governor.is_ancestor(target)
        or (target.is_ancestor(connective) and governor.dep_ != "relcl")
        or connective.head.is_ancestor(target)
    )


def _is_apart(target: Token, governor: Token) -> bool:
    """Whether a word stands in an adverbial clause of its own below a verb."""
    clause = _clause(target)
    while clause.i not in {governor.i, clause.head.i}:
        if clause.dep_ == "advcl":
            return True
        clause = clause.head
    return False


def _clause(token: Token) -> Token:
    while token.pos_ not in _VERBAL and token.head.i != token.i:
        token = token.head
    return token


def _parts(token: Token) -> tuple[tuple[Token, ...], tuple[Token, ...]] | None:
    """What a connective brings with it, and what it is joined to."""
    if token.pos_ == "ADP" or token.dep_ == "prep":
        head, governor = token, token.head
    elif token.dep_ in {"mark", "advmod"} and token.head.pos_ in {*_VERBAL, "ADJ", "NOUN"}:
        head, governor = token.head, token.head.head
        if head.dep_ == "ROOT":
            return None
    else:
        return None
    inner = tuple(part for part in head.subtree if part.i != token.i)
    held = {part.i for part in inner} | {token.i}
    outer = tuple(part for part in token.sent if part.i not in held)
    return (inner, outer) if inner and governor.i != head.i else None


def _nearest(
    token: Token, among: Sequence[Token], wanted: frozenset[int] | set[int]
) -> Token | None:
    found = [part for part in among if part.i in wanted]
    return min(found, key=lambda part: abs(part.i - token.i), default=None)


def _indexes(tokens: Sequence[Token], places: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The heads of the phrases found."""
    return frozenset(
        next(
            (
                token.i
                for token in tokens[start:end]
                if token.head.i not in range(tokens[start].i, tokens[end - 1].i + 1)
                or token.head.i == token.i
            ),
            tokens[end - 1].i,
        )
        for start, end in places
    )


def _endings(tokens: Sequence[Token], states: frozenset[int]) -> frozenset[int]:
    """'Stop the offensive', 'an end to the killing', 'once the war is over': a state that ends."""
    ending = stance_lexicon().topics["ending"]
    found = set()
    for token in tokens:
        if token.i not in states:
            continue
        node = token
        for _ in range(3):
            if node.head.i == node.i or node.dep_ in {"advcl", "relcl", "ccomp"}:
                break
            node = node.head
            over = node.lemma_ == "be" and any(
                c.lower_ in {"over", "silent"} for c in node.children
            )
            if over or node.lemma_.lower() in ending:
                found.add(node.i)
                break
            below = [c for c in node.children if c.dep_ == "xcomp" and c.lemma_.lower() in ending]
            if below:
                found.add(below[0].i)  # "the guns have to fall silent"
                break
            if node.pos_ in _VERBAL and node.dep_ != "aux":
                break
    return frozenset(found)
