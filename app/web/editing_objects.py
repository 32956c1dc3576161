"""Articles, utterances and issues as people change them."""

import re

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import queries
from app.db.queries import revisions as stored
from app.db.store import editing
from app.domain.positions import Issue, StanceWording, Timing, Whose
from app.domain.records import ArticleRecord, UtteranceRecord
from app.domain.revisions import ObjectKind
from app.errors import ConflictError, InputError, NotFoundError
from app.views.editing_objects import (
    ARTICLE_FIELDS,
    ISSUE_LISTS,
    STANCES,
    Trial,
    article_fields,
    edit_article_page,
    edit_issue_page,
    edit_utterance_page,
    issue_differences,
    issue_fields,
)
from app.views.links import article_address, utterance_address
from app.web.access import by, wants_data
from app.web.dependencies import DirectoryDep, SessionDep, the_issue
from app.web.editing_common import (
    PRIVATE,
    AdminDep,
    EditorDep,
    FormDep,
    done,
    field,
    fields,
    form_page,
    form_state,
    need,
    not_longer,
    read_date,
    reading,
    seen,
    writing,
)
from app.web.editing_trial import tried
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(dependencies=[Depends(no_filters)])

_ID = re.compile(r"(?:^|/(?:statements|utterances)/)([0-9a-z]{13})(?:$|[/?#.])")
_MOST_LINES = 500
_LONGEST_LINE = 1_000
_LONGEST_FIELDS = {"title": 500, "outlet": 200, "note": 500}
_MOST_PARTED = 400  # pairs of reports that are put apart in one go


@router.api_route("/articles/{identifier}/edit", methods=["GET", "HEAD"])
def article_form(
    identifier: str, request: Request, session: SessionDep, user: EditorDep
) -> Response:
    """The form for an article's title, outlet and date."""
    del user
    return _article_page(request, session, _article(session, identifier))


@router.post("/articles/{identifier}/edit")
def edit_article(identifier: str, request: Request, user: EditorDep, sent: FormDep) -> Response:
    """Write what differs; what hangs on the date is worked out again."""
    del user
    try:
        need(field(sent, "reason"), "Say why: the history tells it.")
        with writing(request) as session:
            record = _article(session, identifier)
            old = article_fields(record)
            new = {name: " ".join(field(sent, name).split()) for name in ARTICLE_FIELDS}
            need(new["outlet"], "An article needs an outlet.")
            for name, most in _LONGEST_FIELDS.items():
                if new[name] != old[name]:
                    not_longer(new[name], most, f"The {name}")
            published = read_date(new["published"], new["basis"], "published on")
            dated = (published.edtf, published.basis) != (
                record.ref.published.edtf,
                record.ref.published.basis,
            )
            made = editing.edit_article(
                session,
                by(request),
                record.ref.id,
                title=new["title"] if new["title"] != old["title"] else None,
                outlet=new["outlet"] if new["outlet"] != old["outlet"] else None,
                published=published if dated else None,
                note=new["note"] if new["note"] != old["note"] else None,
                reason=field(sent, "reason"),
                seen=seen(sent),
            )
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            return _article_page(request, session, _article(session, identifier), sent, error)
    return done(request, article_address(identifier), made)


@router.api_route("/utterances/{identifier}/edit", methods=["GET", "HEAD"])
def utterance_form(
    identifier: str, request: Request, session: SessionDep, user: EditorDep
) -> Response:
    """The forms by which reports are put apart or joined."""
    del user
    record = _utterance(session, identifier)
    if record.id != identifier:
        address = f"{utterance_address(record.id)}/edit"
        return RedirectResponse(address, 302, {"Cache-Control": "no-cache"})
    return _utterance_page(request, session, record)


