"""Parts: whether the thing as such is meant, only one's own part in it, or one third state's.

The tests/gold/LABELS.md call this the scope. It is read from who would do the thing: the subject of
a verb of taking part, the owner of what is sent ("our troops", "assets in its banks"), the state
that is called on ("X should abandon its plan"), or the question that is answered ("asked whether X
would take part").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.positions import Scope, Stance, Timing, Whose
from app.extraction.stances.grammar import is_imperative, own_subject, subject
from app.extraction.stances.holder import (
    Speaker,
    is_first_person,
    names_in,
    same_root,
    speaks_for,
    stands_for_own,
)
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token

    from app.domain.actors import ActorDirectory
    from app.extraction.stances.passage import Passage
    from app.extraction.stances.signals import Signal
    from app.extraction.stances.topic import TopicGate

_VERBAL = frozenset({"VERB", "AUX"})
_PARTS = frozenset({"amod", "poss", "compound"})
_ITS = frozenset({"its", "their", "his", "her"})
_MOST_STEPS = 12


def scope_of(  # noqa: PLR0911 - ordered cases, each one line of its class table
    signals: Sequence[Signal],
    targets: Sequence[Token],
    passage: Passage,
    speaker: Speaker,
    actors: ActorDirectory,
    *,
    gate: TopicGate,
    named: bool,
) -> Scope:
    """The scope of the speaker's own position."""
    if any(signal.rule == "support of others" for signal in signals):
        return Scope.GENERAL
    about = [s.target for s in signals if s.target is not None and s.target.doc is passage.doc]
    hung = any(signal.stance is Stance.CONDITIONAL for signal in signals)
    things = [*about, *targets] if hung or not about else about
    timed = gate.timing is not Timing.ANY
    if any(signal.own for signal in signals) and not timed:
        return Scope.OWN
    if any(_is_own_thing(thing, speaker, actors, gate) for thing in _around(things)):
        return Scope.OWN
    if _takes_part(signals, things, speaker, actors, gate):
        return Scope.OWN
    if gate.place_seeds is not None and gate.whose is not Whose.PLACE and not timed:
        if not named and _is_asked_of(passage, speaker, gate):
            return Scope.OWN
        if any(_is_undertaken(signal, speaker, actors, gate) for signal in signals):
            return Scope.OWN
    if not timed and any(_is_anothers(thing, speaker, actors, gate) for thing in _around(things)):
        return Scope.OTHER
    return Scope.GENERAL


def _around(things: Iterable[Token]) -> list[Token]:
    """The words for the thing, and for what is sent or used where the thing is an act."""
    found: dict[int, Token] = {}
    for thing in things:
        found[thing.i] = thing
        for child in thing.children:
            if child.dep_ in {"dobj", "obj", "nsubjpass", "nsubj"} and thing.pos_ in _VERBAL:
                if child.pos_ == "NOUN":
                    found[child.i] = child
            elif child.dep_ == "prep" and child.lower_ == "of" and thing.pos_ == "NOUN":
                found.update({below.i: below for below in child.children if below.dep_ == "pobj"})
    return list(found.values())


def _is_own_thing(thing: Token, speaker: Speaker, actors: ActorDirectory, gate: TopicGate) -> bool:
    """'Our troops', 'soldiers of ours', 'Norlandic soldiers' of a Norlandic speaker."""
    for child in thing.children:
        if child.dep_ == "poss" and is_first_person(child):
            return thing.pos_ == "NOUN"
        named = child.dep_ in _PARTS and child.text[:1].isupper() and not gate.has_kind([child])
        if named and (speaks_for(speaker, child, actors) or _is_named_like(child, speaker)):
            return True
        if child.dep_ == "prep" and any(part.lower_ == "ours" for part in child.children):
            return True
    return False


def _is_named_like(word: Token, speaker: Speaker) -> bool:
    """Whether a name has the root of one that stands with the speaker: 'Norlandic', 'Norland'."""
    return any(same_root(word.text, name) for name in names_in(speaker.words))


