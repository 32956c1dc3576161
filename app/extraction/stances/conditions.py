"""Conditions: the words on which a yes or a no is made to hang."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth
from app.extraction.stances.grammar import (
    SUBJECTS,
    complements,
    is_imperative,
    negation,
    noun_negation,
)
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.phrases import find_sequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: the words that make it one, and all of its words in order."""

    words: tuple[Token, ...]
    rule: str
    whole: tuple[Token, ...]
    sure: bool = True  # False: a bare 'if', which may only ask or concede


def find_conditions(tokens: Sequence[Token], targets: Sequence[Token]) -> list[Condition]:
    """The conditions among a statement's tokens.

    Those on the thing itself ("if troops come, ...") are left out: they are threats.
    """
    inside = {token.i for token in tokens}
    thing = {target.i for target in targets}
    found = [
        *_connected(tokens),
        *_if_clauses(tokens, thing),
        *_closed_until(tokens, thing),
        *_hanging(tokens, thing),
        *_named(tokens),
        *_consent(tokens, thing),
        *_focused(tokens),
        *_otherwise(tokens),
    ]
    kept = []
    for condition in found:
        whole = tuple(token for token in condition.whole if token.i in inside)
        whole = _without_cue(whole) or _without_cue(_following(condition.words, tokens))
        if not whole:
            continue
        kept.append(Condition(condition.words, condition.rule, whole, condition.sure))
    return kept


_END = frozenset({",", ".", ";", ":", "-", "–", "—", "and", "but", "or"})


