"""The job as settings and options ask for it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from app.cli.opinions import second_reader
from app.cli.options import limits
from app.db import migrate, queries
from app.db.session import open_engine, sessions
from app.errors import SetupError
from app.extraction.parsing import Parser
from app.fetching import Bounds, Fetcher
from app.ingest import Cluster, Here, Job, Processes, Recipe, Sourcing
from app.readers import load_columns
from app.readers.definitions import load_actors, load_issues
from app.readers.sureness import load_sureness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from app.config import Settings
    from app.domain.positions import Issue
    from app.fetching import Clock
    from app.ingest import Pool


@contextmanager
def open_job(
    chosen: Settings,
    *,
    workers: int = 1,
    cluster: str | None = None,
    command: str = "ingest",
    refresh: bool = False,
    columns: Path | None = None,
    clock: Clock | None = None,
) -> Iterator[Job]:
    """A job, with what it needs open for as long as it is at work; ``clock`` is its fetcher's.

    ``cluster`` is the address of a Dask scheduler, in whose workers is read instead of here.
    """
    given, actors = load_issues(chosen.issues_folder), load_actors(chosen.actors_file)
    with ExitStack() as closing:
        engine = open_engine(chosen.database_url)
        closing.callback(engine.dispose)
        issues = _as_edited(given, engine)
        sureness = load_sureness(chosen.stance_confidence)
        recipe = Recipe(chosen.spacy_model, actors, tuple(issues), sureness)
        reader = closing.enter_context(second_reader(chosen, issues))
        pool = _pool(recipe, workers, cluster, engine)
        closing.callback(pool.close)
        fetcher = Fetcher(Bounds.of(chosen), clock=clock)
        yield Job(
            engine=engine,
            sourcing=Sourcing(
                engine,
                limits(chosen),
                fetcher,
                columns=load_columns(columns) if columns else None,
                refresh=refresh,
            ),
            recipe=recipe,
            pool=pool,
            reader=reader,
            command=command,
            every=chosen.ingest_commit_seconds,
        )


def _as_edited(given: Sequence[Issue], engine: Engine) -> list[Issue]:
    """The issues as they are defined, but those that an editor wrote as that one wrote them."""
    if not migrate.is_current(engine):  # of before there were editors
        return list(given)
    with sessions(engine) as session:
        edited = {issue.slug: issue for issue in queries.edited_issues(session)}
    slugs = {issue.slug for issue in given}
    return [
        *(edited.get(issue.slug, issue) for issue in given),
        *(issue for slug, issue in edited.items() if slug not in slugs),
    ]


def _pool(recipe: Recipe, workers: int, cluster: str | None, engine: Engine) -> Pool:
    if cluster is not None:
        if engine.dialect.name != "postgresql":
            raise SetupError(
                "--cluster needs PostgreSQL, which many machines can share; SQLite is a file of "
                "one machine. Set ONRECORD_DATABASE_URL, such as postgresql://user@host/onrecord."
            )
        return Cluster(recipe, cluster)
    if workers > 1:
        return Processes(recipe, workers)
    return Here(recipe, lambda: Parser(recipe.spacy_model))