def _takes_part(
    signals: Sequence[Signal],
    things: Sequence[Token],
    speaker: Speaker,
    actors: ActorDirectory,
    gate: TopicGate,
) -> bool:
    """Whether the speaker's own body or state takes part in the thing, or declines to."""
    words = [word for signal in signals for word in signal.words]
    for word in dict.fromkeys((*_chain(things), *words)):
        if not _is_part_taken(word, gate):
            continue
        doer = subject(word) if word.pos_ in _VERBAL else None
        if doer is None or doer.pos_ not in {"NOUN", "PROPN", "PRON"} or doer.dep_ == "expl":
            return True  # "no plans to take part": whoever speaks would
        if doer.lower_ in {"it", "there", "this", "that", "which", "who"}:
            return True
        return _is_own_doer(doer, speaker, actors)
    return False


def _chain(things: Sequence[Token]) -> list[Token]:
    """The words above the things, the nearest first, up to the end of their clause."""
    found: list[Token] = []
    for thing in things:
        node = thing
        for _ in range(_MOST_STEPS):
            found.append(node)
            if node.head.i == node.i or node.dep_ in {"relcl", "advcl"}:
                break
            node = node.head
    return found


def _is_part_taken(word: Token, gate: TopicGate) -> bool:
    """Whether a word is one of taking part, or of what states do on their own behalf."""
    parts = stance_lexicon().hedges
    lemma = word.lemma_.lower()
    if lemma == "join" and gate.whose is Whose.PLACE:
        return False  # the place's own joining is the thing itself
    if lemma == "take" and any(c.lower_ == "part" for c in word.children):
        return True
    if word.pos_ == "VERB":
        return lemma in parts["taking_part"]
    if word.pos_ == "NOUN":
        return lemma in parts["parts_taken"] and gate.whose is Whose.OTHERS
    return False


def _is_own_doer(doer: Token, speaker: Speaker, actors: ActorDirectory) -> bool:
    if is_first_person(doer) or stands_for_own(doer, speaker):
        return True
    if any(child.lower_ in {"my", "our"} for child in doer.children):
        return True
    if speaks_for(speaker, doer, actors):
        return True
    named = [doer, *(child for child in doer.children if child.dep_ in _PARTS)]
    return any(word.text[:1].isupper() and _is_named_like(word, speaker) for word in named)


def _is_undertaken(  # noqa: PLR0911 - ordered cases, each one line of its class table
    signal: Signal, speaker: Speaker, actors: ActorDirectory, gate: TopicGate
) -> bool:
    """'No plans to recognise it', 'do not rule out sending them', 'will vote for the mandate'."""
    if signal.bearer is not None and not _is_own_doer(signal.bearer, speaker, actors):
        return False
    target = signal.target
    if target is None:
        return False
    voting = any(word.lemma_.lower() in {"vote", "motion", "ballot"} for word in signal.words)
    if voting and gate.whose is Whose.OTHERS:
        return signal.bearer is not None or bool(_CHAMBERS & set(speaker.words.lower().split()))
    if signal.rule not in _UNDERTAKEN:
        return False
    node = target
    for _ in range(_MOST_STEPS):
        if node.pos_ == "VERB" and node.dep_ in {"acl", "pcomp", "xcomp", "relcl", "advcl"}:
            bare = own_subject(node) is None
            return bare and (node.head in signal.words or node.head.head in signal.words)
        if node.pos_ in _VERBAL or node.head.i == node.i:
            return False
        node = node.head
    return False


_UNDERTAKEN = frozenset({"design", "intention", "exclusion", "openness", "deferral"})
_CHAMBERS = frozenset(
    {"parliament", "house", "senate", "committee", "chamber", "assembly", "deputies", "lawmakers"}
)


def _is_asked_of(passage: Passage, speaker: Speaker, gate: TopicGate) -> bool:
    """'Asked whether Norland would send soldiers', of a Norlandic speaker: an own part is meant."""
    names = _bodies(speaker)
    if not passage.before or not names:
        return False
    return any(
        word.text[:1].isupper()
        and not gate.in_place([word])
        and any(same_root(word.text, name) for name in names)
        and _is_doer_or_owner(word, gate)
        for word in passage.before[-1]
    )


