"""How well the extractor does on articles whose statements people have marked.

``load_gold`` reads a gold file, ``score`` compares, ``as_text`` and ``as_json`` show the result.
What is counted is described in docs/evaluation.md and in app/evaluation/scoring.py.
"""

from __future__ import annotations

from app.evaluation.corpus import load_corpus, load_marked_article
from app.evaluation.gold import Gold, article_for, load_gold
from app.evaluation.listing import as_json, as_text
from app.evaluation.scores import Evaluation
from app.evaluation.scoring import score

__all__ = [
    "Evaluation",
    "Gold",
    "article_for",
    "as_json",
    "as_text",
    "load_corpus",
    "load_gold",
    "load_marked_article",
    "score",
]
