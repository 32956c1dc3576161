"""The thing is the subject: "troops would be a provocation"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth, word_worth
from app.extraction.stances.grammar import (
    SUBJECTS,
    complements,
    modality,
    negation,
    noun_negation,
    own_subject,
)
from app.extraction.stances.lexicon import Attitude, stance_lexicon
from app.extraction.stances.path_effects import effect_of, ours, pair_worth, works
from app.extraction.stances.path_leaving import duty, is_leaving
from app.extraction.stances.path_movement import limits_role
from app.extraction.stances.signals import MIDDLE, STRONG, WEAK, Signal, toward
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb

_PLANNED = frozenset(
    {"card", "plan", "programme", "program", "manifesto", "agreement", "budget", "paper", "treaty"}
)
_HITTING = frozenset({"strike", "hit", "target", "break", "burn", "bomb", "shell"})
_AGENDA = frozenset({"agenda", "table", "discussion", "consideration"})
_BROUGHT = frozenset({"dobj", "obj", "attr", "oprd", "xcomp", "ccomp", "acomp"})
_COPULAS = frozenset({"be", "become", "remain", "seem", "look", "appear", "sound", "stay", "prove"})


def under_subject(state: Climb, head: Token, moved: frozenset[int]) -> list[Signal]:
    """The thing is the subject: what is said of it judges it."""
    extra: list[Signal] = []
    verbs = [
        head,
        *(
            other
            for other in head.conjuncts
            if other.pos_ in {"VERB", "AUX"} and other.i > head.i and own_subject(other) is None
        ),
    ]
    start = state.sign
    for verb in verbs:
        if not state.decided and is_leaving(verb, carried=False) and duty(verb) is None:
            # "That they leave", "will go home": what is above decides, the other way round.
            state.sign = start = start if negation(verb) is not None else -start
            continue
        worth = _predicate(state, verb, moved) or _raised(state, verb, moved)
        if worth is None:
            continue
        sign, words, rule, weight = worth
        if not state.decided:
            state.sign = start * sign
            state.fire(words, rule, weight)
            state.third = False
            state.bearer = None
        elif verb.i == head.i and any(map(_is_of_another, words)):
            continue  # "preventing it was a driver of the invasion": the invasion is judged
        elif verb.i == head.i:
            # Already decided lower down ('those who want troops'): the judgement is of them.
            state.sign = (1 if state.sign >= 0 else -1) * sign
            state.fire(words, rule, max(weight, MIDDLE))
            state.bearer, state.third, state.open = None, False, False
        else:
            extra.append(
                Signal(tuple(words), rule, toward(start * sign), weight, None, state.target)
            )
    return extra


_RAISING = frozenset({"go", "have", "need", "seem", "appear", "tend", "continue", "prove", "be"})
_RAISED = frozenset({"able", "bound", "certain", "sure", "set", "about"})


def _raised(state: Climb, verb: Token, moved: frozenset[int]) -> _Said | None:
    """'Is not going to happen', 'would be able to deter them': the verb below says it."""
    if verb.lemma_ not in _RAISING:
        return None
    holders = [verb, *(c for c in verb.children if c.dep_ == "acomp" and c.lower_ in _RAISED)]
    below = next(
        (
            c
            for holder in holders
            for c in holder.children
            if c.dep_ == "xcomp" and c.pos_ == "VERB"
        ),
        None,
    )
    said = _predicate(state, below, moved) if below is not None else None
    if said is None:
        return None
    denied = negation(verb)
    if denied is None or denied in said[1] or state.negated_thing:
        return said
    return -said[0], [denied, *said[1]], said[2], said[3]


def _is_of_another(word: Token) -> bool:
    """Whether a judging word is what a noun is of: not in "one of the gravest errors"."""
    of = word.head
    return word.dep_ == "pobj" and of.lower_ == "of" and of.head.lower_ != "one"


# What a predicate says of its subject: sign, words, rule, weight.
_Said = tuple[int, list["Token"], str, float]


def _predicate(state: Climb, verb: Token, moved: frozenset[int]) -> _Said | None:
    """What one predicate says of its subject, the thing; None when it judges nothing."""
    denied = negation(verb)
    if denied is not None and state.negated_thing:
        denied = None  # its own 'no' is counted already
    if state.target.pos_ == "PRON" and any(
        complement.lemma_.lower() in stance_lexicon().topics["events"]
        for complement in complements(verb)
        if verb.lemma_ == "be" and ours(complement, denied) is None
    ):
        return None  # "this is not a war against them": the pronoun is the event, not the thing
    said = (
        _leaving(verb)
        or _unfulfilled(verb)
        or effect_of(verb)
        or _being(state, verb, denied)
        or _bringing(verb)
        or _effect(verb)
        or _moving(state, verb, denied, moved)
        or _put_off(verb)
        or works(verb)
        or _going(verb)
    )
    if said is None:
        return None
    sign, words, rule, weight = said
    if denied is None or denied in words:
        return sign, words, rule, weight
    return -sign, [denied, *words], rule, weight


def _being(state: Climb, verb: Token, denied: Token | None) -> _Said | None:  # noqa: C901, PLR0911, PLR0912 - ordered cases, each one line of its class table
    """'Is a mistake', 'is out of the question', 'is not negotiable'."""
    if verb.lemma_.lower() not in _COPULAS:
        return None
    lexicon = stance_lexicon()
    for complement in complements(verb):
        lemma = complement.lemma_.lower()
        if (owned := ours(complement, denied)) is not None:
            return owned  # "is not our war", before "war" is weighed
        worth = phrase_worth(complement)
        if worth.sign:
            return worth.sign, list(worth.words), "evaluation", STRONG
        if complement.pos_ == "VERB" and (likened := pair_worth(complement)) is not None:
            return likened  # "is like pouring petrol on a fire"
        too = child_of(complement, {"advmod"})
        early = stance_lexicon().hedges["early"] | stance_lexicon().hedges["premature"]
        if too is not None and too.lower_ == "too" and lemma not in early:
            return -1, [too, complement], "evaluation", MIDDLE
        attitude = lexicon.adjectives.get(lemma)
        noun = lexicon.nouns.get(lemma) or _subject_matter(complement)
        # "Whoever comes must be prepared": no readiness for the thing itself.
        ready = state.third or (attitude is not None and attitude.rule == "commitment")
        if attitude is not None and complement.pos_ == "ADJ" and attitude.sign and not ready:
            return attitude.sign, [complement], attitude.rule, STRONG
        said = _of_which(complement, denied) or _kept(verb, complement)
        if said is not None:
            return said
        for clause in complement.children:
            # "A topic that has never been on the agenda"
            if clause.dep_ == "relcl" and clause.lemma_ == "be":
                said = _standing(clause, negation(clause))
                if said is not None:
                    return said
        if lemma in {"possibility", "option", "hypothesis", "scenario"} and denied is None:
            return 0, [complement], "possibility", WEAK
        if denied is not None and (
            (attitude is not None and attitude.sign == 0)
            or (noun is not None and noun.rule == "deliberation")
        ):
            return -1, [denied, complement], "refusal", STRONG
    return _what_is_needed(verb) or _standing(verb, denied)


def _what_is_needed(verb: Token) -> _Said | None:
    """'Is exactly what we need', 'is what nobody wants': a clause with 'what' as the predicate."""
    lexicon = stance_lexicon()
    for clause in verb.children:
        asked = next((c for c in clause.children if c.lower_ == "what" and c.i < clause.i), None)
        if asked is None or clause.i < verb.i or clause.dep_ not in {"ccomp", "attr", "acomp"}:
            continue
        attitude = lexicon.verbs.get(clause.lemma_.lower()) or lexicon.adjectives.get(clause.lower_)
        if attitude is None or not attitude.sign:
            continue
        denied = negation(clause)
        words = [asked, *([denied] if denied is not None else []), clause]
        return (-attitude.sign if denied is not None else attitude.sign), words, "necessity", MIDDLE
    return None


def _kept(verb: Token, complement: Token) -> _Said | None:
    """'Should remain forbidden', 'must stay allowed': a participle behind a verb of remaining."""
    if verb.lemma_ not in {"remain", "stay", "keep"} or complement.tag_ != "VBN":
        return None
    attitude = stance_lexicon().verbs.get(complement.lemma_.lower())
    if attitude is None or not attitude.sign:
        return None
    return attitude.sign, [verb, complement], attitude.rule, MIDDLE


def _of_which(complement: Token, outer: Token | None) -> _Said | None:  # noqa: C901 - ordered cases, each one line of its class table
    """'A step we are not prepared to take', 'a proposal we can support': what is said of it."""
    lexicon = stance_lexicon()
    for clause in complement.children:
        first = own_subject(clause) if clause.dep_ == "relcl" else None
        if first is None:
            continue
        if first.lower_ in {"which", "that", "who"}:
            said = pair_worth(clause)  # "the first thing that makes sense"
            if said is None:
                continue
            return (-said[0], *said[1:]) if negation(clause) is not None else said
        denied = negation(clause)
        said = pair_worth(clause)
        if said is not None:
            return (-said[0], *said[1:]) if denied is not None else said
        attitude = lexicon.verbs.get(clause.lemma_.lower())
        deciding = clause
        if clause.lemma_ == "be":
            deciding = next((c for c in clause.children if c.dep_ == "acomp"), clause)
            attitude = lexicon.adjectives.get(deciding.lemma_.lower())
        if attitude is not None and attitude.rule == "deliberation" and (denied or outer):
            none = denied or outer
            return (
                -1,
                [*([none] if none is not None else []), complement, deciding],
                "refusal",
                MIDDLE,
            )
        if attitude is None or not attitude.sign or attitude.rule == "design":
            continue
        last = next((c for c in complement.children if c.lower_ == "last"), None)
        if complement.lemma_.lower() in {"minimum", "least"}:
            return 1, [complement, deciding], "necessity", MIDDLE  # "the least one can expect"
        sign = -attitude.sign if denied is not None else attitude.sign
        words = [complement, *([denied] if denied is not None else []), deciding]
        if last is not None:
            sign, words = -attitude.sign, [last, *words]  # "the last thing we need"
        return sign, words, attitude.rule, MIDDLE
    return None


def _subject_matter(noun: Token) -> Attitude | None:
    """The class of the second noun of 'a matter of debate', 'a subject for negotiation'."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "under"}:
            for below in child.children:
                return stance_lexicon().nouns.get(below.lemma_.lower())
    return None


