"""The thing is what a verb is about: "reject troops", "call the plan a mistake"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth, word_worth
from app.extraction.stances.grammar import (
    complements,
    is_imperative,
    modality,
    negation,
    noun_negation,
    own_subject,
    subject,
)
from app.extraction.stances.lexicon import Attitude, stance_lexicon
from app.extraction.stances.path_describing import good_purpose, only_describes
from app.extraction.stances.path_effects import equated, said_of_clause
from app.extraction.stances.path_leaving import carry_away, is_leaving, told_to_leave
from app.extraction.stances.path_movement import is_called_for, is_done, movement
from app.extraction.stances.path_nouns import under_noun
from app.extraction.stances.signals import MIDDLE, STRONG, WEAK, Signal
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb

_COPULAS = frozenset({"be", "become", "remain", "seem", "look", "appear", "sound", "stay", "prove"})
# Prepositions of time, place and manner; the verbs of which "in" brings the object.
_BESIDE = frozenset({"in", "at", "during", "after", "before", "from", "since", "until", "within"})
_TAKING_PART = frozenset({"participate", "take", "join", "pitch", "partake", "engage"})
_OBJECTS = frozenset({"dobj", "obj", "nsubjpass"})
_UNDERTAKING = frozenset({"commitment", "design", "call", "request"})


def _has_there(node: Token, verb: Token) -> bool:
    """'There will be troops', 'we should have troops there': the verb only says they are there."""
    if verb.lemma_ == "be":
        return node.dep_ == "attr" and any(child.dep_ == "expl" for child in verb.children)
    return verb.lemma_ in {"have", "get", "see", "keep"} and node.dep_ in {"dobj", "obj"}


def _is_moment(noun: Token | None) -> bool:
    """The subject of 'the time has come to do it'."""
    return noun is not None and noun.lemma_.lower() in {"time", "moment", "hour", "day"}


def _is_cleft(node: Token, verb: Token) -> bool:
    """'It is not X that does it', 'it won't be X doing it'."""
    if verb.lemma_ != "be" or node.dep_ != "attr":
        return False
    it = own_subject(verb)
    future = any(child.dep_ == "aux" and child.lower_ in _FUTURE for child in verb.children)
    does = any(
        child.dep_ in {"relcl", "acl", "advcl"} for child in (*node.children, *verb.children)
    )
    return it is not None and it.lower_ in {"it", "that", "those"} and (future or does)


_FUTURE = frozenset({"will", "wo", "'ll", "would"})


def _serves_purpose(state: Climb, node: Token, verb: Token) -> bool:
    """'Does not need unanimity to do this': what is needed is the object, not what it is for."""
    if verb.lemma_.lower() not in {"need", "require", "lack", "await", "seek", "want", "demand"}:
        return False
    object_ = child_of(verb, {"dobj", "obj"})
    if object_ is None or object_.i > node.i:
        return False
    return state.purpose if node.i == object_.i else node.dep_ == "advcl"


def _lookup(head: Token, via: str, target: Token) -> tuple[Attitude | None, list[Token]]:
    """The class of a verb, with its particle or preposition when that makes the word."""
    verbs = stance_lexicon().verbs
    lemma = head.lemma_.lower()
    for child in head.children:
        if child.i == target.i and child.dep_ not in {"dobj", "obj"}:
            continue  # "keeping it out": the 'out' is itself what is spoken of
        if child.dep_ in {"prt", "advmod", "prep"}:
            found = verbs.get(f"{lemma} {child.lower_}")
            if found and (child.dep_ != "prep" or child.lower_ == via or not via):
                return found, [head, child]
        elif child.dep_ in {"dobj", "obj"} and f"{lemma} {child.lemma_.lower()}" in verbs:
            return verbs[f"{lemma} {child.lemma_.lower()}"], [head, child]
    if via and via != "taken" and f"{lemma} {via}" in verbs:
        return verbs[f"{lemma} {via}"], [head]
    known = verbs.get(lemma)
    if via in _BESIDE and known is not None and known.rule in {"commitment", "acceptance"}:
        return (known if lemma in _TAKING_PART else None), [head]  # "was chosen in a free vote"
    return known, [head]


