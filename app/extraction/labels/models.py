"""Models: the trained files that travel with the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

Model = TypeVar("Model")

FOLDER = Path(__file__).parent.parent / "models"
LABELS = "labels.crfsuite"  # source, cue and content of statements (labelling.py)
CONFIDENCE = "confidence.crfsuite"  # how sure a statement is (confidence.py)
MADE_FROM = "made_from.json"  # what they were trained on


def read_model(name: str) -> bytes:
    """The bytes of a trained model; raises OSError when it is not there."""
    return (FOLDER / name).read_bytes()


def load_model(name: str, make: Callable[[bytes], Model]) -> Model:
    """What ``make`` makes of a trained model; raises SetupError when it is missing or damaged."""
    try:
        return make(read_model(name))
    except (OSError, ValueError) as error:
        raise SetupError(
            "The trained model of the package is missing or damaged; install On Record again, or "
            "train it with 'onrecord train'."
        ) from error
