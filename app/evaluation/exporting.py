"""Reviewed statements as gold: what ``load_gold`` and ``coding.load_rows`` read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.positions import Stance
from app.domain.reviews import EDITOR
from app.evaluation.coding.rows import SPEAKER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.domain.positions import Issue
    from app.domain.records import ArticleRecord, PositionRecord, StatementRecord
    from app.domain.reviews import ReviewedArticle
    from app.domain.spans import Span


def gold_document(articles: Iterable[ReviewedArticle], issue: Issue) -> dict[str, Any]:
    """A gold file of the form of tests/gold/seeds.json that holds its articles' texts as well.

    Of positions those on ``issue``; none without a side, since that is a machine's answer only.
    """
    return {
        "issue": issue.slug,
        "proposition": issue.proposition,
        "spans": "code points, 0-based, half-open, into the text given here",
        "documents": [_document(one, issue.slug) for one in articles],
    }


def position_rows(
    articles: Iterable[ReviewedArticle], issues: Mapping[str, Issue]
) -> Iterator[dict[str, Any]]:
    """Rows of the form of tests/gold/stance_dev.jsonl: a reviewed statement and an issue each.

    On the issue where a position stands, the first of several; off it where the machine had given
    one that people took away. A position without a side gives none.
    """
    for article in articles:
        off = set(article.taken_away)
        for one in article.record.statements:
            if not one.decided_by.startswith(EDITOR):
                continue
            given: dict[str, PositionRecord] = {}
            for position in one.positions:
                given.setdefault(position.issue, position)
            for slug, issue in issues.items():
                stands = given.get(slug)
                if stands is not None and stands.stance is not Stance.UNDETERMINED:
                    yield _row(article.record, one, issue) | _code(article.record, one, stands)
                elif (one.id, slug) in off:
                    yield _row(article.record, one, issue) | _OFF


def _document(article: ReviewedArticle, issue: str) -> dict[str, Any]:
    record = article.record
    published = record.ref.published
    reviewed = [one for one in record.statements if one.decided_by.startswith(EDITOR)]
    said = " ".join(words for one in record.statements for words in one.content_text)
    return {
        "file": record.ref.id,
        "title": record.ref.title,
        "outlet": record.ref.outlet.name,
        "url": record.ref.address,
        "published": published.edtf,
        "published_basis": published.basis.value,
        "text": record.text,
        "statements": [_statement(one, issue) for one in reviewed],
        # Words that stand in a statement as well are somebody's.
        "not_statements": [
            words.strip()
            for words in dict.fromkeys(article.withdrawn)
            if words.strip() and words not in said
        ],
    }


def _statement(one: StatementRecord, issue: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "content": [[span.start, span.end] for span in one.content],
        "content_text": list(one.content_text),
        "cue": _span(one.cue),
        "cue_text": one.cue_text,
        "source": _span(one.source),
        "source_text": one.source_text,
        "actor": one.actor.name,
        "said_on": one.said_on.edtf,
        "positions": [
            {
                "holder": position.holder.name,
                "asserted_by": position.asserted_by.name if position.asserted_by else None,
                "stance": position.stance.value,
            }
            for position in one.positions
            if position.issue == issue and position.stance is not Stance.UNDETERMINED
        ],
    }


def _row(article: ArticleRecord, one: StatementRecord, issue: Issue) -> dict[str, Any]:
    return {
        "id": f"{one.id}-{issue.slug}",
        "issue": issue.slug,
        "issue_text": issue.proposition,
        "statement": " ".join(one.content_text),
        "context": _before(article, one),
        "kind": one.kind.value,
        "speaker": one.actor.name,
    }


_OFF: dict[str, Any] = {
    "on_issue": False, "stance": None, "scope": None, "holder": None, "asserted_by": None,
    "condition_text": None, "evidence": [], "construction": "", "contestable": False,
}  # fmt: skip


def _code(article: ArticleRecord, one: StatementRecord, position: PositionRecord) -> dict[str, Any]:
    own = position.holder.slug == one.actor.slug
    return {
        "on_issue": True,
        "stance": position.stance.value,
        "scope": position.scope.value,
        "holder": SPEAKER if own else position.holder.name,
        "asserted_by": position.asserted_by.name if position.asserted_by else None,
        "condition_text": position.condition_text,
        "evidence": [found.span.of(article.text) for found in position.evidence],
        "construction": "",
        "contestable": False,
    }


def _before(article: ArticleRecord, one: StatementRecord) -> str:
    """The words of its paragraph before a statement."""
    start = one.content[0].start
    for zone in article.zones:
        if zone.span.start <= start < zone.span.end:
            return article.text[zone.span.start : start].strip()
    return ""


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
