"""Clauses: who is to do what with what, in a bare proposition.

The grammar of propositions is a small one: a modal verb with a passive, an active, a copula or
"there be"; an order ("ban it"); or a noun of an act ("a ban on it"). What is read is the same for
all of them: the act, the thing, who is to do it and what else is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.extraction.stances.acts import Act, act_of, derived_nouns, leaving, own_act, removal_of
from app.extraction.stances.concepts import listed
from app.extraction.stances.wording import rough_lemmas
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
_VERBAL = frozenset({"VERB", "AUX"})
_COPULAS = frozenset({"be", "become", "remain", "stay", "seem", "go"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_LINKS = frozenset({"prep", "dative", "agent"})
_NEVER = frozenset({"not", "n't", "never", "no", "neither"})
_MOST = 4  # verbs of going on above the one that matters


@dataclass(frozen=True, slots=True)
class Clause:
    """A proposition taken apart; what it does not have is None or empty."""

    act: Act | None
    thing: Token | None
    doer: Token | None = None
    around: tuple[Token, ...] = ()  # the heads of what else is said: where, to whom, for what


def read_clause(doc: Doc) -> Clause:
    """The clause of the first sentence of a proposition; any text gives one."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None:
        return Clause(None, None)
    if root.pos_ not in _VERBAL:
        return _noun_of_act(root) or Clause(None, root, None, _around(root))
    verb, denied = _main(root)
    clause = _predicate(verb)
    if denied and clause.act is not None:
        return Clause(clause.act.turned(), clause.thing, clause.doer, clause.around)
    return clause


def _main(root: Token) -> tuple[Token, bool]:
    """The verb that says what is to be done, and whether it is denied."""
    verb, denied = root, _is_denied(root)
    raising = listed("raising_verbs")
    for _ in range(_MOST):
        below = child_of(verb, {"xcomp"})
        held = child_of(verb, {"dobj", "nsubjpass", "acomp", "oprd"})
        if verb.lemma_ not in raising or below is None or below.pos_ != "VERB" or held is not None:
            break
        denied ^= verb.lemma_ == "refuse"
        verb = below
        denied ^= _is_denied(verb)
    return verb, denied


def _is_denied(verb: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ in _NEVER for child in verb.children)


def _predicate(verb: Token) -> Clause:
    """What a verb says, by what stands with it."""
    subject = _subject(verb)
    object_ = child_of(verb, {"dobj", "obj"})
    around = _around(verb)
    if verb.lemma_ in listed("support_verbs"):
        found = _supported(verb, object_ or subject, around)
        if found is not None:
            return found
    passive = _is_passive(verb)
    act = _act(verb, around, transitive=object_ is not None or passive)
    below = child_of(verb, {"xcomp", "ccomp"})
    if below is not None and below.pos_ == "VERB" and _is_of_deeds(act):
        # "Be allowed to strike", "stop using it": the thing is what may be done.
        doer = child_of(below, {"nsubj"}) or (subject if passive else object_)
        return Clause(act, below, doer, around)
    if below is not None:
        around = (*around, *_content(below))
    if passive:
        return _passive(verb, act, subject, around)
    if object_ is not None:
        held = _noun_of_act(object_, imposing=verb)
        around = (*held.around, *around) if held is not None else around
        return Clause(held.act if held else act, held.thing if held else object_, subject, around)
    if around:
        return Clause(act, around[0], subject, around[1:])
    return Clause(act, subject)


def _is_of_deeds(act: Act) -> bool:
    """Whether an act is done to what others do: allowing, forcing, stopping."""
    return act.permits or act.removing or "require" in act.words


def _supported(verb: Token, thing: Token | None, around: tuple[Token, ...]) -> Clause | None:
    """What a verb that says little stands with: 'be legal', 'make it compulsory', 'be a member'."""
    compared = _compared(verb, thing)
    if compared is not None:
        return Clause(compared, thing, _subject(verb), around)
    quality = child_of(verb, {"acomp", "oprd"})
    small = child_of(verb, {"ccomp", "xcomp"})
    if quality is None and small is not None and small.pos_ == "ADJ":
        # "Make it compulsory" is often read as a clause of its own.
        quality, thing = small, child_of(small, {"nsubj"}) or thing
    elif quality is None and small is not None and verb.lemma_ == "have" and thing is not None:
        return Clause(act_of("require"), small, thing, around)  # "have to wear helmets"
    return _by_quality(verb, quality, thing, around)