@router.post("/utterances/{identifier}/part")
def part(identifier: str, request: Request, user: EditorDep, sent: FormDep) -> Response:
    """Put the ticked reports apart from the others, in one batch."""
    del user
    try:
        need(field(sent, "reason"), "Say why they do not belong together: the history tells it.")
        with writing(request) as session:
            record = _utterance(session, identifier)
            _check_seen(session, record, sent)
            ticked = set(fields(sent, "statement"))
            apart = [one.id for one in record.reports if one.id in ticked]
            stay = [one.id for one in record.reports if one.id not in ticked]
            need(apart and ticked == set(apart), "Tick the reports that do not belong.")
            need(stay, "Leave at least one report: the others are put apart from it.")
            need(len(apart) * len(stay) <= _MOST_PARTED, "These are too many at once; tick fewer.")
            batch = editing.new_batch()
            made = [
                editing.part(
                    session, by(request), one, other, reason=field(sent, "reason"), batch=batch
                )
                for one in apart
                for other in stay
            ]
    except (ConflictError, InputError) as error:
        return _utterance_again(request, identifier, sent, error)
    return done(request, utterance_address(stay[0]), *made)


@router.post("/utterances/{identifier}/join")
def join(identifier: str, request: Request, user: EditorDep, sent: FormDep) -> Response:
    """Join the utterance with the one that another statement reports."""
    del user
    try:
        need(field(sent, "reason"), "Say why they belong together: the history tells it.")
        given = _ID.search(field(sent, "other"))
        key = given[1] if given else ""
        need(key, "Give the address or the number of another statement.")
        with writing(request) as session:
            record = _utterance(session, identifier)
            _check_seen(session, record, sent)
            need(
                key not in {one.id for one in record.reports},
                "This one is among these reports already.",
            )
            other = queries.utterance(session, key)
            need(other, f"There is no statement “{key}”.")
            reports = other.reports if other else ()
            member = next((one.id for one in reports if one.id == key), other.id if other else "")
            made = editing.join(
                session, by(request), record.id, member, reason=field(sent, "reason")
            )
    except (ConflictError, InputError) as error:
        return _utterance_again(request, identifier, sent, error)
    except NotFoundError as error:  # the other one is withdrawn
        return _utterance_again(request, identifier, sent, InputError(str(error)))
    return done(request, utterance_address(identifier), made)


@router.api_route("/issues/{slug}/edit", methods=["GET", "HEAD"])
def issue_form(slug: str, request: Request, session: SessionDep, user: AdminDep) -> Response:
    """The form for an issue's definition."""
    del user
    issue = the_issue(session, slug).issue
    page = edit_issue_page(
        issue, issue_fields(issue), form=form_state(session, ObjectKind.ISSUE, issue.slug)
    )
    return render(request, "edit_issue.html", page, headers=PRIVATE)


@router.post("/issues/{slug}/edit")
def edit_issue(
    slug: str, request: Request, directory: DirectoryDep, user: AdminDep, sent: FormDep
) -> Response:
    """Show what would change; or, with ``save``, write it."""
    del user
    try:
        with reading(request) as session:
            old = the_issue(session, slug).issue
        new = _read_issue(old, sent)
        if not field(sent, "save"):
            with reading(request) as session:
                trial = tried(request, session, old, new, directory)
                return _issue_page(request, session, old, sent, new=new, trial=trial)
        need(field(sent, "reason"), "Say why: the history tells it.")
        with writing(request) as session:
            made = editing.edit_issue(
                session, by(request), new, reason=field(sent, "reason"), seen=seen(sent)
            )
    except (ConflictError, InputError) as error:
        if wants_data(request):
            raise
        with reading(request) as session:
            old = the_issue(session, slug).issue
            return _issue_page(request, session, old, sent, error=error)
    return done(request, f"/?issue={slug}", made)


