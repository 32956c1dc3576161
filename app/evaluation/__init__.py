"""How well the extractor does on articles whose statements people have marked.

``load_gold`` reads a gold file and ``load_corpus`` a folder of marked articles, ``score``
compares, ``as_text`` and ``as_json`` show the result. What is counted is described in
docs/evaluation.md and in app/evaluation/scoring.py.
"""

from __future__ import annotations

from app.evaluation.corpus import load_corpus, load_marked_article
from app.evaluation.document import as_json
from app.evaluation.gold import Gold, article_for, load_gold
from app.evaluation.listing import Shown, as_text
from app.evaluation.scores import Evaluation
from app.evaluation.scoring import score

__all__ = [
    "Evaluation",
    "Gold",
    "Shown",
    "article_for",
    "as_json",
    "as_text",
    "load_corpus",
    "load_gold",
    "load_marked_article",
    "score",
]
