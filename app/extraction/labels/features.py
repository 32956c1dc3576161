"""Features: what the learned reading sees of a token.

Its own lemma, tag and dependency, those of its neighbours, its head, and how it hangs below the
nearest and the topmost reporting verb above it. No name, no place, no text of an article: what
is learned are ways of reporting. The features follow Pareti et al. (2013), "Automatically
Detecting and Attributing Indirect Quotations".

What is seen of a kind of token is put into words once; after that its numbers in the parse are
enough to find it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from app.extraction.reporting.cues import reports

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from spacy.tokens import Doc, Token

    from app.extraction.parsing import ParsedZone
    from app.extraction.reporting.drafts import Places

    Words: TypeAlias = tuple[str, ...]

_FAR = 2  # tokens away; of these only the word is seen, of the next one all
LONGEST_WAY = 40  # heads above a token; a broken parse may be one long chain
_MOST_KNOWN = 50_000  # of each kind of what was put into words
COLUMNS: list[int | str] = ["ORTH", "LEMMA", "TAG", "DEP", "POS", "HEAD", "SENT_START"]


def features_of(zone: ParsedZone, places: Places) -> list[list[str]]:
    """For each token of a paragraph its features, strings of the form ``name=value``."""
    return Features().of(zone, places)


class Kind:
    """What is seen of one kind of token, from itself and from its neighbours, in words."""

    __slots__ = ("after", "before", "cue", "far_after", "far_before", "own", "tag", "word")

    def __init__(self, word: str, tag: str, own: list[Words], *, cue: bool) -> None:
        self.word, self.tag, self.cue = word, tag, cue
        self.own, self.before, self.after, self.far_before, self.far_after = own


class Features:
    """Puts the tokens of paragraphs into features."""

    def __init__(self, known: Container[str] | None = None) -> None:
        """``known`` are the features that are asked for; None: all of them."""
        self._asked = known
        self._forget()
        self.edges = self._words("-1edge"), self._words("1edge")
        self.first = self._words("first")
        self.below_nothing = self._words("below=nothing")

    def _forget(self) -> None:
        self._kinds: dict[tuple[int, ...], Kind] = {}
        self._heads: dict[tuple[str, str, int], Words] = {}
        self._ways: dict[tuple[str, int, bool, str | None, int], Words] = {}

    def _words(self, *features: str) -> Words:
        asked = self._asked
        return features if asked is None else tuple(each for each in features if each in asked)

    def of(self, zone: ParsedZone, places: Places) -> list[list[str]]:
        """For each token of a paragraph its features."""
        if max(len(self._kinds), len(self._heads), len(self._ways)) > _MOST_KNOWN:
            self._forget()
        doc = zone.doc
        rows: list[list[int]] = doc.to_array(COLUMNS).tolist()
        if not rows:
            return []
        strings = doc.vocab.strings
        quoted = quoted_in(zone, places) or [False] * len(rows)
        kinds = list(self._seen(doc, rows, zone, quoted))
        heads = [number + _signed(row[5]) for number, row in enumerate(rows)]
        ways = self._ways_up(heads, rows, kinds, doc)
        last = len(kinds) - 1
        before, after = self.edges
        found = []
        for number, kind in enumerate(kinds):
            row = rows[number]
            above = kinds[heads[number]]
            key = above.word, above.tag, row[3]
            head = self._heads.get(key)
            if head is None:
                head = self._heads[key] = self._head(above.word, above.tag, strings[row[3]])
            features = [*kind.own, *head]
            features += kinds[number - 1].before if number else before
            features += kinds[number + 1].after if number < last else after
            if number >= _FAR:
                features += kinds[number - _FAR].far_before
            if number + _FAR <= last:
                features += kinds[number + _FAR].far_after
            features += ways[number]
            if row[6] == 1:
                features += self.first
            found.append(features)
        return found

    def _seen(
        self, doc: Doc, rows: list[list[int]], zone: ParsedZone, quoted: list[bool]
    ) -> Iterable[Kind]:
        kinds, collapsed = self._kinds, zone.collapsed
        for number, (row, inside) in enumerate(zip(rows, quoted, strict=True)):
            key = (*row[:5], inside, number in collapsed)
            kind = kinds.get(key)
            if kind is None:
                kind = kinds[key] = self.kind(zone, doc[number], inside=inside)
            yield kind

    def kind(self, zone: ParsedZone, token: Token, *, inside: bool) -> Kind:
        """What is seen of a token; ``inside``: whether it is quoted or stands for a quotation."""
        word, cue = _lemma(zone, token), reports(token)
        own = [f"l={word}", f"s={_form(token.text)}{inside:d}"]
        far = own[:]
        own += [f"t={token.tag_}", f"d={token.dep_}"]
        if cue:
            own.append("cue")
            far.append("cue")
        seen = [
            self._words(*own),
            *(self._words(*(f"{place}{each}" for each in own)) for place in (-1, 1)),
            *(self._words(*(f"{place}{each}" for each in far)) for place in (-_FAR, _FAR)),
        ]
        return Kind(word, token.tag_, seen, cue=cue)

    def _ways_up(
        self, heads: list[int], rows: list[list[int]], kinds: list[Kind], doc: Doc
    ) -> list[Words]:
        """How each token hangs below reporting verbs: by what, and on which side of which."""
        ways = [self.below_nothing] * len(heads)
        if not any(kind.cue for kind in kinds):
            return ways
        for number in range(len(heads)):
            nearest = topmost = None
            at, by = number, 0
            for _ in range(LONGEST_WAY):
                if kinds[at].cue and at != number:
                    topmost = (at, by)
                    nearest = nearest or topmost
                above = heads[at]
                if above == at:
                    break
                by, at = rows[at][3], above
            if nearest is None or topmost is None:
                continue
            verb, by = nearest
            top, top_by = topmost if topmost is not nearest else (None, 0)
            top_word = None if top is None else kinds[top].word
            key = kinds[verb].word, by, number < verb, top_word, top_by
            way = self._ways.get(key)
            if way is None:
                strings = doc.vocab.strings
                way = self._ways[key] = self.way(
                    key[0], strings[by], "<" if key[2] else ">", top_word, strings[top_by]
                )
            ways[number] = way
        return ways

    def head(self, zone: ParsedZone, head: Token, by: str) -> Words:
        """What is seen of a token's head, below which it hangs by a label."""
        return self._head(_lemma(zone, head), head.tag_, by)

    def _head(self, word: str, tag: str, by: str) -> Words:
        return self._words(f"hl={word}", f"hd={by}|{tag}")

    def word(self, zone: ParsedZone, token: Token) -> str:
        """The word by which a token is known."""
        return _lemma(zone, token)

    def way(self, verb: str, by: str, side: str, top: str | None, top_by: str) -> Words:
        """How a token hangs below the nearest and, if it is another, the topmost verb."""
        below = f"below={by}{side}", f"verb={verb}|{by}"
        if top is None:
            return self._words(*below)
        return self._words(*below, f"top={top_by}", f"topverb={top}|{top_by}")


def quoted_in(zone: ParsedZone, places: Places) -> list[bool] | None:
    """For each token whether it is quoted or stands for a quotation; None when none is."""
    begins = zone.token_starts
    if not places.quotations_between(begins[0], zone.ends[-1]) and (
        places.quotation_at(begins[0]) is None
    ):
        return None
    return [
        number in zone.collapsed or places.quotation_at(place) is not None
        for number, place in enumerate(begins)
    ]


def _signed(distance: int) -> int:
    """A distance as the parse keeps it, below zero as what is left of 64 bits."""
    return distance - (1 << 64) if distance >> 63 else distance


def _lemma(zone: ParsedZone, token: Token) -> str:
    """A token's word as it is learned: no name, and nothing of what a quotation says."""
    if token.i in zone.collapsed:
        return "QUOTE"
    return "NAME" if token.pos_ == "PROPN" else token.lemma_.lower()


def _form(word: str) -> str:
    first = word[:1]
    if first.isupper():
        return "A"
    if first.isalpha():
        return "a"
    return "0" if first.isdigit() else first
