"""Beside: what articles.yaml in a file's folder says of it, put onto what was read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.articles import Article
from app.domain.captures import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.errors import UnreadableSource
    from app.readers.definitions import ArticleMetadata


def completed(article: Article, known: ArticleMetadata) -> Article:
    """The article with all that is said of its file; a person's word goes before the file's."""
    dated = known.published.known
    return replace(
        article,
        title=known.title or article.title,
        outlet=known.outlet or article.outlet,
        address=known.address or article.address,
        published=known.published if dated else article.published,
        published_note=known.published_note if dated else article.published_note,
        language=known.language or article.language,
    )


def all_completed(
    found: Iterable[Article | Link | UnreadableSource], known: ArticleMetadata, *, single: bool
) -> Iterator[Article | Link | UnreadableSource]:
    """What was found in a file, with what is said of the file.

    Of a file that holds several (``single`` is False) only the outlet and the language can be
    said, and they are taken where the thing itself has none.
    """
    for each in found:
        if isinstance(each, Article) and single:
            yield completed(each, known)
        elif isinstance(each, (Article, Link)) and not single:
            yield replace(
                each,
                outlet=each.outlet or known.outlet,
                language=each.language or known.language,
            )
        else:
            yield each
