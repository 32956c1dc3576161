"""Utterances counted once, however many reports of them stand at some places of a field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from app.db.queries.field import Field, Ints, Places

_WIDE = 1 << 25  # cells of a table of all pairs, at most
_KINDS_FROM = 16  # in ``Told.bits``; positions take fewer
_REVIEWED = 1 << 30


@dataclass(frozen=True)
class Told:
    """What the reports at some places of a field tell of each utterance together."""

    field: Field
    places: Places

    @cached_property
    def _one(self) -> Places:
        """Of each report the number of one of the same utterance: for all these the same."""
        utterance = self.field.utterance[self.places]
        numbers = np.arange(len(utterance), dtype=np.int32)
        found = np.empty(self.field.utterances, np.int32)
        found[utterance] = numbers
        return found[utterance]

    @cached_property
    def _ones(self) -> Places:
        """The places of one report of each."""
        ones: Places = self.places[self._one == np.arange(len(self.places), dtype=np.int32)]
        return ones

    def __len__(self) -> int:
        return len(self._ones)

    @cached_property
    def _bits(self) -> Places:
        """The bits of positions, those of kinds behind them, and whether a person has checked it.

        At one report of each utterance, and none at the others.
        """
        field, places = self.field, self.places
        bits = field.takes[places]
        bits |= np.int32(1 << _KINDS_FROM) << field.kind[places]
        bits[field.reviewed[places]] |= _REVIEWED
        found = np.zeros(len(bits), np.int32)
        np.bitwise_or.at(found, self._one, bits)
        return found

    def taking(self, bits: int) -> int:
        """How many take one of these positions: bits as of ``Field.takes``."""
        return int(np.count_nonzero(self._bits & bits))

    def of_kind(self, code: int) -> int:
        """How many are of the kind with that code."""
        return self.taking(1 << (_KINDS_FROM + code))

    @property
    def reviewed(self) -> int:
        """How many a person has checked."""
        return self.taking(_REVIEWED)

    def by_speaker(self) -> Ints:
        """Of each speaker how many have a report of theirs."""
        field = self.field
        if field.speaks_alone is None:
            return self.by_code(field.speaker[self.places], len(field.speakers))
        return np.bincount(field.speaker[self._ones], minlength=len(field.speakers))

    def by_code(self, codes: Places, number: int) -> Ints:
        """Of each of so many codes how many have it; of each of the places one code is given."""
        size = len(codes)
        if number * size < _WIDE:
            table = np.zeros((number, size), np.bool_)
            table[codes, self._one] = True
            return np.array([np.count_nonzero(row) for row in table], np.int64)
        pairs = np.sort(codes.astype(np.int64) * size + self._one)
        pairs = pairs[np.diff(pairs, prepend=-1) != 0]
        return np.bincount(pairs // size, minlength=number)


def number_of(field: Field, places: Places) -> int:
    """How many utterances have a report at these places."""
    told = np.zeros(field.utterances, np.bool_)
    told[field.utterance[places]] = True
    return int(np.count_nonzero(told))
