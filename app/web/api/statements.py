"""/api/v1/statements: the reports that a choice lists, and one of them."""

from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.views.data import query_data, statement_data
from app.views.editing_statement import withdrawn_data
from app.web import editing, statements
from app.web.api import examples
from app.web.api.models.statements import StatementAnswer, StatementList
from app.web.api.paging import list_response
from app.web.api.parameters import FILTERS, PAGING, Asked, bad_cursor, takes
from app.web.api.problems import problem_response
from app.web.api.reading import Identifier, reads, room
from app.web.compare import ask
from app.web.dependencies import AbsoluteDep, DirectoryDep, SessionDep
from app.web.exports import now

router = room("Statements")

AskedDep = Annotated[Asked, Depends(takes(*FILTERS, *PAGING))]


@reads(router, "/statements", StatementList, examples.STATEMENT_LIST, *FILTERS, *PAGING)
def list_statements(
    asked: AskedDep, session: SessionDep, directory: DirectoryDep, absolute: AbsoluteDep
) -> Response:
    """Every report that a choice lists.

    The same choice as `/compare`, by the same parameters, page by page: the latest day first,
    the undated last. What several articles report of one utterance stands here once for each
    (`utterance` is the same in all); what copies of one article print stands once. With several
    values of one parameter any of them is meant; all parameters have to hold.
    """
    query = ask(session, directory, asked.filters, asked.path).query
    try:
        found, following = queries.page_of(session, query, asked.cursor, asked.limit)
    except ValueError as error:
        raise bad_cursor(asked) from error
    data: dict[str, Any] = {
        "query": query_data(query),
        "url": absolute(query.address()),
        "retrieved_at": now(),
        "statements": [statement_data(one, absolute) for one, dated in found if dated],
        "undated": [statement_data(one, absolute) for one, dated in found if not dated],
    }
    return list_response(asked, data, following, absolute)


@reads(
    router, "/statements/{identifier}", StatementAnswer, examples.STATEMENT, tombstone="Withdrawal"
)
def get_statement(
    identifier: Identifier,
    request: Request,
    session: SessionDep,
    absolute: AbsoluteDep,
    _asked: Annotated[Asked, Depends(takes())],
) -> Response:
    """One statement with all that lets a reader check it.

    As `/statements/{identifier}.json`. Of one that was withdrawn the answer is 410, with why,
    when and by whom.
    """
    gone = editing.withdrawn(request, session, identifier)
    if gone is None:
        return statements.as_json(identifier, request, session, absolute)
    told = withdrawn_data(gone, absolute)
    more = {name: told[name] for name in examples.TOMBSTONE}
    return problem_response(request, 410, f"This statement was withdrawn: {gone.reason}", more=more)
