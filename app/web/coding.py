"""/coding: samples, a statement to code, how far two coders agree, codebooks and files."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.coding.codebook import Codebook, codebook
from app.coding.codes import Answer, Coded, Variable, checked
from app.coding.forms import to_csv, to_jsonl
from app.coding.refi import to_qdpx
from app.coding.samples import Coder, Compared, Item, Sample
from app.coding.sampling import Strata
from app.db import queries
from app.db.queries import coding as stored
from app.db.session import sessions
from app.db.store.coding import draw_sample, record_answer, record_decision
from app.db.store.coding_decisions import carry_out
from app.domain.accounts import User
from app.errors import InputError, NotFoundError, QueryError
from app.views.coding import (
    code_page,
    codebook_page,
    sample_address,
    sample_page,
    samples_page,
)
from app.views.coding_agreement import agreement_data, coders_agreement_page, differing
from app.web.access import by, keep_private
from app.web.compare import ask
from app.web.dependencies import DirectoryDep, IssueDep, SessionDep, the_issue
from app.web.editing_common import EditorDep, FormDep, field
from app.web.exports import json_response
from app.web.parameters import no_filters
from app.web.templating import render

router = APIRouter(prefix="/coding")

_MOST_SEED = 2**31
_ANSWER = (*(variable.value for variable in Variable), "note")
_FORMS = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "qdpx": "application/zip",
}


@router.api_route("/codebook", methods=["GET", "HEAD"])
def show_codebook(request: Request, session: SessionDep, issue: IssueDep) -> Response:
    """The codebook of an issue as it is defined now, for everybody."""
    return render(request, "coding_codebook.html", codebook_page(_book(session, issue)))


@router.api_route("/codebook.md", methods=["GET", "HEAD"])
def codebook_as_markdown(session: SessionDep, issue: IssueDep) -> Response:
    """The codebook as Markdown."""
    return _file(_book(session, issue).markdown(), "text/markdown; charset=utf-8", "codebook.md")


@router.api_route("", methods=["GET", "HEAD"], dependencies=[Depends(no_filters)])
def show_samples(request: Request, session: SessionDep, user: EditorDep) -> Response:
    """All samples, and the form for a new one."""
    return _samples(request, session, user, {"choice": "/compare", "size": "100", "seed": "1"})


@router.post("")
def draw(
    request: Request,
    session: SessionDep,
    directory: DirectoryDep,
    user: EditorDep,
    sent: FormDep,
) -> Response:
    """Draw a sample and lead to it; or the form again, with what is wrong with it."""
    given = {
        name: field(sent, name)[:2000]
        for name in ("name", "choice", "size", "seed", "strata", "one", "other")
    }
    try:
        choice = urlsplit(given["choice"]).query
        query = ask(session, directory, parse_qsl(choice), "/compare").query
        known = dict(stored.editors(session))
        chosen = [int(given[name]) for name in ("one", "other")]
        strata, size, seed = Strata(given["strata"]), int(given["size"]), int(given["seed"])
        coders = [(known[number], number) for number in chosen]
    except (ValueError, KeyError):
        problem = "Give a size and a seed in digits, and choose two editors."
        return _samples(request, session, user, given, problem)
    except (QueryError, NotFoundError) as error:
        return _samples(request, session, user, given, str(error))
    try:
        with sessions(request.app.state.site.engine(), write=True) as writing:
            made = draw_sample(
                writing,
                given["name"],
                query,
                size=size,
                seed=seed,
                strata=strata,
                coders=coders,
                made_by=user.name,
            )
    except InputError as error:
        return _samples(request, session, user, given, str(error))
    return RedirectResponse(sample_address(made.id), 303)


@router.api_route("/{number:int}", methods=["GET", "HEAD"], dependencies=[Depends(no_filters)])
def show_sample(number: int, request: Request, session: SessionDep, user: EditorDep) -> Response:
    """One sample: how it was drawn, how far its coders are."""
    sample = _sample(session, number)
    page = sample_page(sample, the_issue(session, sample.issue), user.id)
    return render(request, "coding_sample.html", page)


@router.api_route("/{number:int}/codebook.md", methods=["GET", "HEAD"])
def show_frozen_codebook(number: int, session: SessionDep, _user: EditorDep) -> Response:
    """The codebook of a sample, as it was when it was drawn."""
    text = _sample(session, number).codebook
    return _file(text, "text/markdown; charset=utf-8", "codebook.md")


@router.api_route("/{number:int}/code", methods=["GET", "HEAD"])
def go_on(number: int, session: SessionDep, user: EditorDep) -> Response:
    """Lead a coder to the next statement that they have not coded."""
    sample = _sample(session, number)
    mine = _mine(sample, user)
    place = stored.next_place(session, number, mine.number) or 1
    return RedirectResponse(f"{sample_address(number)}/code/{place}", 303)


@router.api_route("/{number:int}/code/{place:int}", methods=["GET", "HEAD"])
def show_statement(
    number: int, place: int, request: Request, session: SessionDep, user: EditorDep
) -> Response:
    """A statement to code. Nothing is read of what anybody else made of it."""
    return _to_code(request, session, user, number, place)


@router.post("/{number:int}/code/{place:int}")
def take_answer(  # noqa: PLR0917 - as the framework gives it
    number: int,
    place: int,
    request: Request,
    session: SessionDep,
    user: EditorDep,
    sent: FormDep,
) -> Response:
    """Store an answer and lead to the next statement; or the form again, with what is wrong."""
    sample = _sample(session, number)
    mine = _mine(sample, user)
    _item(session, number, place)
    answer = Answer(**{name: field(sent, name) for name in _ANSWER})
    try:
        answer = checked(answer)
    except ValueError as error:
        return _to_code(request, session, user, number, place, answer, str(error))
    try:
        with sessions(request.app.state.site.engine(), write=True) as writing:
            record_answer(writing, sample, place, mine.number, answer)
            after = stored.next_place(writing, number, mine.number, place)
    except InputError as error:
        return _to_code(request, session, user, number, place, answer, str(error))
    address = sample_address(number)
    return RedirectResponse(f"{address}/code/{after}" if after else address, 303)


@router.api_route("/{number:int}/agreement", methods=["GET", "HEAD"])
def show_agreement(
    number: int, request: Request, session: SessionDep, _user: EditorDep
) -> Response:
    """How far both agree, and where not, once both are done."""
    return _agreement(request, session, number)


@router.api_route("/{number:int}/agreement.json", methods=["GET", "HEAD"])
def agreement_as_json(number: int, session: SessionDep, _user: EditorDep) -> Response:
    """The figures as data."""
    sample = _finished(session, number)
    return json_response(agreement_data(sample, stored.compared(session, number)))


@router.post("/{number:int}/decide/{place:int}")
def decide(
    number: int,
    place: int,
    request: Request,
    session: SessionDep,
    _user: EditorDep,
    sent: FormDep,
) -> Response:
    """Store what an editor decides where two differ; the statement is corrected by it."""
    sample = _finished(session, number)
    each = next((one for one in stored.compared(session, number) if one.number == place), None)
    if each is None:
        raise NotFoundError(f"This sample has no statement {place}.")
    reason = " ".join(field(sent, "reason").split())
    try:
        answer = checked(_decision(each, sent, reason))
        if not reason:
            raise ValueError("Say why; the reason stands in the statement’s history.")  # noqa: TRY301
    except ValueError as error:
        return _agreement(request, session, number, str(error))
    told = ""
    who = by(request)
    with sessions(request.app.state.site.engine(), write=True) as writing:
        record_decision(writing, sample, place, answer, decided_by=who.name, revision=None)
        resolved = _decided(writing, number, place)
        try:
            with writing.begin_nested():
                revision = carry_out(
                    writing, who, each.passage.statement, sample.issue, resolved, reason=reason
                )
        except InputError as error:
            told = f"The decision is stored; the statement was not changed. {error}"
        else:
            record_decision(writing, sample, place, answer, decided_by=who.name, revision=revision)
    if told:
        with sessions(request.app.state.site.engine()) as fresh:
            return _agreement(request, fresh, number, told)
    return RedirectResponse(f"{sample_address(number)}/agreement#s{place}", 303)


@router.api_route("/reviewed.{form}", methods=["GET", "HEAD"])
def reviewed_as_file(form: str, session: SessionDep, issue: IssueDep, _user: EditorDep) -> Response:
    """What editors have decided of statements on an issue, as a file."""
    return _codings(session, stored.reviewed(session, issue), issue, form, "reviewed")


@router.api_route("/{number:int}.{form}", methods=["GET", "HEAD"])
def sample_as_file(number: int, form: str, session: SessionDep, user: EditorDep) -> Response:
    """The answers to a sample as a file: one's own, until both are done."""
    sample = _sample(session, number)
    codings = stored.coded(session, number)
    if not sample.finished:
        mine = sample.coder_of(user.id)
        codings = tuple(one for one in codings if mine and one.coder == mine.name)
    return _codings(session, codings, sample.issue, form, f"sample-{number}")


