"""What the thing does to people: "puts lives at risk", "excludes half of the voters".

Frames of placing and of leaving out (FrameNet: Placing, Endangering, Exclude_member). The words
stand in lexicon/stance_frames.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.signals import MIDDLE
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset({"dobj", "obj"})
_INTO = frozenset({"at", "in", "into", "under", "to"})
_LEFT_OUT = frozenset({"out", "behind"})

# What a predicate says of its subject: sign, words, rule, weight.
Said = tuple[int, list["Token"], str, float]


def plight_of(verb: Token) -> Said | None:
    """What a verb says the subject does to people; the verb's own negation is the caller's.

    None for nothing, and where those it is done to are a state or body of which the words do not
    tell on which side it stands.
    """
    object_ = child_of(verb, _OBJECTS)
    if object_ is None or object_.i < verb.i:
        return None
    words = _put_at(verb, object_) or _left_out(verb, object_)
    if words is None:
        return _anything(verb, object_)
    frames = stance_lexicon().frames
    if {object_.lemma_.lower(), object_.lower_.removesuffix("s")} & frames["adversaries"]:
        return 1, words, "effect", MIDDLE
    if object_.pos_ == "PROPN" and object_.lower_ not in frames["commons"]:
        return None
    return -1, words, "effect", MIDDLE


def _put_at(verb: Token, object_: Token) -> list[Token] | None:
    """'Puts lives at risk', 'places us in danger', 'in the line of fire', 'under pressure'."""
    frames = stance_lexicon().frames
    if verb.lemma_.lower() not in frames["placing"]:
        return None
    for holder in (verb, object_):
        for link in holder.children:
            below = child_of(link, {"pobj"}) if link.dep_ == "prep" else None
            if below is None or link.lower_ not in _INTO or link.i < object_.i:
                continue
            if below.lemma_.lower() in frames["plights"]:
                return [verb, link, below]
    return None


def _left_out(verb: Token, object_: Token) -> list[Token] | None:
    """'Would exclude a quarter of the voters', 'leaves out the poor'."""
    frames = stance_lexicon().frames
    if verb.lemma_.lower() in frames["leaving_out"]:
        return [verb, object_]
    particle = next(
        (c for c in verb.children if c.lower_ in _LEFT_OUT and c.dep_ in {"prt", "advmod"}), None
    )
    if particle is not None and verb.lemma_ in {"leave", "shut", "lock", "freeze", "squeeze"}:
        return [verb, particle, object_]
    return None


def _anything(verb: Token, object_: Token) -> Said | None:
    """'Only a tax will change anything': what nothing else does."""
    first = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if first is None or object_.lower_ != "anything":
        return None
    only = next((c for c in first.children if c.lower_ == "only"), None)
    return (1, [only, verb, object_], "necessity", MIDDLE) if only is not None else None
