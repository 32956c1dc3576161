"""/statements/{id}: one statement with everything that lets a reader check it."""

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.db import queries
from app.domain.queries import DEFAULT_ISSUE
from app.domain.records import ArticleRecord, StatementRecord
from app.domain.revisions import ObjectKind
from app.errors import NotFoundError
from app.views.data import article_data, chain_data, statement_data, statement_row
from app.views.statement import statement_page
from app.web.dependencies import AbsoluteDep, SessionDep, the_issue
from app.web.editing import tombstone
from app.web.editing_common import edited
from app.web.exports import STATEMENT_COLUMNS, csv_response, json_response, now
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])


@router.api_route("/statements/{identifier}.json", methods=["GET", "HEAD"])
def as_json(
    identifier: str, request: Request, session: SessionDep, absolute: AbsoluteDep
) -> Response:
    """The statement without loss, with the hash of the text that its spans are into."""
    if (gone := tombstone(request, session, identifier)) is not None:
        return gone
    statement, article = statement_record(session, identifier)
    version = {
        key: value
        for key, value in article_data(article, absolute).items()
        if key in ("id", "sha256", "read_at", "extractor")
    }
    chains = queries.chains(session, [statement], issue_of(statement))
    return json_response(
        {
            "retrieved_at": now(),
            "statement": statement_data(statement, absolute),
            "version": version,
            "chain": [chain_data(one, statement, absolute) for one in chains],
        }
    )


@router.api_route("/statements/{identifier}.csv", methods=["GET", "HEAD"])
def as_csv(identifier: str, session: SessionDep, absolute: AbsoluteDep) -> Response:
    """The statement as one row."""
    statement, _ = statement_record(session, identifier)
    row = statement_row(statement, issue_of(statement), absolute, dated=statement.said_on.known)
    return csv_response(STATEMENT_COLUMNS, [row], f"statement-{statement.id}")


@router.api_route("/statements/{identifier}", methods=["GET", "HEAD"])
def show(identifier: str, request: Request, session: SessionDep) -> Response:
    """The statement's page; of one that was withdrawn why, when and by whom."""
    if (gone := tombstone(request, session, identifier)) is not None:
        return gone
    statement, article = statement_record(session, identifier)
    issue = the_issue(session, issue_of(statement))
    chains = queries.chains(session, [statement], issue.issue.slug)
    page = statement_page(statement, article, issue, chains)
    changed = edited(session, ObjectKind.STATEMENT, identifier)
    return render(request, "statement.html", page, edited=changed)


def issue_of(statement: StatementRecord) -> str:
    """The issue that a statement is shown for: the first one, or else one that it is on."""
    issues = [position.issue for position in statement.positions]
    return DEFAULT_ISSUE if DEFAULT_ISSUE in issues or not issues else issues[0]


def statement_record(session: Session, identifier: str) -> tuple[StatementRecord, ArticleRecord]:
    """A statement and its article. Raises NotFoundError where there is none."""
    found = queries.statement(session, identifier)
    if found is None:
        raise NotFoundError(f"No statement has the number “{identifier[:40]}”.")
    return found
