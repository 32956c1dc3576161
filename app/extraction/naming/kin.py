"""Kin: whom "his wife" stands for among those whom a text names."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from app.extraction.naming.mention import Mention, MentionKind

if TYPE_CHECKING:
    from app.extraction.naming.entities import Cast, Entity

_MOST_NAMESAKES = 40
_KIN = frozenset({"wife", "husband", "son", "daughter", "brother", "sister", "mother", "father"})


class Kin:
    """Finds somebody by kinship to another, in one text."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def of(self, mention: Mention) -> Entity | None:
        """Whom "his wife" stands for: the only one of that gender with another's surname."""
        if mention.kind is not MentionKind.OFFICE or mention.words[-1] not in _KIN:
            return None
        words = self._cast.text.words[mention.zone]
        if mention.left >= len(words) or words[mention.left].low not in {"his", "her"}:
            return None
        found = [
            each
            for each in self._namesakes[:_MOST_NAMESAKES]
            if each.gender is not None
            and each.gender is mention.gender
            and each.mentions[0].span.start < mention.span.start
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _namesakes(self) -> list[Entity]:
        """All with a whole name whose surname somebody else has too."""
        persons = [each for each in self._cast.entities if each.person and each.named]
        surnames = Counter(each.name.words[-1] for each in persons)
        return [
            each
            for each in persons
            if len(each.name.words) > 1 and surnames[each.name.words[-1]] > 1 and each.mentions
        ]
