"""The JSON forms that other programs read from standard output, one document a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from app.domain.extraction import Extraction
    from app.domain.positions import Position
    from app.domain.spans import Span
    from app.domain.statements import Statement

# Line ends that JSON may hold unescaped, but at which many programs cut lines.
_LINE_ENDS = {ord(character): f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


def print_line(document: dict[str, Any]) -> None:
    """Print a document as one line of UTF-8, whatever the terminal's encoding is."""
    line = json.dumps(document, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)
    click.echo(line.encode("utf-8", "backslashreplace"))


def of_extraction(file: str, extraction: Extraction) -> dict[str, Any]:
    """What ``onrecord extract`` prints of one file; spans are code points into ``text``."""
    text = extraction.text
    return {
        "file": file,
        "title": text.title,
        "text": text.text,
        "published": {"edtf": text.published.edtf, "basis": text.published.basis},
        "statements": [_statement(each, text.text) for each in extraction.statements],
    }


def _statement(statement: Statement, text: str) -> dict[str, Any]:
    return {
        "kind": statement.kind,
        "content": [list(span) for span in statement.content],
        "content_text": [span.of(text) for span in statement.content],
        "cue": _span(statement.cue),
        "source": _span(statement.source),
        "source_text": statement.source.of(text) if statement.source else None,
        "actor": statement.actor.name,
        "said_on": statement.said_on.edtf,
        "confidence": round(statement.confidence, 3),
        "positions": [_position(each) for each in statement.positions],
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "issue": position.issue,
        "stance": position.stance,
        "holder": position.holder.name,
        "asserted_by": position.asserted_by.name if position.asserted_by else None,
        "confidence": round(position.confidence, 3),
        "evidence": [list(each.span) for each in position.evidence],
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)
