"""The word classes of the stance rules, read once from lexicon/stance_*.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from app.extraction.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Attitude:
    """What a word says of the thing that is its object."""

    rule: str  # the class: "acceptance", "refusal", ...
    sign: int  # 1 for the thing, -1 against it, 0 open
    weak: bool  # it leans that way and can be outvoted
    negated_open: bool  # its negation leaves the matter open


@dataclass(frozen=True)
class StanceLexicon:
    """All classes, by lemma."""

    verbs: Mapping[str, Attitude]
    nouns: Mapping[str, Attitude]
    adjectives: Mapping[str, Attitude]
    evaluation: Mapping[str, Mapping[str, int]]  # part of speech -> lemma -> 1 good, -1 bad
    bleached: frozenset[str]
    joining: frozenset[str]
    turning: frozenset[str]
    regarding: frozenset[str]
    reprisals: frozenset[str]
    hedges: Mapping[str, frozenset[str]]
    hedge_sequences: tuple[tuple[str, ...], ...]
    neutral_sequences: tuple[tuple[str, ...], ...]
    connectives: tuple[tuple[str, ...], ...]
    conditions: Mapping[str, frozenset[str]]
    frames: Mapping[str, frozenset[str]]
    topics: Mapping[str, frozenset[str]]
    topic_classes: Mapping[str, tuple[str, ...]]
    anaphors: tuple[str, ...]

    def evaluate(self, part: str, lemma: str) -> int:
        """1 when the word calls a thing good, -1 when bad, 0 when it says neither."""
        return self.evaluation.get(part, {}).get(lemma, 0)


_PARTS = ("verbs", "nouns", "adjectives")
_SIGNS = {"supports": 1, "opposes": -1, "open": 0}


def _words(entry: dict[str, Any], *apart: str) -> dict[str, frozenset[str]]:
    """The lists of words of a lexicon, without those entries that are read ``apart``."""
    return {key: frozenset(map(str, words)) for key, words in entry.items() if key not in apart}


def _sequences(lines: list[str]) -> tuple[tuple[str, ...], ...]:
    """Word sequences, the longest first, so that 'only if' is found before 'if'."""
    return tuple(sorted((tuple(line.split()) for line in lines), key=len, reverse=True))


@lru_cache(maxsize=1)
def stance_lexicon() -> StanceLexicon:
    """The lexicon; read from the package's files at the first call."""
    attitudes: dict[str, dict[str, Attitude]] = {part: {} for part in _PARTS}
    for rule, entry in load_lexicon("stance_attitudes").items():
        attitude = Attitude(
            rule,
            _SIGNS[entry["direction"]],
            bool(entry.get("weak")),
            entry.get("negated") == "noncommittal",
        )
        for part in _PARTS:
            for word in entry[part]:
                attitudes[part].setdefault(str(word), attitude)
    values = load_lexicon("stance_evaluation")
    evaluation: dict[str, dict[str, int]] = {}
    for name, sign in (("bad", -1), ("good", 1)):
        for part, words in values[name].items():
            for word in words:
                evaluation.setdefault(part, {}).setdefault(str(word), sign)
    hedges, conditions = load_lexicon("stance_hedges"), load_lexicon("stance_conditions")
    topics = load_lexicon("stance_topics")
    return StanceLexicon(
        verbs=attitudes["verbs"],
        nouns=attitudes["nouns"],
        adjectives=attitudes["adjectives"],
        evaluation=evaluation,
        bleached=frozenset(map(str, values["bleached"])),
        joining=frozenset(values["joining"]),
        turning=frozenset(values["turning"]),
        regarding=frozenset(values["regarding"]),
        reprisals=frozenset(values["reprisals"]),
        hedges=_words(hedges, "sequences", "neutral_sequences"),
        hedge_sequences=_sequences(hedges["sequences"]),
        neutral_sequences=_sequences(hedges["neutral_sequences"]),
        connectives=_sequences(conditions["connectives"]),
        conditions=_words(conditions, "connectives"),
        frames=_words(load_lexicon("stance_frames")),
        topics=_words(topics, "classes", "anaphors"),
        topic_classes={name: tuple(map(str, words)) for name, words in topics["classes"].items()},
        anaphors=tuple(map(str, topics["anaphors"])),
    )
