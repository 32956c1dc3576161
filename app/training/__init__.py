"""Training: from marked articles to the two models in app/extraction/models/.

``onrecord train`` calls ``train``: the labels of the second reading (labels.py) learn from
corpus/development, the confidence of a statement (confidence.py) from corpus/calibration, which
neither the rules nor the labels know. The same articles, package and machine give the same bytes.
"""

from __future__ import annotations

from app.training.training import Trained, train

__all__ = ["Trained", "train"]
