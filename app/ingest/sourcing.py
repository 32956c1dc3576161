"""Sourcing: from what the job was given to articles, addresses fetched on the way."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from app.db import store
from app.db.session import sessions
from app.domain.addresses import canonical, plausible
from app.domain.articles import Article
from app.domain.captures import Capture, Link
from app.domain.fetches import LIST, Fetch
from app.errors import NotFetched, UnreadableSource
from app.fetching import Fetched, NotModified
from app.readers import STANDARD_INPUT, read
from app.readers.material import Material
from app.readers.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from sqlalchemy import Engine

    from app.fetching import Fetcher
    from app.readers.columns import Columns
    from app.readers.material import Limits

_AT_ONCE = 8  # addresses asked for at the same time, each host by itself in its own pace
_DEEPEST = 4  # lists that lie in lists: an index of sitemaps, a sitemap, a page
NOT_FETCHED = "Addresses are not fetched here."


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An address that has nothing new."""

    address: str


@dataclass(frozen=True, slots=True)
class Handled:
    """All that a list named has been given before, or a page is left for another time."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    ``origin`` is what must be read again to find it again. ``fetch`` is what its address answered,
    to be noted once the thing is stored and not before: a run that is killed asks again.
    """

    origin: str
    thing: Article | UnreadableSource | Unchanged | Handled
    fetch: Fetch | None = None


@dataclass
class Sourcing:
    """Reads sources one after the other; ``fetcher`` None: addresses are put aside.

    ``outlet`` and ``language`` are those of every article, whatever it says itself; ``too_soon``
    says of an address that a list names and that failed whether it is left for another time.
    """

    engine: Engine
    limits: Limits
    fetcher: Fetcher | None = None
    columns: Columns | None = None  # what columns of tables are called, where that is not known
    refresh: bool = False  # ask again for what a list names and what was fetched before
    outlet: str | None = None
    language: str | None = None
    too_soon: Callable[[Fetch], bool] = lambda _known: False
    _seen: set[str] = field(default_factory=set, init=False)

    def find(self, sources: Iterable[str | Path]) -> Generator[Found]:
        """All articles in these sources, and what gave none and why."""
        self._seen.clear()
        with ExitStack() as closing:
            threads = ThreadPoolExecutor(_AT_ONCE)
            closing.callback(threads.shutdown, cancel_futures=True)
            for source in sources:
                things = read(source, limits=self.limits, columns=self.columns)
                for found in self._fetched(str(source), things, threads, depth=0):
                    yield self._as_said(found)

    def _as_said(self, found: Found) -> Found:
        if not isinstance(found.thing, Article) or (self.outlet is None and self.language is None):
            return found
        article = found.thing
        said = replace(
            article,
            outlet=self.outlet or article.outlet,
            language=self.language or article.language,
        )
        return replace(found, thing=said)

    def _fetched(
        self,
        origin: str,
        things: Iterable[Article | Link | UnreadableSource],
        threads: ThreadPoolExecutor,
        *,
        depth: int,
    ) -> Iterator[Found]:
        """The things in their order, links followed; some are asked for beforehand."""
        waiting: deque[tuple[Link, _Asked] | Found] = deque()
        for thing in things:
            if isinstance(thing, Link):
                asked = self._ask(thing, threads, listed=thing.address != origin)
                waiting.append(asked if isinstance(asked, Found) else (thing, asked))
            else:
                name = thing.file if isinstance(thing, Article) else thing.source
                waiting.append(Found(_origin(name, origin), _placed(thing)))
            # What is not waited for goes on at once.
            while waiting and (len(waiting) > _AT_ONCE or isinstance(waiting[0], Found)):
                yield from self._answered(waiting.popleft(), threads, depth)
        while waiting:
            yield from self._answered(waiting.popleft(), threads, depth)

    def _ask(self, link: Link, threads: ThreadPoolExecutor, *, listed: bool) -> _Asked | Found:
        """Ask for an address, unless it needs no asking."""
        if self.fetcher is None:
            return Found(link.address, UnreadableSource(link.address, NOT_FETCHED))
        address = canonical(link.address)
        if address in self._seen:
            return Found(address, Unchanged(address))
        self._seen.add(address)
        with sessions(self.engine) as session:
            known = store.last_fetch(session, link.address)
        if listed and known is not None and not self.refresh:
            # A list may name others since: it is asked, as what was given itself.
            if known.failures == 0 and known.status != LIST:
                return Found(link.address, Unchanged(link.address))
            if self.too_soon(known):
                return Found(link.address, Handled())
        etag, modified = (known.etag, known.last_modified) if known else (None, None)
        future = threads.submit(self.fetcher.fetch, link.address, etag=etag, last_modified=modified)
        return _Asked(future.result, is_list=known is not None and known.status == LIST)

    def _answered(
        self, waiting: tuple[Link, _Asked] | Found, threads: ThreadPoolExecutor, depth: int
    ) -> Iterator[Found]:
        if isinstance(waiting, Found):
            yield waiting
            return
        link, asked = waiting
        try:
            answer = asked.result()
        except NotFetched as problem:
            fetch = Fetch(link.address, status=str(problem.status or problem.reason), failed=True)
            yield Found(link.address, problem, fetch)
            return
        if isinstance(answer, NotModified):
            status = LIST if asked.is_list else "304"
            fetch = Fetch(link.address, status, answer.etag, answer.last_modified)
            yield Found(link.address, Unchanged(link.address), fetch)
            return
        yield from self._read(link, answer, threads, depth)

    def _read(
        self, link: Link, answer: Fetched, threads: ThreadPoolExecutor, depth: int
    ) -> Iterator[Found]:
        """What is in the bytes that came; a page is one article, a list names many."""
        fetch = Fetch(link.address, "200", answer.etag, answer.last_modified)
        capture = answer.capture
        things = list(walk(Material.of_capture(link.address, capture), self.limits))
        (only,) = things if len(things) == 1 else (None,)
        if isinstance(only, Article):
            yield Found(link.address, _placed(_told(only, link, capture)), fetch)
        elif isinstance(only, UnreadableSource):
            problem = UnreadableSource(link.address, only.reason)
            yield Found(link.address, problem, replace(fetch, failed=True))
        elif depth >= _DEEPEST:
            reason = "It is a list in a list in a list, too deep to follow."
            yield Found(link.address, UnreadableSource(link.address, reason), fetch)
        else:
            yield from self._fetched(link.address, things, threads, depth=depth + 1)
            yield Found(link.address, Handled(), replace(fetch, status=LIST))


