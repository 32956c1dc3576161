"""ContextView: a statement's sentences with the one before and the one after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.views.links import place_address
from app.views.passages import cut
from app.views.statement import PassageMark, layers, neighbours, passage_of

if TYPE_CHECKING:
    from app.domain.records import ArticleRecord, StatementRecord
    from app.views.passages import Piece


@dataclass(frozen=True, slots=True)
class ContextView:
    """What stands around a statement; empty sentences at either end of the text."""

    before: str
    passage: tuple[Piece[PassageMark], ...]
    after: str
    title: str
    place: str


def context_view(statement: StatementRecord, article: ArticleRecord) -> ContextView:
    """The context of a statement, cut from its article's clean text."""
    passage = passage_of(statement, article)
    before, after = neighbours(article, passage)
    return ContextView(
        before=before,
        passage=cut(article.text, passage, layers(statement)),
        after=after,
        title=article.ref.title,
        place=place_address(article.ref.id, statement.id),
    )
