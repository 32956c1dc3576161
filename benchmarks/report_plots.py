"""Plots of docs/performance.md as SVG: calm, readable in print and in the dark, words as text."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from benchmarks.report_summary import Summary, grouped, number
from benchmarks.serving.cases import CASES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.serving.results import Results

_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.title{font-weight:bold}"
    ".mark{fill:#3b6ea5}.peer{fill:#999}"
    ".range{stroke:#222;stroke-width:1.5}.axis{stroke:#bbb}.line{fill:none;stroke:#3b6ea5;"
    "stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.mark{fill:#7fb0e6}.peer{fill:#888}"
    ".range{stroke:#eee}.axis{stroke:#555}.line{stroke:#7fb0e6}}"
)
_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_NAMES, _WIDTH, _ROW, _LEFT = 330, 860, 26, 12


def plots(results: Results) -> dict[str, str]:
    """The plots by the name of their file."""
    made = {}
    found = grouped(results.of(part="turns", workers=1, connections=64), "database", "statements")
    for (database, statements), figures in sorted(found.items()):
        bars = [
            (CASES[name].told, rate, not CASES[name].server.startswith("ours"))
            for name in CASES
            if (rate := Summary.of([one for one in figures if one["case"] == name], "rate"))
        ]
        title = f"Requests a second, {_KINDS[database]}, {statements:,} statements, 64 connections"
        made[f"rates-{database}-{statements}.svg"] = bar_chart(title, bars)
    return made | _growth(results)


def bar_chart(title: str, bars: Sequence[tuple[str, Summary, bool]]) -> str:
    """Horizontal bars from 0, a thin line from the lowest round to the highest; peers in grey."""
    most = max((rate.highest for _, rate, _ in bars), default=1) or 1
    room = _WIDTH - _NAMES - 120
    drawn = []
    for place, (name, rate, peer) in enumerate(bars):
        top = 40 + place * _ROW
        width, low, high = (
            room * value / most for value in (rate.middle, rate.lowest, rate.highest)
        )
        drawn.append(
            f'<text x="{_NAMES - 8}" y="{top + 14}" text-anchor="end">{escape(_short(name))}</text>'
            f'<rect class="{"peer" if peer else "mark"}" x="{_NAMES}" y="{top}"'
            f' width="{max(width, 1):.1f}" height="18"/>'
            f'<line class="range" x1="{_NAMES + low:.1f}" x2="{_NAMES + high:.1f}"'
            f' y1="{top + 9}" y2="{top + 9}"/>'
            f'<text x="{_NAMES + max(width, high) + 6:.1f}" y="{top + 14}">{number(rate.middle)}'
            "</text>"
        )
    told = "; ".join(f"{name}: {number(rate.middle)}" for name, rate, _ in bars)
    return _picture(title, told, 40 + len(bars) * _ROW + 8, drawn)


def _growth(results: Results) -> dict[str, str]:
    made = {}
    for (database,), figures in grouped(results.of(part="growth"), "database").items():
        lines = {}
        for (case,), of in grouped(figures, "case").items():
            sizes = grouped(of, "statements")
            lines[case] = [
                (size, rate.middle)
                for (size,), rounds in sorted(sizes.items())
                if (rate := Summary.of(rounds, "rate")) and rate.middle > 0
            ]
        if any(len(points) > 1 for points in lines.values()):
            title = f"Requests a second by statements, {_KINDS[database]} (both scales logarithmic)"
            made[f"growth-{database}.svg"] = line_chart(title, lines)
    return made


def line_chart(title: str, lines: dict[str, list[tuple[int, float]]]) -> str:
    """Lines on two logarithmic scales, each named at its end."""
    points = [point for line in lines.values() for point in line]
    first, last = (math.log10(end(x for x, _ in points)) for end in (min, max))
    low = math.floor(math.log10(min(y for _, y in points)))
    high = math.ceil(math.log10(max(y for _, y in points))) or low + 1
    left, right, top, bottom = 70, _WIDTH - 190, 50, 330

    def across(value: float) -> float:
        return left + (math.log10(value) - first) / ((last - first) or 1) * (right - left)

    def down(value: float) -> float:
        return bottom - (math.log10(value) - low) / ((high - low) or 1) * (bottom - top)

    drawn = []
    for power in range(low, high + 1):
        y = down(10**power)
        drawn.append(
            f'<line class="axis" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>'
        )
    drawn += [
        f'<text x="{across(size):.1f}" y="{bottom + 22}" text-anchor="middle">{size:,}</text>'
        for size in sorted({size for size, _ in points})
    ]
    taken: list[float] = []
    for name, line in sorted(lines.items(), key=lambda one: -one[1][-1][1]):
        path = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in line)
        dots = "".join(
            f'<circle class="mark" cx="{across(x):.1f}" cy="{down(y):.1f}" r="3"/>' for x, y in line
        )
        place = max([down(line[-1][1]) + 4, *(one + 16 for one in taken[-1:])])
        taken.append(place)
        drawn.append(
            f'<polyline class="line" points="{path}"/>{dots}'
            f'<text x="{right + 10}" y="{place:.1f}">{escape(name)}</text>'
        )
    told = "; ".join(
        f"{name}: " + ", ".join(f"{number(y)} at {x:,}" for x, y in line)
        for name, line in lines.items()
    )
    return _picture(title, told, bottom + 36, drawn)


def _picture(title: str, told: str, height: int, drawn: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc><style>{_STYLE}</style>"
        f'<text x="{_LEFT}" y="22" class="title">{escape(title)}</text>'
        + "\n".join(drawn)
        + "</svg>\n"
    )


def _short(name: str) -> str:
    return (
        name.replace("another question each time", "others")
        .replace("the same question each time", "same")
        .replace("the same question", "same")
    )