def _standing(verb: Token, denied: Token | None) -> _Said | None:
    """'Is out of the question', 'is not on the agenda'."""
    for child in verb.children:
        if child.dep_ != "prep":
            continue
        listed = any(below.lemma_.lower() in _AGENDA for below in child.children)
        if child.lower_ in {"on", "under"} and listed and denied is not None:
            return 0, [denied, child, *child.children], "deferral", STRONG
        planned = any(below.lemma_.lower() in _PLANNED for below in child.children)
        if child.lower_ in {"on", "in"} and planned and denied is not None:
            return -1, [denied, child, *child.children], "refusal", STRONG
        if child.lower_ in {"out", "off", "beyond", "against"}:
            return -1, [child, *child.children], "exclusion", STRONG
        frames = stance_lexicon().frames
        if child.lower_ in {"in", "at", "of"}:
            for below in child.children:
                if below.dep_ == "pobj" and below.lemma_.lower() in frames["standing_against"]:
                    return -1, [child, below], "evaluation", STRONG
                if below.dep_ == "pobj" and below.lemma_.lower() in frames["standing_for"]:
                    return 1, [child, below], "evaluation", MIDDLE
    return None


def _bringing(verb: Token) -> _Said | None:  # noqa: C901 - ordered cases, each one line of its class table
    """'Leads to war', 'poses a threat', 'ends the war': what it brings is weighed."""
    lexicon = stance_lexicon()
    lemma = verb.lemma_.lower()
    for child in verb.children:
        below = child
        if child.dep_ == "prep" and child.lower_ in {"to", "in", "into", "for", "about"}:
            below = next(iter(child.children), child)
        elif child.dep_ not in _BROUGHT or (lemma == "be" and child.dep_ == "ccomp"):
            continue
        elif child.i < verb.i:
            continue  # "nobody can guarantee it; elections have to wait"
        known = lexicon.nouns.get(below.lemma_.lower())
        if known is not None and noun_negation(below) and below.lemma_ in {"business", "place"}:
            return -1, [verb, below], "refusal", STRONG
        if known is not None and known.rule in {"intention", "design", "commitment"}:
            continue  # what the troops themselves intend says nothing of them
        if lemma == "have" and modality(verb)[0] == "must":
            continue  # "they must have a clear mandate": what is asked of them
        if lemma in lexicon.joining:
            worth = phrase_worth(below)
            if worth.sign:
                return worth.sign, [verb, *worth.words], "effect", MIDDLE
        elif lemma in lexicon.turning and child.dep_ in {"dobj", "obj"}:
            worth = phrase_worth(below)
            if worth.sign:
                return -worth.sign, [verb, *worth.words], "effect", MIDDLE
    return None