def _passive(
    verb: Token, act: Act | None, thing: Token | None, around: tuple[Token, ...]
) -> Clause:
    doer = next(
        (below for link in verb.children if link.dep_ == "agent" for below in link.children), None
    )
    with_ = next((word for word in around if word.head.lower_ == "with"), None)
    if with_ is not None and verb.lemma_ in listed("fulfilling"):
        # "Taiwan should be supplied with weapons": the weapons are what is given.
        rest = tuple(word for word in around if word.i != with_.i)
        return Clause(act, with_, doer, (*((thing,) if thing is not None else ()), *rest))
    given = child_of(verb, {"dobj", "obj"})
    if given is not None:
        # "Refugees should be given the right to work".
        held = _noun_of_act(given, imposing=verb)
        around = (*held.around, *around) if held is not None else around
        return Clause(held.act if held else act, held.thing if held else given, thing, around)
    if thing is not None and (held := _noun_of_act(thing, imposing=verb)) is not None:
        return Clause(held.act, held.thing, doer, (*held.around, *around))
    return Clause(act, thing, doer, tuple(word for word in around if word is not doer))


def _compared(verb: Token, thing: Token | None) -> Act | None:
    """'Nurses should get higher pay', 'there should be fewer rules': it is to be more or less."""
    held = child_of(verb, {"attr"}) or thing
    for child in held.children if held is not None else ():
        if child.tag_ == "JJR" and child.dep_ == "amod" and child.lower_ != "more":
            return act_of(child.lower_)
    return None


def _by_quality(
    verb: Token, quality: Token | None, thing: Token | None, around: tuple[Token, ...]
) -> Clause | None:
    """'Be legal', 'be made compulsory', 'be off limits', 'be a member', 'there be a tax'."""
    if quality is not None and quality.pos_ != "NOUN":
        return _of_quality(verb, quality, thing, around)
    for link in verb.children:
        for word in link.children if link.dep_ == "prep" else ():
            phrases = [f"{link.lower_} {word.lower_}", " ".join([*_left(word), word.lower_])]
            found = next((act for phrase in phrases if (act := act_of(phrase))), None)
            if found is not None and word.dep_ == "pobj":
                rest = tuple(one for one in around if one.i != word.i)
                return Clause(found, thing, None, (*rest, *_around(word)))
    named = child_of(verb, {"attr"}) or (quality if quality is not None else None)
    if named is None:
        return None
    if child_of(verb, {"expl"}) is not None:
        held = _noun_of_act(named, imposing=verb)
        return held or Clause(act_of("introduce"), named, None, around)
    joined = act_of(named.lemma_.lower())
    if named.lemma_ in {"member", "part"}:
        return Clause(act_of("join"), next(iter(_around(named)), named), thing, around)
    return Clause(joined or act_of("introduce"), named, thing, (*_around(named), *around))


def _of_quality(
    verb: Token, quality: Token, thing: Token | None, around: tuple[Token, ...]
) -> Clause:
    """'Be legal', 'be made compulsory', 'be means-tested'."""
    below = child_of(quality, {"xcomp", "ccomp"}) or child_of(verb, {"xcomp", "ccomp"})
    called = quality.lower_
    if quality.i > 1 and quality.nbor(-1).text == "-":
        # "Means-tested": made of a noun and a participle.
        before = quality.nbor(-2).lower_
        forms = (called, *verb_forms(quality), *derived_nouns(verb_forms(quality)[-1])[:1])
        words = tuple(f"{before}{link}{form}" for form in forms for link in "- ")
        return Clause(Act(words, (), deed=True), thing, None, (*around, *_around(quality)))
    # "Buses should be free": not let go, nor allowed.
    phrase = "free of charge" if called == "free" and below is None else called
    being = act_of(phrase) or act_of(quality.lemma_.lower()) or own_act(called)
    if thing is not None and thing.lower_ == "it" and below is not None and below is not quality:
        thing = below  # "it should be illegal to smoke"
    return Clause(being, thing, None, (*around, *_around(quality)))


