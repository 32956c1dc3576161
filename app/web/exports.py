"""JSON and CSV answers. JSON is without loss; CSV is made for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.db.reading import note_second
from app.views.takeaway import COLUMNS
from app.web.conditional import TaggedResponse, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from starlette.responses import Response

# A spreadsheet takes a cell that begins with one of these for a formula
# (https://owasp.org/www-community/attacks/CSV_Injection); a ' before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's old code page

# retrieved_at, the last, is added to every row of any file.
STATEMENT_COLUMNS = tuple(column.name for column in COLUMNS[:-1])
ACTOR_COLUMNS = (
    "slug", "permalink", "name", "kind", "role", "statements", "on_issue", "second_hand", "latest",
)  # fmt: skip
ARTICLE_COLUMNS = (
    "id", "permalink", "title", "outlet", "published", "published_basis", "original",
    "statements", "on_issue",
)  # fmt: skip


def json_response(data: Mapping[str, Any], status: int = 200) -> Response:
    """An answer in JSON, indented, because people read it in browsers too."""
    # A lone surrogate in a text has no UTF-8 form; "\udXXX" keeps it.
    try:
        body = json.dumps(data, ensure_ascii=False, indent=1).encode()
    except UnicodeEncodeError:
        body = json.dumps(data, indent=1).encode()
    response = TaggedResponse(body, status, media_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    if status == 200:
        # Two answers that differ in nothing but the time of retrieval are the same answer.
        retrieved = f'"retrieved_at": "{data.get("retrieved_at", "")}"'
        response.headers["ETag"] = tag_of(body.replace(retrieved.encode(), b"", 1))
    return response


def csv_response(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], name: str
) -> Response:
    """A CSV file (RFC 4180) to download, with the time of retrieval in every row."""
    retrieved = now()
    body = b"".join(csv_lines(columns, rows, retrieved))
    return TaggedResponse(
        body,
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="onrecord-{name}.csv"',
            "Cache-Control": "no-cache",
            "ETag": tag_of(body.replace(f",{retrieved}\r\n".encode(), b"\r\n")),
        },
    )


def csv_lines(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    retrieved: str,
    *,
    marked: bool = True,
) -> Iterator[bytes]:
    """The lines of a CSV file as they are made, the time of retrieval at the end of each.

    ``marked`` with a byte-order mark, for people's spreadsheets; programs want none.
    """
    buffer = io.StringIO(_BOM if marked else "")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    writer.writerow([*columns, "retrieved_at"])
    for row in rows:
        writer.writerow([*(neutral(row[column]) for column in columns), retrieved])
        yield _taken(buffer)
    if buffer.tell():
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    """What stands in a buffer, which is empty afterwards."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def neutral(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def now() -> str:
    """The time of retrieval, in UTC, to the second."""
    written = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    note_second(written)
    return written
