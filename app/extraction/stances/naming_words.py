"""Naming words: the words that name the thing of a proposition, taken from its noun phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.extraction.stances.concepts import flat, groups_of, listed, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spacy.tokens import Token

_DESCRIBING = frozenset({"amod", "compound", "nmod", "poss", "npadvmod", "punct", "advmod"})
_MOST_PHRASES = 120


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of a noun phrase: its head's, those that narrow it, and both as phrases."""

    heads: tuple[str, ...]
    narrowing: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()  # more than one word, which say all of it


def naming(head: Token, names: Collection[int] = ()) -> Naming:
    """The words for a noun with those before it; ``names`` are the tokens of names, left out.

    "Short-term holiday lets": lets and rentals, narrowed by holiday; the longest end of the
    phrase that is a concept ("minimum wage") is the head.
    """
    spoken = _joined([" ".join(piece) for piece in _pieces(head, names)])
    last = _singular(head)
    heads, start = words_of(*last), len(spoken)
    for begin in range(len(spoken)):
        whole = [" ".join([*spoken[begin:], form]) for form in last]
        groups = groups_of(*whole)
        if groups:
            heads, start = flat((*groups, whole)), begin
            break
    rest = spoken[:start]
    if start < len(spoken):
        # What else describes a thing that has a name of its own does not make it another.
        rest = [piece for piece in rest if groups_of(piece)]
        if not rest:
            return Naming(heads, (), tuple(word for word in heads if " " in word))
    # "Combustion cars" are those with combustion engines.
    clipped = [piece.split()[0] for piece in rest if " " in piece]
    narrowing = flat([_narrowing(rest), clipped])
    phrases = [" ".join([*spoken, form]) for form in last] if spoken else []
    phrases += [f"{before} {word}" for before in narrowing for word in heads if before != word]
    if rest and head.lemma_.lower() in listed("carriers"):
        # Of "nuclear power stations" the nuclear is what is spoken of.
        heads, narrowing = narrowing, heads
    return Naming(heads, narrowing, _both_ways(phrases)[:_MOST_PHRASES])


def _singular(head: Token) -> tuple[str, ...]:
    """A noun and its singular, which the model does not know of a word with a capital."""
    forms = (head.lower_, head.lemma_.lower())
    if head.tag_ in {"NNS", "NNPS"} and len(set(forms)) == 1 and forms[0].endswith("s"):
        return (forms[0], forms[0].removesuffix("s"))
    return forms


def _joined(pieces: list[str]) -> list[str]:
    """Pieces of which two are one concept are one: 'combustion engine' cars."""
    found: list[str] = []
    for piece in pieces:
        if found and groups_of(f"{found[-1]} {piece}"):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _narrowing(spoken: Sequence[str]) -> tuple[str, ...]:
    return flat(_both_ways(words_of(piece)) for piece in spoken)


def _both_ways(words: Sequence[str]) -> tuple[str, ...]:
    """Each with and without its hyphens: 'deep-sea', 'deep sea'."""
    return flat((word, word.replace("-", " ")) for word in words)


def _pieces(head: Token, names: Collection[int]) -> list[list[str]]:
    """The words before a noun that tell what it is, hyphenated ones as one."""
    plain = listed("plain_modifiers")
    pieces: list[list[str]] = []
    glued = False
    for token in head.doc[head.left_edge.i : head.i]:
        if token.text in {"-", "–"}:
            glued = bool(pieces)
            continue
        prefix = len(token) == 1 and token.nbor(1).text == "-"  # "e-scooter"
        if token.i in names or token.is_punct or not (prefix or token.dep_ in _DESCRIBING):
            glued = False
            continue
        if glued:
            pieces[-1] = [f"{'-'.join(pieces[-1])}-{token.lower_}"]
            glued = False
        else:
            pieces.append([token.lower_])
    return [piece for piece in pieces if piece[0] not in plain]
