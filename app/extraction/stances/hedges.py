"""Hedging and deferral: words that speak of a thing and take no side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.stances.evaluation_words import word_worth
from app.extraction.stances.grammar import SUBJECTS, modality, negation, noun_negation
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.phrases import find_sequences
from app.extraction.stances.signals import FAINT, MIDDLE, STRONG, WEAK, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token


def find_hedges(tokens: Sequence[Token]) -> list[Signal]:
    """The hedges among the tokens of a statement."""
    signals = [
        _hedge([*tokens[start:end]], "hedging", MIDDLE)
        for start, end in find_sequences(tokens, stance_lexicon().hedge_sequences)
    ]
    signals += [
        _hedge([*tokens[start:end]], "neutrality", STRONG)
        for start, end in find_sequences(tokens, stance_lexicon().neutral_sequences)
    ]
    for token in tokens:
        found = (
            _openness(token)
            or _neutrality(token)
            or _evasion(token)
            or _delay(token)
            or _pointing(token)
            or _both_ways(token)
        )
        if found is not None:
            signals.append(found)
    return signals


def _hedge(words: Sequence[Token | None], rule: str, weight: float) -> Signal:
    return Signal(
        tuple(word for word in words if word is not None), rule, Stance.NONCOMMITTAL, weight
    )


def _openness(token: Token) -> Signal | None:
    """'Nothing can be ruled out', 'we exclude nothing': without a word for the thing."""
    lexicon = stance_lexicon()
    lemma = token.lemma_.lower()
    if token.pos_ != "VERB":
        return None
    particles = [child for child in token.children if child.dep_ in {"prt", "dobj", "advmod"}]
    names = {lemma, *(f"{lemma} {child.lemma_.lower()}" for child in particles)}
    known = [lexicon.verbs[name] for name in names if name in lexicon.verbs]
    if not any(attitude.rule == "exclusion" for attitude in known):
        return None
    denied = negation(token) or next(
        (child for child in token.children if child.lower_ == "nothing"), None
    )
    general = {"anything", "nothing", "something", "option", "everything", "door"}
    if denied is not None and any(
        child.lemma_.lower() in general and child.dep_ in {"dobj", "nsubjpass"}
        for child in token.children
    ):
        return _hedge([denied, token, *particles], "openness", STRONG)
    return None


def _alone(verb: Token) -> bool:
    """'We might, we might not': a modal that stands for its verb, or two of them."""
    return any(other.lower_ in {"might", "may", "could"} for other in verb.conjuncts)


def _neutrality(token: Token) -> Signal | None:  # noqa: PLR0911 - ordered cases, each one line of its class table
    """Taking neither side: 'abstains', 'is divided', 'neither blocks nor champions it'."""
    lexicon = stance_lexicon()
    lemma = token.lemma_.lower()
    main = token.pos_ == "VERB" and token.dep_ in {"ROOT", "ccomp", "conj", "relcl"}
    if lemma in lexicon.hedges["abstaining"] and main and negation(token) is None:
        return _hedge([token], "neutrality", STRONG)
    predicate = token.dep_ in {"acomp", "attr", "oprd", "ROOT", "conj", "ccomp", "advcl"}
    undecided = {lemma, token.lower_} & lexicon.hedges["undecided"]
    if undecided and any(child.lower_ == "to" for child in token.head.children):
        return None  # "had better remain neutral": what is recommended
    if undecided and predicate and token.tag_ in {"JJ", "VBN"} and negation(token) is None:
        return _hedge([token], "neutrality", STRONG)
    if lemma in {"say", "answer"} and (both := _yes_or_no(token)):
        return _hedge([token, *both], "neutrality", STRONG)
    if token.lower_ == "nothing" and token.dep_ in SUBJECTS and token.head.pos_ == "VERB":
        verbs = (token.head, *token.head.conjuncts)
        signs = {v.sign for verb in verbs if (v := lexicon.verbs.get(verb.lemma_.lower()))}
        none = [c for verb in verbs for c in verb.children if c.lower_ == "nothing"]
        if {1, -1} <= signs and len(none) > 1:
            return _hedge([*none, *verbs], "neutrality", STRONG)
    if token.lower_ == "neither" and token.head.pos_ == "VERB":
        signs = {
            known.sign
            for verb in (token.head, *token.head.conjuncts)
            if (known := lexicon.verbs.get(verb.lemma_.lower())) is not None
        }
        if {1, -1} <= signs:
            return _hedge([token, token.head, *token.head.conjuncts], "neutrality", STRONG)
    return None


def _yes_or_no(verb: Token) -> list[Token]:
    """The words of 'yes or no', 'neither yes nor no' behind a verb of saying."""
    after = verb.doc[verb.i + 1 : min(verb.i + 6, verb.sent.end)]
    for one, link, other in zip(after, after[1:], after[2:], strict=False):
        if {one.lower_, other.lower_} == {"yes", "no"} and link.lower_ in {"or", "nor"}:
            return [one, link, other]
    return []


def _evasion(token: Token) -> Signal | None:
    """Not answering, not knowing, taking no side, handing over."""
    hedges = stance_lexicon().hedges
    lemma = token.lemma_.lower()
    if lemma == "silence" and not _is_kept(token):
        return None  # "silence along the front": that of the guns
    if token.pos_ == "NOUN" and lemma in hedges["indecision"]:
        return _hedge([token], "indecision", MIDDLE)
    if token.pos_ == "NOUN" and lemma in hedges["deliberations"] and _is_under_way(token):
        return _hedge([token.head, token], "deliberation", MIDDLE)
    if token.pos_ != "VERB":
        return None
    return _non_answer(token) or _handing_over(token)


def _is_kept(noun: Token) -> bool:
    """'Kept silence', 'his silence on it': of somebody who does not speak."""
    kept = noun.dep_ == "dobj" and noun.head.lemma_ in {"keep", "maintain", "observe", "break"}
    return kept or any(
        child.dep_ == "poss" or child.lower_ in {"on", "about", "over"} for child in noun.children
    )


def _is_under_way(noun: Token) -> bool:
    """'In the middle of a discussion', 'is under review', 'in a debate about whether'."""
    link = noun.head
    if noun.dep_ != "pobj":
        return False
    if link.lower_ == "of" and link.head.lower_ in {"middle", "midst", "course", "process"}:
        link = link.head.head
    verb = link.head
    return link.lower_ in {"in", "under"} and verb.lemma_ in {"be", "remain"}


_ASKED = frozenset({"whether", "if", "how", "who", "what", "that", "when"})


def _non_answer(verb: Token) -> Signal | None:
    """'Declined to comment', 'would not say whether', 'said nothing', 'does not know if'."""
    hedges = stance_lexicon().hedges
    lemma = verb.lemma_.lower()
    denied = negation(verb)
    others = denied is not None and denied.dep_ in SUBJECTS
    if others and (modality(verb)[0] == "may" or lemma in hedges["answering"]):
        denied = None  # "nobody could explain it", "nobody told us": no answer of the speaker's
    asked = any(below.lower_ in _ASKED for below in verb.subtree)
    if lemma in hedges["answering"]:
        if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in hedges["declining"]:
            if negation(verb.head) is not None:
                return None  # "did not refuse to say"
            return _hedge([verb.head, verb], "non-answer", MIDDLE)
        if denied is not None and (asked or lemma not in {"say", "tell", "discuss"}):
            return _hedge([denied, verb], "non-answer", MIDDLE)
        if any(child.lower_ == "nothing" for child in verb.children):
            return _hedge([verb], "non-answer", MIDDLE)
    if lemma in hedges["knowing"] and denied is not None and asked:
        return _hedge([denied, verb], "ignorance", MIDDLE)
    return None


def _handing_over(verb: Token) -> Signal | None:
    """'Leaves the matter to the Council', 'the motion was adjourned', 'he alone decides that'."""
    put_off = _sent_back(verb) or _decided_elsewhere(verb)
    if put_off is not None:
        return put_off
    if verb.lemma_.lower() not in stance_lexicon().topics["handing"]:
        return None
    handed = any(child.dep_ in {"dobj", "obj"} for child in verb.children)
    to = [c for c in verb.children if c.dep_ in {"prep", "dative"} and c.lower_ == "to"]
    return _hedge([verb, to[0]], "handing over", MIDDLE) if handed and to else None


def _sent_back(verb: Token) -> Signal | None:
    """'The question was referred to a committee', 'adjourned the motion to the spring'."""
    hedges = stance_lexicon().hedges
    if verb.lemma_.lower() not in hedges["sending_back"] or negation(verb) is not None:
        return None
    if modality(verb)[0] != "plain" or verb.tag_ == "VB":
        return None  # "should postpone the vote": asked for, and a side
    for child in verb.children:
        if child.dep_ in {"dobj", "obj", "nsubjpass"} and child.lemma_.lower() in hedges["items"]:
            return _hedge([child, verb], "deferral", STRONG)
    return None


def _decided_elsewhere(verb: Token) -> Signal | None:
    """'The president decides that', 'a choice that has to be made by parliament'."""
    hedges = stance_lexicon().hedges
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    by = next(iter(agent.children), None) if agent is not None else None
    if by is not None and by.lower_ not in {"us", "me"} and negation(verb) is None:
        judged = [child for child in verb.children if child.dep_ == "nsubjpass"]
        choice = any(child.lemma_.lower() in {"decision", "choice"} for child in judged)
        pronoun = any(child.lower_ in {"it", "that", "this"} for child in judged)
        before = {word.lemma_.lower() for word in verb.sent if word.i < verb.i}
        made = verb.lemma_ in {"make", "take", "decide", "settle", "determine"}
        if made and (choice or (pronoun and before & {"decision", "choice", "question", "matter"})):
            return _hedge([verb, agent, by], "handing over", MIDDLE)
    if verb.lemma_.lower() not in hedges["deciding"] - {"agree", "discuss", "see", "clarify"}:
        return None
    doer = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    alone = any(word.lower_ in {"alone", "only"} for word in verb.subtree)
    object_ = next((child for child in verb.children if child.dep_ in {"dobj", "obj"}), None)
    told = verb.tag_ in {"VBZ", "VBP"} or any(c.lower_ in {"will", "must"} for c in verb.children)
    if (
        doer is not None
        and doer.lower_ not in {"i", "we", "who", "that", "which"}
        and (alone or (object_ is not None and object_.lower_ in {"that", "this", "it"}))
        and told
        and negation(verb) is None
    ):
        return _hedge([doer, verb], "handing over", MIDDLE)
    return None


def _delay(token: Token) -> Signal | None:
    """Too early, undecided, still being weighed, open."""
    hedges = stance_lexicon().hedges
    lemma = token.lemma_.lower()
    too = [child for child in token.children if child.lower_ == "too"]
    if lemma in {"hypothetical", "theoretical"} and token.dep_ == "amod":
        # "A hypothetical membership" will bring war: that it is none yet takes nothing back.
        return _hedge([token], "too early", WEAK)
    if (lemma in hedges["early"] and too) or (lemma in hedges["premature"] and token.pos_ == "ADJ"):
        return _hedge([*too, token], "too early", STRONG)
    described = token.dep_ == "advmod" or (lemma == "open" and token.dep_ == "amod")
    if lemma in {"likely", "unlikely"} and token.head.lemma_ in {"make", "render"}:
        described = True  # "makes an attack less likely": an effect
    if lemma in hedges["neutral"] and token.pos_ == "ADJ" and not described:
        return _hedge([token], "neutral judgement", WEAK)
    if token.pos_ == "VERB":
        return _undecided(token) or _weighed(token)
    if token.pos_ == "NOUN" and lemma in hedges["decisions"]:
        return _no_decision(token)
    return None


def _undecided(verb: Token) -> Signal | None:
    """'Has not decided', 'will be settled', 'has yet to decide'."""
    lemma = verb.lemma_.lower()
    if lemma not in stance_lexicon().hedges["deciding"]:
        return None
    denied = negation(verb)
    if denied is not None:
        open_ = lemma not in {"agree", "discuss", "see"}
        return _hedge([denied, verb], "deferral", MIDDLE) if open_ else None
    future = any(child.lower_ in {"will", "would", "yet"} for child in verb.children)
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    if future and passive and lemma != "agree":
        return _hedge([verb], "deferral", MIDDLE)
    yet = any(child.lower_ == "yet" for child in verb.head.children)
    if verb.dep_ == "xcomp" and verb.head.lemma_ in {"remain", "have"} and yet:
        return _hedge([verb.head, verb], "deferral", MIDDLE)
    return None


def _weighed(verb: Token) -> Signal | None:
    """'Is still being examined'."""
    now = {"still", "currently", "being", "be", "are", "is"}
    weighing = verb.lemma_.lower() in stance_lexicon().hedges["weighing"]
    if weighing and negation(verb) is None and any(c.lower_ in now for c in verb.children):
        return _hedge([verb], "deliberation", WEAK)
    return None


def _no_decision(noun: Token) -> Signal | None:
    """'No decision', 'a decision has not been taken'."""
    denied = noun_negation(noun)
    taken = noun.head if noun.dep_ == "nsubjpass" and noun.head.lemma_ in {"take", "make"} else None
    if taken is not None and any(c.lower_ in {"will", "would"} for c in taken.children):
        return _hedge([noun, taken], "deferral", MIDDLE)  # "a decision will be taken in time"
    if denied is None and noun.dep_ in {"dobj", "nsubjpass", "nsubj", "attr"}:
        denied = negation(noun.head)
        if denied is not None and denied.dep_ != "neg":
            denied = None  # "nobody", which is not said of the decision
        if modality(noun.head)[0] == "must":
            denied = None  # "should never have been made": a judgement of one that was
    return _hedge([denied, noun], "deferral", MIDDLE) if denied is not None else None


def _pointing(token: Token) -> Signal | None:  # noqa: C901, PLR0911 - ordered cases, each one line of its class table
    """Pointing to a position without repeating it; calling a report untrue."""
    hedges = stance_lexicon().hedges
    lemma = token.lemma_.lower()
    if lemma in hedges["positions"] and token.pos_ == "NOUN":
        verb = token.head
        if token.dep_ in SUBJECTS and verb.pos_ in {"VERB", "AUX"}:
            said = [
                child
                for child in verb.children
                if child.dep_ in {"acomp", "attr", "oprd"}
                and (child.lemma_.lower() in hedges["pointing"] or child.lower_ == "known")
            ]
            if said:
                return _hedge([token, said[0]], "pointing to a position", MIDDLE)
            public = verb.lemma_ == "make" and any(
                child.lower_ in {"public", "known", "clear"} for child in verb.children
            )
            set_out = {"know", "explain", "state", "set", "express", "repeat", "publish"}
            if (public or verb.lemma_ in set_out) and any(
                child.dep_ == "auxpass" for child in verb.children
            ):
                return _hedge([token, verb], "pointing to a position", MIDDLE)
        if token.dep_ in {"dobj", "obj"} and verb.lemma_ == "know":
            return _hedge([verb, token], "pointing to a position", MIDDLE)
    if lemma in hedges["hearsay"] and token.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        denied = negation(token.head)
        for below in token.head.subtree:
            if denied is not None and below.lemma_.lower() in hedges["truth"]:
                return _hedge([denied, below], "denial of a report", STRONG)
            if below.lower_ in {"wide", "far"} and {"mark", "truth"} & {
                part.lower_ for part in below.subtree
            }:
                return _hedge([token, below], "denial of a report", STRONG)
            if below.lemma_.lower() in hedges["untrue"] and below.dep_ in {
                "acomp",
                "attr",
                "oprd",
                "pobj",
            }:
                return _hedge([token, below], "denial of a report", STRONG)
    return None


def _both_ways(token: Token) -> Signal | None:
    """'Might, might not'; 'not refused and not agreed'."""
    if token.lower_ in {"might", "may", "could"} and token.dep_ in {"aux", "ROOT", "ccomp"}:
        if token.dep_ == "aux" and negation(token.head) is not None and not _alone(token.head):
            return None  # "nobody could explain", "could not imagine"
        return _hedge([token], "possibility", FAINT)
    if token.lower_ in {"perhaps", "maybe", "possibly", "conceivably"}:
        return _hedge([token], "possibility", WEAK)
    if (
        token.lower_ in {"possible", "conceivable"}
        and token.dep_ in {"acomp", "attr"}
        and negation(token.head) is None
        and not word_worth(token)
    ):
        return _hedge([token], "possibility", WEAK)
    return None
