"""A run of the job.

1. The database is brought up to date, the directory of actors and the issues are stored.
2. Each source is read in the order given (sourcing.py).
3. An article that is stored already, word for word, is not read again, unless something else is
   known of it now (its articles.yaml was corrected).
4. Each other one is extracted (extracting.py), read by a language model too where one is set up
   (app/opinions), then saved together with what became of it. Several may be extracted at once;
   they are saved in the order in which they were found.
5. What was extracted within about a second is stored in one transaction (a group commit). What
   pages show is made anew once for all of it, and who else writes waits for the storing alone,
   never for an extraction. Nothing is told of before it is stored.

So a run that is killed leaves whole articles only, and the next one goes on where it ended. All
ids come from content (app/db/keys.py): in the end nothing tells that there were two runs, or how
many workers. Several processes may do the same at once; the database lets each article in once.
"""

from __future__ import annotations

import gc
import logging
import math
import time
from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.db import migrate, store
from app.db.session import empty_log, sessions
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
    from app.ingest.extracting import Pool, Recipe, Waiting
    from app.ingest.sourcing import Found, Sourcing
    from app.opinions import Reader

_log = logging.getLogger(__name__)
_MOST = 50  # things in one transaction: who else writes waits for it


@dataclass(frozen=True, slots=True)
class _Begun:
    """An article that is being extracted."""

    found: Found
    article: Article
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class _Ready:
    """A thing that can be stored: what does so, and the article that it is, if any.

    The text's hash is there where the text may be new.
    """

    found: Found
    write: Callable[[Session], Item | None]
    article: Article | None = None
    text_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What a run needs: where to store, whence things come, with what they are read, by whom.

    Without ``note_unchanged`` what has nothing new is neither given nor noted, unless it failed
    before: who asks a hundred feeds every quarter of an hour hears little else.

    ``every`` so many seconds what was found since is stored; 0: each thing by itself, at once.
    """

    engine: Engine
    sourcing: Sourcing
    recipe: Recipe
    pool: Pool
    reader: Reader | None = None  # a second opinion on positions
    command: str = "ingest"
    note_unchanged: bool = True
    every: float = 1.0

    def run(self, sources: Iterable[str | Path]) -> Iterator[Item]:
        """What becomes of everything in these sources, one by one, each stored before it is given.

        Raises SetupError when the database or the parser cannot be used; all that was given
        before is stored. A run that is not exhausted counts as interrupted.
        """
        return self.take(self.sourcing.find(sources))

    def take(self, things: Iterable[Found]) -> Iterator[Item]:
        """What becomes of things that were found, as ``run`` has it."""
        run = self.start()
        for group in self.through(run, things):
            yield from group
        self.finish(run)

    def through(self, run: int, things: Iterable[Found]) -> Generator[list[Item]]:
        """What becomes of things that were found in a run that goes on, as it is stored.

        What is given at once was stored at once. What was extracted before an error is stored.
        """
        steps = self._readied(run, things)
        ready: list[_Ready] = []
        due = 0.0  # the first thing is stored at once
        log_due = math.inf
        while True:
            try:
                one = next(steps, None)
            except (Exception, KeyboardInterrupt):
                yield from self._stored(run, ready)
                raise
            if one is not None:
                ready.append(one)
            if one is None or len(ready) >= _MOST or time.monotonic() >= due:
                yield from self._stored(run, ready)
                ready = []
                due = time.monotonic() + self.every
                log_due = due - self.every / 2
            elif time.monotonic() >= log_due:
                empty_log(self.engine)
                log_due = math.inf
            if one is None:
                return

    def _readied(self, run: int, things: Iterable[Found]) -> Iterator[_Ready]:
        """Things in the order in which they were found, each when it can be stored."""
        begun: deque[_Begun | _Ready] = deque()
        extracted = 0
        for found in things:
            begun.append(self._begin(run, found))
            # What is done is not held back by nothing; what is not, by as many as are at work.
            while begun and (isinstance(begun[0], _Ready) or len(begun) > self.pool.ahead):
                extracted += isinstance(begun[0], _Begun)
                yield self._end(run, begun.popleft())
                if extracted == 1:
                    # The models are loaded now and stay: the collector need not look at them again,
                    # which takes it a tenth of a second each time.
                    gc.freeze()
                    extracted += 1
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

    def _begin(self, run: int, found: Found) -> _Begun | _Ready:
        """A thing that needs no extraction, or an extraction that was asked for."""
        thing = found.thing
        if isinstance(thing, Handled):
            return _Ready(found, lambda session: self._handled(session, run, found))
        if isinstance(thing, UnreadableSource):
            return self._aside(run, found, thing.source, thing.reason)
        if isinstance(thing, Unchanged):
            return _Ready(found, lambda session: self._pass_over(session, run, found, thing))
        return self._guarded(run, found, thing, lambda: self._take_up(run, found, thing))

    def _end(self, run: int, begun: _Begun | _Ready) -> _Ready:
        """A thing whose extraction was asked for, when that is there."""
        if isinstance(begun, _Ready):
            return begun
        ended = self._guarded(run, begun.found, begun.article, lambda: self._extracted(run, begun))
        assert isinstance(ended, _Ready)  # noqa: S101 - _extracted gives nothing else
        return ended

    def _take_up(self, run: int, found: Found, article: Article) -> _Begun | _Ready:
        known = self._known(article)
        if known is None or known.changes(article):
            asked = self.pool.ask(known.completed(article) if known else article)
            return _Begun(found, article, asked)

        def keep(session: Session) -> Item | None:
            return self._record(session, run, found, article, store.keep(session, known, article))

        return _Ready(found, keep, article)

    def _extracted(self, run: int, begun: _Begun) -> _Ready:
        extraction = begun.waiting.result()
        if self.reader is not None:
            extraction = self.reader.read(extraction)

        def save(session: Session) -> Item | None:
            saved = store.save(session, extraction, begun.article)
            return self._record(session, run, begun.found, begun.article, saved, extraction.notes)

        return _Ready(begun.found, save, begun.article, store.hash_of(extraction))

    def _stored(self, run: int, ready: list[_Ready]) -> Iterator[list[Item]]:
        """What became of things, stored in one transaction, or where that fails each by itself."""
        if not ready:
            return
        try:
            with sessions(self.engine, write=True) as session:
                if len(ready) > 1:
                    store.many_at_once(session, [one.text_hash for one in ready if one.text_hash])
                items = []
                for one in ready:
                    items.append(one.write(session))
                    session.flush()
                    session.expunge_all()  # what one has read, the next may have changed
        except SetupError:
            raise
        except Exception as error:  # noqa: BLE001 - one of them fails, and then costs no other
            if len(ready) > 1:
                _log.debug("Stored one by one", exc_info=error)
            for one in ready:
                yield self._told([self._alone(run, one)])
            return
        yield self._told(items)

    def _alone(self, run: int, ready: _Ready) -> Item | None:
        """What became of a thing, stored by itself; what cannot be stored is put aside."""
        while True:
            try:
                with sessions(self.engine, write=True) as session:
                    return ready.write(session)
            except store.Overtaken:  # more has become known of it: once more, with all of that
                found, article = ready.found, ready.article
                assert article is not None  # noqa: S101 - only articles are saved
                step = partial(self._take_up, run, found, article)
                ready = self._end(run, self._guarded(run, found, article, step))
            except SetupError:
                raise
            except Exception as error:
                if ready.article is None:
                    raise
                file = ready.article.file
                ready = self._aside(run, ready.found, file, why_aside(error, file))

    def _told(self, items: Iterable[Item | None]) -> list[Item]:
        """Those of which something is to be told."""
        return [
            item
            for item in items
            if item is not None and (self.note_unchanged or item.outcome is not Outcome.UNCHANGED)
        ]

    def _handled(self, session: Session, run: int, found: Found) -> None:
        """Note what a list answered; one that was put aside before is so no more."""
        if _failed(session, found):
            store.record_item(session, run, found.origin, Outcome.UNCHANGED, origin=found.origin)
        _note_fetch(session, found)

    def _pass_over(self, session: Session, run: int, found: Found, thing: Unchanged) -> Item:
        if self.note_unchanged or _failed(session, found):
            store.record_item(session, run, thing.address, Outcome.UNCHANGED, origin=found.origin)
        _note_fetch(session, found)
        return Item(thing.address, Outcome.UNCHANGED)

    def _record(  # noqa: PLR0917 - what became of a thing, of which all is told
        self,
        session: Session,
        run: int,
        found: Found,
        article: Article,
        saved: store.Saved,
        notes: tuple[str, ...] = (),
    ) -> Item:
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
        return _item(article.file, saved, notes)

    def _guarded(
        self, run: int, found: Found, article: Article, step: Callable[[], _Begun | _Ready]
    ) -> _Begun | _Ready:
        """What a step gives; whatever goes wrong with one article costs no other."""
        try:
            return step()
        except SetupError:
            raise
        except Exception as error:  # noqa: BLE001 - our mistake in one costs no other
            return self._aside(run, found, article.file, why_aside(error, article.file))

    def _aside(self, run: int, found: Found, source: str, reason: str) -> _Ready:
        return _Ready(found, lambda session: _put_aside(session, run, found, source, reason))

    def _known(self, article: Article) -> store.Known | None:
        with sessions(self.engine) as session:
            return store.recognise(session, article, clean(article).text)


def _put_aside(session: Session, run: int, found: Found, source: str, reason: str) -> Item:
    if found.fetch is not None:
        store.record_fetch(session, replace(found.fetch, failed=True))
    store.record_item(session, run, source, Outcome.PUT_ASIDE, reason=reason, origin=found.origin)
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
