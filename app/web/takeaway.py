"""Take away: a choice whole, as CSV, JSON Lines, XLSX and Parquet, and as text to paste.

Each stands at /compare with another suffix and takes the same parameters. CSV and JSON Lines are
sent as they are made, so that any number of reports needs the same memory. XLSX and Parquet are
made in a file that is gone when it is sent.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import SEEK_END
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app import __version__
from app.db import queries
from app.db.data_version import data_version
from app.domain.actors import ActorDirectory
from app.domain.queries import ComparisonQuery
from app.domain.records import Facets
from app.views.choice import Choices, choice_words
from app.views.data import statement_data
from app.views.links import Link
from app.views.takeaway import About, Cell, in_words, statement_cells
from app.views.takeaway_paste import PastePage, markdown, paste_page
from app.web.compare import Asked, ask
from app.web.conditional import is_known, not_modified, tag_of
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.exports import STATEMENT_COLUMNS, csv_lines, now
from app.web.problems import BadChoice
from app.web.streamed import pieces, turn
from app.web.takeaway_files import MOST_ROWS, TooManyRowsError, write_parquet, write_xlsx
from app.web.templating import blocks

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
_MOST_PASTED = 10_000
router = APIRouter(dependencies=[Depends(turn)])


@router.api_route("/compare.csv", methods=["GET", "HEAD"])
def as_csv(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The choice as rows: the dated statements, then the undated ones if they are listed."""
    taking = _taking(request, session, directory, absolute, "csv")
    rows = (in_words(row) for row in _rows(session, taking))
    return taking.answer(csv_lines(STATEMENT_COLUMNS, rows, taking.retrieved))