def _samples(
    request: Request, session: Session, user: User, given: dict[str, str], problem: str = ""
) -> Response:
    page = samples_page(
        stored.samples(session),
        queries.issues(session),
        stored.editors(session),
        account=user.id,
        given=given,
        problem=problem,
    )
    return render(request, "coding.html", page, status=400 if problem else 200)


def _to_code(  # noqa: PLR0917 - what the route was given
    request: Request,
    session: Session,
    user: User,
    number: int,
    place: int,
    given: Answer | None = None,
    problem: str = "",
) -> Response:
    sample = _sample(session, number)
    mine = _mine(sample, user)
    item = _item(session, number, place)
    before = stored.answer(session, number, place, mine.number)
    page = code_page(
        sample,
        item,
        _book(session, sample.issue, examples=False),
        given or _readable(session, before),
        done=mine.done,
        coded=before is not None,
        problem=problem,
    )
    return render(request, "coding_code.html", page, status=400 if problem else 200)


def _agreement(request: Request, session: Session, number: int, problem: str = "") -> Response:
    sample = _finished(session, number)
    compared = stored.compared(session, number)
    answers = [answer for one in compared for answer in (one.one, one.other)]
    answers += [one.decision.answer for one in compared if one.decision]
    names = stored.actor_names(
        session, {name for answer in answers for name in (answer.actor, answer.holder)}
    )
    page = coders_agreement_page(sample, compared, names, problem)
    return render(request, "coding_agreement.html", page, status=400 if problem else 200)


