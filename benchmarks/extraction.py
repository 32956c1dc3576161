"""How fast articles are read, beside textacy and spaCy: `python -m benchmarks.extraction`.

The articles are those of corpus/development, joined and cut at paragraphs to about 4,600
characters each. Each engine runs in a process of its own, on one core (affinity, one thread for
matrix products), with the same spaCy model, loaded before the clock starts:

- On Record: everything between reading a file and storing what was found, from cleaning to
  positions, with the shipped actors and issue (app.extraction.pipeline.extract);
- textacy, whole articles: its direct quotations, as its documentation shows. It raises on an
  article with an odd number of quotation marks; such an article counts as done;
- textacy, by paragraphs: one doc for each paragraph, so that only that paragraph is lost, and all
  paragraphs of an article parsed together, which is faster for textacy;
- spaCy: a parse of the whole article by all components of the model, and nothing done with it.

Seconds are of processor time, which other programs on the machine do not lengthen; no engine waits
for anything. The engines read the five seed articles first. Then they take turns, a whole pass over
the articles each, so that a machine that slows down slows all of them. The first pass is shown
apart, as On Record and spaCy remember words that they have seen; of the others the median is shown.
Memory is the highest of the process (ru_maxrss), the model included.
The second table has one article of growing length in several shapes, each in a fresh process.

textacy (dependency group `benchmarks`) is not among what `make test` installs: install it first,
or its rows are left out. `--passes N`, `--no-lengths` and `--only-lengths` make it shorter.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

from app.config import Settings
from app.domain.articles import Article
from app.evaluation import load_corpus
from app.extraction.clean import clean
from app.extraction.parsing import Parser
from app.extraction.pipeline import extract
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LENGTH = 4_600
PASSES = 5
LENGTHS = (10_000, 100_000, 500_000, 1_000_000, 2_000_000)
CORPUS = Path(__file__).parent.parent / "corpus" / "development"
_TURNS = re.compile("interview|transcript")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS")}


def prose() -> list[str]:
    """The paragraphs of the marked articles that are read, in their order.

    Without comments and what is the page's own: behind them the next article would not be read; and
    without interviews and transcripts, whose last turn would go on to the end of the text.
    """
    texts = (
        clean(Article(body=article.body or "", file="a.txt"))
        for article in load_corpus(CORPUS).articles
        if not _TURNS.search(article.manner or "")
    )
    return [zone.span.of(text.text) for text in texts for zone in text.prose]


def articles() -> list[str]:
    """Texts of about 4,600 characters, of whole paragraphs."""
    texts: list[str] = []
    held: list[str] = []
    for paragraph in prose():
        held.append(paragraph)
        if sum(map(len, held)) + 2 * len(held) >= LENGTH:
            texts.append("\n\n".join(held))
            held = []
    return texts


def shapes() -> dict[str, Callable[[int], str]]:
    """How a text of a given length is made, for each shape of the second table."""
    paragraphs = prose()

    def repeated(text: str) -> Callable[[int], str]:
        return lambda length: (text * (length // len(text) + 1))[:length]

    bare = re.sub(r"[.,;:!?“”‘’\"']", "", " ".join(paragraphs))
    return {
        "prose": repeated("\n\n".join(paragraphs) + "\n\n"),
        "prose on one line": repeated(" ".join(paragraphs) + " "),
        "no full stop": repeated(bare + " "),
        "names only": repeated("Anna Lind Ole Holm Per Berg Ida Dahl Nils Falk "),
        "quotation marks only": repeated('"'),
        "a mark on each line": repeated('"\n'),
        "short quotations": repeated("“Yes,” he said. "),
        "short paragraphs": repeated("Anna Lind said that she would not go there.\n\n"),
    }


def on_record() -> Callable[[str], object]:
    """On Record, from cleaning to positions."""
    parser = Parser(model())
    actors, issues = load_actors(None), load_issues(None)
    return lambda text: extract(Article(body=text, file="a.txt"), actors, issues, parser)


def textacy_whole() -> Callable[[str], object]:
    """The direct quotations that textacy finds in a whole article."""
    direct_quotations = import_module("textacy.extract.triples").direct_quotations
    nlp = spacy.load(model())

    def read(text: str) -> object:
        try:
            return list(direct_quotations(nlp(text)))
        except ValueError:
            return None

    return read


def textacy_paragraphs() -> Callable[[str], object]:
    """The direct quotations that textacy finds, a doc for each paragraph."""
    direct_quotations = import_module("textacy.extract.triples").direct_quotations
    nlp = spacy.load(model())

    def read(text: str) -> object:
        found: list[object] = []
        for doc in nlp.pipe(text.split("\n\n")):
            try:
                found += direct_quotations(doc)
            except ValueError:
                continue
        return found

    return read


def bare_spacy() -> Callable[[str], object]:
    """The parse alone, by all components of the model."""
    return spacy.load(model())


ENGINES: dict[str, Callable[[], Callable[[str], object]]] = {
    "On Record": on_record,
    "textacy, whole articles": textacy_whole,
    "textacy, by paragraphs": textacy_paragraphs,
    "spaCy alone": bare_spacy,
}


def model() -> str:
    """The spaCy model of the settings, the same for all engines."""
    return Settings(_env_file=None).spacy_model  # type: ignore[call-arg]


def serve(engine: str) -> None:
    """In a process of its own: for each line read, a pass over the articles; prints seconds, MB."""
    texts, read = articles(), ENGINES[engine]()
    for seed in sorted((CORPUS.parent.parent / "seeds").glob("*/*.txt")):
        read(seed.read_text(encoding="utf-8"))  # lexicons are read when they are first needed
    for _ in sys.stdin:
        begun = time.process_time()
        for text in texts:
            read(text)
        print(time.process_time() - begun, peak(), flush=True)


def one(shape: str, length: int) -> None:
    """In a process of its own: one long article; prints seconds, statements, MB."""
    text, parser = shapes()[shape](length), Parser(model())
    actors, issues = load_actors(None), load_issues(None)
    begun = time.process_time()
    found = extract(Article(body=text, file="a.txt", language="en"), actors, issues, parser)
    print(time.process_time() - begun, len(found.statements), peak(), flush=True)


def peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def child(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """This module in another process, on the core of this one."""
    command = [sys.executable, "-m", "benchmarks.extraction", *arguments]
    environment = {**os.environ, **ONE_THREAD}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield process
        if process.stdin is not None:
            process.stdin.close()


def compare(passes: int) -> None:
    """Print the table of engines."""
    texts = articles()
    size = statistics.mean(map(len, texts))
    print(f"\n{len(texts)} articles of {size:.0f} characters on average; articles a second")
    known = importlib.util.find_spec("textacy") is not None
    names = [name for name in ENGINES if known or not name.startswith("textacy")]
    if not known:
        print("textacy is not installed: its rows are left out")
    rates: dict[str, list[float]] = {name: [] for name in names}
    memory = dict.fromkeys(names, 0.0)
    with ExitStack() as stack:
        running = {name: stack.enter_context(child("--engine", name)) for name in names}
        for _ in range(passes + 1):
            for name, process in running.items():
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write("pass\n")
                process.stdin.flush()
                seconds, memory[name] = map(float, process.stdout.readline().split())
                rates[name].append(len(texts) / seconds)
    ours = statistics.median(rates["On Record"][1:])
    print(f"{'':26}{'first':>8}{'median':>8}{'lowest - highest':>20}{'MB':>6}{'On Record is':>15}")
    for name, (first, *later) in rates.items():
        middle = statistics.median(later)
        spread = f"{min(later):.1f} - {max(later):.1f}"
        times = f"{ours / middle:.1f} times"
        print(f"{name:26}{first:8.1f}{middle:8.1f}{spread:>20}{memory[name]:6.0f}{times:>15}")


def grow() -> None:
    """Print the table of lengths."""
    print(
        "\nOne article of growing length: seconds, and in brackets seconds per 100,000 characters"
    )
    print(f"{'':22}" + "".join(f"{length:>16,}" for length in LENGTHS) + f"{'MB at the end':>16}")
    for shape in shapes():
        cells, held = [], 0.0
        for length in LENGTHS:
            with child("--shape", shape, "--length", str(length)) as process:
                assert process.stdout is not None
                seconds, _, held = map(float, process.stdout.readline().split())
            cells.append(f"{seconds:.1f} ({seconds / length * 100_000:.2f})")
        print(
            f"{shape:22}" + "".join(f"{cell:>16}" for cell in cells) + f"{held:16.0f}", flush=True
        )


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--passes", type=int, default=PASSES)
    arguments.add_argument("--no-lengths", action="store_true")
    arguments.add_argument("--only-lengths", action="store_true")
    arguments.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    arguments.add_argument("--shape", help=argparse.SUPPRESS)
    arguments.add_argument("--length", type=int, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.engine:
        serve(chosen.engine)
        return
    if chosen.shape:
        one(chosen.shape, chosen.length)
        return
    if hasattr(os, "sched_setaffinity"):  # Linux; the processes started from here inherit it
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    versions = ", ".join(f"{name} {_version(name)}" for name in ("spacy", model(), "textacy"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, one used; {_processor()}")
    print(f"Python {platform.python_version()}, {versions}")
    if not chosen.only_lengths:
        compare(chosen.passes)
    if not chosen.no_lengths:
        grow()


def _version(package: str) -> str:
    return version(package) if importlib.util.find_spec(package) else "not installed"


def _processor() -> str:
    """The name of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    names = (
        re.findall(r"^model name\s*: (.*)$", told.read_text(), re.MULTILINE)
        if told.exists()
        else []
    )
    return names[0] if names else platform.processor()


if __name__ == "__main__":
    main()
