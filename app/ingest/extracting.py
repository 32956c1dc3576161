"""Extraction, which is nearly all of the work, in this process or in others.

A worker is given an article and the recipe to read it with, and gives back what it found; it
knows no database. So it may die at any moment: the article is given to another.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import zlib
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from app.errors import UnreadableSource
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.extraction.stances.sureness import rely_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future

    from app.domain.actors import ActorDirectory
    from app.domain.articles import Article
    from app.domain.extraction import Extraction
    from app.domain.positions import Issue

_PER_WORKER = 3  # articles given to each beforehand, so that none waits for this process
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
DIED = "Reading it made a worker process stop twice, perhaps for want of memory."


@dataclass(frozen=True)
class Recipe:
    """What articles are read with."""

    spacy_model: str
    actors: ActorDirectory
    issues: tuple[Issue, ...]
    sureness: Mapping[str, Any] | None = None  # how often positions are right; None: as shipped

    @cached_property
    def definitions(self) -> str:
        """A hash of the actors, the issues and a table of sureness that was chosen.

        Another one tells that others were looked for, or that confidences are others.
        """
        given: tuple[object, ...] = (self.actors, self.issues)
        if self.sureness is not None:
            given += (self.sureness,)
        return sha256(repr(given).encode()).hexdigest()[:16]

    @cached_property
    def packed(self) -> bytes:
        """All of it in some tens of kilobytes, to be sent along with each article."""
        return zlib.compress(pickle.dumps(self))


class Waiting(Protocol):
    """An extraction that has been asked for."""

    def result(self) -> Extraction:
        """What was found; raises what the extraction raised, UnreadableSource if workers died."""


class Pool(Protocol):
    """Who extracts."""

    @property
    def ahead(self) -> int:
        """How many articles may be asked for before the first result is fetched."""

    def ask(self, article: Article) -> Waiting:
        """Have an article read."""

    def close(self) -> None:
        """End; what was asked for and not fetched is given up."""


@dataclass(frozen=True)
class Here:
    """Reads in this process, when the result is asked for."""

    recipe: Recipe
    load_parser: Callable[[], Parser]
    ahead: int = 0

    def ask(self, article: Article) -> Waiting:
        """Have an article read."""
        return _Later(self, article)

    def read(self, article: Article) -> Extraction:
        """What was found in it."""
        recipe = self.recipe
        rely_on(recipe.sureness)
        found = extract(article, recipe.actors, recipe.issues, self._parser)
        return replace(found, definitions=recipe.definitions)

    @cached_property
    def _parser(self) -> Parser:
        return self.load_parser()

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class _Later:
    reader: Here
    article: Article

    def result(self) -> Extraction:
        return self.reader.read(self.article)


class Processes:
    """Reads in several processes of this machine; one that dies is replaced."""

    def __init__(self, recipe: Recipe, workers: int) -> None:
        self._recipe = recipe
        self._workers = workers
        # Workers whose matrix products each use all cores are slower together than one alone. They
        # read this when they start; this process has its libraries loaded.
        for name in _THREADS:
            os.environ.setdefault(name, "1")
        self._executor = _executor(workers)
        self.ahead = _PER_WORKER * workers

    def ask(self, article: Article) -> Waiting:
        """Have an article read."""
        try:
            future = self._executor.submit(read_packed, article, self._recipe.packed)
        except BrokenProcessPool:  # since the last result was fetched
            self._renew(self._executor)
            future = self._executor.submit(read_packed, article, self._recipe.packed)
        return _Asked(self, article, self._executor, future)

    def again(self, article: Article, broken: ProcessPoolExecutor) -> Extraction:
        """Read an article whose worker died, or whose neighbour's did.

        Alone, for it may be what the worker died of. Raises UnreadableSource when it dies again.
        """
        self._renew(broken)
        with _executor(1) as alone:
            try:
                return alone.submit(read_packed, article, self._recipe.packed).result()
            except BrokenProcessPool as error:
                raise UnreadableSource(article.file, DIED) from error

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        if self._executor is broken:
            broken.shutdown(wait=False, cancel_futures=True)
            self._executor = _executor(self._workers)

    def close(self) -> None:
        """End the processes."""
        self._executor.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    pool: Processes
    article: Article
    executor: ProcessPoolExecutor
    future: Future[Extraction]

    def result(self) -> Extraction:
        try:
            return self.future.result()
        except BrokenProcessPool:
            return self.pool.again(self.article, self.executor)


def read_packed(article: Article, packed: bytes) -> Extraction:
    """What is in an article; runs in a worker, which keeps what it needs from call to call."""
    return _reader(packed).read(article)


@lru_cache(maxsize=1)
def _reader(packed: bytes) -> Here:
    recipe: Recipe = pickle.loads(zlib.decompress(packed))  # noqa: S301 - from our own process
    return Here(recipe, lambda: Parser(recipe.spacy_model))


def _executor(workers: int) -> ProcessPoolExecutor:
    # Not forked: this process may hold threads and connections to a database.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_serve)


def _serve() -> None:
    """What a worker does first: it leaves Ctrl-C to the process that asks, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process that was killed ends nobody; its workers would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
