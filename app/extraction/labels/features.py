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
    from spacy.tokens import Token

    from app.extraction.parsing import ParsedZone
    from app.extraction.reporting.drafts import Places

_FAR = 2  # tokens away; of these only the word is seen, of the next one all
_LONGEST_WAY = 40  # heads above a token; a broken parse may be one long chain


def features_of(zone: ParsedZone, places: Places) -> list[list[str]]:
    """For each token of a paragraph its features, strings of the form ``name=value``."""
    doc = zone.doc
    tokens = list(doc)
    cues = [reports(token) for token in tokens]
    heads = [token.head.i for token in tokens]
    dependencies = [token.dep_ for token in tokens]
    tags = [token.tag_ for token in tokens]
    words = [_lemma(zone, token) for token in tokens]
    quoted = [
        number in zone.collapsed or places.quotation_at(zone.starts[token.idx]) is not None
        for number, token in enumerate(tokens)
    ]
    seen = [
        _seen(word, f"{_form(token.text)}{inside:d}", tag, dependency, cue)
        for token, word, inside, tag, dependency, cue in zip(
            tokens, words, quoted, tags, dependencies, cues, strict=True
        )
    ]
    last = len(tokens) - 1
    found = []
    for number, token in enumerate(tokens):
        head = heads[number]
        features = [*seen[number][0], *_head(words[head], tags[head], dependencies[number])]
        features += seen[number - 1][-1] if number else _BEFORE
        features += seen[number + 1][1] if number < last else _AFTER
        for distance in (-_FAR, _FAR):
            if 0 <= number + distance <= last:
                features += seen[number + distance][distance]
        features += _way_up(number, heads, dependencies, words, cues)
        if token.is_sent_start:
            features.append("first")
        found.append(features)
    return found


_BEFORE, _AFTER = ("-1edge",), ("1edge",)


def _lemma(zone: ParsedZone, token: Token) -> str:
    """A token's word as it is learned: no name, and nothing of what a quotation says."""
    if token.i in zone.collapsed:
        return "QUOTE"
    return "NAME" if token.pos_ == "PROPN" else token.lemma_.lower()


@lru_cache(maxsize=20_000)
def _seen(word: str, form: str, tag: str, by: str, cue: bool) -> dict[int, tuple[str, ...]]:  # noqa: FBT001 - a cache takes no keywords as one
    """What is seen of a token from itself (0), from its neighbours and from further away."""
    own = [f"l={word}", f"s={form}", f"t={tag}", f"d={by}"]
    far = own[:2]
    if cue:
        own.append("cue")
        far.append("cue")
    return {
        0: tuple(own),
        **{distance: tuple(f"{distance}{each}" for each in own) for distance in (-1, 1)},
        **{distance: tuple(f"{distance}{each}" for each in far) for distance in (-_FAR, _FAR)},
    }


@lru_cache(maxsize=20_000)
def _head(word: str, tag: str, by: str) -> tuple[str, str]:
    return f"hl={word}", f"hd={by}|{tag}"


def _form(word: str) -> str:
    first = word[:1]
    if first.isupper():
        return "A"
    if first.isalpha():
        return "a"
    return "0" if first.isdigit() else first


def _way_up(
    number: int, heads: list[int], dependencies: list[str], words: list[str], cues: list[bool]
) -> tuple[str, ...]:
    """How a token hangs below reporting verbs: by which dependency and on which side of which."""
    nearest = topmost = None
    at, by = number, ""
    for _ in range(_LONGEST_WAY):
        if cues[at] and at != number:
            topmost = (at, by)
            nearest = nearest or topmost
        above = heads[at]
        if above == at:
            break
        by, at = dependencies[at], above
    if nearest is None or topmost is None:
        return _BELOW_NOTHING
    verb, by = nearest
    below = _below(words[verb], by, "<" if number < verb else ">")
    return below if topmost is nearest else below + _top(words[topmost[0]], topmost[1])


_BELOW_NOTHING = ("below=nothing",)


@lru_cache(maxsize=20_000)
def _below(verb: str, by: str, side: str) -> tuple[str, ...]:
    return f"below={by}{side}", f"verb={verb}|{by}"


@lru_cache(maxsize=20_000)
def _top(verb: str, by: str) -> tuple[str, ...]:
    return f"top={by}", f"topverb={verb}|{by}"