def _effect(verb: Token) -> _Said | None:
    """'Escalates', 'deters', 'belongs'."""
    lexicon = stance_lexicon()
    gone = {"museum", "past", "history", "dustbin", "bin", "archive", "scrapheap"}
    if verb.lemma_ == "belong" and any(word.lower_ in gone for word in verb.subtree):
        return -1, [verb], "effect", MIDDLE
    if verb.lemma_ == "belong" and any(c.lower_ in {"in", "there", "on"} for c in verb.children):
        return 1, [verb], "effect", MIDDLE
    own = word_worth(verb)
    nothing = child_of(verb, {"dobj", "obj"})
    if own and nothing is not None:
        none = nothing if nothing.lower_ in {"nothing", "nobody"} else noun_negation(nothing)
        if none is not None:
            return -own, [verb, none], "effect", MIDDLE
    if verb.lemma_ in _HITTING and child_of(verb, {"dobj", "obj"}) is None:
        return None
    if own and verb.pos_ == "VERB" and verb.lemma_.lower() not in lexicon.bleached:
        return own, [verb], "effect", MIDDLE
    return None


def _moving(state: Climb, verb: Token, denied: Token | None, moved: frozenset[int]) -> _Said | None:  # noqa: PLR0911 - ordered cases, each one line of its class table
    """'Will come', 'should be there': the modal says whether it is wanted."""
    lemma = verb.lemma_.lower()
    occurring = lemma in stance_lexicon().topics["occurring"] or _is_there(verb)
    if not occurring and (verb.i not in moved or lemma in stance_lexicon().joining):
        return None
    if denied is not None and limits_role(verb) is not None:
        return None
    if verb.i == state.target.i:
        return None
    if not occurring and child_of(verb, {"dobj", "obj"}) is not None:
        return None  # "would put our people there": the thing moves others, it is not moved
    mood, modal = modality(verb)
    if denied is None and mood in {"plain", "may"}:
        return None
    if denied is None and any(child.lower_ == "from" for child in verb.children):
        return None  # "must come from neutral states": who may come, not that they should
    words = [word for word in (modal, denied, verb) if word is not None]
    if denied is None:
        return 1, words, "commitment", MIDDLE
    return -1, words, "refusal", MIDDLE