def _is_doer_or_owner(word: Token, gate: TopicGate) -> bool:
    """'If Norland could send', 'Norlandic soldiers'; not 'whether Norland supports it'."""
    if word.dep_ in {"nsubj", "nsubjpass"}:
        known = stance_lexicon().verbs.get(word.head.lemma_.lower())
        return known is None or known.rule not in {"support", "opposition", "deliberation"}
    officials = stance_lexicon().topics["officials"] | stance_lexicon().topics["holders"]
    owned = word.dep_ in _PARTS and word.head.lemma_.lower() not in officials
    return owned and gate.whose is Whose.OTHERS


def _bodies(speaker: Speaker) -> list[str]:
    """The names of the country or body that stand with a speaker, without the speaker's own."""
    parts = [part.strip() for part in speaker.words.split(",") if part.strip()]
    bare = len(parts) > 1 and all(word[:1].isupper() for word in parts[0].split())
    return names_in(", ".join(parts[1:] if bare else parts))


def _is_anothers(thing: Token, speaker: Speaker, actors: ActorDirectory, gate: TopicGate) -> bool:
    """'Lusania should abandon its plan', 'called on Ostrova to release them': one third state's."""
    doer = _doer(thing, gate)
    if doer is None or any(True for _ in doer.conjuncts):
        return False
    names = [doer, *(child for child in doer.children if child.dep_ in _PARTS)]
    names += [b for c in doer.children if c.lower_ in {"of", "in"} for b in c.children]
    state = [word for word in names if word.text[:1].isupper() and word.pos_ in {"PROPN", "ADJ"}]
    if any(gate.has_kind([word]) or word.lower_ in _COLLECTIVE for word in state):
        return False  # "European soldiers": not those of one
    if not state or _is_own_doer(doer, speaker, actors):
        return False
    return gate.place_seeds is None or not gate.in_place(state)


_COLLECTIVE = frozenset(
    {"europe", "european", "west", "western", "union", "alliance", "allied", "foreign", "atlantic"}
)


def _doer(thing: Token, gate: TopicGate) -> Token | None:
    """Who is told or decided to do the thing, as far as a name stands there."""
    node = thing
    for child in thing.children:
        named = child.dep_ in {"poss", "amod"} and child.text[:1].isupper()
        if named and gate.whose is Whose.OTHERS:
            return child
    for _ in range(_MOST_STEPS):
        for child in node.children:
            # "Lusania's decision to raise them", "the Lusanian decision"
            known = stance_lexicon().nouns.get(node.lemma_.lower()) if node.pos_ == "NOUN" else None
            owned = known is not None and known.rule == "commitment"
            if owned and child.dep_ in {"poss", "amod"} and child.text[:1].isupper():
                return child
        if node.pos_ == "VERB":
            told = _told(node)
            if told is not None:
                return told
            doer = own_subject(node)
            obliged = any(c.lower_ in {"should", "must", "ought"} for c in node.children)
            if doer is not None:
                helped = any(c.dep_ in {"aux", "auxpass"} for c in node.children)
                subjunctive = node.tag_ == "VB" and not helped and not is_imperative(node)
                return doer if obliged or subjunctive else None
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def _told(verb: Token) -> Token | None:
    """Who is called on: 'called on Ostrova to release them', 'urged it to', 'X not to do it'."""
    to = any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    if not to:
        return None
    doer = own_subject(verb)
    if doer is not None:
        return doer
    above = verb.head
    if above.pos_ in {"NOUN", "PROPN"} and above.dep_ == "ROOT" and verb.dep_ in {"acl", "relcl"}:
        return above
    request = stance_lexicon().verbs.get(above.lemma_.lower())
    on = next((c for c in above.children if c.dep_ == "prep" and c.lower_ in {"on", "to"}), None)
    called = on is not None and f"{above.lemma_.lower()} {on.lower_}" in stance_lexicon().verbs
    if on is not None and called:
        return child_of(on, {"pobj"})
    if request is not None and request.rule == "request":
        return child_of(above, {"dobj", "obj"})
    return None
