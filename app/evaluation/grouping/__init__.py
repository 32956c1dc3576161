"""How well reports are grouped into utterances: against articles in which people marked them.

``load_reports`` reads a folder of marked articles, ``compare`` sets the groups that the program
makes of their statements beside the marked ones, ``as_text`` and ``as_json`` show the result. What
is counted is described in docs/evaluation.md.
"""

from __future__ import annotations

from app.evaluation.grouping.comparison import GroupingComparison, compare
from app.evaluation.grouping.document import as_json, as_text
from app.evaluation.grouping.marked import MarkedReport, MarkedReports, load_reports

__all__ = [
    "GroupingComparison",
    "MarkedReport",
    "MarkedReports",
    "as_json",
    "as_text",
    "compare",
    "load_reports",
]
