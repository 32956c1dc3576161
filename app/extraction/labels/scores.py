"""Scores: what the features of each token say for each label, for many paragraphs at once.

What is seen of a kind of token is put into words (features.py) and weighed once; after that the
scores of a token are a sum of rows of tables, which numpy makes for all tokens together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from app.extraction.keys import Table, keys_of
from app.extraction.labels.features import COLUMNS, LONGEST_WAY, Features, quoted_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Token

    from app.extraction.keys import Keys
    from app.extraction.labels.field import Field
    from app.extraction.parsing import ParsedZone
    from app.extraction.reporting.drafts import Places

    Floats: TypeAlias = NDArray[np.float64]
    Numbers: TypeAlias = NDArray[np.int64]

_MOST_KNOWN = 16_000  # of each kind of what was weighed; 5 MB. A month's news have no more
_EDGE = 2  # rows between two paragraphs: as far as a token sees


class _Tokens:
    """The tokens of some paragraphs one after the other, with edges around each paragraph."""

    def __init__(self, zones: Sequence[ParsedZone], places: Places) -> None:
        self._zones = zones
        self._lengths = lengths = np.array([len(zone.doc) for zone in zones])
        self.starts: Numbers = np.cumsum(lengths + _EDGE) - lengths
        size = int(self.starts[-1] + lengths[-1]) + _EDGE
        rows = np.zeros((size, len(COLUMNS)), dtype=np.uint64)
        inside = np.zeros(size, dtype=np.uint64)
        self.collapsed = np.zeros(len(zones), dtype=bool)
        for number, (zone, start) in enumerate(zip(zones, self.starts.tolist(), strict=True)):
            end = start + len(zone.doc)
            if start == end:
                continue
            rows[start:end] = zone.doc.to_array(COLUMNS)
            quoted = quoted_in(zone, places)
            if quoted is not None:
                inside[start:end] = quoted
            if zone.collapsed:
                self.collapsed[number] = True
                inside[[start + place for place in zone.collapsed]] += np.uint64(2)
        self.labels: Keys = rows[:, 3].copy()
        self.heads: Numbers = rows[:, 5].view(np.int64) + np.arange(size)
        self.opening: Numbers = np.nonzero(rows[:, 6] == 1)[0]
        self.inside = inside
        self.keys = keys_of(*rows[:, :5].T, inside)  # of an edge: 0

    def at(self, place: int) -> tuple[ParsedZone, Token]:
        """The paragraph and the token of a row."""
        number = int(np.searchsorted(self.starts, place, side="right")) - 1
        zone = self._zones[number]
        return zone, zone.doc[place - int(self.starts[number])]

    def of(self, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which rows are tokens of wanted paragraphs."""
        found = np.zeros(len(self.heads), dtype=bool)
        for start, end in zip(
            self.starts[wanted], (self.starts + self._lengths)[wanted], strict=True
        ):
            found[start:end] = True
        return found


