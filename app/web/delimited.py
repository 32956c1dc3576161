"""CSV as network tools read it: semicolons, texts in quotation marks, numbers without."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from app.web.conditional import TaggedResponse, tag_of
from app.web.exports import neutral, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.responses import Response


def delimited_response(
    rows: Iterable[Sequence[object]], name: str, *, timed: bool = False
) -> Response:
    """A file to download as Discourse Network Analyzer writes it; its first row are the heads.

    ``timed`` adds the time of retrieval to every row: not to a matrix, which has to stay one.
    There is no byte-order mark, which would become a part of the first head. No cell is taken for
    a formula.
    """
    retrieved = now()
    table = [[_cell(cell) for cell in row] for row in rows]
    same = _written(table)
    if timed:
        table = [
            [*row, retrieved if number else "retrieved_at"] for number, row in enumerate(table)
        ]
    return TaggedResponse(
        _written(table),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="onrecord-{name}.csv"',
            "Cache-Control": "no-cache",
            "ETag": tag_of(same),
        },
    )


def _cell(cell: object) -> object:
    """A number as it is, since none is a formula; any other cell as text that is none either."""
    return cell if isinstance(cell, int) else neutral(cell)


def _written(table: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_NONNUMERIC).writerows(table)
    return buffer.getvalue().encode("utf-8", "replace")
