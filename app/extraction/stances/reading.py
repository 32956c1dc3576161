"""Reading: the positions found in one passage on one issue, before they become domain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Scope, Stance, Timing
from app.extraction.stances.answers import answers, bare_attitudes, support_of_others
from app.extraction.stances.antecedents import standing_above
from app.extraction.stances.bargains import find_bargains, surer
from app.extraction.stances.certainty import DOUBTFUL, GROUND, ground_doubt, hearsay_doubt
from app.extraction.stances.checks import checked
from app.extraction.stances.conditions import find_conditions
from app.extraction.stances.decision import Decision, decide
from app.extraction.stances.fragments import answered, fragment_signals
from app.extraction.stances.gates import topic_gate
from app.extraction.stances.grammar import SUBJECTS
from app.extraction.stances.hedges import find_hedges
from app.extraction.stances.holder import Speaker, can_hold, is_first_person, office_text
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.locating import Found, locate
from app.extraction.stances.nonanswers import find_nonanswers
from app.extraction.stances.order import order_signals, without_limited
from app.extraction.stances.parts import scope_of
from app.extraction.stances.path import climb
from app.extraction.stances.path_judged import is_entitled
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
from app.extraction.stances.told_views import without_told
from app.extraction.stances.unread import unread
from app.extraction.stances.whose import holders_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from app.domain.actors import ActorDirectory
    from app.domain.positions import Issue
    from app.extraction.stances.conditions import Condition
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


def read(
    passage: Passage, issue: Issue, speaker: Speaker, actors: ActorDirectory
) -> tuple[Reading, ...]:
    """The positions a passage takes on an issue: the speaker's own first; none when it is off."""
    gate = topic_gate(issue)
    found = locate(passage, gate)
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
    entitled = [one for one in signals if is_entitled(one, passage.quoted)]
    signals = [
        turned(one) if _sign(one, signs) < 0 else one for one in signals if one not in entitled
    ]
    orders = [gate.order(sentence, passage.inside) for sentence in passage.sentences]
    if found.answers:
        signals += answers(tokens)
    signals += support_of_others(tokens, gate)
    if not any(signal.stance is not Stance.NONCOMMITTAL for signal in signals):
        signals += bare_attitudes(tokens)
    signals += fragment_signals(passage, found.targets, signals)
    signals = checked(without_told(answered(signals), passage), gate)
    hedges = without_limited([*find_hedges(tokens), *find_nonanswers(tokens)], orders)
    for order in orders if not hedges else ():
        signals += order_signals(order, [*signals, *entitled])
    conditions = find_conditions(tokens, found.core or found.targets)
    in_order = frozenset().union(*(order.said for order in orders))
    conditions += find_bargains(tokens, found.core or found.targets)
    conditions = [
        one
        for one in surer(conditions, tokens)
        if not _is_order(one, gate)
        and (in_order.isdisjoint(word.i for word in one.words) or _is_beside_order(one))
    ]
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
    decision = _with_unread(passage, decision, moved)
    return _readings(passage, found, decision, speaker, actors, gate=gate, inherited=inherited)


def _with_unread(passage: Passage, decision: Decision, moved: frozenset[int]) -> Decision:
    """The decision, with what stands unread beside its words among its circumstances."""
    if decision.stance not in _SIDED:
        return decision
    beside = unread(passage, decision.signals, decision.stance, moved)
    return replace(decision, circumstances=(*decision.circumstances, *beside))


def _pointed(found: Found, passage: Passage, gate: TopicGate) -> dict[int, int]:
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
    target = signal.target
    if target is None or (target.pos_ in {"ADP", "ADV"} and target in signal.words):
        return 1  # "keep it out": the particle is a part of the verb that was read
    return signs.get(target.i, 1)


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


def _is_order(condition: Condition, gate: TopicGate) -> bool:
    """'No election as long as martial law remains': the time of the issue itself, no condition."""
    if gate.timing is Timing.ANY or condition.rule != "condition":
        return False
    words = {word.lower_ for word in condition.words}
    whole = list(condition.whole)
    if "if" in words and not condition.sure:
        return gate.has_things(whole)  # "must stop shooting if it wants to talk"
    if not words & _TIMES:
        return False
    return bool(gate.events.find(whole) or gate.states.find(whole)) or gate.has_things(whole)


def _is_beside_order(condition: Condition) -> bool:
    """'Ahead of talks on condition that ...': no word of time, though it stands in an order."""
    timed = {word.lower_ for word in condition.words} & _TIMES
    return condition.sure and condition.rule == "condition" and not timed


# Words of time, by which an issue on an order of events says its own order.
_TIMES = frozenset({"until", "till", "while", "before", "long", "after", "when", "once"})


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
    found = Found((), named=False, from_title=False)
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


def _readings(  # noqa: C901 - ordered cases, each one line of its class table
    passage: Passage,
    found: Found,
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
                others.setdefault(office_text(token, speaker), (token, []))[1].append(signal)
    if others and own and _goes_on(own, [s for _, told in others.values() for s in told]):
        others[next(iter(others))][1].extend(own)
        own = []
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
            others[office_text(about, speaker)] = (about, list(decision.signals))
            own = []
        elif passage.framed:
            speaks = True  # whose statement it is was said
    if speaks and (own or not others):
        scope = scope_of(
            own or decision.signals,
            found.targets,
            passage,
            speaker,
            actors,
            gate=gate,
            named=found.named,
        )
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


def _goes_on(own: Sequence[Signal], told: Sequence[Signal]) -> bool:
    """'The premier is against it. It will not be in the draft': of whom was told before.

    Words without a bearer, in a later sentence, of one side with what somebody else was told of.
    """
    last = max(told, key=lambda signal: signal.place)
    after = last.words[0].sent.end
    return all(
        signal.bearer is None
        and signal.rule in {"refusal", "commitment"}
        and signal.words[0].doc is last.words[0].doc
        and signal.place >= after
        and signal.stance is last.stance
        and not any(is_first_person(word) for word in signal.words[0].sent)
        for signal in own
    )


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
    found: Found, decision: Decision, doubts: Sequence[str], *, inherited: bool, unsure: bool
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
