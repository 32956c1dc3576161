"""The path of a thing at issue up the parse: each word above it may take a side on it.

From the word for the thing ("troops") the path climbs to the head of the sentence or to the words
that report the statement. On its way every word that belongs to a class of
lexicon/stance_attitudes.yaml or stance_evaluation.yaml sets or turns the sign, and every negation
turns it again, so that "refused to support sending troops" and "no reason not to send them" come
out by composition, not by lists of phrases. The idea is compositional polarity (Moilanen &
Pulman, Sentiment Composition, 2007; Nairn et al., Computing relative polarity, 2006).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.climbing import Climb
from app.extraction.stances.grammar import SUBJECTS, noun_negation, own_subject, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_clause import under_clause
from app.extraction.stances.path_constructions import constructed
from app.extraction.stances.path_judged import (
    accused,
    called_myth,
    called_untrue,
    caused_by,
    contrasted,
    is_whoever,
    judged,
    object_noun,
    of_none,
    only_pointed_at,
    spoken_of,
    superlative,
    told_noun,
    why_not,
)
from app.extraction.stances.path_leaving import is_leaving
from app.extraction.stances.path_movement import movement
from app.extraction.stances.path_nouns import under_adjective, under_noun
from app.extraction.stances.path_subject import under_subject
from app.extraction.stances.path_verbs import under_object
from app.extraction.stances.signals import MIDDLE, STRONG, WEAK, Signal, toward
from app.extraction.stances.withholding import withheld
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST_STEPS = 40
_VERBAL = frozenset({"VERB", "AUX"})
_AGAINST_VERBS = frozenset(
    {
        "guard",
        "protect",
        "defend",
        "shield",
        "deter",
        "fight",
        "use",
        "guarantee",
        "insure",
        "secure",
        "warn",
    }
)
_PEOPLE = frozenset(
    {
        "man",
        "woman",
        "gentleman",
        "lady",
        "people",
        "politician",
        "one",
        "critic",
        "person",
        "somebody",
        "group",
        "voice",
        "hawk",
        "author",
        "friend",
    }
)


def climb(target: Token, moved: frozenset[int], inside: frozenset[int]) -> list[Signal]:  # noqa: C901, PLR0912, PLR0915 - ordered cases, each one line of its class table
    """The signals on the path of one thing.

    ``moved``: tokens that bring the thing about; ``inside``: the tokens that belong to the
    statement, beyond which nothing is read.
    """
    state = Climb(target)
    extra: list[Signal] = []
    denied = noun_negation(target) or contrasted(target)
    if denied is None and target.dep_ == "compound":
        denied = noun_negation(target.head)  # "no wealth tax", by the first of its words
    if denied is not None:
        state.sign, state.negated_thing = -1, True
        state.words.append(denied)
    if target.pos_ == "VERB":
        movement(state, target)
    if target.dep_ in {"dobj", "obj"} and any(
        child.dep_ == "acl" and child.tag_ == "VBG" and is_leaving(child, carried=False)
        for child in target.children
    ):
        state.sign = -state.sign  # "oppose foreign troops leaving": their leaving is opposed
    node = target
    via = ""
    for _ in range(_MOST_STEPS):
        head = node.head
        if head.i == node.i or head.i not in inside or _is_beside(node, head):
            break
        noun = told_noun(node, head)
        if noun is not None:
            under_noun(state, node, noun, "to")  # "resisted calls to send them"
            node = noun
            continue
        if _asked(node, head):
            return []  # what is asked is not said
        kept_back = withheld(node, head)
        if kept_back is not None:
            return [kept_back]
        if target.pos_ == "PRON" and head.lemma_.lower() in _talking(head):
            break
        if state.decided and state.weight >= MIDDLE and _tells_of_another(node, head, state):
            break
        than = _dispreferred(node)
        if than is not None and target.pos_ != "PRON" and than not in state.words:
            state.sign = -state.sign
            state.fire([than], "another thing preferred", MIDDLE)
        if head.pos_ == "ADP" or head.dep_ in {"prep", "agent"}:
            via = _preposition(state, head) or via
            caused_by(state, node, head)
        elif node.dep_ == "conj":
            # The thing shares its head's place in the sentence; the head itself judges nothing.
            pass
        elif (
            accused(state, head, via)
            or called_myth(state, node, head)
            or judged(state, node, head)
            or why_not(state, node, head)
            or constructed(state, node, head, via)
        ):
            via = ""
        else:
            object_noun(state, node, head, via)
            known, sided = len(state.words), state.decided
            extra.extend(_step(state, node, head, via, moved))
            spoken_of(state, node, head, known)
            called_untrue(state, node, head)
            of_none(state, node, head)
            only_pointed_at(state, node, before=sided)
            via = ""
        node = head
    if state.third or _is_of_some(state.bearer):
        return extra  # what others are said to want, unjudged by the speaker
    if not state.decided and node.dep_ == "ROOT" and node.pos_ not in _VERBAL:
        denying = child_of(node, {"neg"})
        if denying is not None and denying not in state.words:
            state.sign = -state.sign
            state.fire([denying], "refusal", MIDDLE)  # "But not with troops on the ground."
    if state.decided:
        extra.append(_signal(state))
    elif (
        state.negated_thing
        and node.dep_ == "ROOT"
        and target.dep_ in {"ROOT", "nsubj", "dobj", "attr"}
    ):
        state.fire([], "no such thing", MIDDLE)
        extra.append(_signal(state))
    return extra


_SOME = frozenset(
    {"some", "others", "other", "many", "most", "few", "critic", "sceptic", "skeptic", "proponent"}
)


def _is_of_some(bearer: Token | None) -> bool:
    """Whether an attitude is one of people who are not named: 'some want it, others fear it'."""
    if bearer is None:
        return False
    return bearer.lemma_.lower() in _SOME or (bearer.lower_ == "others")


def _dispreferred(node: Token) -> Token | None:
    """The 'than' before a verb that is the one not chosen: 'to mediate rather than send'."""
    if node.pos_ != "VERB":
        return None
    for child in node.children:
        if child.lower_ == "than":
            return child
    for place in range(max(node.left_edge.i - 1, 1), node.i):
        if node.doc[place].lower_ == "than" and node.doc[place - 1].lower_ == "rather":
            between = node.doc[place + 1 : node.i]
            # "Rather than admitting it, guarantees would be backed": another verb is dispreferred.
            if not any(word.pos_ == "VERB" for word in between):
                return node.doc[place]
    return None


def _tells_of_another(node: Token, head: Token, state: Climb) -> bool:
    """'Spoke of the meeting at which they pledged them': what is said above is said of the meeting.

    A relative clause with a subject of its own, which took a side already.
    """
    if node.dep_ != "relcl" or node.pos_ not in _VERBAL or head.pos_ != "NOUN":
        return False
    doer = own_subject(node)
    lexicon = stance_lexicon()
    lemma = head.lemma_.lower()
    return (
        doer is not None
        and doer.tag_ not in _WH
        and head.i != state.target.i
        and lemma not in lexicon.nouns
        and lemma not in lexicon.topics["acts"]
    )


def _is_beside(node: Token, head: Token) -> bool:
    """Whether a clause only stands beside its head, after a colon or a semicolon."""
    if node.dep_ == "parataxis":
        return True
    if node.dep_ not in {"ccomp", "advcl"}:
        return False
    if node.dep_ == "ccomp" and node.i < head.i and _stands_apart(node, head):
        return True
    low, high = sorted((node.i, head.i))
    return any(node.doc[index].lower_ in {":", ";"} for index in range(low, high))


def _stands_apart(node: Token, head: Token) -> bool:
    """'We will not send them, we will not take part': two sentences joined by a comma."""
    topics = stance_lexicon().topics
    reporting = topics["saying"] | topics["thinking"] | topics["warning"] | topics["asking"]
    own = [own_subject(verb) for verb in (node, head)]
    return (
        own[0] is not None
        and own[1] is not None
        and (head.lemma_ == "be" or head.lemma_.lower() not in reporting)
        and not any(child.dep_ == "mark" for child in node.children)
    )


def _asked(node: Token, head: Token) -> bool:
    """Whether a clause is an indirect question: 'asked if', 'would not say whether'."""
    if node.dep_ not in {"ccomp", "xcomp", "csubj", "pcomp", "advcl"} or node.pos_ not in _VERBAL:
        return False
    if any(child.lower_ == "whether" for child in node.children):
        return True
    weighed = stance_lexicon().hedges["deciding"] | stance_lexicon().hedges["knowing"]
    inquiring = head.lemma_.lower() in _INQUIRING
    asking = head.lemma_.lower() in weighed or inquiring
    if inquiring and node.i > head.i and node.dep_ == "ccomp" and _is_wh(node):
        return True
    return (
        asking
        and node.i > head.i
        and node.dep_ != "advcl"
        and any(child.lower_ == "if" for child in node.children)
    )


_INQUIRING = frozenset({"ask", "wonder", "inquire", "enquire", "query"})
_WH = frozenset({"WDT", "WP", "WP$", "WRB"})


def _is_wh(clause: Token) -> bool:
    """Whether a clause begins with a question word: 'which countries would be willing'."""
    first = clause.doc[clause.left_edge.i]
    return first.tag_ in _WH or first.lower_ in {"which", "what", "who", "how", "when", "where"}


def _talking(head: Token) -> frozenset[str]:
    """Verbs that, with a bare pronoun as object, speak of words and not of the thing."""
    if head.pos_ != "VERB":
        return frozenset()
    return stance_lexicon().topics["saying"] - {"agree", "admit", "insist", "mean", "suggest"}


def _signal(state: Climb) -> Signal:
    stance = toward(0 if state.open else state.sign)
    words = tuple(state.words) or (state.target,)
    own = state.own and (state.bearer is None or _does_it(state.bearer, state.doer))
    return Signal(words, state.rule, stance, state.weight, state.bearer, state.target, own)


def _does_it(bearer: Token, doer: Token | None) -> bool:
    """Whether who takes the side is also who would do the thing: not in 'bars them from sending'.

    'He said that we will send': both are words for the same side.
    """
    if doer is None or doer.i == bearer.i:
        return True
    return doer.lower_ in {"we", "i", "it"} or doer.lower_ == bearer.lower_


def _is_gerund_object(node: Token, head: Token) -> bool:
    """'Ruled out sending them': a gerund right behind a verb against it, read as a side clause."""
    if node.tag_ != "VBG" or node.i < head.i:
        return False
    verbs = stance_lexicon().verbs
    between = [token for token in node.doc[head.i + 1 : node.left_edge.i] if token.dep_ != "neg"]
    particles = [token for token in between if token.head.i == head.i and token.dep_ == "prt"]
    if len(particles) != len(between):
        return False
    lemma = head.lemma_.lower()
    attitude = verbs.get(" ".join([lemma, *(token.lower_ for token in particles)]))
    return attitude is not None and attitude.sign < 0


def _is_told(node: Token, head: Token) -> bool:
    """'Called on the government to recognise it', read as a clause of purpose."""
    if not any(child.lower_ == "to" for child in node.children) or node.i < head.i:
        return False
    verbs = stance_lexicon().verbs
    lemma = head.lemma_.lower()
    return any(
        (known := verbs.get(f"{lemma} {child.lower_}")) is not None and known.rule == "request"
        for child in head.children
        if child.dep_ == "prep" and child.i < node.i
    )


def _preposition(state: Climb, word: Token) -> str:  # noqa: C901 - ordered cases, each one line of its class table
    """What a preposition above the thing says of it; its lemma, for "call for"."""
    lower = word.lower_
    above = word.head
    if lower in {"against", "for"} and _both_ways(word):
        return "taken"
    if lower == "against" and above.lower_ == "nothing":
        state.fire([above, word], "acceptance", WEAK)
        return "taken"
    if lower == "against" and above.lemma_ not in _AGAINST_VERBS:
        lexicon = stance_lexicon()
        known = lexicon.verbs.get(f"{above.lemma_.lower()} against") or lexicon.nouns.get(
            above.lemma_.lower()
        )
        if known is None or known.sign > 0 or above.lemma_ == "be":
            state.sign = -state.sign
            state.fire([word], "standing against", STRONG)
            if above.pos_ in {"VERB", "AUX"}:
                state.bearer = subject(above)
            return "taken"
    elif lower == "without":
        state.sign, state.absent = -state.sign, True
        state.words.append(word)
    elif lower == "than" and (best := superlative(word)) is not None:
        sign, words = best
        if sign:
            state.sign *= sign
            state.fire([*words, word], "evaluation", MIDDLE)
        state.third = state.third or not sign
    elif lower == "of" and above.lower_ == "short" and above.dep_ != "acomp":
        state.sign, state.absent = -state.sign, True  # "in every way short of sending them"
        state.words.extend([above, word])
    elif lower == "from" and above.lower_ == "far":
        state.sign = -state.sign
        state.words.extend([above, word])
    elif (state.target.pos_ != "PRON" and lower in {"than", "instead"}) or (
        lower == "of"
        and (above.lower_ == "instead" or any(c.lower_ == "instead" for c in word.children))
    ):
        state.sign = -state.sign
        state.fire([word], "another thing preferred", MIDDLE)
    elif lower == "for" and above.lemma_ == "be" and word.dep_ == "prep":
        state.fire([word], "support", MIDDLE)
    return word.lemma_.lower()


def _both_ways(word: Token) -> bool:
    """'The case for and against': both prepositions have the same object."""
    doc, place = word.doc, word.i
    before = {doc[i].lower_ for i in range(max(place - 2, 0), place)}
    after = {doc[i].lower_ for i in range(place + 1, min(place + 3, len(doc)))}
    return ("for" in before and "and" in before) or ("against" in after and "and" in after)


def _is_if_clause(node: Token, head: Token) -> bool:
    """'Everybody would lose if they came', where the parser takes the clause for an object."""
    return (
        node.dep_ == "ccomp"
        and node.i > head.i
        and any(child.lower_ == "if" and child.dep_ == "mark" for child in node.children)
        and any(child.lower_ in {"would", "will", "'d", "'ll"} for child in head.children)
        and head.lemma_.lower() not in stance_lexicon().topics["thinking"]
    )


def _also_done(state: Climb, node: Token, verb: Token, moved: frozenset[int]) -> None:
    """'Was written into the law and would not be given up': the second verb of one subject."""
    for other in verb.conjuncts:
        passive = any(child.dep_ == "auxpass" for child in other.children)
        if not state.decided and passive and other.i > verb.i and own_subject(other) is None:
            under_object(state, node, other, "", moved)


def _step(state: Climb, node: Token, head: Token, via: str, moved: frozenset[int]) -> list[Signal]:
    """One step up to a verb, noun or adjective; signals of their own where verbs are joined."""
    if node.dep_ in {"relcl", "acl", "amod"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        nothing = head.lower_ in {"nothing", "something", "anything"}
        person = (head.pos_ != "NOUN" and not nothing) or head.lemma_.lower() in (
            stance_lexicon().topics["holders"] | _PEOPLE
        )
        joined = node.dep_ == "relcl" or (node.pos_ == "ADJ" and node.i > head.i)
        person = person or any(child.lower_ == "who" for child in node.children)
        if joined and person and head.i != state.target.i:
            state.third = True
    if node.dep_ == "csubj" and is_whoever(node):
        state.third = True  # "whoever opposes it should say what else to do"
    if head.pos_ in {"VERB", "AUX"}:
        passive = any(child.dep_ == "auxpass" for child in head.children)
        clause = node.dep_ in {"csubj", "csubjpass"} and node.tag_ == "VBG"
        if node.dep_ in SUBJECTS and node.dep_ != "nsubjpass" and not (clause and passive):
            return under_subject(state, head, moved)
        beside = node.dep_ == "advcl" and not (
            _is_gerund_object(node, head) or _is_told(node, head)
        )
        if beside or _is_if_clause(node, head):
            return under_clause(state, node, head)
        found = under_object(state, node, head, via, moved)
        if node.dep_ == "nsubjpass":
            _also_done(state, node, head, moved)
        return found
    if head.pos_ in {"NOUN", "PROPN"}:
        under_noun(state, node, head, via)
    elif head.pos_ in {"ADJ", "ADV"}:
        under_adjective(state, node, head, via)
    return []
