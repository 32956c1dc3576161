"""What the thing is said to do: "makes sense", "plays into the hands of", "makes war less likely".

Arguments from consequences (Walton, Reed & Macagno, Argumentation Schemes, 2008): a verb with its
object, who profits, what becomes more or less likely, what it brings in, what it only brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth, word_worth
from app.extraction.stances.grammar import noun_negation, own_subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_plights import plight_of
from app.extraction.stances.signals import MIDDLE, STRONG
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# What a predicate says of its subject: sign, words, rule, weight.
Said = tuple[int, list["Token"], str, float]

_OBJECTS = frozenset({"dobj", "obj"})
_MAKING = frozenset({"make", "render", "keep", "leave"})
_LESS = frozenset({"less", "least"})
_ONLY = frozenset({"only", "merely", "just", "simply", "solely"})
_OURS = frozenset({"us", "everyone", "everybody", "all", "ourselves"})


def effect_of(verb: Token) -> Said | None:
    """What a verb and its object say of the subject: sign, words, rule, weight; None for nothing.

    The verb's own negation is left to the caller.
    """
    return (
        _likelihood(verb)
        or _keeps_from(verb)
        or _profit(verb)
        or _only_brings(verb)
        or plight_of(verb)
        or _lacks(verb)
        or _met_with(verb)
        or _stays_out(verb)
        or _worsens(verb)
        or _brings_closer(verb)
        or pair_worth(verb)
        or _drives_away(verb)
        or _brings_in(verb)
    )


def said_of_clause(node: Token, verb: Token) -> Said | None:
    """'It makes sense to do it', 'it pays to': what a verb with a bare 'it' says of its clause."""
    if node.dep_ not in {"xcomp", "ccomp", "advcl", "csubj"} or node.i < verb.i:
        return None
    it = own_subject(verb)
    to_do = any(child.lower_ == "to" and child.dep_ == "aux" for child in node.children)
    if it is None or it.lower_ != "it" or not (to_do or node.tag_ == "VBG"):
        return None
    frames = stance_lexicon().frames
    if verb.lemma_.lower() in frames["worth_doing"]:
        return 1, [verb], "evaluation", MIDDLE
    if verb.lemma_ == "be":
        for link in verb.children:
            below = child_of(link, {"pobj"}) if link.dep_ == "prep" and link.i < node.i else None
            lemma = below.lemma_.lower() if below is not None else ""
            if below is not None and link.lower_ in {"in", "at", "of"}:
                sign = (lemma in frames["standing_for"]) - (lemma in frames["standing_against"])
                if sign:
                    return sign, [link, below], "evaluation", MIDDLE
        return None
    return pair_worth(verb)


def equated(copula: Token) -> Said | None:
    """'The best guarantee is that', 'what we need is that': the worth of what it is said to be."""
    first = own_subject(copula)
    if first is None or copula.lemma_ not in {"be", "remain"}:
        return None
    if first.pos_ == "VERB" and first.dep_ == "csubj":
        asked = any(c.lower_ == "what" and c.dep_ in _OBJECTS for c in first.children)
        attitude = stance_lexicon().verbs.get(first.lemma_.lower())
        if asked and attitude is not None and attitude.sign:
            return attitude.sign, [first], attitude.rule, STRONG
        return None
    if first.tag_ == "JJS":  # "the best, the only serious guarantee is that"
        nouns = [child for child in first.children if child.dep_ == "appos"]
        first = nouns[-1] if nouns else first
    if first.pos_ != "NOUN":
        return None
    worth = phrase_worth(first)
    if not worth.sign or (worth.sign < 0 and not _is_foremost(first)):
        return None  # "the provocation they fear is a few sappers": others' word for it
    return worth.sign, list(worth.words), "evaluation", MIDDLE


def _is_foremost(noun: Token) -> bool:
    """'The biggest mistake', 'the real danger': one of several, which the speaker ranks."""
    return any(
        child.tag_ == "JJS" or child.lower_ in {"real", "main", "true", "only", "chief"}
        for child in noun.children
        if child.dep_ == "amod"
    )


def pair_worth(verb: Token) -> Said | None:
    """'Makes sense', 'crosses a line', 'foots the bill': a verb and its object say one thing."""
    frames = stance_lexicon().frames
    for child in verb.children:
        below = child
        if child.dep_ == "prep":
            below = child_of(child, {"pobj"}) or child
        elif child.dep_ not in {*_OBJECTS, "advmod", "acomp"}:
            continue
        link = f"{child.lower_} " if child.dep_ == "prep" else ""
        pair = f"{verb.lemma_.lower()} {link}{below.lemma_.lower()}"
        sign = (pair in frames["good_predicates"]) - (pair in frames["bad_predicates"])
        if sign:
            denied = noun_negation(below) or _little(below)
            words = [verb, *([denied] if denied is not None else []), below]
            return (-sign if denied is not None else sign), words, "effect", MIDDLE
    return None


def _little(noun: Token) -> Token | None:
    """The word by which there is hardly any of it: 'makes little sense'."""
    return next((c for c in noun.children if c.lower_ in {"little", "scant", "hardly"}), None)


def _likelihood(verb: Token) -> Said | None:
    """'Makes an attack less likely', 'makes peace impossible': what is brought near or away."""
    if verb.lemma_.lower() not in _MAKING:
        return None
    frames = stance_lexicon().frames
    for child in verb.children:
        near = child.lemma_.lower() in frames["likely"]
        far = child.lemma_.lower() in frames["unlikely"]
        if not (near or far) or child.i < verb.i:
            continue
        degree = next((c for c in child.children if c.lower_ in _LESS), None)
        turned = -1 if far ^ (degree is not None) else 1
        for other in (*verb.children, *child.children):
            if other.i in {child.i, verb.i} or other.i < verb.i:
                continue
            if other.dep_ in {"dobj", "obj", "nsubj", "xcomp", "ccomp"}:
                worth = phrase_worth(other)
                if worth.sign:
                    words = [verb, *worth.words, *([degree] if degree is not None else []), child]
                    return worth.sign * turned, words, "effect", MIDDLE
        return None
    return None


def _keeps_from(verb: Token) -> Said | None:
    """'Keeps the war from starting again', 'stops them attacking': what is held off."""
    if verb.lemma_.lower() not in stance_lexicon().frames["keeping_from"]:
        return None
    object_ = child_of(verb, _OBJECTS)
    link = next((c for c in verb.children if c.lower_ == "from" and c.dep_ == "prep"), None)
    held = child_of(link, {"pcomp", "pobj"}) if link is not None else None
    if object_ is None or held is None:
        return None
    for phrase in (held, object_):
        worth = phrase_worth(phrase)
        sign = worth.sign or (word_worth(phrase) if phrase.pos_ in {"VERB", "NOUN"} else 0)
        if sign:
            return -sign, [verb, *(worth.words or (phrase,))], "effect", MIDDLE
    return None


def _profit(verb: Token) -> Said | None:
    """'Benefits the enemy', 'helps nobody but the speculators': who is said to profit."""
    frames = stance_lexicon().frames
    if verb.lemma_.lower() not in frames["profiting"]:
        return None
    for child in verb.children:
        if (
            child.dep_ in {"dobj", "obj", "dative"}
            and child.lemma_.lower() in frames["adversaries"]
        ):
            return -1, [verb, child], "effect", MIDDLE
    return None


def _only_brings(verb: Token) -> Said | None:
    """'Would only give them time', 'merely postpones it': what is belittled by 'only'.

    Not 'can only help' nor 'only if', nor what happens to the thing ('would only be sent').
    """
    only = next(
        (c for c in verb.children if c.lower_ in _ONLY and c.dep_ == "advmod" and c.i < verb.i),
        None,
    )
    if only is None or any(child.dep_ == "auxpass" for child in verb.children):
        return None
    modals = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if modals & {"can", "could", "must", "should", "may", "have"} or verb.lemma_ in {"be", "want"}:
        return None
    object_ = child_of(verb, _OBJECTS)
    if object_ is None:  # "would only help the other side to regroup"
        clause = child_of(verb, {"ccomp"})
        object_ = own_subject(clause) if clause is not None else None
    if object_ is None or object_.lower_ in _OURS or word_worth(verb) < 0:
        return None
    good_for_us = phrase_worth(object_).sign > 0 and verb.lemma_.lower() not in {"give", "offer"}
    if good_for_us and word_worth(verb) > 0:
        return None
    return -1, [only, verb, object_], "effect", MIDDLE


def _brings_closer(verb: Token) -> Said | None:
    """'Brings us one step closer to peace', 'will not bring the end of the war nearer'."""
    if verb.lemma_ not in {"bring", "move", "take", "get", "lead", "push"}:
        return None
    near = next(
        (c for c in verb.children if c.lower_ in {"closer", "nearer"} and c.i > verb.i), None
    )
    if near is None:
        return None
    for link in (*near.children, *verb.children):
        goal = child_of(link, {"pobj"}) if link.dep_ == "prep" and link.lower_ == "to" else None
        goal = goal or (link if link.dep_ in _OBJECTS else None)
        sign = word_worth(goal) if goal is not None else 0
        if goal is not None and sign:
            return sign, [verb, near, goal], "effect", MIDDLE
    return None


def _worsens(verb: Token) -> Said | None:
    """'Makes things worse', 'makes life harder for us': a state of things that is changed."""
    if verb.lemma_ not in _MAKING:
        return None
    for child in verb.children:
        if child.i < verb.i or child.dep_ not in {"ccomp", "xcomp", "oprd", "acomp"}:
            continue
        sign = word_worth(child)
        if sign and child.pos_ in {"ADJ", "ADV", "NOUN"}:
            return sign, [verb, child], "effect", MIDDLE
    return None


def _lacks(verb: Token) -> Said | None:
    """'Lacks any legal basis', 'has no future': what the thing does not have."""
    frames = stance_lexicon().frames
    object_ = child_of(verb, _OBJECTS)
    if object_ is None or verb.lemma_ not in {"lack", "have"}:
        return None
    lemma = object_.lemma_.lower()
    if lemma not in frames["lacking"] | frames["assets"] and not word_worth(object_) > 0:
        return None
    denied = noun_negation(object_)
    if verb.lemma_ == "lack":
        return -1, [verb, object_], "effect", MIDDLE
    if denied is None or lemma not in frames["lacking"] | frames["assets"]:
        return None
    return -1, [denied, object_], "effect", MIDDLE


def _met_with(verb: Token) -> Said | None:
    """'Has our full backing', 'meets with resistance': how the thing is received."""
    frames = stance_lexicon().frames
    if verb.lemma_.lower() not in frames["receiving"]:
        return None
    for child in verb.children:
        below = child_of(child, {"pobj"}) if child.dep_ == "prep" else child
        if below is None or (child.dep_ not in _OBJECTS and child.lower_ not in {"with", "on"}):
            continue
        attitude = stance_lexicon().nouns.get(below.lemma_.lower())
        if attitude is None or attitude.rule not in _RECEPTIONS:
            continue
        denied = noun_negation(below)
        words = [verb, *([denied] if denied is not None else []), below]
        sign = -attitude.sign if denied is not None else attitude.sign
        return sign, words, attitude.rule, MIDDLE
    return None


_RECEPTIONS = frozenset({"acceptance", "support", "opposition", "refusal", "condemnation"})


def _stays_out(verb: Token) -> Said | None:
    """'Will stay out of it', 'stay at home', 'remain outside': who keeps away."""
    if verb.lemma_ not in {"stay", "remain", "keep"}:
        return None
    for child in verb.children:
        if child.lower_ in {"out", "away", "outside", "home", "aside"} and child.i > verb.i:
            return -1, [verb, child], "refusal", MIDDLE
        if child.lower_ == "at" and any(below.lower_ == "home" for below in child.children):
            return -1, [verb, child, *child.children], "refusal", MIDDLE
    return None


def ours(noun: Token, outer: Token | None) -> Said | None:
    """'Is not our job', 'is our duty': whose matter the thing is; the denial is the caller's."""
    if not any(child.lower_ in {"our", "my", "europe"} for child in noun.children):
        return None
    frames = stance_lexicon().frames
    if noun.lemma_.lower() in frames["duties"]:
        return 1, [noun], "necessity", MIDDLE
    if noun.lemma_.lower() in frames["concerns"] and outer is not None:
        return 1, [noun], "necessity", MIDDLE
    return None


