"""Utterances counted once, however many reports of them stand at some places of a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.db.queries.field import Field, Ints, Places

_WIDE = 1 << 25  # cells of a table of all pairs, at most
_MANY = 50_000  # of more places than this a table is quicker than putting them in order


@dataclass(frozen=True, slots=True)
class Told:
    """What the reports at some places tell of each utterance together."""

    takes: Places  # bits, as of a field
    kinds: NDArray[np.uint8]  # 1 shifted by each code
    reviewed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.takes)


def told_at(field: Field, places: Places) -> Told:
    """Of each utterance with a report at these places, what these reports tell."""
    lone = field.lone[1][places]
    single, several = places[lone], _ordered(field, places[~lone])
    starts = np.flatnonzero(np.diff(field.utterance[several], prepend=-1))

    def joined(values: NDArray[Any]) -> NDArray[Any]:
        if not len(several):
            return values[single]
        merged: NDArray[Any] = np.bitwise_or.reduceat(values[several], starts)
        return np.concatenate((values[single], merged))

    return Told(
        takes=joined(field.takes),
        kinds=joined(field.kind_bits),
        reviewed=joined(field.reviewed),
    )


def number_of(field: Field, places: Places) -> int:
    """How many utterances have a report at these places."""
    lone = field.lone[1][places]
    several = places[~lone]
    told = np.zeros(field.utterances, np.bool_)
    told[field.utterance[several]] = True
    return len(places) - len(several) + int(np.count_nonzero(told))


def by_speaker(field: Field, places: Places) -> Ints:
    """Of each speaker how many utterances have a report of theirs at these places."""
    speakers = field.speaks_alone
    if speakers is None:
        return by_code(field, places, field.speaker, len(field.speakers))
    if len(places) * 4 < field.utterances:  # of few the places, of many all utterances
        utterance = field.utterance[places]
        first = np.empty(field.utterances, np.int32)
        first[utterance] = places
        said = field.speaker[places[first[utterance] == places]]
        return np.bincount(said, minlength=len(field.speakers))
    told = np.zeros(field.utterances, np.bool_)
    told[field.utterance[places]] = True
    return np.bincount(speakers[told], minlength=len(field.speakers))


def by_code(field: Field, places: Places, codes: Places, number: int) -> Ints:
    """Of each of so many codes how many utterances have a report with it at these places."""
    lone = field.lone[1][places]
    several = places[~lone]
    alone = np.bincount(codes[places[lone]], minlength=number)
    if len(several) > _MANY and number * field.utterances < _WIDE:
        told = np.zeros((number, field.utterances), np.bool_)
        told[codes[several], field.utterance[several]] = True
        several_told: Ints = told.sum(axis=1)
        return alone + several_told
    pairs = np.sort(codes[several].astype(np.int64) * field.utterances + field.utterance[several])
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return alone + np.bincount(pairs // max(field.utterances, 1), minlength=number)


def _ordered(field: Field, places: Places) -> Places:
    """The places ordered by utterance."""
    if len(places) * 8 < len(field):
        return places[np.argsort(field.utterance[places], kind="stable")]
    chosen = np.zeros(len(field), np.bool_)
    chosen[places] = True
    return field.by_utterance[chosen[field.by_utterance]]