def _read_issue(old: Issue, sent: FormData) -> Issue:
    """The issue as the form has it. Raises InputError, in words, on what cannot be taken."""
    plain = {
        name: " ".join(field(sent, name).split())
        for name in ("title", "proposition", "description")
    }
    for name, value in plain.items():
        if not value:
            raise InputError(f"An issue needs a {name}.")
    words = {name: _lines(field(sent, name), what) for name, what in ISSUE_LISTS.items()}
    whose, timing = field(sent, "whose"), field(sent, "timing")
    if whose not in set(Whose) or timing not in set(Timing):
        raise InputError("Choose whose it has to be, and when it is to be.")
    if not words["things"]:
        raise InputError("Give at least one word for what it is about.")
    if whose != Whose.ANYONE and not words["place"]:
        raise InputError("Whose it has to be asks for words for the place.")
    if timing != Timing.ANY and not words["events"]:
        raise InputError("When it is to be asks for words for the events.")
    stances = dict(old.stances)
    for stance in STANCES:
        label = " ".join(field(sent, f"{stance.value}_label").split())
        sentence = " ".join(field(sent, f"{stance.value}_sentence").split())
        if not label or not sentence:
            raise InputError("Give each stance a label and a sentence.")
        stances[stance] = StanceWording(label, sentence)
    return Issue(
        slug=old.slug,
        stances=stances,
        whose=Whose(whose),
        timing=Timing(timing),
        title=plain["title"],
        proposition=plain["proposition"],
        description=plain["description"],
        **words,
    )


def _lines(text: str, what: str) -> tuple[str, ...]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in found):
        raise InputError(f"That is too much: {what}.")
    return found


def _check_seen(session: Session, record: UtteranceRecord, sent: FormData) -> None:
    """Raise Outdated where the utterance was changed since the form was made."""
    last = seen(sent)
    if last is None:
        return
    since = stored.history(session, ObjectKind.UTTERANCE, record.id, since=last)
    if since:
        raise editing.Outdated(since)


def _article_page(
    request: Request,
    session: Session,
    record: ArticleRecord,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> Response:
    given = article_fields(record)
    if sent is not None:
        given = {name: field(sent, name) for name in ARTICLE_FIELDS}
    page = edit_article_page(
        record,
        given,
        [one.name for one in queries.outlets(session)],
        form=form_state(session, ObjectKind.ARTICLE, record.ref.id, sent, error),
    )
    return form_page(request, "edit_article.html", page, error)


def _utterance_again(
    request: Request, identifier: str, sent: FormData, error: ConflictError | InputError
) -> Response:
    if wants_data(request):
        raise error
    with reading(request) as session:
        return _utterance_page(request, session, _utterance(session, identifier), sent, error)


def _utterance_page(
    request: Request,
    session: Session,
    record: UtteranceRecord,
    sent: FormData | None = None,
    error: Exception | None = None,
) -> Response:
    page = edit_utterance_page(
        record,
        chosen=fields(sent, "statement"),
        other=field(sent, "other"),
        form=form_state(session, ObjectKind.UTTERANCE, record.id, sent, error),
    )
    return form_page(request, "edit_utterance.html", page, error)


def _issue_page(
    request: Request,
    session: Session,
    old: Issue,
    sent: FormData,
    *,
    new: Issue | None = None,
    trial: Trial | None = None,
    error: Exception | None = None,
) -> Response:
    given = {name: field(sent, name) for name in issue_fields(old)}
    page = edit_issue_page(
        old,
        given,
        trial=trial,
        differs=issue_differences(old, new) if new else (),
        form=form_state(session, ObjectKind.ISSUE, old.slug, sent, error),
    )
    return form_page(request, "edit_issue.html", page, error)


def _article(session: Session, identifier: str) -> ArticleRecord:
    record = queries.article(session, identifier)
    if record is None:
        raise NotFoundError(f"No article has the number “{identifier[:40]}”.")
    return record


def _utterance(session: Session, identifier: str) -> UtteranceRecord:
    found = queries.utterance(session, identifier)
    if found is None:
        raise NotFoundError(f"No utterance has the number “{identifier[:40]}”.")
    return found
