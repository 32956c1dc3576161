"""Answers: yes and no that have no word for the thing, because a question before named it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.grammar import modality, negation, noun_negation, own_subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import MIDDLE, WEAK, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.stances.topic import TopicGate

_FIRST = frozenset({"we", "i"})
_DOING = frozenset(
    {
        "take",
        "join",
        "go",
        "participate",
        "contribute",
        "send",
        "be",
        "serve",
        "come",
        "help",
        "support",
        "provide",
    }
)


def answers(tokens: Sequence[Token]) -> list[Signal]:
    """The sides taken by the answer to a question about the thing."""
    topics = stance_lexicon().topics
    found: list[Signal] = []
    if not tokens:
        return found
    first = next((token for token in tokens if token.is_alpha), tokens[0])
    if first.lower_ in topics["affirming"]:
        found.append(Signal((first,), "answer", Stance.SUPPORTS, MIDDLE, None, first))
    verbless = first.sent.root.pos_ not in {"VERB", "AUX"}
    if first.lower_ in {"no", "never"} or (first.lower_ == "not" and verbless):
        found.append(Signal((first,), "answer", Stance.OPPOSES, MIDDLE, None, first))
    for token in tokens:
        if token.dep_ != "ROOT" or token.pos_ not in {"VERB", "AUX"}:
            continue
        doer = own_subject(token)
        mood, modal = modality(token)
        if doer is None or modal is None or mood != "must" or token.lemma_ not in _DOING:
            continue
        if doer.lower_ not in _FIRST:
            continue
        denied = negation(token)
        words = tuple(word for word in (modal, denied, token) if word is not None)
        stance = Stance.OPPOSES if denied is not None else Stance.SUPPORTS
        weight = MIDDLE if denied is not None else WEAK
        rule = "refusal" if denied is not None else "commitment"
        found.append(Signal(words, rule, stance, weight, doer, token, own=True))
    return found


_OTHERS = frozenset({"those", "country", "decision", "nation", "ally", "partner", "other", "state"})
_TURNS = frozenset({"but", "however", "yet"})


def support_of_others(tokens: Sequence[Token], gate: TopicGate) -> list[Signal]:
    """After an own refusal: '... but we support those who do' backs the thing itself.

    LABELS, rule 6. Support of the place ("but will support Ukraine with money") is not meant.
    """
    verbs = stance_lexicon().verbs
    found = []
    turned = False
    for token in tokens:
        turned = turned or token.lower_ in _TURNS
        attitude = verbs.get(token.lemma_.lower()) if turned and token.pos_ == "VERB" else None
        if attitude is None or attitude.rule != "support" or negation(token) is not None:
            continue
        for child in token.children:
            others = child.dep_ in {"dobj", "obj"} and child.lemma_.lower() in _OTHERS
            if (
                others
                and not gate.in_place([child])
                and any(below.dep_ == "relcl" for below in child.subtree)
            ):
                found.append(
                    Signal(
                        (token, child), "support of others", Stance.SUPPORTS, MIDDLE, None, child
                    )
                )
    return found


def bare_attitudes(tokens: Sequence[Token]) -> list[Signal]:
    """Attitudes whose object is only understood: 'he has no objection', 'they are in favour'."""
    lexicon = stance_lexicon()
    found = []
    for token in tokens:
        noun = lexicon.nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None
        if noun is None or noun.rule not in {"opposition", "refusal"}:
            continue
        denied = noun_negation(token)
        if denied is None or token.dep_ not in {"dobj", "obj", "attr"}:
            continue
        bearer = own_subject(token.head)
        if bearer is not None and bearer.lower_ in {"there", "it"}:
            bearer = None
        found.append(Signal((denied, token), "no objection", Stance.SUPPORTS, WEAK, bearer, token))
    return found
