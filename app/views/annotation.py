"""Annotation: a statement as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.views.links import article_address, statement_address
from app.views.share_quotation import web_address
from app.views.stances import show_position
from app.views.wording import SCOPE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.records import ArticleRecord, PositionRecord, StatementRecord
    from app.domain.spans import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"; charset=utf-8'
# What the vocabulary of annotations has no word for.
_OWN = {
    "onrecord": "urn:onrecord:",
    "stance": "onrecord:stance",
    "certain": "onrecord:certain",
    "confidence": "onrecord:confidence",
    "issue": "onrecord:issue",
    "holder": {"@id": "onrecord:holder", "@type": "@id"},
    "assertedBy": {"@id": "onrecord:assertedBy", "@type": "@id"},
    "sha256": "onrecord:sha256",
}
_EDITOR = "editor "  # how decided_by begins where a person looked
_AROUND = 32  # characters before and after, so that repeated words are told apart


def annotation(
    statement: StatementRecord, article: ArticleRecord, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """The annotation: where the words stand, and which way they go, with how sure that is.

    Each stretch of the words is a target. Its source is the outlet's page, or the article's page
    here where the outlet's address is not known. Positions count code points of the clean text,
    which ``state`` leads to and whose SHA-256 it has; the quotation finds the words on any page.
    """
    source = article.ref.address if web_address(article.ref.address) else None
    kept = absolute(article_address(article.ref.id))
    about: dict[str, Any] = {
        "id": source or kept,
        "type": "Text",
        "format": "text/html",
        "label": article.ref.title,
    }
    if article.ref.language:
        about["language"] = article.ref.language
    state = {
        "type": "TimeState",
        "sourceDate": _moment(article.read_at),
        "cached": f"{kept}.json",
        "sha256": article.sha256,
    }
    made: dict[str, Any] = {
        "@context": [CONTEXT, _OWN],
        "id": absolute(f"{statement_address(statement.id)}/annotation.json"),
        "type": "Annotation",
        "motivation": ["identifying", "classifying"],
        "canonical": absolute(statement_address(statement.id)),
        "generator": {"type": "Software", "name": f"On Record {article.extractor}"},
        "generated": _moment(article.read_at),
        "body": [
            {
                "type": "TextualBody",
                "purpose": "identifying",
                "format": "text/plain",
                "language": "en",
                "value": _speaker(statement),
                "confidence": statement.confidence,
            },
            *(_position(one, statement, absolute) for one in statement.positions),
        ],
        "target": [
            {
                "type": "SpecificResource",
                "source": about,
                "selector": _selectors(span, article.text),
                "state": state,
            }
            for span in statement.content
        ],
    }
    if statement.decided_by.startswith(_EDITOR):
        made["creator"] = {"type": "Person", "name": statement.decided_by.removeprefix(_EDITOR)}
    return made


def _selectors(span: Span, text: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - _AROUND) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def _speaker(statement: StatementRecord) -> str:
    role = f", {statement.role}" if statement.role else ""
    return f"Speaker: {statement.actor.name}{role}"


def _position(
    one: PositionRecord, statement: StatementRecord, absolute: Callable[[str], str]
) -> dict[str, Any]:
    shown = show_position(one, statement.confidence)
    told = shown.second_hand or f"{one.holder.name}: {shown.stance.word}"
    scope = f" ({SCOPE[one.scope]})" if SCOPE[one.scope] else ""
    made: dict[str, Any] = {
        "type": "TextualBody",
        "purpose": "classifying",
        "format": "text/plain",
        "language": "en",
        "value": f"{told}{scope}, on {one.issue}; {shown.sureness}",
        "stance": one.stance.value,
        "certain": shown.stance.certain,
        "confidence": one.confidence,
        "issue": one.issue,
        "holder": absolute(shown.holder.address),
    }
    if shown.asserted_by:
        made["assertedBy"] = absolute(shown.asserted_by.address)
    return made


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
