"""An extraction that finds the first word of a text, for tests of all that is around it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.extraction.clean import clean
from tests.factories import make_actor, make_extraction, make_position, make_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.articles import Article
    from app.domain.extraction import Extraction
    from app.domain.positions import Issue
    from app.extraction.parsing import Parser

ADA = make_actor("Ada Moreau", in_directory=True)


def extract(
    article: Article, _actors: ActorDirectory, _issues: Sequence[Issue], _parser: Parser
) -> Extraction:
    """One statement with one position: the first word."""
    text = clean(article)
    statement = make_statement(
        text.text,
        text.text.split()[0],
        ADA,
        said_on=article.published,
        positions=[make_position(ADA)],
    )
    return replace(make_extraction(text.text, statement), article=article, text=text)
