"""stub."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.dates import UNKNOWN_DATE, UncertainDate


@dataclass(frozen=True, slots=True)
class SaidOn:
    said_on: UncertainDate = UNKNOWN_DATE
    reasons: tuple[str, ...] = ()


def date_statements(parsed, text, statements):
    return [SaidOn() for _ in statements]
