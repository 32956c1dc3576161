"""The path of a thing at issue up the parse: each word above it may take a side on it.

From the word for the thing ("troops") the path climbs to the head of the sentence or to the words
that report the statement. On its way every word that belongs to a class of
lexicon/stance_attitudes.yaml or stance_evaluation.yaml sets or turns the sign, and every negation
turns it again, so that "refused to support sending troops" and "no reason not to send them" come
out by composition, not by lists of phrases. The idea is compositional polarity (Moilanen &
Pulman, Sentiment Composition, 2007; Nairn et al., Computing relative polarity, 2006).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.positions import Stance
from app.extraction.evaluation_words import Worth, phrase_worth, word_worth
from app.extraction.grammar import (
    SUBJECTS,
    complements,
    is_imperative,
    modality,
    negation,
    noun_negation,
    own_subject,
    subject,
)
from app.extraction.signals import MIDDLE, STRONG, WEAK, Signal, toward
from app.extraction.stance_lexicon import Attitude, stance_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST_STEPS = 40
_COPULAS = frozenset({"be", "become", "remain", "seem", "look", "appear", "sound", "stay", "prove"})
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
_UNDERTAKING = frozenset({"commitment", "design", "call"})
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
_GENERIC = frozenset(
    {
        "those",
        "whoever",
        "anyone",
        "everyone",
        "who",
        "people",
        "countries",
        "whatever",
        "that",
        "which",
    }
)


@dataclass
class _Climb:
    """What has been gathered on the way up."""

    target: Token
    sign: int = 1
    words: list[Token] = field(default_factory=list)
    rule: str = ""
    weight: float = 0.0
    decided: bool = False
    open: bool = False  # the deciding word leaves the matter open
    bearer: Token | None = None
    own: bool = False
    negated_thing: bool = False
    absent: bool = False  # "without troops"
    purpose: bool = False
    third: bool = False  # under a relative clause: 'those who send troops'

    def fire(self, words: list[Token], rule: str, weight: float) -> None:
        """Note deciding words; the strongest names the rule."""
        self.words.extend(word for word in words if word not in self.words)
        if not self.decided or weight > self.weight:
            self.rule, self.weight = rule, max(weight, self.weight)
        self.decided = True


def climb(target: Token, moved: frozenset[int], inside: frozenset[int]) -> list[Signal]:
    """The signals on the path of one thing.

    ``moved``: tokens that bring the thing about; ``inside``: the tokens that belong to the
    statement, beyond which nothing is read.
    """
    state = _Climb(target)
    extra: list[Signal] = []
    denied = noun_negation(target)
    if denied is not None:
        state.sign, state.negated_thing = -1, True
        state.words.append(denied)
    if target.pos_ == "VERB":
        _movement(state, target)
    node = target
    via = ""
    for _ in range(_MOST_STEPS):
        head = node.head
        if head.i == node.i or head.i not in inside or _is_beside(node, head):
            break
        if target.pos_ == "PRON" and head.lemma_.lower() in _talking(head):
            break
        than = any(child.lower_ == "than" for child in node.children)
        if than and node.pos_ == "VERB" and target.pos_ != "PRON":
            state.sign = -state.sign
            state.fire(
                [next(c for c in node.children if c.lower_ == "than")],
                "another thing preferred",
                MIDDLE,
            )
        if head.pos_ == "ADP" or head.dep_ in {"prep", "agent"}:
            via = _preposition(state, head) or via
        elif node.dep_ == "conj":
            # The thing shares its head's place in the sentence; the head itself judges nothing.
            pass
        else:
            extra.extend(_step(state, node, head, via, moved))
            via = ""
        node = head
    if state.third:
        return extra  # what others are said to want, unjudged by the speaker
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


def _is_beside(node: Token, head: Token) -> bool:
    """Whether a clause only stands beside its head, after a colon or a semicolon."""
    if node.dep_ == "parataxis":
        return True
    if node.dep_ not in {"ccomp", "advcl"}:
        return False
    low, high = sorted((node.i, head.i))
    return any(node.doc[index].lower_ in {":", ";"} for index in range(low, high))


def _talking(head: Token) -> frozenset[str]:
    """Verbs that, with a bare pronoun as object, speak of words and not of the thing."""
    if head.pos_ != "VERB":
        return frozenset()
    return stance_lexicon().topics["saying"] - {"agree", "admit", "insist", "mean", "suggest"}


def _signal(state: _Climb) -> Signal:
    stance = toward(0 if state.open else state.sign)
    words = tuple(state.words) or (state.target,)
    return Signal(words, state.rule, stance, state.weight, state.bearer, state.target, state.own)


def _preposition(state: _Climb, word: Token) -> str:
    """What a preposition above the thing says of it; its lemma, for "call for"."""
    lower = word.lower_
    above = word.head
    if lower == "against" and above.lower_ == "nothing":
        state.fire([above, word], "acceptance", WEAK)
        return "taken"
    if lower == "against" and above.lemma_ not in _AGAINST_VERBS:
        lexicon = stance_lexicon()
        known = lexicon.verbs.get(f"{above.lemma_.lower()} against") or lexicon.nouns.get(
            above.lemma_.lower()
        )
        if known is None or known.sign > 0:
            state.sign = -state.sign
            state.fire([word], "standing against", STRONG)
            if above.pos_ in {"VERB", "AUX"}:
                state.bearer = subject(above)
            return "taken"
    elif lower == "without":
        state.sign, state.absent = -state.sign, True
        state.words.append(word)
    elif (
        state.target.pos_ != "PRON"
        and lower in {"than", "instead"}
        or (lower == "of" and above.lower_ == "instead")
    ):
        state.sign = -state.sign
        state.fire([word], "another thing preferred", MIDDLE)
    elif lower == "for" and above.lemma_ == "be" and word.dep_ == "prep":
        state.fire([word], "support", MIDDLE)
    return word.lemma_.lower()


def _step(state: _Climb, node: Token, head: Token, via: str, moved: frozenset[int]) -> list[Signal]:
    """One step up to a verb, noun or adjective; signals of their own where verbs are joined."""
    if node.dep_ in {"relcl", "acl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        person = head.pos_ != "NOUN" or head.lemma_.lower() in (
            stance_lexicon().topics["holders"] | _PEOPLE
        )
        if node.dep_ == "relcl" and person and head.i != state.target.i:
            state.third = True
    if head.pos_ in {"VERB", "AUX"}:
        if node.dep_ in SUBJECTS and node.dep_ != "nsubjpass":
            return _under_subject(state, node, head, moved)
        if node.dep_ == "advcl":
            return _under_clause(state, node, head)
        return _under_object(state, node, head, via, moved)
    if head.pos_ in {"NOUN", "PROPN"}:
        _under_noun(state, node, head, via)
    elif head.pos_ in {"ADJ", "ADV"}:
        _under_adjective(state, node, head, via)
    return []


def _lookup(head: Token, via: str) -> tuple[Attitude | None, list[Token]]:
    """The class of a verb, with its particle or preposition when that makes the word."""
    verbs = stance_lexicon().verbs
    lemma = head.lemma_.lower()
    for child in head.children:
        if child.dep_ in {"prt", "advmod", "prep"}:
            found = verbs.get(f"{lemma} {child.lower_}")
            if found and (child.dep_ != "prep" or child.lower_ == via or not via):
                return found, [head, child]
        elif child.dep_ in {"dobj", "obj"} and f"{lemma} {child.lemma_.lower()}" in verbs:
            return verbs[f"{lemma} {child.lemma_.lower()}"], [head, child]
    if via and via != "taken" and f"{lemma} {via}" in verbs:
        return verbs[f"{lemma} {via}"], [head]
    return verbs.get(lemma), [head]


def _under_object(
    state: _Climb, node: Token, head: Token, via: str, moved: frozenset[int]
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
    if lemma in _COPULAS and node.dep_ in {"acomp", "attr", "prep", "ccomp", "xcomp"}:
        return _through_copula(state, node, head, denied)
    if lemma in lexicon.regarding and not state.decided:
        worth = _ascribed(node, head)
        if worth is not None:
            sign, words = worth
            state.sign *= -sign if denied is not None else sign
            state.fire([*([denied] if denied else []), *words], "evaluation", STRONG)
            return []
    attitude, words = _lookup(head, via)
    object_ = node.dep_ in {"dobj", "obj", "nsubjpass"}
    if (
        head.i in moved
        and (object_ or attitude is None)
        and (
            attitude is None
            or attitude.weak
            or attitude.rule == "commitment"
            or attitude.rule == "permission"
        )
    ):
        _movement(state, head)
        return []
    if via == "without" and not state.decided:
        _without(state, head, denied)
        return []
    if attitude is None and node.dep_ == "prep" and not state.decided:
        # "voiced its objection to": the parser may hang "to" on the verb.
        noun = next((c for c in head.children if c.dep_ in {"dobj", "obj", "nsubjpass"}), None)
        if noun is not None and noun.lemma_.lower() in lexicon.nouns and noun.i < node.i:
            _under_noun(state, node, noun, via)
            return []
    if denied is not None and lemma in {"know", "say", "tell"} and node.dep_ == "ccomp":
        state.open = True
        state.fire([denied, head], "openness", STRONG)
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
        if denied is not None and thinks and state.decided and denied not in state.words:
            state.sign = -state.sign
            state.words.insert(0, denied)
        return []
    if lemma in lexicon.topics["thinking"] and node.dep_ == "ccomp" and lemma not in {"want"}:
        if denied is not None and state.decided and denied not in state.words:
            state.sign = -state.sign
            state.words.insert(0, denied)
        return []
    _take_attitude(state, head, attitude, words, denied)
    return []


def _take_attitude(
    state: _Climb, head: Token, attitude: Attitude, words: list[Token], denied: Token | None
) -> None:
    """A word that takes a side has the thing as its object."""
    mood, modal = modality(head) if head.pos_ in {"VERB", "AUX"} else ("plain", None)
    if attitude.negated_open and (denied is not None or _refused(head)):
        state.open = True
        state.fire([*([denied] if denied else []), *words], "openness", STRONG)
        state.bearer = subject(head) if head.pos_ in {"VERB", "AUX"} else state.bearer
        return
    if attitude.sign == 0:
        if denied is not None:
            state.sign = -1
            state.fire([*([modal] if modal else []), denied, *words], attitude.rule, MIDDLE)
            state.open = False
        elif not state.decided or state.rule in _UNDERTAKING:
            # "would consider taking part": what is only weighed is not yet undertaken.
            state.open, state.decided = True, False
            state.fire(words, attitude.rule, MIDDLE)
        return
    weak = attitude.weak or mood == "may"
    if state.open and state.decided:
        if state.rule == "openness" or attitude.sign > 0:
            return
        state.open = False
    sign = attitude.sign
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in head.children)
    if denied is not None and perfect and attitude.rule in {"acceptance", "commitment"}:
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
            agent = next((child for child in head.children if child.dep_ == "agent"), None)
            state.bearer = next(iter(agent.children), None) if agent is not None else None
        elif head.lemma_ in {"need", "require", "mean"}:
            state.bearer = None  # what somebody needs is the judgement of who says so
        else:
            state.bearer = subject(head)


def _without(state: _Climb, head: Token, denied: Token | None) -> None:
    """'Without troops there is no peace': what cannot be, or is bad, without the thing is for it."""
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
    worth = phrase_worth(head, [state.target.head])
    if denied is not None or worth.sign < 0:
        state.sign = 1
        words = [denied] if denied is not None else list(worth.words)
        state.fire(words, "necessity", MIDDLE)
    elif worth.sign > 0:
        state.sign = -1
        state.fire(list(worth.words), "needlessness", WEAK)


def _refused(verb: Token) -> bool:
    """Whether a verb hangs on a refusal: 'refused to rule out'."""
    attitude = stance_lexicon().verbs.get(verb.head.lemma_.lower())
    return verb.dep_ == "xcomp" and attitude is not None and attitude.rule == "refusal"


def _through_copula(state: _Climb, node: Token, head: Token, denied: Token | None) -> list[Signal]:
    """Up from an adjective or noun to its 'be': only a negation and the subject count there."""
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


def _ascribed(node: Token, verb: Token) -> tuple[int, list[Token]] | None:
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
    # "branding the idea 'unacceptable'": parsed as an adjective behind its noun.
    for child in node.children:
        if child.dep_ in {"amod", "acl", "appos"} and child.i > node.i and word_worth(child):
            return word_worth(child), [verb, child]
    if node.dep_ in {"ccomp", "xcomp"} and node.pos_ in {"ADJ", "NOUN"}:
        return None
    return None


def _under_subject(state: _Climb, node: Token, head: Token, moved: frozenset[int]) -> list[Signal]:
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
        worth = _predicate(state, verb, moved)
        if worth is None:
            continue
        sign, words, rule, weight = worth
        if not state.decided:
            state.sign = start * sign
            state.fire(words, rule, weight)
            state.third = False
            state.bearer = None
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


def _predicate(
    state: _Climb, verb: Token, moved: frozenset[int]
) -> tuple[int, list[Token], str, float] | None:
    """What one predicate says of its subject, the thing: a sign and its words, or None."""
    lexicon = stance_lexicon()
    lemma = verb.lemma_.lower()
    denied = negation(verb)
    if denied is not None and state.negated_thing:
        denied = None  # its own 'no' is counted already
    turn = -1 if denied is not None else 1
    mood, modal = modality(verb)
    fired = [denied] if denied is not None else []
    if lemma in _COPULAS:
        for complement in complements(verb):
            attitude = lexicon.adjectives.get(complement.lemma_.lower())
            worth = phrase_worth(complement)
            if worth.sign:
                return worth.sign * turn, [*fired, *worth.words], "evaluation", STRONG
            if (
                attitude is not None
                and complement.pos_ == "ADJ"
                and attitude.sign
                and not state.third
                and attitude.rule != "commitment"
            ):
                return attitude.sign * turn, [*fired, complement], attitude.rule, STRONG
            if attitude is not None and attitude.sign == 0 and denied is not None:
                return -1, [denied, complement], "refusal", STRONG
            noun = lexicon.nouns.get(complement.lemma_.lower())
            if noun is not None and noun.rule == "deliberation" and denied is not None:
                return -1, [denied, complement], "refusal", STRONG
        for child in verb.children:
            planned = child.lower_ in {"on", "in"} and any(
                below.lemma_.lower() in {"agenda", "table", "card", "plan"}
                for below in child.children
            )
            if child.dep_ == "prep" and planned and denied is not None:
                return -1, [denied, child, *child.children], "refusal", STRONG
            if child.dep_ == "prep" and child.lower_ in {"out", "off", "beyond", "against"}:
                return -1 * turn, [*fired, child, *child.children], "exclusion", STRONG
    if verb.i in moved and verb.i != state.target.i:
        if mood == "plain" and denied is None:
            return None
        if mood == "may" and denied is None:
            return None
        rule = "commitment" if turn > 0 else "refusal"
        return turn, [*([modal] if modal else []), *fired, verb], rule, MIDDLE
    if lemma in lexicon.joining:
        for child in verb.children:
            if lemma == "be" and child.dep_ in {"ccomp", "advcl"}:
                continue
            below = child
            if child.dep_ == "prep" and child.lower_ in {"to", "in", "into", "for", "about"}:
                below = next(iter(child.children), child)
            elif child.dep_ not in {"dobj", "obj", "attr", "oprd", "xcomp", "ccomp", "acomp"}:
                continue
            worth = phrase_worth(below)
            if worth.sign:
                return worth.sign * turn, [*fired, verb, *worth.words], "effect", MIDDLE
    if lemma in lexicon.turning:
        for child in verb.children:
            if child.dep_ in {"dobj", "obj"}:
                worth = phrase_worth(child)
                if worth.sign:
                    return -worth.sign * turn, [*fired, verb, *worth.words], "effect", MIDDLE
    own = word_worth(verb)
    if own and verb.pos_ == "VERB" and lemma not in lexicon.bleached:
        return own * turn, [*fired, verb], "effect", MIDDLE
    worth = phrase_worth(verb, [child for child in verb.children if child.dep_ in SUBJECTS])
    if worth.sign and lemma in {"help", "work", "turn", "come", "go", "run", "stand", "serve"}:
        return worth.sign * turn, [*fired, *worth.words], "effect", WEAK
    return None


def _under_clause(state: _Climb, node: Token, head: Token) -> list[Signal]:
    """The thing stands in a side clause of ``head``: 'if troops come, there will be war'."""
    mark = next((child.lower_ for child in node.children if child.dep_ == "mark"), "")
    where = next((child.lower_ for child in node.children if child.dep_ == "advmod"), "")
    inverted = any(
        child.dep_ == "aux"
        and child.lower_ in {"had", "were", "should"}
        and child.i == node.left_edge.i
        for child in node.children
    )
    if mark in {"when", "while", "as", "before", "after", "until", "once"} or where in {
        "when",
        "once",
    }:
        if state.open:
            state.third = True  # the time at which it will be talked of: no position
        return []
    if mark in {"because", "since"} and not state.decided:
        worth = phrase_worth(head, [node])
        if worth.sign:
            state.sign *= worth.sign
            state.fire(list(worth.words), "evaluation", MIDDLE)
        return []
    if mark == "if" or where == "if" or inverted:
        worth = phrase_worth(head, [node])
        if not worth.sign and head.lemma_.lower() in stance_lexicon().reprisals:
            worth = Worth(-1, (head,))
        state.decided, state.open = False, False
        denied = negation(head)
        if worth.sign:
            sign = -worth.sign if denied is not None else worth.sign
            state.sign = (-1 if state.sign < 0 else 1) * sign
            state.words = []
            state.fire(list(worth.words), "threat of consequences", MIDDLE)
            state.bearer = None
        else:
            state.words = []
        return []
    if node.pos_ == "VERB" and mark in {"to", ""} and state.decided is False:
        state.purpose = True
    if mark in {"although", "though", "while", "whereas"} and state.decided:
        state.weight = min(state.weight, WEAK)
    return []


def _under_noun(state: _Climb, node: Token, head: Token, via: str) -> None:
    """The thing is the complement of a noun: 'opposition to troops', 'no plans to send them'."""
    lexicon = stance_lexicon()
    lemma = head.lemma_.lower()
    attitude = lexicon.nouns.get(lemma)
    denied = noun_negation(head)
    linked = node.dep_ in {"acl", "ccomp", "prep", "relcl", "pcomp", "pobj", "nmod"} or via
    if attitude is not None and linked and node.dep_ not in {"relcl", "poss", "amod"}:
        if state.rule == "standing against" and state.decided:
            return  # "a stance against": the preposition has said it
        if attitude.rule == "deliberation" and denied is None:
            if state.decided and state.rule in _UNDERTAKING and lemma == "consideration":
                state.open, state.decided = True, False
                state.fire([head], attitude.rule, MIDDLE)
            return
        governor = _governing_negation(head)
        if attitude.rule in {"intention", "design"} and denied is None and governor is None:
            if not state.decided and attitude.weak:
                state.fire([head], attitude.rule, WEAK)
            _owner(state, head)
            return
        if attitude.sign == 0:
            if denied is not None:
                state.sign = -1
                state.fire([denied, head], attitude.rule, MIDDLE)
            return
        # "have no objection", "see no reason": the noun's own negation. A negated verb above
        # turns the sign when the path reaches it.
        sign = -attitude.sign if denied is not None else attitude.sign
        if state.open:
            return
        if any(child.lower_ == "any" for child in head.children):
            return  # "any decision to deploy": nobody has taken it
        owned = _owner(state, head)
        if not owned and denied is None and head.dep_ in SUBJECTS:
            return  # "any decision to deploy would ...": nobody has taken it
        state.sign *= sign
        weight = STRONG if owned or denied is not None else WEAK
        state.fire([*([denied] if denied else []), head], attitude.rule, weight)
        return
    worth = word_worth(head)
    if worth and lemma not in lexicon.bleached and via in {"of", "in", "with"}:
        state.sign *= -worth if denied is not None else worth
        state.fire([*([denied] if denied else []), head], "evaluation", WEAK)
    elif worth and denied is not None and not state.decided and via in {"with", "in", "about"}:
        state.sign *= -worth
        state.fire([denied, head], "evaluation", MIDDLE)


def _governing_negation(noun: Token) -> Token | None:
    """The negation of the verb whose object a noun is: 'does not have plans'."""
    verb = noun.head
    return negation(verb) if noun.dep_ in {"dobj", "obj", "attr"} else None


def _owner(state: _Climb, noun: Token) -> bool:
    """Whose attitude a noun names, if known: its possessor, or the subject of its verb."""
    for child in noun.children:
        if child.dep_ == "poss":
            state.bearer = child
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


def _under_adjective(state: _Climb, node: Token, head: Token, via: str) -> None:
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
        state.sign *= -worth if denied is not None else worth
        state.fire([*([denied] if denied else []), head], "evaluation", STRONG)


def _movement(state: _Climb, verb: Token) -> None:
    """A verb that brings the thing about: its modal says whether it is wanted, refused or open."""
    denied = negation(verb)
    if denied is not None and state.negated_thing and denied in state.words:
        denied = None
    mood, modal = modality(verb)
    if verb.dep_ == "xcomp" and mood == "must" and modal is not None:
        denied = denied or negation(modal)
        if modal.lemma_ in {"be", "go"} and modal.lemma_ == "be" and verb.head.pos_ == "VERB":
            mood = "plain"
    doer = subject(verb)
    passive = any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children)
    obliged = modal is not None and modal.lemma_.lower() in {
        "should",
        "must",
        "ought",
        "need",
        "have",
    }
    if not passive and not obliged and doer is not None and doer.i != state.target.i:
        state.bearer = doer
        state.own = True
    if state.decided:
        if denied is not None:
            state.sign = -state.sign
            state.words.insert(0, denied)
        return
    turned = denied is not None
    if turned:
        state.sign = -state.sign
    fired = [*([modal] if modal else []), *([denied] if denied else []), verb]
    negative = turned or state.negated_thing
    if is_imperative(verb) and not (verb.i and verb.nbor(-1).lower_ == "to"):
        state.fire([*([denied] if denied else []), verb], "call", MIDDLE)
    elif mood == "must":
        state.fire(fired, "refusal" if negative else "commitment", MIDDLE)
    elif mood == "would":
        state.fire(fired, "refusal" if negative else "commitment", WEAK if not negative else MIDDLE)
    elif mood == "may":
        if negative:
            state.fire(
                fired,
                "refusal",
                MIDDLE
                if modal is not None and modal.lower_ in {"can", "ca", "could", "may"}
                else WEAK,
            )
    elif negative and verb.dep_ not in {"xcomp", "advcl", "acl", "pcomp"}:
        state.fire(fired, "refusal", WEAK)
    elif negative:
        # 'not to send': the order or advice above it decides which way; alone it refuses.
        state.words.extend(fired)
    elif (
        verb.tag_ in {"VBZ", "VBP", "VBG"}
        and doer is not None
        and verb.dep_ in {"ROOT", "ccomp", "conj"}
    ):
        state.fire(fired, "commitment", WEAK)


def stance_of(sign: int) -> Stance:
    """The stance a sign stands for."""
    return toward(sign)