@dataclass(frozen=True, slots=True)
class _Asked:
    result: Callable[[], Fetched | NotModified]
    is_list: bool


def _told(article: Article, link: Link, capture: Capture) -> Article:
    """The article on a page, with what the list that names it says where the page says nothing."""
    dated = article.published.known
    return replace(
        article,
        file=link.address,
        address=article.address or capture.address or link.address,
        title=article.title or link.title,
        outlet=article.outlet or link.outlet,
        published=article.published if dated else link.published,
        published_note=article.published_note if dated else link.published_note,
        language=article.language or link.language,
        capture=capture,
    )


def _origin(name: str, source: str) -> str:
    """What to give to read a thing again: its file, or the archive it lies in; "" for none.

    What stands in an archive is named after it: "news.zip: a.txt".
    """
    if source == STANDARD_INPUT:
        return ""
    outer = name
    while outer:
        if os.path.lexists(outer):
            return str(Path(outer).absolute())
        outer = outer.rpartition(": ")[0]
    return str(Path(source).absolute()) if os.path.lexists(source) else source


def _placed(thing: Article | UnreadableSource) -> Article | UnreadableSource:
    """The article under the address that it gives itself, where that may be believed."""
    if not isinstance(thing, Article) or not thing.canonical:
        return thing
    declared = urljoin(thing.address or "", thing.canonical)
    return replace(thing, address=declared) if plausible(declared, thing.address) else thing
