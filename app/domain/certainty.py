"""From which confidence on something is shown as certain."""

from __future__ import annotations

from app.domain.positions import Stance

# From here on a stance is shown as certain; below, it "leans ...?" and is counted apart. The number
# is a probability counted on the development rows (docs/stance.md): stance and holder were right in
# 347 of the 386 positions given from this line on (311 of 330 where no review is asked for), in 82
# of the 144 below it. It lies just under the line from which no review is asked for.
CERTAIN_FROM = 0.8
# The line for the speaker, a probability (docs/extraction.md): below it the speaker was right in 44
# of 73 statements of marked articles (corpus/calibration), above in 548 of 595. Whose position
# it is must not look surer than that, however clear the words are.
SPEAKER_CERTAIN_FROM = 0.3


def speaker_certain(confidence: float) -> bool:
    """Whether a statement is attributed with enough confidence to count as the speaker's."""
    return round(confidence, 2) >= SPEAKER_CERTAIN_FROM


def stance_certain(stance: Stance, confidence: float, speaker: float = 1.0) -> bool:
    """Whether a stance is certain: its words are clear, and so is who says them."""
    return (
        stance is not Stance.UNDETERMINED
        and round(confidence, 2) >= CERTAIN_FROM
        and speaker_certain(speaker)
    )
