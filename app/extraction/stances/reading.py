"""Reading: the positions found in one passage on one issue, before they become domain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Scope, Stance, Timing, Whose
from app.extraction.stances.answers import answers, bare_attitudes, support_of_others
from app.extraction.stances.antecedents import is_bare_noun, standing_above, standing_for_thing
from app.extraction.stances.certainty import DOUBTFUL, GROUND, ground_doubt, hearsay_doubt
from app.extraction.stances.conditions import find_conditions
from app.extraction.stances.decision import Decision, decide
from app.extraction.stances.gates import topic_gate
from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.hedges import find_hedges
from app.extraction.stances.holder import Speaker, can_hold, phrase_text
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.order import order_signals, without_limited
from app.extraction.stances.path import climb
from app.extraction.stances.signals import Signal, turned
from app.extraction.stances.sovereignty import find_sovereignty
from app.extraction.stances.sureness import (
    LOWEST,
    RARELY_RIGHT,
    REVIEW_BELOW,
    SENTENCES,
    TOLD,
    confidence_of,
    factor_of,
    kind_of,
)
from app.extraction.stances.whose import holders_of, scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from app.domain.actors import ActorDirectory
    from app.domain.positions import Issue
    from app.extraction.stances.passage import Passage
    from app.extraction.stances.topic import TopicGate

_SIDED = frozenset({Stance.SUPPORTS, Stance.OPPOSES})
_JOINED = 4  # how far up a joined participle is looked for


@dataclass(frozen=True, slots=True)
class Reading:
    """One position: its stance, whose it is, and the words that decide."""

    stance: Stance
    scope: Scope
    holder: Token | None  # None: the speaker
    holder_text: str
    condition: tuple[Token, ...]
    signals: tuple[Signal, ...]
    confidence: float
    review: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the thing stands in a passage, and how far away it is named."""

    targets: tuple[Token, ...]
    named: bool
    from_title: bool
    core: tuple[Token, ...] = ()  # of the targets those that name the thing
    answers: bool = False  # the sentence before asks about it
    framed: bool = False  # the words given as the statement's context name it


def read(
    passage: Passage, issue: Issue, speaker: Speaker, actors: ActorDirectory
) -> tuple[Reading, ...]:
    """The positions a passage takes on an issue: the speaker's own first; none when it is off."""
    gate = topic_gate(issue)
    found = _locate(passage, gate)
    tokens = passage.tokens
    if not found.targets and found.from_title:
        return ()
    if not (found.targets or found.answers or found.framed):
        return _grounds(passage, gate, speaker, actors)
    moved = gate.moves([token for sentence in passage.sentences for token in sentence])
    signs = {
        **_pointed(found, passage, gate),
        **{key: sign for each in passage.sentences for key, sign in gate.signs(each).items()},
    }
    # What somebody is accused of is not what the accuser wants.
    accusing = stance_lexicon().topics["accusing"]
    accused = not accusing.isdisjoint(token.lemma_.lower() for token in passage.cue)
    signals = [
        signal
        for target in found.targets
        if not (_is_asked(target) or accused)
        for signal in climb(target, moved, passage.inside)
    ]
    signals = [turned(one) if _sign(one, signs) < 0 else one for one in signals]
    orders = [gate.order(sentence, passage.inside) for sentence in passage.sentences]
    if found.answers:
        signals += answers(tokens)
    signals += support_of_others(tokens, gate)
    if not any(signal.stance is not Stance.NONCOMMITTAL for signal in signals):
        signals += bare_attitudes(tokens)
    hedges = without_limited(find_hedges(tokens), orders)
    for order in orders if not hedges else ():
        signals += order_signals(order, signals)
    conditions = find_conditions(tokens, found.core or found.targets)
    in_order = frozenset().union(*(order.said for order in orders))
    conditions = [one for one in conditions if in_order.isdisjoint(word.i for word in one.words)]
    if found.answers:
        # In the answer to a question 'if' hangs the answer itself on something.
        conditions = [replace(condition, sure=True) for condition in conditions]
    sovereign = find_sovereignty(tokens)
    decision = decide(signals, hedges, conditions, sovereign, gate)
    inherited = False
    if decision.stance in {Stance.UNDETERMINED, Stance.NONCOMMITTAL}:
        above = _governing(passage, gate)
        if above:
            decision = decide(above, [], [], [], gate)
            inherited = True
    # A pointing word alone, or an order only named, is not taken for a position.
    named = found.named and (passage.framed or gate.timing is not Timing.AFTER)
    if decision.stance is Stance.UNDETERMINED and not named and not found.framed:
        return ()
    return _readings(passage, found, decision, speaker, actors, gate=gate, inherited=inherited)


