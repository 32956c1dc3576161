"""Figures into docs/performance.md: ``python -m benchmarks.report RESULTS [--into FOLDER]``.

What stands between ``<!-- NAME -->`` and ``<!-- /NAME -->`` is written anew, the rest is kept.
Plots and the raw figures are written beside the page, into the folder ``performance``.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from benchmarks.report_plots import plots
from benchmarks.report_tables import BLOCKS
from benchmarks.serving.results import Results

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def main() -> None:
    """Write the page, its plots and the raw figures."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.report")
    options.add_argument("results", type=Path)
    options.add_argument("--into", type=Path, default=PAGE.parent, help="a folder for a draft")
    given = options.parse_args()
    results = Results.read(given.results)
    made = plots(results)
    text = filled(PAGE.read_text("utf-8"), results, list(made))
    beside = given.into / "performance"
    beside.mkdir(parents=True, exist_ok=True)
    for old in beside.glob("*.svg"):
        old.unlink()
    for name, picture in made.items():
        (beside / name).write_text(picture, "utf-8")
    (given.into / PAGE.name).write_text(text, "utf-8")
    Results(beside / "results.json", results.machines, results.figures).write()
    print(f"{given.into / PAGE.name}: {len(results.figures)} figures, {len(made)} plots")


def filled(page: str, results: Results, pictures: list[str]) -> str:
    """The page with every block made of these results. Raises ValueError where one is missing."""
    for name, block in BLOCKS.items():
        told = block(results)
        of_it = [one for one in pictures if one.startswith(_PICTURES.get(name, "-"))]
        images = [f"![{_alternative(one)}](performance/{one})" for one in of_it]
        inside = "\n\n".join([told, *images])
        pattern = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page, count = pattern.subn(lambda found: f"{found[1]}{inside}\n{found[2]}", page)  # noqa: B023
        if count != 1:
            raise ValueError(f"The page has no place for '{name}'.")
    return page


_PICTURES = {"turns": "rates-", "growth": "growth-"}


def _alternative(name: str) -> str:
    kind, database = name.removesuffix(".svg").split("-")[:2]
    told = {"rates": "Requests a second side by side", "growth": "Requests a second by size"}
    return f"{told[kind]}, {database}"


if __name__ == "__main__":
    main()
