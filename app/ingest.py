"""The job: read, extract, save. It alone knows the whole order of writing.

For each run:
1. the database is brought up to date, the directory of actors and the issues are stored;
2. each source is read in the order given, each folder in the order of its names;
3. an article that is stored already, word for word, is not read again, unless something else is
   known of it now (its articles.yaml was corrected);
4. each other one is extracted, read by a language model too where one is set up (app/opinions),
   then saved together with what became of it, in one transaction.

So a run that is killed leaves whole articles only, and the next one goes on where it ended. All
ids come from content (app/db/keys.py): in the end nothing tells that there were two runs. Several
processes may do the same at once; the database lets each article in once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.db import migrate, store
from app.db.session import sessions
from app.domain.captures import Link
from app.domain.runs import Outcome
from app.errors import InputError, SetupError, UnreadableSource
from app.extraction.clean import clean
from app.extraction.pipeline import extract, extractor
from app.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from app.domain.actors import ActorDirectory
    from app.domain.articles import Article
    from app.domain.positions import Issue
    from app.extraction.parsing import Parser
    from app.opinions import Reader
    from app.readers import Limits

_log = logging.getLogger(__name__)

NOT_FETCHED = "Addresses are not fetched yet; save the page and give the file."


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one thing that the job was given."""

    source: str
    outcome: Outcome
    reason: str = ""  # why it was put aside
    article: str | None = None  # id
    statements: int = 0
    positions: int = 0
    changes: tuple[str, ...] = ()  # what is known otherwise now: "date"; of an update only
    notes: tuple[str, ...] = ()  # what had to be guessed, what was not read


@dataclass(frozen=True, slots=True)
class Job:
    """What a run needs: where to store, whom and what to look for, and how to parse."""

    engine: Engine
    actors: ActorDirectory
    issues: Sequence[Issue]
    load_parser: Callable[[], Parser]  # called at most once, when the first article must be read
    limits: Limits
    reader: Reader | None = None  # a second opinion on positions

    def run(self, sources: Iterable[str | Path]) -> Iterator[Item]:
        """What becomes of everything in these sources, one by one, each stored before it is given.

        Raises SetupError when the database or the parser cannot be used; all that was given
        before is stored. A run that is not exhausted counts as interrupted.
        """
        migrate.upgrade(self.engine)
        with sessions(self.engine, write=True) as session:
            store.sync_directory(session, self.actors, self.issues)
            run = store.start_run(session, extractor())
        parser: Parser | None = None
        for source in sources:
            for found in read(source, limits=self.limits):
                if isinstance(found, UnreadableSource):
                    yield self._put_aside(run, found.source, found.reason)
                    continue
                if isinstance(found, Link):
                    yield self._put_aside(run, found.address, NOT_FETCHED)
                    continue
                try:
                    item = self._unchanged(run, found)
                    while item is None:
                        parser = parser or self.load_parser()
                        item = self._take_in(run, found, parser)
                except SetupError:
                    raise
                except InputError as error:
                    item = self._put_aside(run, found.file, str(error))
                except Exception as error:  # noqa: BLE001 - our mistake in one costs no other
                    # It is reported, logged with its traceback, and tried again by the next run.
                    _log.exception("%s could not be read", found.file)
                    reason = f"On Record failed on it ({type(error).__name__}); please report this."
                    item = self._put_aside(run, found.file, reason)
                yield item
        with sessions(self.engine, write=True) as session:
            store.finish_run(session, run)

    def _unchanged(self, run: int, article: Article) -> Item | None:
        """What is noted of an article that is stored already; None for one to be read."""
        known = self._known(article)
        if known is None or known.changes(article):
            return None
        with sessions(self.engine, write=True) as session:
            saved = store.keep(session, known, article)
            store.record_item(session, run, article.file, saved.outcome, article=saved.article)
        return _item(article.file, saved)

    def _take_in(self, run: int, article: Article, parser: Parser) -> Item | None:
        """What became of an article that is read; None: more was known in the end, so once more."""
        known = self._known(article)
        whole = known.completed(article) if known else article
        extraction = extract(whole, self.actors, self.issues, parser)
        if self.reader is not None:
            extraction = self.reader.read(extraction)
        try:
            with sessions(self.engine, write=True) as session:
                saved = store.save(session, extraction, article)
                store.record_item(session, run, article.file, saved.outcome, article=saved.article)
        except store.Overtaken:
            return None
        return _item(article.file, saved, extraction.notes)

    def _known(self, article: Article) -> store.Known | None:
        with sessions(self.engine) as session:
            return store.recognise(session, article, clean(article).text)

    def _put_aside(self, run: int, source: str, reason: str) -> Item:
        with sessions(self.engine, write=True) as session:
            store.record_item(session, run, source, Outcome.PUT_ASIDE, reason=reason)
        return Item(source, Outcome.PUT_ASIDE, reason)


def _item(source: str, saved: store.Saved, notes: tuple[str, ...] = ()) -> Item:
    return Item(
        source=source,
        outcome=saved.outcome,
        article=saved.article,
        statements=saved.statements,
        positions=saved.positions,
        changes=saved.changes,
        notes=notes,
    )
