"""The thing hangs on a noun or an adjective: "opposition to troops", "ready to send them"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import word_worth
from app.extraction.stances.grammar import SUBJECTS, modality, negation, noun_negation, subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import MIDDLE, STRONG, WEAK
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb

_LIGHT = frozenset(
    {
        "have",
        "see",
        "hold",
        "harbour",
        "harbor",
        "entertain",
        "express",
        "make",
        "give",
        "find",
        "feel",
        "know",
        "get",
        "want",
        "offer",
        "receive",
        "show",
    }
)
_HAD = frozenset({"attr", "dobj", "obj", "nsubjpass"})
_UNREAL = frozenset({"any", "potential", "possible", "hypothetical", "eventual"})
_UNDERTAKING = frozenset({"commitment", "design", "call"})


def under_noun(state: Climb, node: Token, head: Token, via: str) -> None:  # noqa: C901, PLR0911, PLR0912, PLR0915 - ordered cases, each one line of its class table
    """The thing is the complement of a noun: 'opposition to troops', 'no plans to send them'."""
    lexicon = stance_lexicon()
    lemma = head.lemma_.lower()
    attitude = lexicon.nouns.get(lemma)
    if attitude is None and head.i > head.sent.start:  # "gave the green light to"
        attitude = lexicon.nouns.get(f"{head.nbor(-1).lower_} {lemma}")
    denied = noun_negation(head)
    if lemma == "say" and via in {"over", "on", "in", "about"} and not state.decided:
        state.sign = -state.sign  # "never accepted that they have a say over it"
        return
    if node.dep_ == "acl" and attitude is None and any(c.lower_ == "to" for c in node.children):
        state.purpose = lemma not in lexicon.topics["acts"]  # "unanimity to send them"
    if lemma in lexicon.topics["leaving_nouns"] and (
        via in {"of", "from"} or node.dep_ in {"compound", "poss"}
    ):
        state.sign = state.sign if denied is not None else -state.sign
        return
    if lemma in lexicon.topics["hearsay_nouns"] and node.dep_ in {"acl", "relcl", "ccomp"}:
        state.hearsay = True
        return
    if lemma in lexicon.topics["grounds"] and node.dep_ in {"acl", "relcl", "ccomp", "advcl"}:
        # "No reason why they should not come": the missing ground turns what it is a ground for.
        missing = denied or _governing_negation(head)
        if missing is not None:
            state.sign = -state.sign
            state.fire([missing, head], "no grounds", MIDDLE)
            return
        if node.dep_ == "relcl":
            return
    if lemma in lexicon.hedges["positions"] and via in {"to", "toward", "towards", "on", "of"}:
        for child in head.children:
            worth = word_worth(child) if child.dep_ == "amod" else 0
            if worth:
                state.sign *= worth
                state.fire([child, head], "evaluation", STRONG)
                return
    if (
        lemma in lexicon.frames["obstacles"]
        and (via, node.dep_, head.dep_) == ("of", "prep", "pobj")
        and head.head.lower_ in {"in", "on"}
    ):
        state.sign = -state.sign
        state.fire([head.head, head], "opposition", STRONG)  # "stand in the way of it"
        return
    missing = denied or _governing_negation(head)
    lacking = lemma in lexicon.frames["lacking"] and (state.decided or attitude is None)
    if lacking and missing is not None and via in {"in", "for", ""}:
        state.sign = -state.sign  # "no point in postponing it"
        state.fire([missing, head], "no grounds", MIDDLE)
        return
    if lemma == "time" and node.dep_ in {"acl", "relcl", "advcl"} and head.dep_ == "attr":
        state.sign = -state.sign if denied is not None else state.sign
        state.fire([head], "necessity", MIDDLE)  # "it is time to send them"
        return
    if denied is not None and lemma in {"decision", "conclusion", "agreement", "consensus"}:
        state.open, state.decided = True, False
        state.fire([denied, head], "deferral", MIDDLE)
        return
    talked_over = lemma in lexicon.frames["talked_over"] and via in lexicon.frames["talking_links"]
    if talked_over and denied is None and not state.decided:
        state.open = True  # "a vote on sending them": who wants one takes no side yet
        state.fire([head], "deliberation", WEAK)
        return
    linked = node.dep_ in {"acl", "ccomp", "prep", "relcl", "pcomp", "pobj", "nmod"} or via
    if attitude is not None and attitude.rule == "request" and _is_spoken_of(head):
        return  # "said of the request"
    if attitude is not None and attitude.rule == "part" and head.dep_ not in _HAD:
        return  # "as part of it"
    to_do = node.tag_ == "VB" and any(child.lower_ == "to" for child in node.children)
    apart = node.dep_ in {"poss", "amod"} or (node.dep_ == "relcl" and not to_do)
    if attitude is not None and linked and not apart:
        if state.rule == "standing against" and state.decided:
            return  # "a stance against": the preposition has said it
        if attitude.rule == "deliberation" and denied is None:
            if state.decided and state.rule in _UNDERTAKING and lemma == "consideration":
                state.open, state.decided = True, False
                state.fire([head], attitude.rule, MIDDLE)
            return
        governor = _governing_negation(head)
        light = head.head.lemma_ in _LIGHT and child_of(head.head, {"prt"}) is None
        if governor is not None and denied is None and light:  # not "will not give up its goal"
            denied = governor  # "do not have plans", "do not see a reason"
        if (
            attitude.rule in {"intention", "design", "part", "capability"}
            and denied is None
            and governor is None
        ):
            if not state.decided and attitude.weak and attitude.rule != "capability":
                state.fire([head], attitude.rule, WEAK)
            _owner(state, head)
            return
        if attitude.sign == 0:
            if denied is not None and talked_over and _is_told(head):
                state.open = True  # "there was no discussion of it": nothing is refused
                state.fire([denied, head], "deferral", MIDDLE)
            elif denied is not None:
                state.sign = -1
                state.fire([denied, head], attitude.rule, MIDDLE)
            return
        # "have no objection", "see no reason": the noun's own negation. A negated verb above
        # turns the sign when the path reaches it.
        sign = -attitude.sign if denied is not None else attitude.sign
        if state.open:
            return
        if any(child.lower_ in _UNREAL for child in head.children):
            if not state.decided:
                state.sign *= sign  # nobody has taken it yet: what is said of it judges
            return
        owned = _owner(state, head)
        if not owned and denied is None and head.dep_ in SUBJECTS and not _is_definite(head):
            if not state.decided:
                state.sign *= sign  # only thought of: "opposition to it is short-sighted" judges
            return
        state.sign *= sign
        weight = STRONG if owned or denied is not None else WEAK
        weight = min(weight, MIDDLE) if attitude.rule == "capability" else weight
        state.fire([*([denied] if denied else []), head], attitude.rule, weight)
        return
    worth = word_worth(head)
    if worth < 0 and state.decided and node.lemma_.lower() in lexicon.topics["thinking"]:
        state.sign = -state.sign  # "a mistake to think that they will"
        state.words.insert(0, head)
        return
    if worth and lemma not in lexicon.bleached and via in {"of", "in", "with"}:
        state.sign *= -worth if denied is not None else worth
        state.fire([*([denied] if denied else []), head], "evaluation", WEAK)
    elif worth and denied is not None and not state.decided and via in {"with", "in", "about"}:
        state.sign *= -worth
        state.fire([denied, head], "evaluation", MIDDLE)


def _is_spoken_of(noun: Token) -> bool:
    """Whether a noun is only what words are about: 'said of the request'."""
    of = noun.head
    return (
        noun.dep_ == "pobj"
        and of.lower_ in {"of", "about", "on", "regarding"}
        and of.head.lemma_.lower()
        in {"say", "ask", "speak", "talk", "comment", "write", "question"}
    )


def _is_told(noun: Token) -> bool:
    """Whether the clause of a noun tells what is or was, and not what will or may be."""
    verb = noun.head
    return verb.pos_ in {"VERB", "AUX"} and modality(verb)[0] == "plain"


def _is_definite(noun: Token) -> bool:
    """Whether a noun is talked of as known: 'the decision not to send them is final'."""
    return any(child.lower_ in {"the", "this", "that", "these"} for child in noun.children) and (
        modality(noun.head)[0] == "plain" if noun.head.pos_ in {"VERB", "AUX"} else True
    )


def _governing_negation(noun: Token) -> Token | None:
    """The negation of the verb whose object a noun is: 'does not have plans'."""
    verb = noun.head
    return negation(verb) if noun.dep_ in {"dobj", "obj", "attr"} else None


def _owner(state: Climb, noun: Token) -> bool:  # noqa: C901 - ordered cases, each one line of its class table
    """Whose attitude a noun names, if known: its possessor, or the subject of its verb."""
    for child in noun.children:
        if child.dep_ == "poss":
            state.bearer = child
            if _is_anothers(noun, child):
                state.third = True  # whose it is, is not the one who speaks of it
            return True
        if child.dep_ == "prep" and child.lower_ == "of":
            for below in child.children:
                if below.lemma_.lower() in stance_lexicon().topics["holders"] or (
                    below.pos_ == "PROPN" and below.dep_ == "pobj"
                ):
                    state.bearer = below
                    return True
    if noun.dep_ in SUBJECTS:
        return False
    verb = noun.head
    for _ in range(4):
        if verb.pos_ in {"VERB", "AUX"}:
            found = subject(verb)
            if found is not None and found.i != noun.i and found.lower_ not in {"there", "it"}:
                state.bearer = found
            # A bare participle ("advocating for") has its subject outside the statement.
            return found is not None or verb.tag_ == "VBG"
        if verb.dep_ not in {"conj", "prep", "pobj", "appos"}:
            return False
        verb = verb.head
    return False


def _is_anothers(noun: Token, possessor: Token) -> bool:
    """'Called Holm a fool over his plan': a possessive with another person nearer than the subject.

    Which of the two is meant is not in the grammar, so that the plan is not the subject's own side.
    """
    if possessor.lower_ not in {"his", "her", "their", "its"}:
        return False
    verb = noun.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    if verb.pos_ != "VERB" or noun.dep_ in SUBJECTS:
        return False
    return any(
        word.pos_ == "PROPN" and word.dep_ not in {"compound", "poss", "nsubj", "nsubjpass"}
        for word in noun.doc[verb.i + 1 : possessor.i]
        if verb.i in {word.head.i, word.head.head.i}
    )


def under_adjective(state: Climb, node: Token, head: Token, via: str) -> None:
    """The thing is the complement of an adjective: 'ready to send', 'dangerous to send'."""
    lexicon = stance_lexicon()
    lemma = head.lemma_.lower()
    attitude = lexicon.adjectives.get(f"{lemma} {via}") or lexicon.adjectives.get(lemma)
    denied = negation(head)
    if attitude is not None:
        if attitude.sign == 0:
            state.open = True
            state.fire([head], attitude.rule, WEAK)
            return
        if via == "taken":
            return
        sign = -attitude.sign if denied is not None else attitude.sign
        state.sign *= sign
        state.fire([*([denied] if denied else []), head], attitude.rule, STRONG)
        return
    worth = word_worth(head)
    if lemma in lexicon.hedges["untrue"] and node.dep_ == "ccomp":
        state.open = True
        state.fire([head], "openness", STRONG)  # a report is denied, no side is taken
        return
    if worth and lemma not in lexicon.bleached:
        if head.dep_ == "amod" and head.head.lower_ == "nothing":
            denied = head.head  # "see nothing wrong with it"
        state.sign *= -worth if denied is not None else worth
        state.fire([*([denied] if denied else []), head], "evaluation", STRONG)
