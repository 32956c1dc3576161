"""KeptCards: the cards of one page of a comparison, each rendered once for as long as it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.views.cards import KeptCard
from app.web.block_cache import kept_block
from app.web.templating import blocks

if TYPE_CHECKING:
    from collections.abc import Hashable

    from markupsafe import Markup

    from app.domain.queries import ComparisonQuery
    from app.views.cards import StatementCard
    from app.web.kept import Kept


class KeptCards:
    """Gives the HTML of cards: what is kept as it is, what is not rendered and then kept.

    A card depends on the data, on the issue and on the words that are marked in it. The role that
    the head of its column has already, and that it therefore leaves out, depends on the data and on
    who speaks, so that it needs no place in the key.
    """

    def __init__(self, kept: Kept, version: int, query: ComparisonQuery) -> None:
        self._kept, self._version = kept, version
        self._issue, self._words = query.issue, query.words
        self._found: dict[str, Markup] = {}

    def has(self, identifier: str) -> bool:
        """Whether the card of a statement is kept; it is then there until the page is rendered."""
        found = self._kept.get(self._version, ("block", self._key(identifier)))
        if found is None:
            return False
        self._found[identifier] = found
        return True

    def __call__(self, card: StatementCard | KeptCard, role: str | None) -> Markup:
        """The HTML of a card in a column with that role over it."""
        found = self._found.get(card.id)
        if found is None:
            assert not isinstance(card, KeptCard)  # noqa: S101 - kept cards were found by ``has``
            module = blocks().env.get_template("macros.html").module
            found = kept_block(
                self._kept,
                self._version,
                self._key(card.id),
                lambda: module.card_of(card, role),  # type: ignore[attr-defined]  # a macro
            )
            self._found[card.id] = found
        return found

    def _key(self, identifier: str) -> Hashable:
        return "card_of", identifier, self._issue, self._words
