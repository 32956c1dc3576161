"""Representative: of the reports of an utterance the one that stands for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.statements import StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.utterances import Report

_TRUST = {kind: rank for rank, kind in enumerate(reversed(StatementKind))}


def representative(reports: Sequence[Report]) -> Report:
    """The longest direct report, else the longest mixed one, else the longest.

    Of equal ones the first: whoever calls gives the earliest first.
    """
    return max(reports, key=lambda report: (_TRUST[report.kind], len(report.words)))
