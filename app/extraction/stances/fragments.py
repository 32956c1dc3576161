"""Sides taken without a clause on the thing: a quoted predicate, and words of joining in.

'The planned force "a recipe for escalation"' is what is left of "called it ..." without its verb.
"We will do our share" and "not with us" are said of what the context names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.evaluation_words import phrase_worth, word_worth
from app.extraction.stances.grammar import negation, own_subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_effects import effect_of
from app.extraction.stances.signals import MIDDLE, STRONG, Signal, toward
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.stances.passage import Passage

_MATTERS = frozenset({"thing", "priority", "problem", "task", "concern", "worry"})
_PRESSING = frozenset({"important", "urgent", "pressing", "serious"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


def fragment_signals(
    passage: Passage, targets: Sequence[Token], known: Sequence[Signal]
) -> list[Signal]:
    """The sides taken by a quoted predicate or by joining in, where no other words take one.

    Only of a statement that is given without its article.
    """
    sided = {Stance.SUPPORTS, Stance.OPPOSES}
    taken = [signal for signal in known if signal.stance in sided]
    if not passage.framed:
        return []
    if taken:
        told = all(signal.bearer is not None and not _is_we(signal.bearer) for signal in taken)
        return _spoken(passage.tokens, max(one.place for one in taken)) if told else []
    return (
        _predicated(passage, targets)
        or _joining(passage.tokens)
        or ([] if targets else _deictic(passage.tokens))
    )


def answered(signals: Sequence[Signal]) -> list[Signal]:
    """Without what others want, where the speaker answers: 'They want us to send them. No.'."""
    answers = [one for one in signals if one.rule == "answer"]
    if not answers:
        return list(signals)
    last = max(one.place for one in answers)
    return [
        one
        for one in signals
        if one.rule == "answer" or one.bearer is None or _is_we(one.bearer) or one.place > last
    ]


def _is_we(bearer: Token) -> bool:
    return bearer.lower_ in {"we", "i", "us", "me"}


def _predicated(passage: Passage, targets: Sequence[Token]) -> list[Signal]:
    """What quoted words say of the thing that stands before them with no verb between."""
    found = []
    for sentence in passage.sentences:
        quoted = [token for token in sentence if token.i in passage.quoted]
        if not quoted:
            continue
        first = quoted[0]
        before = [token for token in sentence if token.i < first.i]
        target = next((token for token in before if token in targets), None)
        if target is None or any(token.tag_ in _FINITE for token in before):
            continue
        run = [token for token in quoted if token.pos_ not in {"PUNCT", "SPACE"}]
        held = {token.i for token in run}
        head = next((t for t in run if t.head.i not in held or t.head.i == t.i), None)
        if head is None or head.pos_ not in {"NOUN", "ADJ", "PROPN"}:
            continue
        worth = phrase_worth(head)
        if worth.sign:
            found.append(
                Signal(worth.words, "evaluation", toward(worth.sign), STRONG, None, target)
            )
    return found


def _deictic(tokens: Sequence[Token]) -> list[Signal]:
    """'It is the right thing to do', 'it would only make things worse': of what the context names.

    Not an 'it' that stands for a clause of its own ("it is dangerous to drive at night").
    """
    found = []
    for verb in tokens:
        first = own_subject(verb) if verb.pos_ in {"VERB", "AUX"} else None
        if first is None or first.lower_ not in {"it", "this", "that"}:
            continue
        if any(child.dep_ in {"xcomp", "ccomp", "csubj", "advcl"} for child in verb.children):
            continue
        said = effect_of(verb)
        if said is None and verb.lemma_ in {"be", "remain", "seem"}:
            complement = next((c for c in verb.children if c.dep_ in {"attr", "acomp"}), None)
            worth = phrase_worth(complement) if complement is not None else None
            clause = complement is not None and any(
                child.dep_ in {"xcomp", "ccomp", "csubj"} for child in complement.children
            )
            if worth is not None and worth.sign and not clause:
                said = worth.sign, list(worth.words), "evaluation", MIDDLE
        if said is not None:
            sign, words, rule, weight = said
            denied = negation(verb)
            if denied is not None and denied not in words:
                sign, words = -sign, [denied, *words]
            found.append(Signal(tuple(words), rule, toward(sign), weight, None, first))
    return found


def _joining(tokens: Sequence[Token]) -> list[Signal]:
    """'Will do our share', 'will vote in favour', 'not with me': the thing itself is understood."""
    found = []
    for token in tokens:
        if token.pos_ == "VERB":
            joined = _shares(token) or _votes(token) or _in_the_way(token)
            if joined is not None:
                sign, words = joined
                denied = negation(token)
                sign = -sign if denied is not None else sign
                words = [*([denied] if denied is not None else []), *words]
                stance = toward(sign)
                bearer = own_subject(token)
                found.append(
                    Signal(tuple(words), "commitment", stance, MIDDLE, bearer, token, own=True)
                )
    found += _compared(tokens) + _other_priorities(tokens)
    return found + _spoken(tokens, -1)


def _spoken(tokens: Sequence[Token], after: int) -> list[Signal]:
    """'Count us in', 'no, thank you': a spoken yes or no that stands after a place."""
    frames = stance_lexicon().frames
    found = []
    text = [t for t in tokens if t.i > after and not t.is_punct and not t.is_space]
    for place in range(len(text)):
        for name, stance in (("yes", Stance.SUPPORTS), ("no", Stance.OPPOSES)):
            for phrase in frames[f"spoken_{name}"]:
                spoken = phrase.split()
                held = text[place : place + len(spoken)]
                if [token.lower_ for token in held] == spoken:
                    found.append(Signal(tuple(held), "answer", stance, MIDDLE, None, held[0]))
    return found


def _shares(verb: Token) -> tuple[int, list[Token]] | None:
    """'Do our share', 'play its part', 'make a contribution'."""
    if verb.lemma_ not in {"do", "play", "make", "take", "contribute", "bear", "shoulder"}:
        return None
    object_ = child_of(verb, {"dobj", "obj"})
    if object_ is None or object_.lemma_ not in {"share", "part", "bit", "contribution"}:
        return None
    owned = any(child.lower_ in {"our", "its", "their", "my"} for child in object_.children)
    return (1, [verb, object_]) if owned else None


def _in_the_way(verb: Token) -> tuple[int, list[Token]] | None:
    """'Will not stand in their way'."""
    link = next((c for c in verb.children if c.lower_ == "in" and c.dep_ == "prep"), None)
    way = child_of(link, {"pobj"}) if link is not None else None
    if verb.lemma_ not in {"stand", "get", "be"} or link is None or way is None:
        return None
    owned = any(child.dep_ in {"poss", "det"} for child in way.children)
    return (-1, [verb, link, way]) if way.lemma_ == "way" and owned else None


def _other_priorities(tokens: Sequence[Token]) -> list[Signal]:
    """'There are more important things to do': what comes before the thing."""
    found = []
    for token in tokens:
        verb = token.head
        if token.lemma_ not in _MATTERS or token.dep_ not in {"attr", "dobj"}:
            continue
        if verb.lemma_ not in {"be", "have"} or negation(verb) is not None:
            continue
        for child in token.children:
            more = any(below.lower_ == "more" for below in child.children)
            if (child.lower_ in _PRESSING and more) or child.lower_ in {"other", "bigger"}:
                words = (child, token)
                found.append(
                    Signal(words, "another thing preferred", Stance.OPPOSES, MIDDLE, None, token)
                )
                break
    return found


def _compared(tokens: Sequence[Token]) -> list[Signal]:
    """'Stronger with them than without them': how it is with the thing and how without it."""
    found = []
    for token in tokens:
        if token.lower_ not in {"with", "without"} or token.i < 2:
            continue
        before = token.sent.doc[token.sent.start : token.i]
        other = "with" if token.lower_ == "without" else "without"
        if token.nbor(-1).lower_ != "than" or not any(t.lower_ == other for t in before):
            continue
        better = next((t for t in before if t.tag_ == "JJR" and word_worth(t)), None)
        if better is not None:
            sign = word_worth(better) * (1 if other == "with" else -1)
            words = (better, token.nbor(-1), token)
            found.append(Signal(words, "evaluation", toward(sign), MIDDLE, None, better))
    return found


def _votes(verb: Token) -> tuple[int, list[Token]] | None:
    """'Vote in favour', 'vote against', 'vote no'."""
    if verb.lemma_ != "vote":
        return None
    for child in verb.children:
        if child.lower_ in {"yes", "no"}:
            return (1 if child.lower_ == "yes" else -1), [verb, child]
        if child.lower_ == "against" and not any(True for _ in child.children):
            return -1, [verb, child]
        below = next(iter(child.children), None)
        if child.lower_ == "in" and below is not None and below.lower_ in {"favour", "favor"}:
            return 1, [verb, child, below]
    return None
