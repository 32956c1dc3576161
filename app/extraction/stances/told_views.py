"""Told views: what others are said to think, and how the speaker answers it.

"They say it is too risky. What is risky is to wait." The words of the view are not the speaker's.
They take no side, unless the speaker answers: by calling it wrong or right, or by saying the same
word of something else, which gives the blame back. The idea is that of the straw and the echo in
argumentation (Walton's dialogue fallacies; Sperber & Wilson's echoic use): a view reported
of people who are not named is reported to be answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.evaluation_words import word_worth
from app.extraction.stances.grammar import complements, negation, own_subject, subject
from app.extraction.stances.signals import MIDDLE, Signal, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from app.extraction.stances.passage import Passage

_OTHERS = frozenset(
    {
        *("they", "people", "some", "others", "many", "everyone", "everybody", "somebody"),
        *("someone", "those", "critic", "opponent", "sceptic", "skeptic", "proponent", "you"),
        *("supporter", "advocate", "voice", "pundit", "commentator", "alarmist", "one"),
    }
)
_FIRST = frozenset({"i", "we", "me", "us"})
_PRESENT = frozenset({"VBP", "VBZ", "VBG", "VB"})
_TELLING = frozenset(
    {
        *("say", "tell", "claim", "argue", "insist", "think", "believe", "call", "maintain"),
        *("contend", "assert", "suggest", "warn", "fear", "pretend", "shout", "object", "worry"),
    }
)
_TURNS = frozenset({";", ":", "but", "yet", "–", "—"})
_WRONG = frozenset({"wrong", "nonsense", "false", "untrue", "mistaken", "rubbish", "absurd"})
_POINTING = frozenset({"that", "this", "it", "they", "which"})
_VERBAL = frozenset({"VERB", "AUX"})
_COPULAS = frozenset({"be", "remain", "become"})
_NAMING = frozenset({"NOUN", "PROPN", "VERB"})


@dataclass(frozen=True, slots=True)
class ToldView:
    """The clause of a view of others: the verb that tells it, and the tokens that are told."""

    teller: Token
    told: frozenset[int]


def told_views(passage: Passage) -> list[ToldView]:
    """The views of people who are not named that a passage tells."""
    return [
        ToldView(token, _told(token))
        for token in passage.tokens
        if token.i in passage.said and _tells_of_others(token)
    ]


def _told(verb: Token) -> frozenset[int]:
    """The verb and what follows it, up to where the speaker speaks again.

    By place and not by the parse, which often hangs a clause told without "that" on another word.
    """
    told = {verb.i}
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        joined = token.dep_ == "conj" and token.pos_ in _VERBAL and token.head.i == verb.i
        if token.lower_ in _TURNS or joined:
            break
        told.add(token.i)
    return frozenset(told)


def without_told(signals: Sequence[Signal], passage: Passage) -> list[Signal]:
    """The signals without those of told views; a view that is answered gives its answer instead.

    A signal is one of a told view when all its deciding words stand in it.
    """
    views = told_views(passage)
    signals = [one for one in signals if not _is_of_people(one)]
    kept = [one for one in signals if not any(_is_in(one, view) for view in views)]
    if len(kept) == len(signals):
        return list(signals)
    for view in views:
        inside = [one for one in signals if _is_in(one, view) and one not in kept]
        sides = {one.stance for one in inside} & {Stance.SUPPORTS, Stance.OPPOSES}
        answer = _answer(view, inside, passage.sentences)
        if len(sides) == 1 and answer is not None:
            sign, words = answer
            first = next(one for one in inside if one.stance in sides)
            same = replace(first, words=words, rule="answer to others", weight=MIDDLE, bearer=None)
            # Beside an answer a word that only points may as well point to the view.
            kept = [one for one in kept if one.target is not None and one.target.pos_ in _NAMING]
            kept.append(same if sign > 0 else turned(same))
    return kept


def _is_in(signal: Signal, view: ToldView) -> bool:
    return bool(signal.words) and all(word.i in view.told for word in signal.words)


def _is_of_people(signal: Signal) -> bool:
    """'They are right': people are, whatever else "they" may stand for."""
    return (
        signal.target is not None
        and signal.target.lower_ in {"they", "he", "she"}
        and any(word.lower_ in {"right", "wrong"} for word in signal.words)
    )


def _tells_of_others(verb: Token) -> bool:  # noqa: PLR0911 - ordered cases, each one line of its class table
    """'They say', 'people keep telling me', 'you call it', 'we are told', 'it is often said'."""
    if verb.lemma_.lower() not in _TELLING:
        return False
    if verb.pos_ == "NOUN":  # "some claim that": a verb, taken for a noun
        some = any(c.lower_ in {"some", "many", "most"} for c in verb.children if c.dep_ == "det")
        return some and verb.dep_ == "ROOT" and verb.i + 1 < len(verb.doc)
    if verb.pos_ != "VERB":
        return False
    before = verb.nbor(-1) if verb.i > verb.sent.start else verb
    finite = before if verb.tag_ == "VBG" and before.tag_ == "VBP" else verb
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    if negation(verb) is not None or any(
        child.lower_ in {"will", "would", "should", "must", "could"}
        for child in (*verb.children, *finite.children)
        if child.dep_ == "aux"
    ):
        return False
    if passive:
        first = own_subject(verb)
        now = any(c.dep_ == "auxpass" and c.tag_ in {"VBP", "VBZ"} for c in verb.children)
        by = any(c.dep_ == "agent" for c in verb.children)
        return first is not None and first.lower_ in _FIRST | {"it"} and now and not by
    doer = own_subject(finite) or subject(verb)
    if doer is None or (doer.lemma_.lower() not in _OTHERS and doer.lower_ not in _OTHERS):
        return False
    if any(child.text[:1].isupper() for child in doer.children if child.dep_ in {"amod", "poss"}):
        return False  # "British critics": of somebody
    perfect = finite.tag_ == "VBN" and any(c.lower_ in {"have", "'ve"} for c in finite.children)
    return (
        finite.tag_ in _PRESENT
        or perfect
        or any(
            child.lower_ in {"may", "can", "might"}
            for child in verb.children
            if child.dep_ == "aux"
        )
    )


def _answer(
    view: ToldView, inside: Sequence[Signal], sentences: Sequence[Span]
) -> tuple[int, tuple[Token, ...]] | None:
    """How the speaker answers a view: 1 says the same, -1 the contrary, and the words of it."""
    values = {
        word.lemma_.lower(): word_worth(word)
        for signal in inside
        for word in signal.words
        if word_worth(word)
    }
    targets = {signal.target.i for signal in inside if signal.target is not None}
    for sentence in sentences:
        for token in sentence:
            if token.i <= view.teller.i or token.i in view.told or token.i in targets:
                continue
            verdict = _verdict(token)
            if verdict is not None:
                return verdict
            if token.lemma_.lower() in values and _is_given_back(token):
                return -1, (token,)
    return None


def _verdict(  # noqa: PLR0911 - ordered cases, each one line of its class table
    verb: Token,
) -> tuple[int, tuple[Token, ...]] | None:
    """'That is wrong', 'they are right', 'I disagree', 'I do not share that view'."""
    if verb.pos_ not in _VERBAL or verb.dep_ in {"relcl", "advcl"}:
        return None
    first = own_subject(verb)
    if first is None:
        return None
    denied = negation(verb)
    lemma, lower = verb.lemma_.lower(), first.lower_
    if lower in {"i", "we"} and lemma in {"disagree", "agree", "share", "believe"}:
        if any(child.dep_ in {"ccomp", "xcomp"} for child in verb.children):
            return None
        sign = -1 if (lemma == "disagree") != (denied is not None) else 1
        if lemma == "believe" and sign > 0:
            return None
        return sign, tuple(word for word in (denied, verb) if word is not None)
    if lemma not in _COPULAS or lower not in _POINTING:
        return None
    for complement in complements(verb):
        said = complement.lemma_.lower()
        sign = (said in {"right", "true", "correct"}) - (said in _WRONG)
        if sign and not any(c.dep_ in {"xcomp", "ccomp", "prep"} for c in complement.children):
            words = tuple(word for word in (denied, complement) if word is not None)
            return (-sign if denied is not None else sign), words
    return None


def _is_given_back(word: Token) -> bool:
    """'Weakness is the provocation', 'what is risky is the grey zone', 'the real danger is'.

    The word of the view, said by a copula of something else that is not only pointed to.
    """
    node = word
    for _ in range(3):
        if node.pos_ in _VERBAL:
            break
        node = node.head
    if node.lemma_ not in _COPULAS or negation(node) is not None:
        return False
    first = own_subject(node)
    if first is None:
        return False
    if first.dep_ == "csubj" or first.lower_ == "what":
        return True
    if first.i == word.i:
        ranked = any(c.lower_ in {"real", "true", "greater", "bigger"} for c in first.children)
        return ranked or any(c.dep_ in {"xcomp", "ccomp"} and c.i > node.i for c in node.children)
    definite = any(child.lower_ == "the" for child in word.children)
    return first.lower_ not in _POINTING and (definite or word.pos_ == "ADJ")
