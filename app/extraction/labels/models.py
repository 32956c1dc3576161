"""Models: the trained files that travel with the package."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "models"
LABELS = "labels.crfsuite"  # source, cue and content of statements (labelling.py)
CONFIDENCE = "confidence.crfsuite"  # how sure a statement is (confidence.py)
MADE_FROM = "made_from.json"  # what they were trained on


def read_model(name: str) -> bytes:
    """The bytes of a trained model; raises OSError when it is not there."""
    return (FOLDER / name).read_bytes()
