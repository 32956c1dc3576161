"""The whole job, and what of it each step takes: ``python -m benchmarks.ingest``.

The articles of corpus/development, each as a text file and, in a second folder, as a web page,
are read, extracted and stored into a new SQLite database: by one process, then by one that has two
workers. Of the first the seconds of each step are told: reading (files, pages), extraction
without positions, positions, and the rest, which is looking up and storing. Each run is a new
process. Seconds are of the clock; on a shared machine compare the shares of one run only.
"""

from __future__ import annotations

import html
import json
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.config import Settings
from app.db.session import open_engine
from app.domain.articles import Article
from app.evaluation import load_corpus
from app.extraction import pipeline, stance
from app.extraction.parsing import Parser
from app.ingest import Here, Job, Processes, Recipe, Sourcing
from app.readers import Limits
from app.readers.definitions import load_actors, load_issues

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from app.domain.extraction import Extraction
    from app.ingest.extracting import Waiting
    from app.ingest.sourcing import Found

CORPUS = Path(__file__).parent.parent / "corpus" / "development"
WARM_UP = Article("A title\n\nAda Moreau said on Monday: “We will go.”", "warm-up.txt")
LIMITS = Limits(max_text_bytes=2_000_000, max_document_bytes=50_000_000, max_seconds=30)


class Steps(dict[str, float]):
    """Seconds by the name of a step."""

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time added up."""

        def run(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - passes on what it is given
            began = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                self[name] = self.get(name, 0.0) + time.perf_counter() - began

        return run


class TimedSourcing(Sourcing):
    """Sourcing, its time told."""

    steps: Steps

    def find(self, sources: Iterable[str | Path]) -> Generator[Found]:
        """All articles in these sources."""
        found = super().find(sources)
        step = self.steps.timed("reading", lambda: next(found, None))
        while (one := step()) is not None:
            yield one


class TimedHere(Here):
    """Reading in this process, its time told."""

    steps: Steps

    def ask(self, article: Article) -> Waiting:
        """Have an article read, at once."""
        return Done(self.steps.timed("extraction", super().read)(article))


class Done:
    """An extraction that is there."""

    def __init__(self, found: Extraction) -> None:
        self._found = found

    def result(self) -> Extraction:
        """What was found."""
        return self._found


def main() -> None:
    """Print what was measured."""
    if len(sys.argv) > 1:
        print(json.dumps(_run(sys.argv[1], int(sys.argv[2]))))
        return
    print(f"{platform.machine()}, Python {platform.python_version()}, one run each")
    with tempfile.TemporaryDirectory() as made:
        for kind in ("texts", "pages"):
            folder = Path(made) / kind
            characters = _write(folder, kind)
            alone = _apart(folder, 1)
            together = _apart(folder, 2)
            steps = ", ".join(
                f"{name} {seconds / alone['seconds']:.0%}"
                for name, seconds in alone["steps"].items()
            )
            print(
                f"{kind}: {alone['articles']} articles of {characters:,} characters;"
                f" one process {alone['articles'] / alone['seconds']:.1f} a second ({steps});"
                f" two workers {together['articles'] / together['seconds']:.1f} a second"
            )


def _apart(folder: Path, workers: int) -> dict[str, Any]:
    """One run in a process of its own."""
    command = (sys.executable, "-m", "benchmarks.ingest", str(folder), str(workers))
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result


def _run(folder: str, workers: int) -> dict[str, Any]:
    settings = Settings()
    recipe = Recipe(settings.spacy_model, load_actors(None), tuple(load_issues(None)))
    steps = Steps()
    timed = steps.timed("positions", stance.take_positions)
    setattr(pipeline, "take_positions", timed)  # noqa: B010 - it is not exported
    with tempfile.TemporaryDirectory() as made:
        engine = open_engine(f"sqlite:///{Path(made) / 'onrecord.db'}")
        sourcing = TimedSourcing(engine, LIMITS)
        sourcing.steps = steps
        parser = Parser(settings.spacy_model)
        here = TimedHere(recipe, lambda: parser)
        object.__setattr__(here, "steps", steps)
        pool = Processes(recipe, workers) if workers > 1 else here
        with closing(pool):
            # Processes start and load what they need before the clock does.
            for asked in [pool.ask(WARM_UP) for _ in range(4 * workers)]:
                asked.result()
            steps.clear()
            job = Job(engine, sourcing, recipe, pool)
            began = time.perf_counter()
            articles = sum(1 for _ in job.run([folder]))
            seconds = time.perf_counter() - began
        engine.dispose()
    positions = steps.pop("positions", 0.0)
    steps["extraction"] = steps.get("extraction", 0.0) - positions
    steps["positions"] = positions
    steps["looking up and storing"] = seconds - sum(steps.values())
    return {"articles": articles, "seconds": seconds, "steps": steps}


def _write(folder: Path, kind: str) -> int:
    """Write the articles; how many characters they have on average."""
    folder.mkdir()
    texts = [article.body or "" for article in load_corpus(CORPUS).articles]
    for number, text in enumerate(texts):
        if kind == "texts":
            (folder / f"{number:03}.txt").write_text(text, "utf-8")
        else:
            title, _, body = text.partition("\n")
            paragraphs = "".join(
                f"<p>{html.escape(line)}</p>" for line in body.splitlines() if line.strip()
            )
            (folder / f"{number:03}.html").write_text(
                f"<html lang='en'><head><title>{html.escape(title)}</title></head><body><article>"
                f"<h1>{html.escape(title)}</h1>{paragraphs}</article></body></html>",
                "utf-8",
            )
    return sum(map(len, texts)) // len(texts)


if __name__ == "__main__":
    main()