def under_object(  # noqa: C901, PLR0911, PLR0912, PLR0915 - ordered cases, each one line of its class table
    state: Climb, node: Token, head: Token, via: str, moved: frozenset[int]
) -> list[Signal]:
    """The thing is what the verb is about."""
    lexicon = stance_lexicon()
    lemma = head.lemma_.lower()
    denied = negation(head)
    if via == "taken":
        if denied is not None:
            state.sign = -state.sign
            state.words.insert(0, denied)
        return []
    if node.i == state.target.i and _has_there(node, head) and modality(head)[0] != "plain":
        movement(state, head)
        return []
    if denied is not None and node.i == state.target.i and _is_cleft(node, head):
        state.sign = -state.sign  # "it will not be our soldiers who guard that line"
        state.fire([denied, head], "refusal", MIDDLE)
        return []
    if lemma == "come" and not state.decided and _is_moment(own_subject(head)):
        state.sign = -state.sign if denied is not None else state.sign
        state.fire([*([denied] if denied else []), head], "necessity", MIDDLE)
        return []
    if not state.decided and (said := said_of_clause(node, head)) is not None:
        sign, words, rule, weight = said
        state.sign *= -sign if denied is not None else sign
        state.fire([*([denied] if denied is not None else []), *words], rule, weight)
        return []
    if lemma == "prefer" and via in {"to", "over"}:
        state.sign = -state.sign
        state.fire([head], "another thing preferred", STRONG)
        state.bearer = subject(head)
        return []
    if (
        lemma in _COPULAS
        and node.dep_ in {"acomp", "attr", "prep", "ccomp", "xcomp"}
        and (via != "without" or state.decided)
    ):
        return _through_copula(state, node, head, denied)
    if lemma in lexicon.regarding and not state.decided:
        worth = _ascribed(node, head)
        if worth is not None:
            sign, words = worth
            state.sign *= -sign if denied is not None else sign
            state.fire([*([denied] if denied else []), *words], "evaluation", STRONG)
            if not any(child.dep_ == "auxpass" for child in head.children):
                state.bearer = subject(head)
            return []
    if node.dep_ in {"dobj", "obj", "nsubjpass"} and is_leaving(head, carried=True):
        carry_away(state, head)
        if lemma not in lexicon.verbs or lexicon.verbs[lemma].sign < 0:
            return []
    attitude, words = _lookup(head, via, state.target)
    if lemma in {"decide", "choose"} and words == [head] and node.dep_ in _OBJECTS:
        attitude = None  # "parliament decides that": who is to decide, not which way
    contested = lemma == "fight" or (lemma == "contest" and node.dep_ != "nsubjpass")
    if contested and node.lemma_.lower() in lexicon.frames["fought_out"]:
        attitude = None  # "fight an election"
    if (leaving := told_to_leave(head, node)) is not None:
        state.sign = -state.sign  # "called on them to leave", "ordered them to go home"
        if attitude is None and not state.decided:
            state.fire([head, leaving], "leaving", MIDDLE)
            state.bearer = subject(head)
            return []
    if via == "without" and not state.decided:
        _without(state, head, denied)
        return []
    if denied is None and only_describes(head):
        if node.dep_ == "nsubjpass" and not state.decided:
            good_purpose(state, head)
        return []  # "the plan includes them", "is meant to": told of, not wanted
    if attitude is None and head.tag_ == "VBN":
        felt = lexicon.adjectives.get(head.lower_)
        if felt is not None and felt.sign < 0:  # "we are appalled by"
            state.third = False
            state.sign *= -felt.sign if denied is not None else felt.sign
            state.fire([*([denied] if denied else []), head], felt.rule, STRONG)
            state.bearer = subject(head)
            return []
    if attitude is None and head.tag_ == "VBN" and node.dep_ == "nsubjpass" and not state.decided:
        sign = lexicon.evaluate("adjectives", head.lower_)
        if sign and lemma not in lexicon.regarding:  # "the plan is doomed to fail", "is misguided"
            state.sign *= -sign if denied is not None else sign
            state.fire([*([denied] if denied else []), head], "evaluation", STRONG)
            return []
    object_ = node.dep_ in {"dobj", "obj", "nsubjpass"}
    if (
        denied is None
        and not state.decided
        and node.lemma_.lower() in {"possibility", "option", "prospect", "likelihood", "chance"}
        and attitude is not None
        and attitude.rule in {"permission", "acceptance"}
    ):
        state.open = True
        state.fire([*words, node], "possibility", MIDDLE)
        return []
    if object_ and (
        is_done(state.target, node, head)
        or (attitude is None and lemma in lexicon.topics["making_up"])
    ):
        movement(state, head)
        return []
    if (
        head.i in moved
        and via != "without"
        and (object_ or attitude is None)
        and (attitude is None or attitude.weak or attitude.rule in {"commitment", "permission"})
        and not _offers(head, attitude, denied)
        and (node.i == state.target.i or node.lemma_.lower() not in lexicon.hedges["decisions"])
    ):
        movement(state, head)
        return []
    if attitude is None and node.dep_ == "prep" and (not state.decided or head.lemma_ == "give"):
        # "have an objection to", "see danger in": the preposition may hang on the verb.
        noun = child_of(head, {"dobj", "obj", "nsubjpass"})
        if noun is not None and noun.lemma_.lower() in lexicon.nouns and noun.i < node.i:
            under_noun(state, node, noun, via)
            if denied is not None and state.decided and noun in state.words:
                _not_given(state, head, denied)  # "will not put its signature to it"
            return []
        danger = word_worth(noun) if noun is not None and noun.i < node.i else 0
        if noun is not None and noun.lower_ == "nothing":
            for child in noun.children:  # "see nothing hasty in recognising it"
                if child.dep_ == "amod" and word_worth(child):
                    state.sign *= -word_worth(child)
                    state.fire([noun, child], "evaluation", STRONG)
                    return []
        if (
            noun is not None
            and danger
            and via == "in"
            and noun.lemma_.lower() not in lexicon.bleached
        ):
            nothing = denied or noun_negation(noun)  # "see no danger in sending them"
            state.sign *= -danger if nothing is not None else danger
            state.fire([*([nothing] if nothing else []), noun], "evaluation", STRONG)
            return []
    if lemma in lexicon.topics["doubting"] and node.dep_ in {"ccomp", "xcomp"}:
        _doubted(state, head, denied)
        return []
    if lemma in lexicon.topics["refuting"] and (state.hearsay or node.dep_ in {"ccomp", "xcomp"}):
        # What is denied is that it is so or was said; whether it is wanted stays open.
        state.open, state.decided = True, True
        state.fire([head], "denial of a report", STRONG)
        return []
    if denied is not None and lemma in lexicon.topics["asserting"] and node.dep_ == "ccomp":
        state.open = True
        state.fire([denied, head], "openness", STRONG)
        state.bearer = subject(head)
        return []
    if _serves_purpose(state, node, head):
        return []
    if lemma in lexicon.topics["warning"] and node.dep_ in {"ccomp", "xcomp"}:
        if not state.decided:
            state.sign = -state.sign
            state.fire([head], "warning", MIDDLE)
            state.bearer = None
        return []
    if attitude is None or (
        lemma in lexicon.topics["saying"]
        and node.dep_ == "ccomp"
        and lemma not in {"agree", "admit"}
    ):
        thinks = lemma in lexicon.topics["thinking"]
        stands = object_ or node.dep_ == "prep"
        if denied is not None and not state.decided and head.tag_ == "VB" and _to(head):
            state.sign = -state.sign  # "a mistake not to replace them"
            state.words.insert(0, denied)
            return []
        if denied is not None and _is_fired(state, node) and not thinks and stands:
            _not_given(state, head, denied)
            return []
        if denied is not None and lemma in lexicon.hedges["hesitating"]:
            if not state.decided and node.dep_ == "xcomp":  # "would not hesitate to send them"
                state.fire([denied, head], "commitment", MIDDLE)
                state.bearer = subject(head)
            return []
        if denied is not None and state.decided and denied not in state.words:
            _denied_above(state, node, head, denied, thinks=thinks)
        return []
    if (
        lemma in lexicon.topics["thinking"]
        and node.dep_ == "ccomp"
        and lemma not in {"want", "wish"}
    ):
        if denied is not None and state.decided and denied not in state.words:
            state.sign = -state.sign
            state.words.insert(0, denied)
        return []
    if attitude.rule == "refusal" and denied is None and (silent := _not_said(head)) is not None:
        state.open, state.decided, state.words = True, False, []
        state.fire([head, silent], "non-answer", STRONG)  # "refused to speculate on what if"
        return []
    _take_attitude(state, head, attitude, words, denied)
    return []


