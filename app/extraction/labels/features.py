"""Features: what the learned reading sees of a token.

Its own lemma, tag and dependency, those of its neighbours, its head, and how it hangs below the
nearest and the topmost reporting verb above it. No name, no place, no text of an article: what
is learned are ways of reporting. The features follow Pareti et al. (2013), "Automatically
Detecting and Attributing Indirect Quotations".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from app.extraction.reporting.cues import reports

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from app.extraction.parsing import ParsedZone
    from app.extraction.reporting.drafts import Places

_NEAR, _FAR = 1, 2  # tokens away: all is seen of a near one, and of a far one only its word
_DISTANCES = tuple(distance for distance in range(-_FAR, _FAR + 1) if distance)
_LONGEST_WAY = 40  # heads above a token; a broken parse may be one long chain


def features_of(zone: ParsedZone, places: Places) -> list[list[str]]:
    """For each token of a paragraph its features, strings of the form ``name=value``."""
    tokens = list(zone.doc)  # each look at a token of spaCy's makes it anew
    words = _words(zone, tokens, places)
    cues = [reports(token) for token in tokens]
    heads = [token.head.i for token in tokens]
    labels = [token.dep_ for token in tokens]
    classes = [token.pos_ for token in tokens]
    lemmas = [word[0][2:] for word in words]
    beside = [_seen_from(word, cue) for word, cue in zip(words, cues, strict=True)]
    found = []
    for number, token in enumerate(tokens):
        features = list(words[number])
        if cues[number]:
            features.append("cue")
        for place, distance in enumerate(_DISTANCES):
            other = number + distance
            if 0 <= other < len(tokens):
                features += beside[other][place]
            elif abs(distance) == 1:
                features.append(f"{distance}edge")
        head = heads[number]
        features += (f"hl={lemmas[head]}", f"hd={labels[number]}|{classes[head]}")
        features += _way_up(number, heads, labels, lemmas, cues)
        if token.is_sent_start:
            features.append("first")
        found.append(features)
    return found


@lru_cache(maxsize=16_384)
def _seen_from(word: tuple[str, ...], cue: bool) -> tuple[tuple[str, ...], ...]:  # noqa: FBT001 - a key
    """A word's features as those of a neighbour, for each distance of ``_DISTANCES``."""
    return tuple(
        tuple(
            f"{distance}{feature}"
            for feature in (
                *(word if abs(distance) <= _NEAR else word[:2]),
                *(("cue",) if cue else ()),
            )
        )
        for distance in _DISTANCES
    )


def _words(zone: ParsedZone, tokens: Sequence[Token], places: Places) -> list[tuple[str, ...]]:
    """Of each token: lemma, form and whether it is quoted, tag, dependency."""
    words: list[tuple[str, ...]] = []
    for token in tokens:
        collapsed = token.i in zone.collapsed
        lemma = "QUOTE" if collapsed else token.lemma_.lower()
        if token.pos_ == "PROPN":
            lemma = "NAME"
        quoted = collapsed or places.quotation_at(zone.starts[token.idx]) is not None
        form = _form(token.text)
        words.append((f"l={lemma}", f"s={form}{int(quoted)}", f"t={token.tag_}", f"d={token.dep_}"))
    return words


def _form(word: str) -> str:
    first = word[:1]
    if first.isupper():
        return "A"
    if first.isalpha():
        return "a"
    return "0" if first.isdigit() else first


def _way_up(
    number: int, heads: list[int], labels: list[str], lemmas: list[str], cues: list[bool]
) -> list[str]:
    """How a token hangs below reporting verbs: by which dependency and on which side of which."""
    nearest = topmost = None
    at, by = number, ""
    for _ in range(_LONGEST_WAY):
        if at != number and cues[at]:
            topmost = (at, by)
            nearest = nearest or topmost
        if heads[at] == at:
            break
        by, at = labels[at], heads[at]
    if nearest is None or topmost is None:
        return ["below=nothing"]
    verb, by = nearest
    side = "<" if number < verb else ">"
    features = [f"below={by}{side}", f"verb={lemmas[verb]}|{by}"]
    if topmost[0] != verb:
        features += [f"top={topmost[1]}", f"topverb={lemmas[topmost[0]]}|{topmost[1]}"]
    return features