def _sample(session: Session, number: int) -> Sample:
    found = stored.sample(session, number) if 0 < number < _MOST_SEED else None
    if found is None:
        raise NotFoundError(f"There is no sample {number}.")
    return found


def _item(session: Session, number: int, place: int) -> Item:
    """The statement at a place of a sample."""
    found = stored.item(session, number, place) if 0 < place < _MOST_SEED else None
    if found is None:
        raise NotFoundError(f"This sample has no statement {str(place)[:20]}.")
    return found


def _finished(session: Session, number: int) -> Sample:
    sample = _sample(session, number)
    if not sample.finished:
        raise HTTPException(
            409, "Until both have coded all of the sample, nobody sees how far they agree."
        )
    return sample


def _mine(sample: Sample, user: User) -> Coder:
    found = sample.coder_of(user.id)
    if found is None:
        raise NotFoundError(f"{user.name} is none of the two who code “{sample.name}”.")
    return found


def _book(session: Session, issue: str, *, examples: bool = True) -> Codebook:
    shown = stored.examples(session, issue) if examples else ()
    return codebook(the_issue(session, issue).issue, shown)


def _readable(session: Session, answer: Answer | None) -> Answer | None:
    """One's own answer with names for slugs, as it was written."""
    if answer is None:
        return None
    names = stored.actor_names(session, {answer.actor, answer.holder})
    return replace(
        answer,
        actor=names.get(answer.actor, answer.actor),
        holder=names.get(answer.holder, answer.holder),
    )


def _decision(each: Compared, sent: Mapping[str, object], reason: str) -> Answer:
    """What both say alike, and where they differ what was chosen or written."""
    base = each.other if sent.get("stance") == "2" else each.one
    values = {variable.value: base.value(variable) for variable in Variable}
    if base.holder == base.actor:
        values["holder"] = ""  # whoever the speaker is
    for variable in differing(each):
        chosen = sent.get(variable.value)
        if chosen not in {"1", "2"}:
            raise ValueError("Choose one of the two for each line in which they differ.")
        answer = each.one if chosen == "1" else each.other
        values[variable.value] = answer.value(variable)
    return Answer(**values, note=reason)


def _decided(session: Session, number: int, place: int) -> Answer:
    """The decision as it is stored, with slugs for names."""
    found = next(one for one in stored.compared(session, number) if one.number == place)
    assert found.decision is not None  # noqa: S101 - it was just stored
    return found.decision.answer


def _codings(
    session: Session, codings: tuple[Coded, ...], issue: str, form: str, name: str
) -> Response:
    if form not in _FORMS:
        raise NotFoundError("Codings are there as csv, jsonl and qdpx.")
    if form == "csv":
        data: str | bytes = to_csv(codings)
    elif form == "jsonl":
        data = to_jsonl(codings)
    else:
        answers = [one.answer for one in codings]
        data = to_qdpx(
            f"On Record: {name}",
            _book(session, issue),
            stored.sources(session, {one.passage.text_sha256 for one in codings}),
            codings,
            stored.actor_names(session, {n for one in answers for n in (one.actor, one.holder)}),
            origin="On Record",
        )
    return _file(data, _FORMS[form], f"onrecord-{name}.{form}")


def _file(data: str | bytes, media_type: str, name: str) -> Response:
    response = Response(
        data if isinstance(data, bytes) else data.encode(),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    keep_private(response)
    return response
