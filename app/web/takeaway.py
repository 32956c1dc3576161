"""Take away: a choice whole, as CSV, JSON Lines, XLSX and Parquet, and as text to paste.

Each stands at /compare with another suffix and takes the same parameters. CSV and JSON Lines are
sent as they are made, so that any number of reports needs the same memory. XLSX and Parquet are
made in a file that is gone when it is sent.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import IO, NamedTuple

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.db import queries
from app.db.session import sessions
from app.domain.queries import ComparisonQuery
from app.domain.records import Facets
from app.views.choice import Choices, choice_words
from app.views.data import statement_data
from app.views.links import Link
from app.views.takeaway import About, Cell, in_words, statement_cells
from app.views.takeaway_paste import PastePage, markdown, paste_page
from app.web.compare import Asked, ask
from app.web.conditional import TaggedResponse, tag_of
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.exports import STATEMENT_COLUMNS, csv_lines, now
from app.web.problems import BadChoice
from app.web.takeaway_files import MOST_ROWS, TooManyRowsError, write_parquet, write_xlsx
from app.web.templating import blocks


class _Form(NamedTuple):
    """A form that is a file, and what writes it."""

    suffix: str
    media: str
    write: Callable[[IO[bytes], Iterable[Mapping[str, Cell]], About], None]


_CSV = "text/csv; charset=utf-8"
_JSONL = "application/x-ndjson; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARQUET = "application/vnd.apache.parquet"
_MARKDOWN = "text/markdown; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_MOST_PASTED = 10_000
# Up to so many bytes an answer is made whole before it is sent, with a tag by which it need not be
# sent again. Beyond, sending begins.
_WHOLE = 256 * 1024
_PIECE = 32 * 1024
# Who takes much away keeps a connection to the database for as long as it takes; pages need others.
_AT_ONCE = BoundedSemaphore(6)


def _turn(request: Request) -> Iterator[None]:
    """A place among those who take away at the same time, until the answer is sent.

    Raises 503 where there is none.
    """
    if request.method == "HEAD":
        yield
        return
    if not _AT_ONCE.acquire(timeout=5):
        raise HTTPException(
            503,
            "Too many people are taking data away at this moment. Try again in a minute.",
            {"Retry-After": "60"},
        )
    try:
        yield
    finally:
        _AT_ONCE.release()


router = APIRouter(dependencies=[Depends(_turn)])


@router.api_route("/compare.csv", methods=["GET", "HEAD"])
def as_csv(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The choice as rows: the dated statements, then the undated ones if they are listed."""
    asked = ask(session, directory, request.query_params.multi_items(), "/compare.csv")
    retrieved = now()
    if request.method == "HEAD":
        return _head("csv", _CSV)
    rows = (in_words(row) for row in _rows(session, asked.query, absolute, retrieved))
    return _streamed(csv_lines(STATEMENT_COLUMNS, rows, retrieved), "csv", _CSV, retrieved)


