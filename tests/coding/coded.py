"""Codings of invented statements."""

from __future__ import annotations

from hashlib import sha256

from app.coding.codebook import codebook
from app.coding.codes import OFF_ISSUE, Answer, Coded, Passage, checked
from app.coding.refi import Source
from tests.factories import make_issue, span_of

TEXT = (
    "“No troops will be sent,” Ada Moreau said 🙂 on Monday.\n\nBo Lindqvist said that Ada Moreau"
    " would accept troops if there was peace. He likes cheese & wine."
)
SHA = sha256(TEXT.encode()).hexdigest()
BOOK = codebook(make_issue())
SOURCE = Source("0000000000001", SHA, "What was said", "The Gazette", "2025-02-11", "", TEXT)


def passage(statement: str, *words: str) -> Passage:
    spans = tuple(span_of(TEXT, part) for part in words)
    return Passage(
        statement=statement,
        issue="foreign-troops-ukraine",
        article=SOURCE.article,
        title=SOURCE.title,
        outlet=SOURCE.outlet,
        published=SOURCE.published,
        address="",
        text_sha256=SHA,
        spans=spans,
        words=words,
    )


FIRST = passage("0000000000002", "“No troops will be sent,”")
SECOND = passage("0000000000003", "Ada Moreau would accept troops", "if there was peace")
THIRD = passage("0000000000004", "He likes cheese & wine")
WHEN = "2026-03-01T10:00:00+00:00"


def coded(which: Passage, coder: str, **answer: str) -> Coded:
    return Coded(which, coder, WHEN, checked(Answer(**answer)))


CODINGS = (
    coded(FIRST, "Kim", actor="ada-moreau", kind="direct", stance="opposes", said_on="2025-02-10"),
    coded(FIRST, "Lee", actor="ada-moreau", kind="direct", stance="opposes", scope="own"),
    coded(
        SECOND,
        "Kim",
        actor="bo-lindqvist",
        kind="indirect",
        stance="conditional",
        holder="ada-moreau",
        condition="if there was peace",
        note="Second-hand.",
    ),
    coded(SECOND, "Lee", actor="bo-lindqvist", kind="indirect", stance="supports"),
    coded(THIRD, "Kim", actor="bo-lindqvist", kind="indirect", stance=OFF_ISSUE),
    coded(THIRD, "Lee", stance=OFF_ISSUE, note="<b>Not</b> & \x01 so"),
)
