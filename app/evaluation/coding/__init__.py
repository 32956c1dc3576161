"""How well positions are taken from bare statements: the machine, or a second coder, against rows.

``load_rows`` reads coded statements (JSON Lines), ``compare`` sets two codings side by side,
``as_text`` and ``as_json`` show the result. What is counted is described in docs/evaluation.md.
"""

from __future__ import annotations

from app.evaluation.coding.comparison import CodingComparison, compare
from app.evaluation.coding.document import as_json
from app.evaluation.coding.rows import Code, CodedRow, load_rows
from app.evaluation.coding.tables import as_text

__all__ = ["Code", "CodedRow", "CodingComparison", "as_json", "as_text", "compare", "load_rows"]
