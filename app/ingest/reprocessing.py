"""Reprocessing: stored texts are read by the program of today.

1. With ``from_bytes`` what is kept of pages and documents is read again first: where more or other
   text comes of the same bytes, that is a new version of the article.
2. Each newest text that was read by another program, or with other actors or issues, is extracted.
   A statement that is found again keeps its id; one that is not is withdrawn and points to what
   stands in its place.

What was done is marked by the program's name on the text, so a run that was killed goes on where
it ended.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.db import queries, store
from app.db.session import sessions
from app.domain.articles import Article
from app.domain.runs import Outcome
from app.errors import SetupError
from app.extraction.pipeline import NOT_READ, extractor
from app.ingest.items import Item
from app.ingest.job import why_aside
from app.ingest.sourcing import Found
from app.readers.material import Material
from app.readers.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.db.queries import StoredText
    from app.domain.captures import Capture
    from app.ingest.extracting import Waiting
    from app.ingest.job import Job
    from app.readers.material import Limits

_log = logging.getLogger(__name__)
_AT_ONCE = 50  # texts in memory


@dataclass(frozen=True, slots=True)
class Reprocessing:
    """A run over what is stored, by a job's means."""

    job: Job

    def run(self, *, from_bytes: bool = False) -> Iterator[Item]:
        """What becomes of each stored text that would be read otherwise, one by one.

        Raises SetupError when the database or the parser cannot be used.
        """
        if from_bytes:
            yield from self.job.take(self._read_again())
        run = self.job.start()
        begun: deque[tuple[StoredText, Waiting]] = deque()
        for stored in self._stored():
            begun.append((stored, self.job.pool.ask(_unnoted(stored.article))))
            if len(begun) > self.job.pool.ahead:
                yield from self._end(run, *begun.popleft())
        while begun:
            yield from self._end(run, *begun.popleft())
        self.job.finish(run)

    def _stored(self) -> Iterator[StoredText]:
        after: str | None = None
        while True:
            with sessions(self.job.engine) as session:
                found = queries.stored_texts(
                    session,
                    extractor(),
                    self.job.recipe.definitions,
                    after=after,
                    limit=_AT_ONCE,
                )
            if not found:
                return
            yield from found
            after = found[-1].version

    def _end(self, run: int, stored: StoredText, waiting: Waiting) -> Iterator[Item]:
        """What became of a text; nothing if it was replaced meanwhile."""
        file = stored.article.file
        engine = self.job.engine
        try:
            extraction = waiting.result()
            if self.job.reader is not None:
                extraction = self.job.reader.read(extraction)
            with sessions(engine, write=True) as session:
                saved = store.rewrite(session, stored.version, extraction)
                if saved is None:
                    return
                store.record_item(session, run, file, saved.outcome, article=saved.article)
        except SetupError:
            raise
        except Exception as error:  # noqa: BLE001 - our mistake in one costs no other
            reason = why_aside(error, file)
        else:
            yield Item(
                file,
                saved.outcome,
                article=saved.article,
                statements=saved.statements,
                positions=saved.positions,
                changes=("statements",) if saved.changes else (),
                notes=(f"{', '.join(saved.changes)}.".capitalize(),) if saved.changes else (),
            )
            return
        with sessions(engine, write=True) as session:
            store.record_item(session, run, file, Outcome.PUT_ASIDE, reason=reason)
        yield Item(file, Outcome.PUT_ASIDE, reason)

    def _read_again(self) -> Iterator[Found]:
        """Every article whose bytes are kept, as they would be read now."""
        after: str | None = None
        began = datetime.now(UTC)
        limits = self.job.sourcing.limits
        while True:
            with sessions(self.job.engine) as session:
                kept = queries.kept_captures(session, after=after, before=began, limit=1)
            if not kept:
                return
            ((after, name, address, capture),) = kept
            found = _again(name, capture, limits)
            if found is not None:
                # Under the address that it is stored by, which a list or a person may have given.
                yield Found("", replace(found, address=address or found.address))


def _again(name: str, capture: Capture, limits: Limits) -> Article | None:
    """The article in bytes that are kept; None when they are not read as one any more."""
    things = list(walk(Material.of_capture(name, capture), limits))
    if len(things) == 1 and isinstance(things[0], Article):
        return replace(things[0], file=name, capture=capture)
    _log.warning("%s: its bytes are not read as one article any more; its text stays", name)
    return None


def _unnoted(article: Article) -> Article:
    """Without what the program of then noted of its language."""
    notes = tuple(note for note in article.notes if not note.startswith(NOT_READ))
    return replace(article, notes=notes)
