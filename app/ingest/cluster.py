"""Cluster: extraction on many machines, over a Dask scheduler.

``distributed`` gives its workers the interface of concurrent.futures, so that this is a Pool like
that of this machine's processes. Workers know no database: they are given an article and give back
what is in it. One that dies is replaced by the scheduler; an article of which several workers die
is given once more, then put aside. All are stored by the process that asked, in their order.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.errors import SetupError, UnreadableSource
from app.extraction.pipeline import extractor
from app.ingest.extracting import DIED, read_packed

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.domain.articles import Article
    from app.domain.extraction import Extraction
    from app.ingest.extracting import Recipe, Waiting

_PER_WORKER = 4  # articles given to each beforehand, so that none waits for the network
_CONNECTING = 15  # seconds for the scheduler to answer
_FIRST_WORKER = 60  # seconds for a first worker to be there
_COUNTED = 5.0  # seconds for which the number of workers is believed
_reading = threading.Lock()


class Cluster:
    """Reads on the workers of a Dask scheduler; how many there are may change at any time."""

    def __init__(
        self, recipe: Recipe, address: str, *, first_worker: float = _FIRST_WORKER
    ) -> None:
        """Connect. Raises SetupError when nobody is there, or some have another version."""
        self._recipe = recipe
        self._address = address
        self._distributed = _distributed()
        self._client = self._connected()
        self._executor = self._client.get_executor(pure=False)
        self._workers, self._counted = 1, float("-inf")
        try:
            self._check(first_worker)
        except BaseException:
            self.close()
            raise

    @property
    def ahead(self) -> int:
        """How many articles may be asked for before the first result is fetched."""
        if time.monotonic() > self._counted + _COUNTED:
            with suppress(OSError, RuntimeError):  # it has gone: fetching a result says so
                self._workers = max(1, len(self._client.nthreads()))
            self._counted = time.monotonic()
        return _PER_WORKER * self._workers

    def ask(self, article: Article) -> Waiting:
        """Have an article read."""
        return _Asked(self, article, self.submit(article))

    def submit(self, article: Article) -> Future[Extraction]:
        """Give an article to a worker, without the bytes of its page, which it does not need."""
        bare = replace(article, capture=None)
        try:
            future: Future[Extraction] = self._executor.submit(
                read_alone, bare, self._recipe.packed
            )
        except (OSError, RuntimeError) as error:
            raise self._gone() from error
        return future

    def result(self, article: Article, future: Future[Extraction]) -> Extraction:
        """What was found in an article that was given.

        Raises what reading it raised, UnreadableSource when workers died of it twice, SetupError
        when the scheduler has gone or a worker has another version.
        """
        for last in (False, True):
            try:
                found = future.result()
            except self._distributed.KilledWorker as error:
                if last:
                    raise UnreadableSource(article.file, DIED) from error
                future = self.submit(article)
            except CancelledError as error:
                raise self._gone() from error
            except ImportError as error:
                raise SetupError(
                    f"A worker of {self._address} has no On Record: {error}."
                ) from error
            else:
                break
        self._same(found.extractor, "A worker")
        return replace(found, article=article)

    def close(self) -> None:
        """Leave; what was asked for and not fetched is given up. The workers stay."""
        # A client that has given its scheduler up is closed already, and says so by an exception.
        gone = self._distributed.client.ClosedClientError
        with suppress(OSError, RuntimeError, gone):
            self._executor.shutdown(wait=False)
        with suppress(OSError, RuntimeError):
            self._client.close(timeout=5)

    def _connected(self) -> Any:  # noqa: ANN401 - the class is there only where the extra is
        # What it logs of lost workers is said here in sentences, where it matters.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            return self._distributed.Client(
                self._address, timeout=_CONNECTING, set_as_default=False, name="onrecord"
            )
        except (OSError, ValueError) as error:
            raise SetupError(
                f"No Dask scheduler answers at {self._address}. Start one with 'dask scheduler', "
                "and give its address as it prints it (tcp://host:8786)."
            ) from error

    def _check(self, patience: float) -> None:
        """That there is a worker, and that all have this version of On Record."""
        try:
            self._client.wait_for_workers(1, timeout=patience)
            told = self._client.run(extractor, on_error="return")
        except TimeoutError as error:
            raise SetupError(
                f"The scheduler at {self._address} has no worker. Start some with "
                f"'dask worker {self._address} --nthreads 1', where On Record is installed."
            ) from error
        except OSError as error:
            raise self._gone() from error
        for worker, version in told.items():
            self._same(version, f"The worker at {worker}")

    def _same(self, version: object, who: str) -> None:
        ours = extractor()
        if version != ours:
            raise SetupError(
                f"{who} would read otherwise than this machine ({version}, here {ours}). Install "
                "the same version of On Record everywhere."
            )

    def _gone(self) -> SetupError:
        return SetupError(
            f"The scheduler at {self._address} has gone. What was listed is stored; start it, and "
            "give the same command again to go on."
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    pool: Cluster
    article: Article
    future: Future[Extraction]

    def result(self) -> Extraction:
        return self.pool.result(self.article, self.future)


def read_alone(article: Article, packed: bytes) -> Extraction:
    """What is in an article; runs in a worker, which may have several threads and one parser."""
    with _reading:
        return read_packed(article, packed)


def _distributed() -> Any:  # noqa: ANN401 - a module
    try:
        return import_module("distributed")
    except ImportError as error:
        raise SetupError(
            "--cluster needs the library distributed: pip install onrecord[cluster]"
        ) from error