def _noun_of_act(noun: Token, imposing: Token | None = None) -> Clause | None:
    """'A ban on it', and 'the ban on it should be lifted': what is disputed is what it is on.

    ``imposing``: the verb of which the noun is the object, if any; one that wants the noun gone
    turns it.
    """
    act = act_of(noun.lemma_.lower())
    below = _around(noun)
    inner = child_of(noun, {"acl", "xcomp"})
    if act is None or not (below or inner is not None):
        return None
    if imposing is not None:
        if not act.noun or any(child.dep_ == "compound" for child in noun.children):
            return None
        over = act_of(imposing.lemma_.lower())
        if imposing.lemma_ in listed("support_verbs"):
            pass
        elif over is not None and over.removing:
            act = act.turned()
        else:
            return None
    if inner is not None and inner.pos_ == "VERB":
        return Clause(act, inner, None, below)
    return Clause(act, below[0], None, below[1:]) if below else None


def _act(verb: Token, around: tuple[Token, ...], *, transitive: bool) -> Act:
    """The class of a verb, with its particle; one of its own if it is in none."""
    lemma = verb.lemma_.lower()
    if not transitive and any(word.head.lower_ in {"from", "of"} for word in around):
        out = leaving()
        if out is not None and lemma in {*out.words, "get"}:
            return out
    for child in verb.children:
        if child.dep_ in {"prt", "advmod", "prep"}:
            found = act_of(f"{lemma} {child.lower_}")
            if found is not None:
                return found
    forms = verb_forms(verb)
    for form in forms:
        again = act_of(form) or (act_of(form[2:].lstrip("-")) if form.startswith("re") else None)
        if again is not None:
            known = again if form in again.words else replace(again, words=(form, *again.words))
            return removal_of(known) if transitive and known.leaves and _moves(verb) else known
    return own_act(*forms)


def verb_forms(verb: Token) -> tuple[str, ...]:
    """What may be the basic form of a verb: of "fined" the model makes "fin"."""
    lower, lemma = verb.lower_, verb.lemma_.lower()
    if lower == lemma or not lower.endswith(("ed", "ing")):
        return (lemma,)
    rough = [form for form in rough_lemmas(lower) if form != lower]
    return tuple(dict.fromkeys((lemma, *rough)))


def _moves(verb: Token) -> bool:
    """Whether a verb of leaving has a common noun as what is taken away."""
    thing = child_of(verb, {"dobj", "nsubjpass"})
    return thing is not None and thing.pos_ == "NOUN" and _is_passive(verb)


def _subject(verb: Token) -> Token | None:
    found = child_of(verb, _SUBJECTS)
    if found is None and verb.dep_ in {"xcomp", "ccomp"}:
        return _subject(verb.head)
    # Of "the number of refugees should be limited" the subject may hang on the auxiliary.
    if found is None:
        found = next(
            (
                below
                for child in verb.children
                if child.dep_ in {"aux", "auxpass"}
                for below in child.children
                if below.dep_ in _SUBJECTS
            ),
            None,
        )
    return found


def _is_passive(verb: Token) -> bool:
    return child_of(verb, {"auxpass", "nsubjpass"}) is not None


def _around(head: Token) -> tuple[Token, ...]:
    """What the prepositions of a word bring, numbers and dates left out."""
    return tuple(
        word
        for link in head.children
        if link.dep_ in _LINKS
        for word in link.children
        if word.dep_ in {"pobj", "pcomp"} and _tells(word)
    )


def _tells(word: Token) -> bool:
    number = word.pos_ == "NUM" or any(child.dep_ == "nummod" for child in word.children)
    number = number or word.is_digit or len(word) == 1  # "30 km/h"
    return not number and word.pos_ in {*_NOMINAL, "VERB"}


def _content(verb: Token) -> tuple[Token, ...]:
    """The nouns and the verb of an infinitive: 'used to pay for reconstruction'."""
    return (verb, *(word for word in verb.subtree if word.pos_ == "NOUN" and _tells(word)))


def _left(word: Token) -> list[str]:
    return [child.lower_ for child in word.lefts if child.dep_ in {"amod", "compound"}]
