"""Decision: weighing the signals of a statement against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.signals import MIDDLE, STRONG, WEAK, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.stances.conditions import Condition
    from app.extraction.stances.sovereignty import Sovereignty
    from app.extraction.stances.topic import TopicGate

_DODGING = frozenset({"non-answer"})
_CONTRAST = frozenset({"but", "yet", "however", "nevertheless", "still", "nonetheless"})
_DISTANT = frozenset({"west", "capital", "capitals", "europe", "brussels", "outsider", "foreigner"})


@dataclass(frozen=True, slots=True)
class Decision:
    """The stance, the signals that carry it, and what a person should know of it."""

    stance: Stance
    signals: tuple[Signal, ...]
    condition: tuple[Token, ...]
    circumstances: tuple[str, ...] = ()  # what makes it doubtful: keys of sureness.SENTENCES


def decide(
    signals: Sequence[Signal],
    hedges: Sequence[Signal],
    conditions: Sequence[Condition],
    sovereign: Sequence[Sovereignty],
    gate: TopicGate,
) -> Decision:
    """The stance of a statement from all that was found in it."""
    signals = _distinct(signals)
    sided = [signal for signal in signals if signal.stance in {Stance.SUPPORTS, Stance.OPPOSES}]
    open_ = [signal for signal in signals if signal.stance is Stance.NONCOMMITTAL]
    dodging = [one for one in hedges if one.rule in _DODGING]
    dodged = {word.i for one in dodging for word in one.words}
    # "Does not want to comment", "took note of the proposal": words of the dodge take no side.
    sided = [one for one in sided if dodged.isdisjoint(word.i for word in one.words)]
    conditional = _conditional(sided, conditions)
    if conditional is not None and (sided or not dodging):
        return conditional
    right = _right_to_decide(sovereign, gate)
    if right is not None:
        # "For Varvia to decide": the deciding is said of a right, it is no decision taken.
        spoken = {word.i for one in sovereign for word in one.words}
        sided = [s for s in sided if not all(word.i in spoken for word in s.words)]
    if right is not None and (not sided or max(s.weight for s in sided) < STRONG):
        return right
    openness = [signal for signal in (*open_, *hedges) if signal.rule in {"openness", "neutrality"}]
    if openness:
        # "There are no plans, but nothing is ruled out" leaves the matter open (LABELS, rule 2).
        taken = any(signal.weight >= STRONG for signal in sided)
        doubtful = ("side taken",) if taken else ()
        return Decision(Stance.NONCOMMITTAL, tuple(openness), (), doubtful)
    if sided:
        return _sided(sided, [*hedges, *open_])
    deciding = [*hedges, *open_]
    if deciding:
        best = max(hedge.weight for hedge in deciding)
        doubtful = () if best > WEAK else ("weak",)
        return Decision(Stance.NONCOMMITTAL, tuple(_distinct(deciding)), (), doubtful)
    return Decision(Stance.UNDETERMINED, (), (), ("nothing",))


def _distinct(signals: Sequence[Signal]) -> list[Signal]:
    """Each set of deciding words once, the strongest."""
    kept: dict[tuple[int, ...], Signal] = {}
    for signal in sorted(signals, key=lambda one: -one.weight):
        kept.setdefault(tuple(sorted(word.i for word in signal.words)), signal)
    return sorted(kept.values(), key=lambda one: one.place)


def _conditional(sided: Sequence[Signal], conditions: Sequence[Condition]) -> Decision | None:
    usable = [
        condition
        for condition in conditions
        if condition.sure
        or any(s.rule != "threat of consequences" for s in sided)
        or condition.rule == "consent"
    ]
    if not usable:
        return None
    first = next((condition for condition in usable if condition.sure), usable[0])
    if (
        first.rule == "condition"
        and not first.sure
        and any(signal.stance is Stance.OPPOSES and signal.rule == "evaluation" for signal in sided)
    ):
        return None
    signal = Signal(first.words, first.rule, Stance.CONDITIONAL, STRONG)
    # "Only if the allies provide it": who is to meet the condition does not set it.
    hung = {word.i for word in first.whole}
    bearers = [s.bearer for s in sided if s.bearer is not None and s.bearer.i not in hung]
    sided = [s for s in sided if s.bearer is None or s.bearer.i not in hung]
    own = any(s.own for s in sided)
    if bearers:
        signal = Signal(first.words, first.rule, Stance.CONDITIONAL, STRONG, bearers[0], own=own)
    return Decision(Stance.CONDITIONAL, tuple(_distinct([signal, *sided])), first.whole)


def _right_to_decide(sovereign: Sequence[Sovereignty], gate: TopicGate) -> Decision | None:
    """Denying a veto supports; the place's own right to decide is a condition (LABELS, rule 8)."""
    if not sovereign:
        return None
    vetoes = [one for one in sovereign if one.veto]
    if vetoes and vetoes[0].decider is not None and gate.in_place([vetoes[0].decider]):
        return None  # that the place itself has no say takes no known side
    if vetoes:
        words = vetoes[0].words
        return Decision(
            Stance.SUPPORTS,
            (Signal(words, "sovereignty", Stance.SUPPORTS, MIDDLE),),
            (),
        )
    one = sovereign[0]
    decider = one.decider
    if one.denied:
        distant = decider is not None and (
            decider.lemma_.lower() in _DISTANT or decider.tag_ == "NNS"
        )
        stance = Stance.OPPOSES if distant else Stance.SUPPORTS
        return Decision(
            stance,
            (Signal(one.words, "sovereignty", stance, MIDDLE),),
            (),
            ("denied",),
        )
    if (
        decider is not None
        and gate.place_seeds is not None
        and (gate.in_place([decider, *decider.children]) or _stands_for_place(decider, gate))
    ):
        signal = Signal(one.words, "sovereignty", Stance.CONDITIONAL, MIDDLE)
        return Decision(Stance.CONDITIONAL, (signal,), one.words)
    signal = Signal(one.words, "handing over", Stance.NONCOMMITTAL, MIDDLE)
    return Decision(Stance.NONCOMMITTAL, (signal,), ())


