"""Plates: what a picture to share says, in words and stances, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """A stance as a word with its shape, or a count with none where ``key`` is empty.

    ``before`` says whose stance it is where that is not plain.
    """

    key: str
    word: str
    certain: bool
    before: str = ""


@dataclass(frozen=True, slots=True)
class WordsPlate:
    """The picture of one statement.

    ``about`` says on what the stances are; ``note`` how the words are given: 'paraphrased';
    ``doubt`` that it is not certain who speaks.
    """

    words: str
    signs: tuple[Sign, ...]
    about: str
    note: str
    name: str
    doubt: str
    role: str
    dates: str
    outlet: str


@dataclass(frozen=True, slots=True)
class RowsPlate:
    """The picture of an actor or a comparison: a heading, and a row of counts for each of some.

    ``words`` are shown below where there are any, with ``words_note``: when, where and how given.
    """

    heading: str
    sentence: str
    rows: tuple[tuple[str, tuple[Sign, ...]], ...]
    more: int  # actors beyond these rows
    words: str = ""
    words_note: str = ""


Plate = WordsPlate | RowsPlate