def _without_cue(whole: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of a condition alone: 'if the pact agrees' is 'the pact agrees'.

    An article is no part of a connective where the condition begins with it ("as long as the
    fighting goes on").
    """
    cues = stance_lexicon().conditions["cues"]
    start = 0
    whole = tuple(word for place, word in enumerate(whole) if place or not word.is_punct)
    led = whole[0].lower_ if whole else ""
    if led in {"as", "on"} and [word.lower_ for word in whole[1:3]] in (
        ["the", "basis"],
        ["part", "of"],
    ):
        return whole
    while start < len(whole) and whole[start].lower_ in cues:
        word = whole[start].lower_
        if word in {"the", "one"} and not _is_in_connective(whole, start):
            break
        start += 1
    end = len(whole)
    while end > start and (whole[end - 1].lower_ in _END or whole[end - 1].is_punct):
        end -= 1
    return whole[start:end]


def _following(words: Sequence[Token], tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What comes after a connective in its sentence: 'on one condition: that it lapses'."""
    last = max(words, key=lambda word: word.i)
    rest = [token for token in tokens if last.i < token.i < last.sent.end]
    while rest and (rest[0].is_punct or rest[0].is_space):
        rest = rest[1:]
    end = next((n for n, token in enumerate(rest) if token.lower_ in {";", "."}), len(rest))
    return tuple(rest[:end])


def _is_in_connective(whole: Sequence[Token], place: int) -> bool:
    """Whether 'the' or 'one' belongs to 'on the condition', 'in the event'."""
    nouns = {"condition", "understanding", "event", "case"}
    return place + 1 < len(whole) and whole[place + 1].lower_ in nouns and place > 0


def _below(head: Token) -> tuple[Token, ...]:
    return tuple(sorted(head.subtree, key=lambda token: token.i))


def _from(start: int, whole: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(token for token in whole if token.i >= start)


def _connected(tokens: Sequence[Token]) -> list[Condition]:
    """Connectives that are conditional by themselves."""
    found = []
    for start, end in find_sequences(tokens, stance_lexicon().connectives):
        words = tuple(tokens[start:end])
        last = words[-1]
        if (
            last.lower_ in {"provided", "assuming", "providing"}
            and last.dep_
            in {
                "ROOT",
                "csubj",
                "amod",
                "acl",
                "conj",
                "ccomp",
                "relcl",
            }
            and not (words[0].i and words[0].nbor(-1).lower_ == ",")
        ):
            continue  # "has provided troops"
        if last.lower_ == "provided" and any(
            child.dep_ in {"auxpass", "agent"} for child in last.children
        ):
            continue  # "guarantees would have to be provided by others"
        if _is_tenure(last):
            continue
        if words[0].pos_ == "ADJ" and negation(words[0].head) is not None:
            continue  # "should not be subject to"
        if words[0].pos_ == "NOUN":
            continue  # "contingents on the ground"
        following = tokens[end].lower_ if end < len(tokens) else ""
        if following in {"", ",", ".", ";", ")", "and"} and words[0].lower_ in {"not", "only"}:
            continue  # "in the autumn, not before"; "under guarantees, and not otherwise"
        if words[0].lower_ in {"as", "so"} and following in {
            "it",
            "necessary",
            "needed",
            "possible",
        }:
            after = tokens[end + 1].lemma_ if end + 1 < len(tokens) else ""
            if following != "it" or after in {"take", "need"}:
                continue  # "as long as it takes"
        head = _clause_of(words)
        found.append(Condition(words, "condition", _from(words[0].i, _below(head))))
    return found


_HOLDING = frozenset({"be", "hold", "serve", "live", "lead", "govern", "breathe", "sit", "run"})


def _is_tenure(last: Token) -> bool:
    """'As long as I am premier': a never in the speaker's own power, and no condition."""
    clause = last.head
    return (
        last.lower_ in {"as", "while"}
        and clause.lemma_ in _HOLDING
        and any(c.dep_ in SUBJECTS and c.lower_ == "i" for c in clause.children)
    )


def _is_advice(clause: Token) -> bool:
    """'If they want peace, let them vote': what is advised to who wants something."""
    doer = next((child for child in clause.children if child.dep_ in SUBJECTS), None)
    wanting = clause.lemma_ in {"want", "wish"} and clause.dep_ == "advcl"
    main = clause.head
    advised = is_imperative(main) or any(
        child.dep_ == "aux" and child.lower_ in {"should", "must"} for child in main.children
    )
    return wanting and advised and doer is not None and doer.lower_ not in {"i", "we"}


def _clause_of(words: Sequence[Token]) -> Token:
    """The head of what a connective brings with it."""
    last = words[-1]
    if last.dep_ in {"mark", "advmod"}:
        return last.head
    if last.dep_ == "prep" or last.pos_ == "ADP":
        return last
    inside = {word.i for word in words}
    return next((word for word in words if word.head.i not in inside), last)


def _if_clauses(tokens: Sequence[Token], thing: set[int]) -> list[Condition]:
    """A bare 'if' over a clause that is not about the thing and does not only ask."""
    lexicon = stance_lexicon()
    found = []
    for token in tokens:
        if token.lower_ not in {"if", "should", "were", "had"} or token.dep_ not in {
            "mark",
            "advmod",
            "aux",
        }:
            continue
        clause = token.head
        if token.lower_ != "if":
            continue
        previous = token.nbor(-1).lower_ if token.i else ""
        following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
        if previous in lexicon.conditions["not_conditions"] or (
            following
            in {
                "any",
                "not",
                "ever",
                "necessary",
                "needed",
                "required",
                "possible",
                "anything",
                "they",
            }
            and len(list(clause.subtree)) < 5
        ):
            continue
        if following == clause.lower_ and not any(c.dep_ in SUBJECTS for c in clause.children):
            continue  # "if necessary in Varvia", "if asked"
        if clause.dep_ == "ccomp" and clause.head.i < token.i:
            continue  # "asked if", "see if"
        if _is_advice(clause):
            continue
        if clause.tag_ == "VBN" and any(c.lower_ in {"had", "'d"} for c in clause.children):
            continue  # "if it had not been raised": what did not happen is no condition
        below = _below(clause)
        if any(part.i in thing and not _is_reported(part, clause) for part in below):
            continue
        found.append(Condition((token,), "condition", _from(token.i, below), sure=False))
    return found


def _is_reported(part: Token, clause: Token) -> bool:
    """'If the court confirms that it is lawful': 'it' stands in what is to be confirmed."""
    if part.pos_ != "PRON":
        return False
    node = part
    while node.i not in {clause.i, node.head.i}:
        if node.dep_ == "ccomp":
            return True
        node = node.head
    return False


def _closed_until(tokens: Sequence[Token], thing: set[int]) -> list[Condition]:
    """'Not ... until', 'no ... while': a no that lasts as long as something else does."""
    found = []
    for token in tokens:
        if token.lower_ not in {"until", "till", "while", "before"}:
            continue
        if token.dep_ == "mark" and token.head.dep_ == "advcl":
            governor, head = token.head.head, token.head
        elif token.dep_ == "prep" and token.lower_ != "while":
            governor, head = token.head, token
        else:
            continue
        below = _below(head)
        if governor.pos_ not in {"VERB", "AUX"} or any(part.i in thing for part in below):
            continue
        if token.lower_ == "while" and negation(head) is None and head.i < governor.i:
            continue  # "while it supports Ukraine, it will not": a contrast
        absent = any(
            noun_negation(child) is not None
            for child in governor.children
            if child.dep_ in {*SUBJECTS, "attr", "dobj"}
        )
        if negation(governor) is not None or absent:
            found.append(Condition((token,), "condition", _from(token.i, below)))
    return found


def _hanging(tokens: Sequence[Token], thing: set[int]) -> list[Condition]:
    """'Depends on', 'requires': the thing is the subject, the condition the object."""
    hanging = stance_lexicon().conditions["hanging"]
    found: list[Condition] = []
    for token in tokens:
        if token.pos_ == "VERB" and token.lemma_.lower() in hanging:
            found.extend(_hung_on(token, thing))
    return found


def _hung_on(verb: Token, thing: set[int]) -> list[Condition]:
    """What a verb of dependence makes the thing hang on."""
    prepositions = stance_lexicon().conditions["hanging_prepositions"]
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    subjects = [
        child for child in subjects if child.pos_ != "PRON" or child.lower_ in {"it", "this"}
    ]
    about = any(part.i in thing for child in subjects for part in child.subtree)
    if verb.lemma_ in {"depend", "hinge"}:
        if _is_denied(verb):
            return []
        return [
            Condition((verb, child), "dependence", _below(child)[1:])
            for child in verb.children
            if child.lower_ in prepositions
        ]
    if verb.lemma_ in {"require", "presuppose", "need"} and about and negation(verb) is None:
        return [
            Condition((verb,), "dependence", _below(child))
            for child in verb.children
            if child.dep_ in {"dobj", "obj"}
        ]
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    before = [
        part
        for child in verb.children
        for part in (child, *(child.children if child.dep_ == "advcl" else ()))
        if part.lower_ in {"before", "for"}
    ]
    if verb.lemma_ == "require" and passive and before and subjects:
        return [Condition((verb, before[0]), "dependence", _below(subjects[0]))]
    return []


def _is_denied(verb: Token) -> bool:
    """'Does not depend on', 'do not want to make it depend on': nothing hangs on anything."""
    node = verb
    for _ in range(_MOST_LINKS):
        if negation(node) is not None:
            return True
        if node.dep_ not in {"xcomp", "ccomp"} or any(c.dep_ == "mark" for c in node.children):
            return False
        node = node.head
    return False


_MOST_LINKS = 4


def _named(tokens: Sequence[Token]) -> list[Condition]:
    """Nouns of condition: 'is a precondition for', 'on one condition:'."""
    conditions = stance_lexicon().conditions
    found = []
    for token in tokens:
        if token.pos_ != "NOUN" or token.lemma_.lower() not in conditions["condition_nouns"]:
            continue
        if noun_negation(token) is not None:
            continue
        attribute = token.dep_ in {"attr", "oprd"} and token.head.lemma_ in {"be", "remain", "make"}
        linked = any(child.lower_ in {"for", "of", "to"} for child in token.children)
        if attribute and linked:
            subjects = [child for child in token.head.children if child.dep_ in SUBJECTS]
            if subjects:
                found.append(Condition((token,), "precondition", _below(subjects[0])))
    return found


def _focused(tokens: Sequence[Token]) -> list[Condition]:
    """'Would only be sent after a ceasefire': the word of exclusion stands before the verb."""
    frames = stance_lexicon().frames
    found = []
    for token in tokens:
        if token.lower_ not in frames["focus"] or token.dep_ != "advmod":
            continue
        verb = token.head
        if verb.pos_ not in {"VERB", "AUX", "ADJ"}:
            continue
        for child in verb.children:
            if child.i < verb.i or child.dep_ not in {"prep", "advcl"}:
                continue
            mark = child if child.dep_ == "prep" else _mark(child)
            if mark is not None and mark.lower_ in frames["focused"] - {"by", "with", "as"}:
                found.append(Condition((token, mark), "condition", _from(mark.i, _below(child))))
    return found


def _otherwise(tokens: Sequence[Token]) -> list[Condition]:
    """'It has to apply to all. Otherwise we will not support it': what stands before it."""
    for place, token in enumerate(tokens):
        if token.lower_ != "otherwise" or place == 0 or token.head.pos_ not in {"VERB", "AUX"}:
            continue
        if not token.is_sent_start or negation(token.head) is None:
            continue
        before = tuple(one for one in tokens[:place] if one.sent.end == token.sent.start)
        if before:
            return [Condition((token,), "condition", before)]
    return []


def _mark(clause: Token) -> Token | None:
    return next(
        (
            child
            for child in clause.children
            if child.dep_ in {"mark", "advmod"} and child.i < clause.i
        ),
        None,
    )


def _consent(tokens: Sequence[Token], thing: set[int]) -> list[Condition]:
    """'With Moscow's consent', 'without a mandate': consent named as what must be there."""
    conditions = stance_lexicon().conditions
    found = []
    for token in tokens:
        if token.lower_ not in {
            "with",
            "without",
            "under",
            "upon",
            "at",
            "by",
        } or token.pos_ not in {"ADP", "SCONJ"}:
            continue
        for noun in token.children:
            if noun.dep_ != "pobj" or noun.lemma_.lower() not in conditions["consent"]:
                continue
            lacking = token.lower_ == "without"
            if lacking and any(part.i in thing for part in token.subtree if part.i < noun.i):
                continue  # "without troops no agreement": the thing is what is needed
            owned = any(
                child.dep_ in {"poss", "amod", "compound"}
                or (child.dep_ == "prep" and child.lower_ in {"of", "from", "by"})
                for child in noun.children
            )
            governor = token.head
            if lacking and governor.lemma_ in {"year", "month", "week", "day", "decade", "time"}:
                continue  # "three years without a vote"
            if (
                token.lower_ == "without"
                and governor.pos_ in {"VERB", "AUX"}
                and governor.dep_ not in {"acl", "amod"}
                and negation(governor) is None
                and not any(noun_negation(child) for child in governor.children)
                and not any(phrase_worth(each).sign < 0 for each in complements(governor))
            ):
                continue  # "can come without their consent": it is dispensed with
            if token.lower_ == "without" or (
                owned
                and noun.lemma_.lower()
                in {
                    "consent",
                    "agreement",
                    "approval",
                    "permission",
                    "mandate",
                    "invitation",
                    "blessing",
                    "authorisation",
                    "authorization",
                    "request",
                }
            ):
                found.append(Condition((token, noun), "consent", _below(token), sure=False))
    return found