def _denied_above(state: Climb, node: Token, verb: Token, denied: Token, *, thinks: bool) -> None:
    """A negation above what took a side: 'I do not think', 'must not be used to avoid them'.

    What it makes of the side is known of thoughts and of duties; of any other verb it is not.
    """
    entitled = verb.lemma_ == "get" and node.dep_ == "xcomp"  # "does not get to skip them"
    if thinks or entitled or (node.dep_ in {"xcomp", "advcl"} and _is_duty(modality(verb)[1])):
        state.sign = -state.sign
        state.words.insert(0, denied)
    elif node.dep_ in {"xcomp", "ccomp"}:
        state.third = True


def _offers(verb: Token, attitude: Attitude | None, denied: Token | None) -> bool:
    """'Have offered soldiers', 'pledged them': the word itself commits, whatever its modal."""
    promising = verb.lemma_.lower() in {"offer", "pledge", "promise", "commit", "contribute"}
    past = verb.tag_ in {"VBD", "VBN"} and modality(verb)[0] == "plain"
    return attitude is not None and denied is None and promising and past


def _to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _is_fired(state: Climb, node: Token) -> bool:
    """Whether the words that took the side end in this one: a noun, or a noun after 'in'."""
    return bool(state.words) and (
        node in state.words
        or any(child in state.words for child in node.children)
        or any(  # "not one of the licences"
            below in state.words
            for of in node.children
            if of.lower_ == "of"
            for below in of.children
        )
    )


