"""A run of the job.

1. The database is brought up to date, the directory of actors and the issues are stored.
2. Each source is read in the order given (sourcing.py).
3. An article that is stored already, word for word, is not read again, unless something else is
   known of it now (its articles.yaml was corrected).
4. Each other one is extracted (extracting.py), read by a language model too where one is set up
   (app/opinions), then saved together with what became of it, in one transaction. Several may be
   extracted at once; they are saved in the order in which they were found.

So a run that is killed leaves whole articles only, and the next one goes on where it ended. All
ids come from content (app/db/keys.py): in the end nothing tells that there were two runs, or how
many workers. Several processes may do the same at once; the database lets each article in once.
"""

from __future__ import annotations

import gc
import logging
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.db import migrate, store
from app.db.session import sessions
from app.domain.runs import Outcome
from app.errors import InputError, SetupError, UnreadableSource
from app.extraction.clean import clean
from app.extraction.pipeline import extractor
from app.ingest.items import Item
from app.ingest.sourcing import Handled, Unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.domain.articles import Article
    from app.domain.extraction import Extraction
    from app.ingest.extracting import Pool, Recipe, Waiting
    from app.ingest.sourcing import Found, Sourcing
    from app.opinions import Reader

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An article that is being extracted."""

    found: Found
    article: Article
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class Job:
    """What a run needs: where to store, whence things come, with what they are read, by whom.

    Without ``note_unchanged`` what has nothing new is neither given nor noted, unless it failed
    before: who asks a hundred feeds every quarter of an hour hears little else.
    """

    engine: Engine
    sourcing: Sourcing
    recipe: Recipe
    pool: Pool
    reader: Reader | None = None  # a second opinion on positions
    command: str = "ingest"
    note_unchanged: bool = True

    def run(self, sources: Iterable[str | Path]) -> Iterator[Item]:
        """What becomes of everything in these sources, one by one, each stored before it is given.

        Raises SetupError when the database or the parser cannot be used; all that was given
        before is stored. A run that is not exhausted counts as interrupted.
        """
        return self.take(self.sourcing.find(sources))

    def take(self, things: Iterable[Found]) -> Iterator[Item]:
        """What becomes of things that were found, as ``run`` has it."""
        run = self.start()
        yield from self.through(run, things)
        self.finish(run)

    def through(self, run: int, things: Iterable[Found]) -> Generator[Item]:
        """What becomes of things that were found in a run that goes on."""
        begun: deque[_Begun | Item] = deque()
        ended = 0
        for found in things:
            next_one = self._begin(run, found)
            if next_one is not None and self._tells(next_one):
                begun.append(next_one)
            # What is done is not held back by nothing; what is not, by as many as are at work.
            while begun and (isinstance(begun[0], Item) or len(begun) > self.pool.ahead):
                yield self._end(run, begun.popleft())
                ended += 1
                if ended == 1:
                    # The models are loaded now and stay: the collector need not look at them again,
                    # which takes it a tenth of a second each time.
                    gc.freeze()
        while begun:
            yield self._end(run, begun.popleft())

    def start(self, *, alone: bool = False) -> int:
        """The number of a new run, in a database that is up to date.

        With ``alone`` raises SetupError where a run of the same command is at work.
        """
        migrate.upgrade(self.engine)
        with sessions(self.engine, write=True) as session:
            store.sync_directory(session, self.recipe.actors, self.recipe.issues)
            grouped = store.is_grouped(session)
        if not grouped:  # never, or by other rules
            store.regroup(self.engine)
        with sessions(self.engine, write=True) as session:
            return store.start_run(session, extractor(), self.command, alone=alone)

    def finish(self, run: int, *, keep_empty: bool = True) -> None:
        """Note that a run has come to its end; without ``keep_empty`` forget one of nothing."""
        with sessions(self.engine, write=True) as session:
            if keep_empty or not store.forget_empty_run(session, run):
                store.finish_run(session, run)

    def _tells(self, begun: _Begun | Item) -> bool:
        unchanged = isinstance(begun, Item) and begun.outcome is Outcome.UNCHANGED
        return self.note_unchanged or not unchanged

    def _begin(self, run: int, found: Found) -> _Begun | Item | None:
        """What became of a thing that needs no extraction, or an extraction that was asked for.

        None where nothing is to be told of it.
        """
        thing = found.thing
        if isinstance(thing, Handled):
            self._handled(run, found)
            return None
        if isinstance(thing, UnreadableSource):
            return self._put_aside(run, found, thing.source, thing.reason)
        if isinstance(thing, Unchanged):
            self._pass_over(run, found, thing)
            return Item(thing.address, Outcome.UNCHANGED)
        return self._guarded(run, found, thing, lambda: self._take_up(run, found, thing))

    def _handled(self, run: int, found: Found) -> None:
        """Note what a list answered; one that was put aside before is so no more."""
        with sessions(self.engine, write=True) as session:
            if _failed(session, found):
                store.record_item(
                    session, run, found.origin, Outcome.UNCHANGED, origin=found.origin
                )
            _note_fetch(session, found)

    def _pass_over(self, run: int, found: Found, thing: Unchanged) -> None:
        with sessions(self.engine, write=True) as session:
            if self.note_unchanged or _failed(session, found):
                store.record_item(
                    session, run, thing.address, Outcome.UNCHANGED, origin=found.origin
                )
            _note_fetch(session, found)

    def _end(self, run: int, begun: _Begun | Item) -> Item:
        """What became of a thing whose extraction was asked for."""
        if isinstance(begun, Item):
            return begun
        item = self._guarded(run, begun.found, begun.article, lambda: self._save(run, begun))
        assert isinstance(item, Item)  # noqa: S101 - _save gives nothing else
        return item

    def _take_up(self, run: int, found: Found, article: Article) -> _Begun | Item:
        known = self._known(article)
        if known is not None and not known.changes(article):
            with sessions(self.engine, write=True) as session:
                saved = store.keep(session, known, article)
                self._record(session, run, found, article, saved)
            return _item(article.file, saved)
        return _Begun(found, article, self.pool.ask(known.completed(article) if known else article))

    def _save(self, run: int, begun: _Begun) -> Item:
        again: _Begun | Item = begun
        while isinstance(again, _Begun):
            extraction = again.waiting.result()
            if self.reader is not None:
                extraction = self.reader.read(extraction)
            try:
                return self._store(run, again, extraction)
            except store.Overtaken:  # more has become known of it: once more, with all of that
                again = self._take_up(run, again.found, again.article)
        return again

    def _store(self, run: int, begun: _Begun, extraction: Extraction) -> Item:
        with sessions(self.engine, write=True) as session:
            saved = store.save(session, extraction, begun.article)
            self._record(session, run, begun.found, begun.article, saved)
        return _item(begun.article.file, saved, extraction.notes)

    def _record(
        self, session: Session, run: int, found: Found, article: Article, saved: store.Saved
    ) -> None:
        told = self.note_unchanged or saved.outcome is not Outcome.UNCHANGED
        if told or _failed(session, found):
            store.record_item(
                session,
                run,
                article.file,
                saved.outcome,
                article=saved.article,
                origin=found.origin,
            )
        _note_fetch(session, found)

    def _guarded(
        self, run: int, found: Found, article: Article, step: Callable[[], _Begun | Item]
    ) -> _Begun | Item:
        """What a step gives; whatever goes wrong with one article costs no other."""
        try:
            return step()
        except SetupError:
            raise
        except Exception as error:  # noqa: BLE001 - our mistake in one costs no other
            return self._put_aside(run, found, article.file, why_aside(error, article.file))

    def _known(self, article: Article) -> store.Known | None:
        with sessions(self.engine) as session:
            return store.recognise(session, article, clean(article).text)

    def _put_aside(self, run: int, found: Found, source: str, reason: str) -> Item:
        with sessions(self.engine, write=True) as session:
            if found.fetch is not None:
                store.record_fetch(session, replace(found.fetch, failed=True))
            store.record_item(
                session, run, source, Outcome.PUT_ASIDE, reason=reason, origin=found.origin
            )
        return Item(source, Outcome.PUT_ASIDE, reason)


def why_aside(error: Exception, file: str) -> str:
    """The reason that people are given for putting a thing aside.

    A mistake of ours is logged with its traceback; the next run tries the thing again.
    """
    if isinstance(error, UnreadableSource):
        return error.reason
    if isinstance(error, InputError):
        return str(error)
    _log.error("%s could not be read", file, exc_info=error)
    return f"On Record failed on it ({type(error).__name__}); please report this."


def _note_fetch(session: Session, found: Found) -> None:
    if found.fetch is not None:
        store.record_fetch(session, found.fetch)


def _failed(session: Session, found: Found) -> bool:
    """Whether the address of a thing, just asked for, gave nothing the last time."""
    before = store.last_fetch(session, found.fetch.address) if found.fetch else None
    return before is not None and before.failures > 0


def _item(source: str, saved: store.Saved, notes: tuple[str, ...] = ()) -> Item:
    return Item(
        source=source,
        outcome=saved.outcome,
        article=saved.article,
        statements=saved.statements,
        positions=saved.positions,
        changes=saved.changes,
        notes=notes,
        copy_of=saved.copy_of,
    )
