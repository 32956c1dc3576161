"""Reports made by hand."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.ids import make_id
from app.domain.statements import StatementKind
from app.domain.utterances import Occasion, Report

DAY = date(2031, 3, 4)


def day(number: int, last: int | None = None) -> Occasion:
    """The day so many days after the first one, or several of them."""
    return Occasion(
        DAY + timedelta(days=number), DAY + timedelta(days=number if last is None else last)
    )


def report(
    name: str,
    words: str,
    *,
    article: str = "",
    actor: str = "ada-moreau",
    occasion: Occasion | None = day(0),  # noqa: B008 - immutable
    kind: StatementKind = StatementKind.DIRECT,
) -> Report:
    """A report with an id that its name decides; in an article of its own if none is named."""
    return Report(make_id(name), actor, words, kind, occasion, article or name)