def _is_there(verb: Token) -> bool:
    """'Will be on the ground', 'should be there': being at a place, ascribing nothing."""
    placed = any(
        (child.dep_ == "prep" and child.lower_ in {"in", "on", "at"}) or child.lower_ == "there"
        for child in verb.children
    )
    return verb.lemma_ == "be" and placed and not any(True for _ in complements(verb))


def _leaving(verb: Token) -> _Said | None:
    """'Must go home', 'have to leave': that they leave is asked for."""
    asked = [verb, *(child for child in verb.children if child.dep_ == "xcomp")]
    for leaving in asked:
        modal = duty(leaving)
        if modal is not None and is_leaving(leaving, carried=False):
            return -1, [*([modal] if modal.i != leaving.i else []), leaving], "leaving", MIDDLE
    return None


def _unfulfilled(verb: Token) -> _Said | None:
    """'Had they been there, nobody would have dared to attack': what was missed judges it."""
    first = verb.doc[verb.left_edge.i]
    if first.lower_ not in {"had", "were"} or first.head.i != verb.i:
        return None
    for child in verb.children:
        if child.dep_ not in {"ccomp", "conj", "advcl"} or child.pos_ not in {"VERB", "AUX"}:
            continue
        worth = phrase_worth(child)
        for below in child.children:
            if not worth.sign and below.dep_ in {"dobj", "attr", "xcomp"}:
                worth = phrase_worth(below)
        if worth.sign:
            sign = -worth.sign if negation(child) is not None else worth.sign
            return sign, list(worth.words), "effect", MIDDLE
    return None


def _put_off(verb: Token) -> _Said | None:
    """'Can wait': something else comes first. 'Must not lie idle': they are asked for."""
    frames = stance_lexicon().frames
    lemma = verb.lemma_.lower()
    mood, modal = modality(verb)
    if lemma in frames["put_off"] and mood in {"may", "must"} and modal is not None:
        return -1, [modal, verb], "another thing preferred", MIDDLE
    return None


def _going(verb: Token) -> _Said | None:
    """'Turn out badly', 'works well': a verb that says nothing, with a word that does."""
    if verb.lemma_.lower() not in {"help", "work", "turn", "come", "go", "run", "stand", "serve"}:
        return None
    for child in verb.children:
        if any(below.lower_ == "too" for below in child.children) and child.pos_ in {"ADV", "ADJ"}:
            return -1, [child], "effect", MIDDLE  # "comes too late to help"
    worth = phrase_worth(verb, [child for child in verb.children if child.dep_ in SUBJECTS])
    return (worth.sign, list(worth.words), "effect", WEAK) if worth.sign else None
