from __future__ import annotations

import io
import operator
import os
import signal
import threading
import time
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from app.domain.articles import Article
from app.domain.captures import Capture
from app.domain.dates import DateBasis, UncertainDate
from app.errors import UnreadableSource
from app.readers import bounded as module
from app.readers.bounded import bounded
from app.readers.material import Material

if TYPE_CHECKING:
    from collections.abc import Callable


def give_back(value: object) -> object:
    return value


def loop() -> None:
    while True:
        pass


def fill_memory() -> int:
    return len([bytes(1 << 20) for _ in range(4096)])


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def nest(depth: int = 0) -> int:
    return nest(depth + 1) + 1


def fail() -> None:
    raise KeyError("secret of the text")


def too_large() -> bytes:
    return Material("inner.pdf", io.BytesIO(b"x" * 10)).data(5)


def reason(function: Callable[[], object], seconds: float = 20) -> str:
    with pytest.raises(UnreadableSource) as caught:
        bounded(function, name="paper.pdf", seconds=seconds, memory=1 << 27)
    assert caught.value.source in {"paper.pdf", "inner.pdf"}
    return caught.value.reason


def process() -> int:
    return bounded(os.getpid, name="", seconds=20)


def test_an_article_comes_back_as_it_was_from_a_process_that_is_kept() -> None:
    published = UncertainDate.parse("2025-02", DateBasis.METADATA)
    article = Article("Body", "a", published=published, capture=Capture(b"\0data"), notes=("N",))
    first = process()
    assert bounded(give_back, article, name="a", seconds=20) == article
    assert process() == first != os.getpid()


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (fill_memory, "takes more than 128 MB of memory"),
        (crash, "breaks its reader"),
        (nest, "nested too deeply"),
        (fail, "Its reader failed on it (KeyError)."),
        (too_large, "It is larger than 5 bytes."),
    ],
)
def test_what_breaks_the_child_is_a_sentence_and_the_next_document_is_read(
    function: Callable[[], object], said: str
) -> None:
    assert said in reason(function)
    assert bounded(operator.add, 1, 2, name="", seconds=20) == 3


def test_an_endless_document_is_ended_in_time() -> None:
    process()
    started = time.monotonic()
    assert reason(loop, 0.3) == "Reading it took longer than 0.3 seconds."
    assert time.monotonic() - started < 60


def test_what_a_library_prints_does_not_get_into_the_answer() -> None:
    assert bounded(os.write, 1, b"R" * 100, name="", seconds=20) == 100
    assert bounded(operator.add, 1, 2, name="", seconds=20) == 3


def test_a_child_that_was_taken_over_runs_nothing_here() -> None:
    with pytest.raises(UnreadableSource, match="breaks its reader"):
        bounded(Fraction, 1, 2, name="paper.pdf", seconds=20)


def test_a_child_that_died_meanwhile_is_replaced() -> None:
    first = process()
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)  # until it is dead
    assert process() != first


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # that is what is tested
def test_threads_and_forks_get_their_own_answers() -> None:
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        found[number] = bounded(give_back, number, name="", seconds=20)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number for number in range(20)}
    first = process()
    forked = os.fork()
    if forked == 0:
        own = 1
        try:
            own = int(process() == first)
            module._reader.end()
        finally:
            os._exit(own)
    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
    assert process() == first