def _not_said(verb: Token) -> Token | None:
    """The verb of answering that hangs on one of declining."""
    hedges = stance_lexicon().hedges
    if verb.lemma_.lower() not in hedges["declining"]:
        return None
    below = child_of(verb, {"xcomp"})
    return below if below is not None and below.lemma_.lower() in hedges["answering"] else None


def _not_given(state: Climb, verb: Token, denied: Token) -> None:
    """'Has not taken a decision on it', 'will not give its consent': the noun's verb is negated."""
    if denied in state.words:
        return
    perfect = any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)
    perfect = perfect and not _is_duty(modality(verb)[1])  # "should never have been made"
    if perfect and state.rule in {"commitment", "acceptance", "design", "request"}:
        state.open = True
        state.fire([denied, verb], "deferral", STRONG)
        return
    state.sign = -state.sign
    state.words.insert(0, denied)


def _doubted(state: Climb, verb: Token, denied: Token | None) -> None:
    """'Doubts that it would work': the clause is turned; 'does not doubt' leaves it as it is."""
    if denied is not None:
        state.words.insert(0, denied)
        return
    state.sign = -state.sign
    state.fire([verb], "doubt", MIDDLE if state.decided else WEAK)
    state.bearer = subject(verb)


def _take_attitude(  # noqa: C901, PLR0912 - ordered cases, each one line of its class table
    state: Climb, head: Token, attitude: Attitude, words: list[Token], denied: Token | None
) -> None:
    """A word that takes a side has the thing as its object."""
    mood, modal = modality(head) if head.pos_ in {"VERB", "AUX"} else ("plain", None)
    owed = attitude.rule == "refusal" and _is_duty(modal)  # "must not be denied" asks for it
    if attitude.negated_open and not owed and (denied is not None or _refused(head)):
        state.open = True
        state.fire([*([denied] if denied else []), *words], "openness", STRONG)
        state.bearer = subject(head) if head.pos_ in {"VERB", "AUX"} else state.bearer
        return
    if attitude.sign == 0:
        if denied is not None and _only_talk(head, mood):
            state.open = True
            state.fire([denied, *words], "deferral", MIDDLE)
        elif denied is not None:
            state.sign = -1
            state.fire([*([modal] if modal else []), denied, *words], attitude.rule, MIDDLE)
            state.open = False
        elif not state.decided or state.rule in _UNDERTAKING:
            # "would consider taking part": what is only weighed is not yet undertaken.
            state.open, state.decided = True, False
            state.fire(words, attitude.rule, MIDDLE)
        return
    # "Let them go if they must" is indifference as often as a wish (LABELS, rule 6).
    weak = attitude.weak or mood == "may" or (head.lemma_ == "let" and is_imperative(head))
    if state.open and state.decided:
        if state.rule == "openness" or attitude.sign > 0:
            return
        state.open = False
    sign = attitude.sign
    state.third = False  # "I back those who want to send troops": now it is judged
    ended = head.lemma_ in {"stop", "cease", "quit"} and state.rule != "deliberation"
    if ended and state.decided and denied is None and not _is_asked_for(head):
        state.open = True  # an old side is dropped, no new one taken (LABELS, rule 7)
        state.fire(words, "openness", STRONG)
        return
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in head.children)
    nobody = denied is not None and denied.lower_ in {"nobody", "no", "none", "no-one"}
    asked = attitude.rule == "request" and nobody
    ever = denied is not None and denied.lower_ == "never"  # "has never accepted it": refused
    if (
        denied is not None
        and perfect
        and not ever
        and (asked or attitude.rule in {"acceptance", "commitment"})
    ):
        state.open = True
        state.fire([denied, *words], "openness", MIDDLE)
        return
    if denied is not None:
        sign = -sign
    state.sign *= sign
    fired = [
        *([modal] if modal is not None and denied is not None else []),
        *([denied] if denied else []),
        *words,
    ]
    state.fire(fired, attitude.rule, WEAK if weak and denied is None else STRONG)
    if head.pos_ in {"VERB", "AUX"}:
        passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in head.children)
        if passive:
            agent = child_of(head, {"agent"})
            state.bearer = next(iter(agent.children), None) if agent is not None else None
        elif head.lemma_ in {"need", "require", "mean"} or _is_duty(modal) or is_called_for(head):
            state.bearer = None  # what somebody needs or must do is the judgement of who says so
            state.own = state.own and _is_own(subject(head))
        else:
            state.bearer = subject(head)