class Scores:
    """Weighs the tokens of paragraphs."""

    def __init__(self, field: Field) -> None:
        """Take the field whose weights are asked for."""
        self._field = field
        self._features = Features(field)
        self._first = field.score(self._features.first)
        self._below_nothing = field.score(self._features.below_nothing)
        self._forget()

    def _forget(self) -> None:
        before, after = map(self._field.score, self._features.edges)
        nothing = self._field.score(())
        self._kinds = Table(
            (5, len(nothing)), np.float64
        )  # itself, and as one before or after, or two
        self._heads = Table((len(nothing),), np.float32)
        self._ways = Table((len(nothing),), np.float32)
        # By the number of the kind: whether it reports, its word, and its word with its tag.
        self._seen = np.zeros((1024, 3), dtype=np.int64)
        self._words: dict[str | tuple[str, str], int] = {}
        edge = np.stack([nothing, before, after, nothing, nothing])
        self._kinds.find(np.zeros(1, dtype=np.uint64), lambda _: edge)

    def of(self, zones: Sequence[ParsedZone], places: Places) -> tuple[Floats, NDArray[np.bool_]]:
        """What each token's features say for each label; and which paragraphs may report.

        Those may that have a quotation or a verb of reporting: nothing is said in the others, and
        their tokens are left out.
        """
        if max(map(len, (self._kinds, self._heads, self._ways))) > _MOST_KNOWN:
            self._forget()
        tokens = _Tokens(zones, places)
        kinds = self._kinds.find(tokens.keys, lambda place: self._weigh_kind(tokens, place))
        seen = self._seen[kinds]
        heads = self._heads.find(
            keys_of(seen[tokens.heads, 2], tokens.labels),
            lambda place: self._weigh_head(tokens, place),
        )
        rows = self._kinds.rows
        scores: Floats = rows[kinds, 0].astype(np.float64)
        scores += self._heads.rows[heads]
        scores[1:] += rows[kinds[:-1], 1]
        scores[:-1] += rows[kinds[1:], 2]
        scores[2:] += rows[kinds[:-2], 3]
        scores[:-2] += rows[kinds[2:], 4]
        scores[tokens.opening] += self._first
        cue = seen[:, 0] > 0
        self._add_ways(scores, tokens, cue, seen[:, 1])
        reporting = np.logical_or.reduceat(cue, tokens.starts) | tokens.collapsed
        return scores[tokens.of(reporting)], reporting

    def _add_ways(
        self, scores: Floats, tokens: _Tokens, cue: NDArray[np.bool_], words: Numbers
    ) -> None:
        """Add what the reporting verbs above each token say."""
        heads, labels = tokens.heads, tokens.labels
        every = np.arange(len(heads))
        at, by = every, np.zeros_like(labels)
        nearest, nearest_by = np.full_like(every, -1), by
        topmost, topmost_by = nearest, by
        for _ in range(LONGEST_WAY):
            found = cue[at] & (at != every)
            topmost, topmost_by = np.where(found, at, topmost), np.where(found, by, topmost_by)
            found &= nearest < 0
            nearest, nearest_by = np.where(found, at, nearest), np.where(found, by, nearest_by)
            above = heads[at]
            ended = above == at
            if ended.all():
                break
            at, by = above, np.where(ended, by, labels[at])
        scores[nearest < 0] += self._below_nothing
        (below,) = np.nonzero(nearest >= 0)
        if not len(below):
            return
        nearest, nearest_by = nearest[below], nearest_by[below]
        topmost, topmost_by = topmost[below], topmost_by[below]
        one = topmost == nearest
        topmost_by[one] = 0
        keys = keys_of(
            words[nearest],
            nearest_by,
            below < nearest,
            np.where(one, 0, words[topmost]),
            topmost_by,
        )

        def weigh(place: int) -> Floats:
            top = None if one[place] else tokens.at(int(topmost[place]))
            zone, verb = tokens.at(int(nearest[place]))
            strings = zone.doc.vocab.strings
            return self._field.score(
                self._features.way(
                    self._features.word(zone, verb),
                    strings[int(nearest_by[place])],
                    "<" if below[place] < nearest[place] else ">",
                    None if top is None else self._features.word(*top),
                    strings[int(topmost_by[place])],
                )
            )

        ways = self._ways.find(keys, weigh)
        scores[below] += self._ways.rows[ways]

    def _weigh_kind(self, tokens: _Tokens, place: int) -> Floats:
        zone, token = tokens.at(place)
        kind = self._features.kind(zone, token, inside=bool(int(tokens.inside[place]) & 1))
        number = len(self._kinds)
        if number == len(self._seen):
            self._seen = np.concatenate([self._seen, np.zeros_like(self._seen)])
        word, tagged = kind.word, (kind.word, kind.tag)
        self._seen[number] = kind.cue, self._number(word), self._number(tagged)
        score = self._field.score
        seen = kind.own, kind.before, kind.after, kind.far_before, kind.far_after
        return np.stack([score(words) for words in seen])

    def _number(self, word: str | tuple[str, str]) -> int:
        """A number above 0 for a word, or a word with its tag."""
        return self._words.setdefault(word, len(self._words) + 1)

    def _weigh_head(self, tokens: _Tokens, place: int) -> Floats:
        if not tokens.keys[place]:
            return self._field.score(())  # an edge
        zone, token = tokens.at(place)
        return self._field.score(self._features.head(zone, token.head, token.dep_))
