"""What some speakers said on an issue, as places of its field, in the field's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.db.queries.field import Field, Places


def codes_of(field: Field, slugs: Iterable[str]) -> list[int]:
    """The codes of those of these actors who speak in the field."""
    wanted = frozenset(slugs)
    return [code for code, one in enumerate(field.speakers) if one.ref.slug in wanted]


def spoken_by(field: Field, speakers: Iterable[int]) -> Places:
    """The places of all that these speakers said."""
    order, starts = field.of_speaker
    parts = [order[starts[code] : starts[code + 1]] for code in speakers]
    return np.sort(np.concatenate(parts)) if parts else order[:0]


def one_report_each(field: Field, places: Places) -> Places:
    """Of each utterance one place: its representative, else the first report, else a copy."""
    order = np.lexsort((places, field.rank[places], field.utterance[places]))
    first = np.diff(field.utterance[places[order]], prepend=-1) != 0
    return np.sort(places[order[first]])