def _is_asked_for(verb: Token) -> bool:
    """'Should stop promising it', 'asked them to stop blocking it': to be ended, not ended."""
    if is_imperative(verb) or is_called_for(verb):
        return True
    if verb.dep_ in {"acl", "relcl"} and verb.head.lemma_ == "time":
        return True  # "it is time to stop insisting on it"
    return _is_duty(modality(verb)[1]) or (verb.dep_ in {"xcomp", "advcl", "ccomp"} and _to(verb))


def _is_duty(modal: Token | None) -> bool:
    """Whether a modal lays a duty on its subject: who says so takes the side."""
    return modal is not None and modal.lemma_.lower() in {"should", "must", "ought", "need", "have"}


def _is_own(doer: Token | None) -> bool:
    return doer is not None and doer.lower_ in {"we", "i"}


def _only_talk(verb: Token, mood: str) -> bool:
    """'Is not being discussed', 'had not discussed': no talks on it, which refuses nothing."""
    if mood != "plain" or verb.pos_ != "VERB":
        return False
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    talking = verb.lemma_.lower() in {"discuss", "debate", "negotiate", "talk", "speak"}
    return talking or (passive and any(child.lower_ == "being" for child in verb.children))


def _refused(verb: Token) -> bool:
    """Whether a verb hangs on a refusal: 'refused to rule out'."""
    attitude = stance_lexicon().verbs.get(verb.head.lemma_.lower())
    return verb.dep_ == "xcomp" and attitude is not None and attitude.rule == "refusal"


def _without(state: Climb, head: Token, denied: Token | None) -> None:
    """'Without troops there is no peace': what fails without the thing is for it."""
    thought = head.head
    if denied is None and head.dep_ == "ccomp" and thought.lemma_ in {"think", "believe", "see"}:
        denied = negation(thought)
    subject_word = own_subject(head)
    if denied is None and subject_word is not None:
        denied = noun_negation(subject_word)
    if denied is None:
        denied = next(
            (
                noun_negation(child)
                for child in head.children
                if child.dep_ in {"attr", "dobj"} and noun_negation(child)
            ),
            None,
        )
    if denied is None:
        denied = next(
            (
                word
                for child in (head, *head.children)
                for word in child.children
                if word.lower_ in {"nothing", "little"} and word.dep_ in {"dobj", "npadvmod"}
            ),
            None,
        )  # "without it the guarantees are worth nothing", "mean nothing"
    if denied is None:
        denied = next(
            (
                word
                for child in head.children
                if child.dep_ == "attr"
                for word in (*child.children, *head.children)
                if word.lower_ in {"just", "only", "merely", "mere"} and word.i < child.i
            ),
            None,
        )  # "without it a treaty is just paper"
    worth = phrase_worth(head, [state.target.head])
    if denied is not None or worth.sign < 0:
        state.sign = 1
        words = [denied] if denied is not None else list(worth.words)
        state.fire(words, "necessity", MIDDLE)
    elif worth.sign > 0:
        state.sign = -1
        state.fire(list(worth.words), "needlessness", WEAK)
    elif (modal := modality(head)[1]) is not None and (
        _is_duty(modal) or modal.lower_ in {"can", "could"}
    ):
        state.sign = -1  # "talks should start without it"
        state.fire([modal, head], "needlessness", WEAK)


