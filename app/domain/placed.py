"""PlacedLine: when each utterance of a comparison was said, as columns of numbers.

A choice may list a hundred thousand utterances, and the timeline counts all of them. As numbers
they are counted at once; those few that are drawn one by one are made records.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.domain.positions import Stance
from app.domain.records import PlacedRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Bools = NDArray[np.bool_]

_STANCES = tuple(Stance)


@dataclass(frozen=True, slots=True, eq=False)
class PlacedLine:
    """Utterances in the order of their list; every array has one number for each.

    ``speaker`` counts from 0 and stands for a slug of ``actors``. Days are ordinals, 0 where none
    is known. ``certain`` and ``uncertain`` have a bit for each stance that the speaker takes, in
    the order of Stance. ``statement`` gives the id of the report that is shown of one, by place.
    """

    actors: tuple[str, ...]
    speaker: Ints
    first: Ints
    last: Ints
    guessed: Bools
    certain: Ints
    uncertain: Ints
    second_hand: Bools
    statement: Callable[[int], str]

    @classmethod
    def of(cls, records: Iterable[PlacedRecord]) -> PlacedLine:
        """The same of records; a line is given back as it is."""
        if isinstance(records, PlacedLine):
            return records
        found = list(records)
        actors = tuple(dict.fromkeys(one.actor for one in found))
        codes = {slug: code for code, slug in enumerate(actors)}

        def numbers(values: Iterable[int]) -> Ints:
            return np.fromiter(values, np.int64, len(found))

        def bits(one: PlacedRecord, *, sure: bool) -> int:
            return sum({1 << _STANCES.index(taken) for taken, its in one.stances if its is sure})

        return cls(
            actors=actors,
            speaker=numbers(codes[one.actor] for one in found),
            first=numbers(one.first.toordinal() if one.first else 0 for one in found),
            last=numbers(one.last.toordinal() if one.last else 0 for one in found),
            guessed=np.array([one.guessed for one in found], np.bool_),
            certain=numbers(bits(one, sure=True) for one in found),
            uncertain=numbers(bits(one, sure=False) for one in found),
            second_hand=np.array([one.second_hand for one in found], np.bool_),
            statement=[one.statement for one in found].__getitem__,
        )

    def of_actors(self, slugs: Sequence[str]) -> PlacedLine:
        """What these say, with their numbers in that order."""
        numbers = {slug: number for number, slug in enumerate(slugs)}
        codes = np.array([numbers.get(slug, -1) for slug in self.actors], np.int64)
        speaker = codes[self.speaker] if len(self) else self.speaker
        if -1 not in codes:
            return replace(self, actors=tuple(slugs), speaker=speaker)
        kept = np.flatnonzero(speaker >= 0)
        return PlacedLine(
            actors=tuple(slugs),
            speaker=speaker[kept],
            first=self.first[kept],
            last=self.last[kept],
            guessed=self.guessed[kept],
            certain=self.certain[kept],
            uncertain=self.uncertain[kept],
            second_hand=self.second_hand[kept],
            statement=lambda place: self.statement(int(kept[place])),
        )

    def __len__(self) -> int:
        return len(self.first)

    def __iter__(self) -> Iterator[PlacedRecord]:
        return map(self.record, range(len(self)))

    def record(self, place: int) -> PlacedRecord:
        """One of them."""
        first, last = int(self.first[place]), int(self.last[place])
        certain, uncertain = int(self.certain[place]), int(self.uncertain[place])
        return PlacedRecord(
            statement=self.statement(place),
            actor=self.actors[int(self.speaker[place])],
            first=date.fromordinal(first) if first else None,
            last=date.fromordinal(last) if last else None,
            guessed=bool(self.guessed[place]),
            stances=tuple(
                (stance, sure)
                for bit, stance in enumerate(_STANCES)
                for sure, bits in ((True, certain), (False, uncertain))
                if bits >> bit & 1
            ),
            second_hand=bool(self.second_hand[place]),
        )
