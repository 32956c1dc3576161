"""``onrecord coding``: samples for two coders, their agreement, codings in files."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import click

from app.cli.options import database_option, settings
from app.coding.codebook import codebook
from app.coding.forms import Understood, from_csv, from_jsonl, to_csv, to_jsonl
from app.coding.refi import NotReadable, read_project, to_qdpx, understood
from app.coding.sampling import Strata
from app.db import migrate, queries
from app.db.queries import coding as stored
from app.db.session import open_engine, sessions
from app.db.store.coding import bring_in, draw_sample
from app.db.store.coding_decisions import carry_out
from app.domain.accounts import By, Interface
from app.domain.queries import DEFAULT_ISSUE
from app.errors import InputError, UnreadableSource
from app.readers.definitions import load_actors
from app.views.coding_agreement import agreement_data, coders_agreement_page
from app.web.compare import ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from app.coding.codes import Coded, Passage
    from app.coding.samples import Sample

_FORMS = ("csv", "jsonl", "qdpx")
_PUT_ASIDE = 1  # as everywhere: something in what was given could not be used
_MOST = 512_000_000  # bytes of a file

issue_option = click.option(
    "--issue", default=DEFAULT_ISSUE, show_default=True, help="The slug of the issue."
)
form_option = click.option(
    "--form", type=click.Choice(_FORMS), help="Which form. If not given: by the file's ending."
)


@click.group
def command() -> None:
    """Statements coded by people: by two to measure agreement, or in other programs."""


@command.command("sample")
@click.argument("name", required=False)
@click.option(
    "--choice",
    default="/compare",
    show_default=True,
    help="The address of a comparison that lists what to draw from.",
)
@click.option("--size", type=click.IntRange(1), default=100, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--strata",
    type=click.Choice([strata.value for strata in Strata]),
    default=Strata.NONE.value,
    show_default=True,
    help="By what the sample is spread.",
)
@click.option(
    "--coder",
    "coders",
    multiple=True,
    help="Who codes it; give two. Whoever has no account brings codings in by 'import'.",
)
@database_option
def draw(  # noqa: PLR0917 - as click calls it
    name: str | None,
    choice: str,
    size: int,
    seed: int,
    strata: str,
    coders: tuple[str, ...],
    database: str | None,
) -> None:
    """Draw the sample NAME; without NAME list the samples there are."""
    with _opened(database, write=name is not None) as session:
        if name is None:
            for one in stored.samples(session):
                click.echo(_line(one))
            return
        directory = load_actors(settings(database).actors_file)
        query = ask(session, directory, parse_qsl(urlsplit(choice).query), "/compare").query
        numbers = {who.casefold(): (number, who) for number, who in stored.editors(session)}
        made = draw_sample(
            session,
            name,
            query,
            size=size,
            seed=seed,
            strata=Strata(strata),
            coders=[
                (numbers[who.casefold()][1], numbers[who.casefold()][0])
                if who.casefold() in numbers
                else (who, None)
                for who in coders
            ],
            made_by="command line",
        )
        click.echo(_line(made))


@command.command("agreement")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@database_option
def agreement(name: str, database: str | None, *, as_json: bool) -> None:
    """Print how far the two coders of the sample NAME agree, once both are done."""
    with _opened(database) as session:
        sample = _sample(session, name)
        if not sample.finished:
            raise InputError(f"Both have to code all of “{sample.name}” first: {_line(sample)}.")
        compared = stored.compared(session, sample.id)
    if as_json:
        click.echo(json.dumps(agreement_data(sample, compared), ensure_ascii=False, indent=1))
        return
    page = coders_agreement_page(sample, compared, {})
    click.echo(f"{page.title}, {page.size} statements. {page.method}")
    for line in page.lines:
        click.echo(
            f"{line.name:24} alpha {line.alpha:>11}  {line.interval:>15}"
            f"  alike {line.per_cent:>5} of {line.n:4}  {line.reading}"
        )
    click.echo(f"They differ in {len(page.disagreements)}; {page.open} are not decided.")


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--sample", "name", help="The sample. If not given: what editors have reviewed.")
@issue_option
@form_option
@database_option
def export(
    file: Path, name: str | None, issue: str, form: str | None, database: str | None
) -> None:
    """Write codings to FILE (- is standard output): of a sample, or reviewed statements."""
    form = _form(file, form)
    with _opened(database) as session:
        if name:
            sample = _sample(session, name)
            issue, codings = sample.issue, stored.coded(session, sample.id)
        else:
            codings = stored.reviewed(session, issue)
        data = _written(session, codings, issue, form, name or "reviewed statements")
    if str(file) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        file.write_bytes(data)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{len(codings):,} codings in {file}.", err=True)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sample", "name", help="The sample that they are of.")
@click.option(
    "--coder", help="Whose codings they are: one of the two, or, as reviews, whose name they bear."
)
@click.option("--from", "whose", help="Of several coders in FILE, the one to take.")
@click.option(
    "--as-reviews", is_flag=True, help="Correct the statements by them, each with its history."
)
@issue_option
@form_option
@database_option
def bring(  # noqa: PLR0917 - as click calls it
    file: Path,
    name: str | None,
    coder: str | None,
    whose: str | None,
    issue: str,
    form: str | None,
    database: str | None,
    *,
    as_reviews: bool,
) -> None:
    """Read codings from FILE into a sample, or as reviews of statements.

    What is not understood is told, and the exit status is 1 then; all else is stored.
    """
    if bool(name) == as_reviews:
        raise click.UsageError("Give --sample NAME, or --as-reviews.")
    if not coder:
        raise click.UsageError("Say by --coder whose codings they are.")
    form = _form(file, form)
    data = _read(file)
    with _opened(database, write=True) as session:
        if name:
            sample = _sample(session, name)
            found = _found(session, data, form, sample.issue, stored.passages(session, sample.id))
            codings = _of_one(found.codings, whose)
            number = next((one.number for one in sample.coders if one.name == coder), None)
            if number is None:
                who = " and ".join(one.name for one in sample.coders)
                raise InputError(f"“{sample.name}” is coded by {who}, not by {coder}.")
            count, problems = bring_in(session, sample, codings, number)
        else:
            places = stored.passages_on(session, issue) if form == "qdpx" else ()
            found = _found(session, data, form, issue, places)
            codings = _of_one(found.codings, whose)
            count, problems = _reviewed(session, codings, issue, coder, file.name)
    problems = (*found.problems, *problems)
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{count:,} codings stored; {len(problems)} things not understood.")
    if problems:
        click.get_current_context().exit(_PUT_ASIDE)


def _reviewed(
    session: Session, codings: Sequence[Coded], issue: str, coder: str, file: str
) -> tuple[int, tuple[str, ...]]:
    """Correct statements by codings. How many, and what could not be."""
    who = By(None, coder, Interface.IMPORT)
    problems = []
    done: set[str] = set()
    for one in codings:
        statement = one.passage.statement
        if statement in done:
            problems.append(f"Statement {statement[:40]} is there twice; the first counts.")
            continue
        if one.passage.issue not in {"", issue}:
            problems.append(f"Statement {statement[:40]} is coded on “{one.passage.issue[:60]}”.")
            continue
        reason = one.answer.note or f"Coded in {file}"
        try:
            with session.begin_nested():
                carry_out(session, who, statement, issue, one.answer, reason=reason)
        except InputError as error:
            problems.append(f"Statement {statement[:40]}: {error}")
        else:
            done.add(statement)
    return len(done), tuple(problems)


def _of_one(codings: Sequence[Coded], whose: str | None) -> tuple[Coded, ...]:
    """The codings of one coder of a file. Raises InputError where it holds those of several."""
    there = sorted({one.coder for one in codings})
    if whose is None and len(there) > 1:
        raise InputError(f"The file holds codings of {', '.join(there)}; choose one by --from.")
    return tuple(one for one in codings if whose is None or one.coder == whose)


def _found(
    session: Session, data: bytes, form: str, issue: str, passages: Sequence[Passage]
) -> Understood:
    if form == "qdpx":
        record = queries.issue(session, issue)
        if record is None:
            raise InputError(f"There is no issue “{issue}”.")
        try:
            return understood(read_project(data), passages, codebook(record.issue))
        except NotReadable as error:
            raise InputError(str(error)) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("The file is not in UTF-8.") from error
    return from_csv(text) if form == "csv" else from_jsonl(text)


def _written(session: Session, codings: Sequence[Coded], issue: str, form: str, name: str) -> bytes:
    if form == "csv":
        return to_csv(codings).encode()
    if form == "jsonl":
        return to_jsonl(codings).encode()
    record = queries.issue(session, issue)
    if record is None:
        raise InputError(f"There is no issue “{issue}”.")
    answers = [one.answer for one in codings]
    return to_qdpx(
        f"On Record: {name}",
        codebook(record.issue, stored.examples(session, issue)),
        stored.sources(session, {one.passage.text_sha256 for one in codings}),
        codings,
        stored.actor_names(session, {who for one in answers for who in (one.actor, one.holder)}),
        origin="On Record",
    )


@contextmanager
def _opened(database: str | None, *, write: bool = False) -> Iterator[Session]:
    engine = open_engine(settings(database).database_url)
    try:
        migrate.upgrade(engine)
        with sessions(engine, write=write) as session:
            yield session
    finally:
        engine.dispose()


def _sample(session: Session, name: str) -> Sample:
    found = stored.sample_named(session, name)
    if found is None:
        raise InputError(f"There is no sample “{name}”; 'onrecord coding sample' lists them.")
    return found


def _line(one: Sample) -> str:
    done = ", ".join(f"{who.name} {who.done}" for who in one.coders)
    return (
        f"{one.name}: {one.size:,} of {one.candidates:,} on {one.issue}, seed {one.seed},"
        f" {one.strata.value}; coded: {done}; decided: {one.decided}"
    )


def _form(file: Path, form: str | None) -> str:
    chosen = form or file.suffix.removeprefix(".").casefold()
    if chosen not in _FORMS:
        raise click.UsageError(f"Which form? --form {', --form '.join(_FORMS)}.")
    return chosen


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST:
            raise UnreadableSource(str(file), f"more than {_MOST:,} bytes")
        return file.read_bytes()
    except OSError as error:
        raise UnreadableSource(str(file), error.strerror or "cannot be read") from error