def _locate(passage: Passage, gate: TopicGate) -> _Found:
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
        return _Found((*named, *later), named=True, from_title=False, core=tuple(named))
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
        return _Found(
            tuple(pointing), named=False, from_title=False, answers=answers_it, framed=framed
        )
    if not points:
        return _Found((), named=False, from_title=False)
    if elsewhere or before:
        return _Found(tuple(pointing), named=False, from_title=False)
    if any(gate.named(sentence, place_known=place_known) for sentence in passage.title):
        nouns = tuple(token for token in titular if is_bare_noun(token, gate))
        return _Found(nouns, named=False, from_title=True)
    return _Found((), named=False, from_title=False)


def _asks(token: Token, *, framed: bool) -> bool:
    """Whether a word before a statement makes it an answer; of an article a real question."""
    if token.lower_ == "?":
        return True
    topics = stance_lexicon().topics
    if framed:
        return token.lemma_.lower() in topics["asking"]
    return token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in topics["questioning"]


def _pointed(found: _Found, passage: Passage, gate: TopicGate) -> dict[int, int]:
    """The signs of pointing words: that of what was named last before them."""
    pointing = [token for token in found.targets if token not in found.core]
    if not pointing:
        return {}
    sentences = (*passage.before, *passage.sentences)
    before = {
        token: gate.signs(sentence).get(token.i, 1)
        for sentence in sentences
        for token in gate.named(sentence, place_known=True, kinds_known=True)
    }
    signs = {}
    for pronoun in pointing:
        earlier = [
            sign
            for token, sign in before.items()
            if token.doc is not pronoun.doc or token.i < pronoun.i
        ]
        if earlier and earlier[-1] < 0:
            signs[pronoun.i] = -1
    return signs


def _sign(signal: Signal, signs: Mapping[int, int]) -> int:
    return signs.get(signal.target.i, 1) if signal.target is not None else 1


def _is_foretold(signal: Signal) -> bool:
    """'Will join', 'will never be able to': an event, and not what its subject wants ('ready')."""
    return signal.rule in {"commitment", "refusal"} and not any(
        word.pos_ == "ADJ" and word.lemma_ != "able" for word in signal.words
    )


def _is_powerless(signal: Signal) -> bool:
    """'Estmark cannot stop it': what its subject cannot do is no wish of the subject's."""
    return signal.rule == "prevention" and any(
        word.lower_ in {"can", "ca", "could"} for word in signal.words
    )


def _is_asked(target: Token) -> bool:
    """Whether a word stands in a question: which side it leans to is not in the words."""
    return target.sent[-1].lower_ == "?" or (len(target.sent) > 1 and target.sent[-2].lower_ == "?")


def _grounds(
    passage: Passage, gate: TopicGate, speaker: Speaker, actors: ActorDirectory
) -> tuple[Reading, ...]:
    """The side of the clause above, for a ground or warning given without naming the thing."""
    grounding = stance_lexicon().topics["grounding"]
    if not any(token.lemma_.lower() in grounding for token in passage.cue):
        return ()
    above = _governing(passage, gate)
    if not above:
        return ()
    decision = decide(above, [], [], [], gate)
    if decision.stance not in _SIDED:
        return ()
    found = _Found((), named=False, from_title=False)
    return _readings(passage, found, decision, speaker, actors, gate=gate, inherited=True)


def _governing(passage: Passage, gate: TopicGate) -> list[Signal]:
    """The signals of the clause above a participle that reports: 'rejected it, noting that ...'."""
    if not passage.cue:
        return []
    verb = next((token for token in passage.cue if token.pos_ == "VERB"), passage.cue[0])
    for _ in range(_JOINED):
        if verb.dep_ in {"advcl", "acl"} or verb.head.i == verb.i:
            break
        verb = verb.head  # "calling it early and warning": up to the first participle
    if verb.dep_ not in {"advcl", "acl"} or verb.tag_ != "VBG":
        return []
    governor = verb.head
    if governor.pos_ not in {"VERB", "AUX"}:
        return []
    clause = frozenset(token.i for token in governor.subtree) - frozenset(
        token.i for token in verb.subtree
    )
    sentence = governor.sent
    targets = [t for t in gate.named(sentence, place_known=True) if t.i in clause]
    pointing = [t for t in gate.pointing(sentence) if t.i in clause]
    targets += standing_above(pointing, passage, gate)
    moved = gate.moves(list(sentence))
    signals = [signal for target in targets for signal in climb(target, moved, clause)]
    if signals:
        return signals
    if governor.lemma_.lower() in stance_lexicon().topics["repeating"] and targets:
        # "X reiterated this, stating ...": what is repeated was said in the sentence before.
        for earlier in reversed(passage.before):
            inside = frozenset(range(earlier.start, earlier.end))
            moved = gate.moves(list(earlier))
            known = gate.named(earlier, place_known=True) or gate.pointing(earlier)
            said = [s for target in known for s in climb(target, moved, inside)]
            if said and earlier.doc is passage.doc:
                words = (governor,)
                return [
                    Signal(words, "repeating", s.stance, s.weight, None, s.target) for s in said
                ]
    return []


