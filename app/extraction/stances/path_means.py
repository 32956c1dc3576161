"""The thing as a means, a gain or what cannot be replaced: "escalate the war by sending them".

Argument from means to end (Walton, Reed & Macagno, Argumentation Schemes, 2008), and FrameNet's
frames Getting, Replacing and Removing. The classes stand in lexicon/stance_frames.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.evaluation_words import phrase_worth, word_worth
from app.extraction.stances.grammar import SUBJECTS, modality, negation, own_subject
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.path_movement import movement
from app.extraction.stances.signals import MIDDLE
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from app.extraction.stances.climbing import Climb

_OBJECTS = frozenset({"dobj", "obj"})
_LITTLE = frozenset({"nothing", "little"})
_DUTY = frozenset({"should", "must", "ought"})
_AGENDA = frozenset({"agenda", "table", "list", "menu", "programme", "program"})


def by_means(state: Climb, node: Token, verb: Token, via: str) -> bool:
    """'We must not be dragged into the war by sending them': what doing the thing brings."""
    if via != "by" or node.lower_ != "by" or child_of(node, {"pcomp"}) is None:
        return False
    worth, words = _brought(verb, node)
    if not worth:
        return False
    denied = negation(verb)
    owed = any(child.dep_ == "aux" and child.lower_ in _DUTY for child in verb.children)
    if denied is not None and worth < 0 and not owed:
        state.third = True  # "will not escalate it by sending them": denied, no side is told
        return True
    state.sign *= -1 if denied is not None else worth
    words = [*([denied] if denied is not None else []), *words, node]
    state.fire(words, "effect", MIDDLE)
    state.bearer = None
    return True


def _brought(verb: Token, means: Token) -> tuple[int, list[Token]]:
    """Whether what a verb says is good or bad, its own negation left aside, and its words."""
    lexicon = stance_lexicon()
    object_ = child_of(verb, _OBJECTS)
    if verb.lemma_.lower() in lexicon.turning and object_ is not None:
        sign = word_worth(object_)
        return -sign, [verb, object_]  # "prevent the next war"
    skip = [means, *(child for child in verb.children if child.dep_ in SUBJECTS)]
    worth = phrase_worth(verb, skip)
    denied = negation(verb)
    if worth.sign:
        return (-worth.sign if denied in worth.words else worth.sign), list(worth.words)
    if verb.lemma_.lower() in lexicon.joining:
        for child in verb.children:
            if child.i > verb.i and child.dep_ in {*_OBJECTS, "oprd", "ccomp", "xcomp", "attr"}:
                worth = phrase_worth(child)
                if worth.sign:
                    return worth.sign, [verb, *worth.words]
    return 0, []


def profits_from(state: Climb, node: Token, verb: Token, via: str) -> bool:
    """'All of us benefit from it', 'gains nothing from it', 'workers would suffer from it'."""
    frames = stance_lexicon().frames
    if node.dep_ != "prep" or via not in {"from", "by", "through"} or via != node.lower_:
        return False
    lemma = verb.lemma_.lower()
    sign = (lemma in frames["gaining"]) - (lemma in frames["losing"])
    if not sign:
        return False
    object_ = child_of(verb, _OBJECTS)
    nothing = object_ if object_ is not None and object_.lower_ in _LITTLE else None
    above = verb.head
    first = own_subject(verb)
    if verb.dep_ in {"relcl", "acl", "xcomp"} and above.lower_ in {*_LITTLE, "much", "lot"}:
        # "Has nothing to gain from it": the path turns the side at the "nothing".
        first = own_subject(above.head)
    if first is None or (object_ is not None and sign < 0 and nothing is None):
        return False  # "suffered losses from it": of what, is another word's matter
    denied = nothing or negation(verb)
    owner = first.lemma_.lower()
    if (denied is None or denied.i != first.i) and owner in frames["adversaries"]:
        sign = -sign
    elif first.pos_ == "PROPN" and owner not in frames["commons"]:
        state.third = True  # on which side it stands, the words do not tell
        return True
    state.sign *= -sign if denied is not None else sign
    words = [verb, *([denied] if denied is not None else [])]
    state.fire(words, "effect", MIDDLE)
    state.bearer = None
    return True


def irreplaceable(state: Climb, node: Token, verb: Token) -> bool:
    """'Nothing can replace it', 'no treaty is a match for it': what is not to be had otherwise."""
    if verb.lemma_.lower() not in stance_lexicon().frames["replacing"]:
        return False
    if node.dep_ not in {"dobj", "obj", "prep"} or (node.dep_ == "prep" and node.lower_ != "for"):
        return False
    first = own_subject(verb)
    denied = negation(verb)
    if denied is None or first is None or first.lower_ in {"we", "i", "they", "he", "she"}:
        return False
    state.fire([denied, verb], "necessity", MIDDLE)
    state.bearer = None
    return True


def off_table(state: Climb, node: Token, verb: Token) -> bool:
    """'Take it off the table', 'must be struck from the agenda': no longer to be spoken of."""
    if node.dep_ not in {"dobj", "obj", "nsubjpass"}:
        return False
    if verb.lemma_.lower() not in stance_lexicon().frames["taking_away"]:
        return False
    for link in (*verb.children, *node.children):
        below = child_of(link, {"pobj"})
        if (
            link.lower_ not in {"off", "from"}
            or link.i < node.i
            or below is None
            or below.lemma_ not in _AGENDA
        ):
            continue
        denied = negation(verb)
        if denied is not None:
            state.open = True
            state.fire([denied, verb, link, below], "openness", MIDDLE)
            return True
        state.sign = -state.sign
        modal = modality(verb)[1]
        words = [*([modal] if modal is not None else []), verb, link, below]
        state.fire(words, "refusal", MIDDLE)
        state.bearer = None if modal is not None else own_subject(verb)
        return True
    return False


def kept_up(state: Climb, node: Token, verb: Token) -> bool:
    """'The approval of it should be renewed': a permission or ban that is to stay in force."""
    if verb.lemma_.lower() not in stance_lexicon().frames["keeping_up"]:
        return False
    if node.i == state.target.i or node.dep_ not in {"dobj", "obj", "nsubjpass"}:
        return False
    attitude = stance_lexicon().nouns.get(node.lemma_.lower())
    if attitude is None or attitude.rule not in {"acceptance", "permission", "prevention"}:
        return False
    if modality(verb)[0] not in {"must", "would"}:
        return False
    movement(state, verb)
    return True
