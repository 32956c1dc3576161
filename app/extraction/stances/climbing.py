"""Climbing: what has been gathered on the way from a thing at issue up the parse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Climb:
    """What has been gathered on the way up."""

    target: Token
    sign: int = 1
    words: list[Token] = field(default_factory=list)
    rule: str = ""
    weight: float = 0.0
    decided: bool = False
    open: bool = False  # the deciding word leaves the matter open
    bearer: Token | None = None
    own: bool = False
    doer: Token | None = None  # who would do the thing, where a verb of doing it says so
    negated_thing: bool = False
    absent: bool = False  # "without troops"
    purpose: bool = False
    hearsay: bool = False  # under a report or claim that something is so
    third: bool = False  # under a relative clause: 'those who send troops'

    def fire(self, words: list[Token], rule: str, weight: float) -> None:
        """Note deciding words; the strongest names the rule."""
        self.words.extend(word for word in words if word not in self.words)
        if not self.decided or weight > self.weight:
            self.rule, self.weight = rule, max(weight, self.weight)
        self.decided = True
