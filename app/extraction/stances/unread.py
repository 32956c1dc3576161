"""Unread: words between and beside the deciding words that no rule has read.

A side is sure only when everything on the way from the deciding word to the thing, and in the
clause of both, was read: a verb, a negation, a comparison, another's view or a judgement of the
other side that stands there unread may turn it. The words themselves decide nothing here; they
make a position one that a person should look at first. (Compositional polarity breaks at the
words it has no class for: Nairn et al., Computing relative polarity, 2006.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.grammar import negation, noun_negation, own_subject
from app.extraction.stances.lexicon import stance_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.domain.positions import Stance
    from app.extraction.stances.passage import Passage
    from app.extraction.stances.signals import Signal

_NEGATORS = frozenset(
    {
        *("not", "n't", "n’t", "no", "never", "nobody", "none", "nothing", "neither", "nor"),
        *("without", "hardly", "scarcely", "nowhere", "cannot", "instead", "unless", "rather"),
    }
)
_TURNING = frozenset({"but", "yet", "however"})
_COMPARING = frozenset({"than", "whereas"})
_HARMLESS = frozenset(
    {
        *("doubt", "matter", "delay", "debate", "hesitation", "exception", "ado", "reservation"),
        *("wonder", "mistake", "circumstance", "wait", "less", "later", "only"),
    }
)
_VERBAL = frozenset({"VERB", "AUX"})
_BELOW = frozenset({"xcomp", "pcomp", "acl", "aux", "acomp", "attr"})
# Verbs that add nothing to what hangs on them, or only when it is.
_LIGHT = frozenset(
    {
        *("have", "get", "do", "be", "keep", "go", "come", "take", "try", "begin", "start"),
        *("continue", "proceed", "tend", "happen", "use", "manage", "live"),
    }
)
_TELLING = frozenset({"promise", "demand", "ask", "order", "warn", "urge", "request", "pledge"})
_MOST_STEPS = 40


def unread(
    passage: Passage, signals: Sequence[Signal], stance: Stance, moved: frozenset[int]
) -> list[str]:
    """What stands unread around the words that took a side: keys of sureness.SENTENCES, in order.

    ``signals`` are those that carry the decision, ``moved`` the verbs that bring the thing about.
    """
    deciding = [signal for signal in signals if signal.stance is stance and signal.words]
    if not deciding:
        return []
    read = {word.i for signal in signals for word in signal.words}
    read |= {signal.target.i for signal in deciding if signal.target is not None}
    tokens = _sentences(passage, deciding)
    found = []
    gerunds = any(_is_only_subject(word, read) for signal in deciding for word in signal.words)
    if gerunds or any(_unread_verb(signal, read, moved) for signal in deciding):
        found.append("unread verb")
    clauses = {
        _clause(word).i
        for signal in deciding
        for word in (*signal.words, *((signal.target,) if signal.target is not None else ()))
    }
    beside = [token for token in tokens if token.i not in read and _clause(token).i in clauses]
    preferred = any(signal.rule == "another thing preferred" for signal in deciding)
    if any(_turns(token, preferred=preferred) for token in beside):
        found.append("unread negation")
    if not preferred and any(token.lower_ in _COMPARING for token in beside):
        found.append("comparison")
    last = max(word.i for signal in deciding for word in signal.words)
    if any(token.lower_ in _TURNING and token.i > last for token in tokens):
        found.append("contrast")
    return found


def _is_only_subject(word: Token, read: set[int]) -> bool:
    """'Insisting on it is how wars get longer': what is said of the demand was not read.

    Such a gerund is also taken for the main verb, at the beginning of its sentence.
    """
    if word.tag_ != "VBG" or any(child.dep_ == "aux" for child in word.children):
        return False
    if word.dep_ == "csubj":
        said = (word.head, *(c for c in word.head.children if c.dep_ in {"acomp", "attr"}))
        return not any(each.i in read for each in said)
    if word.dep_ != "ROOT" or any(token.is_alpha for token in word.doc[word.sent.start : word.i]):
        return False
    later = {"ccomp", "advcl", "conj"}
    return any(child.dep_ in later and child.i not in read for child in word.children)


def _turns(token: Token, *, preferred: bool) -> bool:
    """Whether a word is a negation that may turn a side, and not one that only adds to it.

    "Without delay", "no doubt" and what is set apart behind a comma ("soldiers, not words", "not
    one, not ever") turn nothing; nor does "instead" where the other thing chosen was read.
    """
    lower = token.lower_
    if lower not in _NEGATORS or (preferred and lower in {"instead", "rather"}):
        return False
    if token.i > token.sent.start and token.nbor(-1).lower_ in {",", "and", "or"}:
        return token.head.pos_ in _VERBAL
    near = token.doc[token.i + 1 : token.i + 4]
    return not any(word.lemma_.lower() in _HARMLESS for word in near)


def _sentences(passage: Passage, signals: Sequence[Signal]) -> list[Token]:
    """The words that were said in the sentences of some signals."""
    starts = {word.sent.start for signal in signals for word in signal.words}
    return [token for token in passage.tokens if token.sent.start in starts]


def _clause(token: Token) -> Token:
    """The verb of the clause of a word; infinitives and gerunds belong to the clause above."""
    node = token
    for _ in range(_MOST_STEPS):
        if node.head.i == node.i or (node.pos_ in _VERBAL and node.dep_ not in _BELOW):
            break
        node = node.head
    return node


def _unread_verb(signal: Signal, read: set[int], moved: frozenset[int]) -> bool:
    """Whether a verb stands above the thing that is of no class the rules know, and unread."""
    if signal.target is None:
        return False
    lexicon = stance_lexicon()
    topics = lexicon.topics
    known = topics["saying"] | topics["thinking"] | topics["warning"] | topics["occurring"]
    known |= lexicon.joining | lexicon.hedges["uttering"] | _LIGHT | topics["making_up"]
    known |= _TELLING
    node = signal.target
    while node.head.i != node.i:
        if _stands_beside(node):
            return False
        node = node.head
        if node.pos_ != "VERB" or node.i in read or node.i in moved:
            continue
        if node.lemma_.lower() not in known and not _is_carried(node, read):
            return True
    return False


def _stands_beside(node: Token) -> bool:
    """Whether a clause only stands beside the one above: of that, nothing is said of the thing."""
    if node.dep_ == "parataxis":
        return True
    if node.pos_ not in _VERBAL or own_subject(node) is None:
        return False
    return node.dep_ == "conj" or (
        node.dep_ == "ccomp"
        and node.i < node.head.i
        and node.head.i > node.right_edge.i
        and not any(child.dep_ == "mark" for child in node.children)
    )


def _is_carried(verb: Token, read: set[int]) -> bool:
    """'Saw no reason to', 'stand in the way of': a verb that only carries words that were read."""
    for child in verb.children:
        if child.dep_ in {"attr", "oprd", "acomp", "prt", "neg"} and child.i in read:
            return True
        if child.dep_ in {"dobj", "obj", "nsubjpass"} and child.i in read:
            denied = noun_negation(child)
            if denied is not None or child.lower_ in _NEGATORS or negation(verb) is not None:
                return True
        placed = child.dep_ == "prep" and child.lower_ in {"in", "on", "at", "out", "under"}
        if placed and any(below.i in read for below in child.children):
            return True
    return False