@router.api_route("/compare.jsonl", methods=["GET", "HEAD"])
def as_jsonl(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """One report a line, as in /compare.json; ``in_range`` tells whether it certainly is."""
    taking = _taking(request, session, directory, absolute, "jsonl")
    lines = (
        _line(statement_data(one, absolute) | {"in_range": dated, "retrieved_at": taking.retrieved})
        for one, dated in queries.statements_of(session, taking.asked.query)
    )
    return taking.answer(lines)


@router.api_route("/compare.xlsx", methods=["GET", "HEAD"])
def as_xlsx(request: Request, directory: DirectoryDep, absolute: AbsoluteDep) -> Response:
    """The rows of the CSV as a workbook, with real dates and a sheet that explains them."""
    return _file(request, directory, absolute, "xlsx", write_xlsx)


@router.api_route("/compare.parquet", methods=["GET", "HEAD"])
def as_parquet(request: Request, directory: DirectoryDep, absolute: AbsoluteDep) -> Response:
    """The rows of the CSV with types: days as days, several values as lists."""
    return _file(request, directory, absolute, "parquet", write_parquet)


@router.api_route("/compare.md", methods=["GET", "HEAD"])
def as_markdown(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The statements as the page lists them, to paste where Markdown is written."""
    taking = _taking(request, session, directory, absolute, "md")
    return taking.answer(_encoded(lambda: markdown(_paste(session, taking))))


@router.api_route("/compare.html", methods=["GET", "HEAD"])
def as_html(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The same as plain HTML without styles, to be copied from a browser or by its source."""
    taking = _taking(request, session, directory, absolute, "html")
    template = blocks().env.get_template("paste.html")
    return taking.answer(_encoded(lambda: template.generate(page=_paste(session, taking))))


class _Taking(NamedTuple):
    """A choice that is being taken away in one form."""

    asked: Asked
    suffix: str
    absolute: Callable[[str], str]
    retrieved: str
    tag: str  # the same for the same data, whenever it is taken
    known: bool  # whether the visitor has what the tag stands for
    head: bool

    @property
    def about(self) -> About:
        """What a file says of the choice that it holds."""
        issue = self.asked.issue.issue.title
        names = Choices(Facets((), (), (), ()), self.asked.actors, self.asked.outlets)
        words = choice_words(self.asked.query, names)
        return About(
            title=f"On Record: {issue}",
            choice=f"Statements on “{issue}”{f' {words}' if words else ', all of them'}",
            address=self.absolute(self.asked.query.address()),
            retrieved=self.retrieved,
        )

    @property
    def unmade(self) -> Response | None:
        """The answer where nothing has to be made: to HEAD, and to who has it already."""
        if not (self.head or self.known):
            return None
        status = 304 if self.known else 200
        response = Response(status_code=status, headers=self._headers, media_type=self._media)
        del response.headers["Content-Length"]
        return not_modified(response) if self.known else response

    def answer(self, parts: Iterable[bytes], size: int | None = None) -> Response:
        """The parts, sent as they are made; ``size`` is that of them all, where it is known.

        The first is made before, so that what fails at once is answered as an error.
        """
        if self.unmade is not None:
            return self.unmade
        rest = iter(parts) if size is not None else pieces(parts)
        begun = list(islice(rest, 1))
        headers = self._headers | ({} if size is None else {"Content-Length": str(size)})
        return StreamingResponse(chain(begun, rest), headers=headers, media_type=self._media)

    @property
    def _media(self) -> str:
        return _MEDIA[self.suffix]

    @property
    def _headers(self) -> dict[str, str]:
        how = "inline" if self.suffix in {"md", "html"} else "attachment"
        return {
            "Content-Disposition": f'{how}; filename="onrecord-comparison.{self.suffix}"',
            "Cache-Control": "no-cache",
            "ETag": self.tag,
        }


def _taking(
    request: Request,
    session: Session,
    directory: ActorDirectory,
    absolute: Callable[[str], str],
    suffix: str,
) -> _Taking:
    """What is asked for. Raises BadChoice or UnknownName with a way on."""
    path = f"/compare.{suffix}"
    asked = ask(session, directory, request.query_params.multi_items(), path)
    state = (__version__, data_version(session), absolute(asked.query.address(path)))
    tag = tag_of(repr(state).encode())
    known = is_known(tag, request.headers.get("If-None-Match", ""))
    return _Taking(asked, suffix, absolute, now(), tag, known, request.method == "HEAD")


def _paste(session: Session, taking: _Taking) -> PastePage:
    """The page to paste. Raises BadChoice where nobody would paste so much."""
    query, issue = taking.asked.query, taking.asked.issue.issue
    number = queries.overview(session, query).counted.utterances
    if number > _MOST_PASTED:
        raise BadChoice(
            f"These are {number:,} statements; up to {_MOST_PASTED:,} are written out to paste. "
            "Choose fewer, or take all of them as data.",
            (Link(query.address("/compare.csv"), "All of them as CSV"),),
            (Link(query.address("/compare"), "The comparison, to choose fewer"),),
        )
    found = queries.comparison(session, query)
    return paste_page(query, found, taking.about, issue.proposition, taking.absolute)


def _encoded(make: Callable[[], Iterable[str]]) -> Iterator[bytes]:
    """Texts in UTF-8; not begun before the first of them is wanted."""
    for text in make():
        yield text.encode("utf-8", "replace")


def _rows(session: Session, taking: _Taking) -> Iterator[dict[str, Cell]]:
    issue, absolute, retrieved = taking.asked.query.issue, taking.absolute, taking.retrieved
    for one, dated in queries.statements_of(session, taking.asked.query):
        yield statement_cells(one, issue, absolute, dated=dated, retrieved=retrieved)


def _line(data: Mapping[str, object]) -> bytes:
    """A line of JSON that no reader breaks in two, of a text with lone surrogates too."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for separator in "\x85\u2028\u2029":  # some readers take these for ends of lines
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(data, separators=(',', ':'))}\n".encode()


def _file(
    request: Request,
    directory: ActorDirectory,
    absolute: Callable[[str], str],
    suffix: str,
    write: Callable[[IO[bytes], Iterable[Mapping[str, Cell]], About], None],
) -> Response:
    """A file of the choice, made on the disk; the database is let go before it is sent."""
    with request.app.state.site.reading(request) as session:
        taking = _taking(request, session, directory, absolute, suffix)
        if taking.unmade is not None:
            return taking.unmade
        made = TemporaryFile()  # noqa: SIM115 - closed when it is sent
        try:
            write(made, _rows(session, taking), taking.about)
        except TooManyRowsError as error:
            made.close()
            raise _too_many(taking.asked.query) from error
        except BaseException:
            made.close()
            raise
    size = made.seek(0, SEEK_END)
    made.seek(0)
    return taking.answer(_sent(made), size)


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