def _readings(
    passage: Passage,
    found: _Found,
    decision: Decision,
    speaker: Speaker,
    actors: ActorDirectory,
    *,
    gate: TopicGate,
    inherited: bool,
) -> tuple[Reading, ...]:
    """One reading for each holder, the speaker first."""
    own: list[Signal] = []
    others: dict[str, tuple[Token, list[Signal]]] = {}
    unsure = False
    for signal in decision.signals:
        for holder, certain in holders_of(signal, passage, speaker, actors):
            # "Varvia will never be a member" is the word of who says so.
            foretold = holder is not None and gate.admits(holder) and _is_foretold(signal)
            token = None if foretold or _is_powerless(signal) else holder
            unsure = unsure or not certain
            if token is None:
                own.append(signal)
            else:
                others.setdefault(phrase_text(token), (token, []))[1].append(signal)
    doubts = [
        doubt
        for doubt in (
            hearsay_doubt(passage, decision.signals),
            ground_doubt(decision.signals),
            GROUND if inherited and decision.stance in _SIDED else None,
        )
        if doubt is not None
    ]
    confidence, review = _certainty(found, decision, doubts, inherited=inherited, unsure=unsure)
    readings = []
    speaks = not speaker.is_reporter or speaker.vague_source
    if not speaks and not others:
        # A report of what somebody does: the one it is about holds the position.
        about = _about(passage)
        if about is not None:
            others[phrase_text(about)] = (about, list(decision.signals))
            own = []
        elif passage.framed:
            speaks = True  # whose statement it is was said
    if speaks and (own or not others):
        scope = scope_of(own or decision.signals, found.targets, speaker, actors)
        first = Reading(
            decision.stance,
            scope,
            None,
            "",
            decision.condition,
            decision.signals,
            confidence,
            review,
        )
        readings.append(first)
    joint = {signal.place for signal in own}
    for name, (token, signals) in others.items():
        if own and not any(signal.place in joint for signal in signals):
            continue  # the speaker's own side stands; what is said of others in passing does not
        scope = Scope.OWN if any(signal.own for signal in signals) else Scope.GENERAL
        told = max(confidence * factor_of("told"), LOWEST)
        why = (*review, f"{TOLD}{name}, as somebody else tells it.")
        readings.append(
            Reading(
                decision.stance, scope, token, name, decision.condition, tuple(signals), told, why
            )
        )
    return tuple(readings)


def _about(passage: Passage) -> Token | None:
    """The subject of the first clause that was said, when it can hold a position."""
    for sentence in passage.sentences:
        for token in sentence:
            if token.i in passage.said and token.dep_ in SUBJECTS and can_hold(token):
                return token
    return None


def _in_principle(signal: Signal) -> bool:
    """Whether a side is taken in a sentence that holds it 'in principle' only."""
    sentence = signal.words[0].sent
    return any(
        word.lower_ == "principle" and word.i > sentence.start and word.nbor(-1).lower_ == "in"
        for word in sentence
    )


def _certainty(
    found: _Found, decision: Decision, doubts: Sequence[str], *, inherited: bool, unsure: bool
) -> tuple[float, tuple[str, ...]]:
    """The confidence of a decision, and why a person should look first."""
    circumstances = list(decision.circumstances)
    if found.from_title:
        circumstances.append("title")
    elif not found.named:
        circumstances.append("context")
    if inherited:
        circumstances.append("inherited")
    if unsure:
        circumstances.append("unsure")
    if decision.stance in _SIDED and any(map(_in_principle, decision.signals)):
        circumstances.append("principle")
    confidence = confidence_of(kind_of(decision.stance, decision.signals), circumstances)
    review = [SENTENCES[circumstance] for circumstance in circumstances]
    review += doubts
    if unsure or doubts:
        confidence = min(confidence, DOUBTFUL)
    if confidence < REVIEW_BELOW and not review:
        review.append(RARELY_RIGHT)
    return max(confidence, LOWEST), tuple(review)