def _untrue() -> frozenset[str]:
    return stance_lexicon().hedges["untrue"]


def _is_thought(node: Token) -> bool:
    """Whether a word is a verb of thinking, whose clause is called wrong with it."""
    topics = stance_lexicon().topics
    thoughts = topics["thinking"] | topics["saying"]
    return node.pos_ == "VERB" and node.lemma_.lower() in thoughts - {"agree", "want", "wish"}


def _said_of_clause(state: Climb, copula: Token) -> None:
    """'It is good that they come': the adjective judges the clause."""
    for complement in complements(copula):
        worth = phrase_worth(complement)
        if worth.sign:
            state.sign *= worth.sign
            state.fire(list(worth.words), "evaluation", MIDDLE)
            return


def _through_copula(  # noqa: C901 - ordered cases, each one line of its class table
    state: Climb, node: Token, head: Token, denied: Token | None
) -> list[Signal]:
    """Up from an adjective or noun to its 'be': only a negation and the subject count there."""
    if node.dep_ == "attr" and not state.decided and (said := equated(head)) is not None:
        sign, words, rule, weight = said
        state.sign *= -sign if denied is not None else sign
        state.fire([*([denied] if denied is not None else []), *words], rule, weight)
        return []
    taken = state.decided
    if node.dep_ in {"ccomp", "xcomp"} and not taken:
        _said_of_clause(state, head)
    elif node.dep_ == "ccomp" and any(c.lemma_.lower() in _untrue() for c in complements(head)):
        state.open = True
        state.fire(list(complements(head))[:1], "openness", STRONG)
        return []
    if (
        taken
        and _is_thought(node)
        and any(phrase_worth(complement).sign < 0 for complement in complements(head))
    ):
        state.sign = -state.sign  # "it would be a mistake to think that they will"
        state.words.insert(0, head)
    if denied is not None:
        if state.decided:
            if state.rule == "deliberation":
                state.open, state.sign = False, -1
            else:
                state.sign = -state.sign
        elif node.pos_ in {"NOUN", "ADJ"}:
            state.sign = -state.sign
        state.words.insert(0, denied)
    if (
        state.bearer is None
        and state.decided
        and state.rule
        in {
            "commitment",
            "refusal",
            "acceptance",
            "support",
            "condemnation",
            "request",
            "standing against",
            "permission",
        }
    ):
        found = own_subject(head)
        if found is not None and found.lower_ not in {"it", "there", "this", "that"}:
            state.bearer = found
    return []


def _ascribed(node: Token, verb: Token) -> tuple[int, list[Token]] | None:  # noqa: C901, PLR0911, PLR0912 - ordered cases, each one line of its class table
    """The worth a naming verb gives its object: 'calls it a mistake', 'views it negatively'."""
    lexicon = stance_lexicon()
    for complement in complements(verb):
        if complement.i == node.i:
            continue
        worth = phrase_worth(complement)
        if worth.sign:
            return worth.sign, [verb, *worth.words]
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in lexicon.evaluation["adverbs"]:
            return lexicon.evaluate("adverbs", child.lower_), [verb, child]
        if (
            child.dep_ in {"ccomp", "xcomp"}
            and child.i != node.i
            and child.pos_ in {"ADJ", "NOUN", "VERB", "AUX"}
        ):
            worth = phrase_worth(child)
            if worth.sign and own_subject(child) is not None:
                return worth.sign, [verb, *worth.words]
    for child in node.children:
        if child.dep_ == "prep" and child.lower_ == "as" and child.i > node.i:
            for below in child.children:
                worth = phrase_worth(below)
                if worth.sign:
                    return worth.sign, [verb, *worth.words]
    # "branding the idea 'unacceptable'": parsed as an adjective behind its noun.
    for child in node.children:
        if child.dep_ in {"amod", "acl", "appos"} and child.i > node.i and word_worth(child):
            return word_worth(child), [verb, child]
    if node.dep_ in {"ccomp", "xcomp"} and node.pos_ in {"ADJ", "NOUN"}:
        return None
    return None