def _drives_away(verb: Token) -> Said | None:
    """'Drives investors out of the country', 'scares people off': who is driven away."""
    if verb.lemma_.lower() not in stance_lexicon().frames["driving"]:
        return None
    object_ = child_of(verb, _OBJECTS)
    away = next(
        (
            child
            for child in verb.children
            if child.lower_ in {"out", "away", "off", "abroad", "apart"}
            and child.dep_ in {"prep", "prt", "advmod"}
        ),
        None,
    )
    if object_ is None or away is None or object_.lemma_.lower() in _unwanted():
        return None
    return -1, [verb, object_, away], "effect", MIDDLE


def _unwanted() -> frozenset[str]:
    return stance_lexicon().frames["adversaries"]


def _brings_in(verb: Token) -> Said | None:
    """'Would bring in four billion', 'raises money': what it yields."""
    frames = stance_lexicon().frames
    lemma = verb.lemma_.lower()
    particle = child_of(verb, {"prt"})
    if lemma == "bring" and (particle is None or particle.lower_ != "in"):
        return None
    if lemma not in frames["yielding"]:
        return None
    object_ = child_of(verb, _OBJECTS)
    if object_ is None or object_.lemma_.lower() not in frames["yields"]:
        return None
    denied = noun_negation(object_) or _little(object_)
    words = [verb, *([denied] if denied is not None else []), object_]
    return (-1 if denied is not None else 1), words, "effect", MIDDLE


def works(verb: Token) -> Said | None:
    """'They are working', 'does not work': a measure and its effect, with nothing else said."""
    if verb.lemma_ != "work":
        return None
    if any(
        child.dep_ in {"dobj", "obj", "prep", "xcomp", "prt", "advcl"} and child.i > verb.i
        for child in verb.children
    ):
        return None
    return 1, [verb], "effect", MIDDLE
