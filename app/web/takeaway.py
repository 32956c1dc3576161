"""Take away: a choice whole, as CSV, JSON Lines, XLSX and Parquet, and as text to paste.

Each stands at /compare with another suffix and takes the same parameters. Data is sent as it is
made, so that any number of reports begins at once and needs the same memory.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.db import queries
from app.db.data_version import data_version
from app.db.queries.reports_listed import utterances_listed
from app.domain.actors import ActorDirectory
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
from app.web.streamed import begun, pieces, turn
from app.web.takeaway_files import parquet, xlsx
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
def as_xlsx(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The rows of the CSV as a workbook, with real dates and a sheet that explains them."""
    taking = _taking(request, session, directory, absolute, "xlsx")
    number = queries.reports_number(session, taking.asked.query)
    return taking.answer(xlsx(_rows(session, taking), number, taking.about))


@router.api_route("/compare.parquet", methods=["GET", "HEAD"])
def as_parquet(
    request: Request, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """The rows of the CSV with types: days as days, several values as lists."""
    taking = _taking(request, session, directory, absolute, "parquet")
    return taking.answer(parquet(_rows(session, taking), taking.about))


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
    def unasked(self) -> bool:
        """Whether nothing has to be made: for HEAD, and who has it already."""
        return self.head or self.known

    def answer(self, parts: Iterable[bytes]) -> Response:
        """The parts, sent as they are made, if there is anything to send.

        The first is made before, so that what fails at once is answered as an error.
        """
        if not self.unasked:
            return begun(pieces(parts), self._headers, self._media)
        status = 304 if self.known else 200
        response = Response(status_code=status, headers=self._headers, media_type=self._media)
        del response.headers["Content-Length"]
        return not_modified(response) if self.known else response

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
    found = utterances_listed(session, query)
    if found.count > _MOST_PASTED:
        raise BadChoice(
            f"These are {found.count:,} statements; up to {_MOST_PASTED:,} are written out to "
            "paste. Choose fewer, or take all of them as data.",
            (Link(query.address("/compare.csv"), "All of them as CSV"),),
            (Link(query.address("/compare"), "The comparison, to choose fewer"),),
        )
    return paste_page(query, found, taking.about, issue.proposition, taking.absolute)


def _encoded(make: Callable[[], Iterable[str]]) -> Iterator[bytes]:
    """Texts in UTF-8; not begun before the first of them is wanted."""
    for text in make():
        yield text.encode("utf-8", "replace")


def _rows(session: Session, taking: _Taking) -> Iterator[dict[str, Cell]]:
    """The rows, of which the first is made at once: a file begins before its first row is there."""
    issue, absolute, retrieved = taking.asked.query.issue, taking.absolute, taking.retrieved
    rows = (
        statement_cells(one, issue, absolute, dated=dated, retrieved=retrieved)
        for one, dated in queries.statements_of(session, taking.asked.query)
    )
    if taking.unasked:
        return rows
    return chain(list(islice(rows, 1)), rows)


def _line(data: Mapping[str, object]) -> bytes:
    """A line of JSON that no reader breaks in two, of a text with lone surrogates too."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for separator in "\x85\u2028\u2029":  # some readers take these for ends of lines
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(data, separators=(',', ':'))}\n".encode()