@router.api_route("/compare.jsonl", methods=["GET", "HEAD"])
def as_jsonl(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """One report a line, as in /compare.json; ``in_range`` tells whether it certainly is."""
    asked = ask(session, directory, request.query_params.multi_items(), "/compare.jsonl")
    retrieved = now()
    if request.method == "HEAD":
        return _head("jsonl", _JSONL)
    lines = (
        _line(statement_data(one, absolute) | {"in_range": dated, "retrieved_at": retrieved})
        for one, dated in queries.statements_of(session, asked.query)
    )
    return _streamed(lines, "jsonl", _JSONL, retrieved)


@router.api_route("/compare.xlsx", methods=["GET", "HEAD"])
def as_xlsx(request: Request, directory: DirectoryDep, absolute: AbsoluteDep) -> Response:
    """The rows of the CSV as a workbook, with real dates and a sheet that explains them."""
    return _file(request, directory, absolute, _Form("xlsx", _XLSX, write_xlsx))


@router.api_route("/compare.parquet", methods=["GET", "HEAD"])
def as_parquet(request: Request, directory: DirectoryDep, absolute: AbsoluteDep) -> Response:
    """The rows of the CSV with types: days as days, several values as lists."""
    return _file(request, directory, absolute, _Form("parquet", _PARQUET, write_parquet))


@router.api_route("/compare.md", methods=["GET", "HEAD"])
def as_markdown(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The statements as the page lists them, to paste where Markdown is written."""
    asked = ask(session, directory, request.query_params.multi_items(), "/compare.md")
    retrieved = now()
    if request.method == "HEAD":
        return _head("md", _MARKDOWN)
    page = _paste(session, asked, absolute, retrieved)
    lines = (part.encode("utf-8", "replace") for part in markdown(page))
    return _streamed(lines, "md", _MARKDOWN, retrieved)


@router.api_route("/compare.html", methods=["GET", "HEAD"])
def as_html(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The same as plain HTML without styles, to be copied from a browser or by its source."""
    asked = ask(session, directory, request.query_params.multi_items(), "/compare.html")
    retrieved = now()
    if request.method == "HEAD":
        return _head("html", _HTML)
    page = _paste(session, asked, absolute, retrieved)
    parts = blocks().env.get_template("paste.html").generate(page=page)
    lines = (part.encode("utf-8", "replace") for part in parts)
    return _streamed(lines, "html", _HTML, retrieved)


def _paste(session: Session, asked: Asked, absolute: AbsoluteDep, retrieved: str) -> PastePage:
    """The page to paste. Raises BadChoice where nobody would paste so much."""
    query = asked.query
    number = queries.overview(session, query).counted.utterances
    if number > _MOST_PASTED:
        raise BadChoice(
            f"These are {number:,} statements; up to {_MOST_PASTED:,} are written out to paste. "
            "Choose fewer, or take all of them as data.",
            (Link(query.address("/compare.csv"), "All of them as CSV"),),
            (Link(query.address("/compare"), "The comparison, to choose fewer"),),
        )
    found, said = queries.comparison(session, query), about(asked, absolute, retrieved)
    return paste_page(query, found, said, asked.issue.issue.proposition, absolute)


def _rows(
    session: Session, query: ComparisonQuery, absolute: Callable[[str], str], retrieved: str
) -> Iterator[dict[str, Cell]]:
    for one, dated in queries.statements_of(session, query):
        yield statement_cells(one, query.issue, absolute, dated=dated, retrieved=retrieved)


def about(asked: Asked, absolute: Callable[[str], str], retrieved: str) -> About:
    """What a file says of the choice that it holds."""
    names = Choices(Facets((), (), (), ()), asked.actors, asked.outlets)
    title = asked.issue.issue.title
    words = choice_words(asked.query, names)
    return About(
        title=f"On Record: {title}",
        choice=f"Statements on “{title}”{f' {words}' if words else ', all of them'}",
        address=absolute(asked.query.address()),
        retrieved=retrieved,
    )


def _line(data: Mapping[str, object]) -> bytes:
    """A line of JSON that no reader breaks in two, of a text with lone surrogates too."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for separator in "\x85\u2028\u2029":  # some readers take these for ends of lines
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(data, separators=(',', ':'))}\n".encode()


def _headers(suffix: str) -> dict[str, str]:
    how = "inline" if suffix in {"md", "html"} else "attachment"
    return {
        "Content-Disposition": f'{how}; filename="onrecord-comparison.{suffix}"',
        "Cache-Control": "no-cache",
    }


def _head(suffix: str, media: str) -> Response:
    """What a HEAD request is told: nothing is made to measure it."""
    response = Response(media_type=media, headers=_headers(suffix))
    del response.headers["Content-Length"]
    return response


def _streamed(lines: Iterable[bytes], suffix: str, media: str, retrieved: str) -> Response:
    """The lines, sent as they are made; if there are few of them whole, with a tag.

    Two answers that differ in nothing but the time of retrieval are the same answer.
    """
    rest = _pieces(lines)
    begun = []
    size = 0
    for piece in rest:
        begun.append(piece)
        size += len(piece)
        if size > _WHOLE:
            return StreamingResponse(chain(begun, rest), media_type=media, headers=_headers(suffix))
    body = b"".join(begun)
    tag = tag_of(body.replace(retrieved.encode(), b""))
    return TaggedResponse(body, media_type=media, headers=_headers(suffix) | {"ETag": tag})


def _pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines put together: each piece costs the server a change of threads."""
    gathered = bytearray()
    for line in lines:
        gathered += line
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _file(
    request: Request,
    directory: DirectoryDep,
    absolute: AbsoluteDep,
    form: _Form,
) -> Response:
    """A file of the choice, made on the disk; the database is let go before it is sent."""
    path = f"/compare.{form.suffix}"
    with sessions(request.app.state.site.engine()) as session:
        asked = ask(session, directory, request.query_params.multi_items(), path)
        if request.method == "HEAD":
            return _head(form.suffix, form.media)
        retrieved = now()
        made = TemporaryFile()  # noqa: SIM115 - closed when it is sent
        try:
            rows = _rows(session, asked.query, absolute, retrieved)
            form.write(made, rows, about(asked, absolute, retrieved))
        except TooManyRowsError as error:
            made.close()
            raise _too_many(asked.query) from error
        except BaseException:
            made.close()
            raise
    size = made.tell()
    made.seek(0)
    headers = _headers(form.suffix) | {"Content-Length": str(size)}
    return StreamingResponse(_sent(made), media_type=form.media, headers=headers)


def _sent(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        while piece := made.read(64 * 1024):
            yield piece


def _too_many(query: ComparisonQuery) -> BadChoice:
    return BadChoice(
        f"A sheet holds {MOST_ROWS:,} rows, and there are more reports than that. Take them as CSV "
        "or Parquet, or choose fewer.",
        (
            Link(query.address("/compare.csv"), "All of them as CSV"),
            Link(query.address("/compare.parquet"), "All of them as Parquet"),
        ),
        (Link(query.address("/compare"), "The comparison, to choose fewer"),),
    )