def _stands_for_place(decider: Token, gate: TopicGate) -> bool:
    """'If Varvia wants them, it is up to them': a pronoun after the place as subject."""
    return decider.lower_ in {"it", "them", "they"} and any(
        word.dep_ in {"nsubj", "nsubjpass"} and word.pos_ == "PROPN" and gate.in_place([word])
        for word in decider.sent
        if word.i < decider.i
    )


def _sided(sided: Sequence[Signal], hedges: Sequence[Signal]) -> Decision:
    """One side, or the stronger of two, or none."""
    best = {
        side: max((s.weight for s in sided if s.stance is side), default=0.0)
        for side in (Stance.SUPPORTS, Stance.OPPOSES)
    }
    dodge = max((hedge.weight for hedge in hedges), default=0.0)
    top = max(best.values())
    if dodge > top or (dodge == top and top <= WEAK):
        deciding = [hedge for hedge in hedges if hedge.weight == dodge]
        return Decision(Stance.NONCOMMITTAL, tuple(_distinct(deciding)), ())
    stance = max(best, key=lambda side: best[side])
    doubtful: list[str] = []
    if min(best.values()) > 0:
        after = _after_contrast(sided)
        if after is not None:
            stance = after
        elif top < 2 * min(best.values()):
            return Decision(Stance.UNDETERMINED, tuple(sided), (), ("both",))
        doubtful.append("other side")
    if top <= WEAK:
        doubtful.append("weak")
    kept = tuple(signal for signal in sided if signal.stance is stance)
    return Decision(stance, kept, (), tuple(doubtful))


def _after_contrast(sided: Sequence[Signal]) -> Stance | None:
    """The side taken after a 'but', when all words after it take the same one."""
    doc = sided[0].words[0].doc
    turns = [
        token.i for token in doc if token.lower_ in _CONTRAST and token.dep_ in {"cc", "advmod"}
    ]
    for turn in turns:
        after = {signal.stance for signal in sided if signal.place > turn}
        before = {signal.stance for signal in sided if signal.place < turn}
        if len(after) == 1 and before:
            return next(iter(after))
    return None
