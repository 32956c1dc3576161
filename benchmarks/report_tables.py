"""Tables of docs/performance.md, each made from the figures of one part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.report_summary import Summary, grouped, number, table
from benchmarks.serving.cases import CASES

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.serving.results import Results

NONE = "Not measured yet."
_SHOWN = 12  # of the kinds of pages, the slowest


def machine(results: Results) -> str:
    """On what the figures were taken."""
    told = []
    for one in results.machines:
        ours, theirs = (
            ", ".join(f"{name} {version}" for name, version in one[side].items())
            for side in ("ours", "peers")
        )
        postgresql = one.get("postgresql")
        settings = ", ".join(
            f"{name} {value}" for name, value in one.get("postgresql_settings", {}).items()
        )
        told.append(
            f"- {one['processor']}, {one['cores']} cores, {one['memory_gb']} GB, Linux"
            f" {one['kernel']}; Python {one['python']}, SQLite {one['sqlite']}"
            + (f", PostgreSQL {postgresql} ({settings})" if postgresql else "")
            + f"; asked by {one['client']}; commit {one['commit']}. On Record with {ours}."
            f" The peers with {theirs}."
        )
    return "\n".join(told) or NONE


def turns(results: Results) -> str:
    """The servers side by side, of each library and number of workers: how fast, at what cost."""
    told = []
    found = grouped(results.of(part="turns"), "database", "statements", "workers")
    for (database, statements, workers), figures in sorted(found.items()):
        cases = grouped(figures, "case")
        many = sorted({int(one["connections"]) for one in figures})
        said = "1 process" if workers == 1 else f"{workers} processes"
        told.append(f"{_kind(database)}, {statements:,} statements, {said}:")
        head = ["What is asked"]
        for connections in many:
            head += [f"a second, {connections} connections", "median, ms", "99 %, ms"]
        names = [name for name in CASES if (name,) in cases]
        told.append(table(head, (_speed(name, cases[(name,)], many) for name in names)))
        head = ["What it costs", *("errors", "processor, ms each", "KB", "statements")]
        head.append("memory, MB")
        told.append(table(head, (_cost(name, cases[(name,)]) for name in names)))
    return "\n\n".join(told) or NONE


def _speed(name: str, figures: list[dict[str, Any]], many: list[int]) -> list[str]:
    row = [CASES[name].told]
    for connections in many:
        of = [one for one in figures if one["connections"] == connections]
        row += [_told(of, value) for value in ("rate", "p50", "p99")]
    return row


def _cost(name: str, figures: list[dict[str, Any]]) -> list[str]:
    asked = sum(one["requests"] for one in figures)
    each = [{"kb": one["bytes"] / one["requests"] / 1000} for one in figures if one["requests"]]
    held = sorted({count for one in figures for count in one["held"]})
    resident = Summary.of(figures, "rss")
    return [
        CASES[name].told,
        f"{sum(one['errors'] for one in figures):,} of {asked:,}",
        _middle([one for one in figures if one["requests"]], "work_ms"),
        _middle(each, "kb"),
        "–".join(str(count) for count in dict.fromkeys([*held[:1], *held[-1:]])),
        number(resident.highest) if resident else "",
    ]


def starting(results: Results) -> str:
    """How long each server takes to start and to answer for the first time."""
    found = grouped(results.of(part="starting"), "database", "statements", "case")
    rows = [
        [
            f"{_kind(database)}, {statements:,}: {case}",
            *(
                _told(figures, value)
                for value in ("started_s", "first_ms", "second_ms", "sixth_ms")
            ),
            _middle(figures, "rss"),
        ]
        for (database, statements, case), figures in sorted(found.items())
    ]
    head = ["Server", "started, s", "first, ms", "second, ms", "sixth, ms", "memory, MB"]
    return table(head, rows) if rows else NONE


def begin(results: Results) -> str:
    """The kinds of pages and files that take longest to begin, by size of the library."""
    told = []
    for (database,), figures in sorted(grouped(results.of(part="begin"), "database").items()):
        sizes = sorted({int(one["statements"]) for one in figures})
        by_case = grouped(figures, "case")
        longest = sorted(by_case, key=lambda case: -max(one["first_ms"] for one in by_case[case]))[
            :_SHOWN
        ]
        rows = [
            [f"`{case}`", *(_first(by_case[(case,)], size) for size in sizes)]
            for (case,) in longest
        ]
        counts = [
            str(len({one["case"] for one in figures if one["statements"] == size}))
            for size in sizes
        ]
        within = [
            "slowest",
            *(
                number(max(one["first_ms"] for one in figures if one["statements"] == size))
                for size in sizes
            ),
        ]
        head = [f"{_kind(database)}: first byte (last), ms", *(f"{size:,}" for size in sizes)]
        told.append(table(head, [["kinds asked", *counts], within, *rows]))
    return "\n\n".join(told) or NONE


def _first(figures: list[dict[str, Any]], size: int) -> str:
    of = [one for one in figures if one["statements"] == size]
    if not of:
        return ""
    last = of[0]["last_ms"]
    return f"{number(of[0]['first_ms'])} ({'not read on' if last is None else number(last)})"


def growth(results: Results) -> str:
    """Rates, memory and size of the database, by size of the library."""
    sizes = {
        (one["database"], one["statements"]): one["megabytes"] for one in results.of(part="size")
    }
    made = {
        (one["database"], one["statements"]): one["seconds"] for one in results.of(part="making")
    }
    rows = []
    found = grouped(results.of(part="growth"), "database", "statements")
    for (database, statements), figures in sorted(found.items()):
        cases = grouped(figures, "case")
        resident = Summary.of(figures, "rss")
        rows.append(
            [
                f"{_kind(database)}, {statements:,}",
                *(_told(cases.get((name,), []), "rate") for name in GROWING),
                number(resident.highest) if resident else "",
                number(sizes[database, statements]) if (database, statements) in sizes else "",
                number(made[database, statements]) if (database, statements) in made else "",
            ]
        )
    head = [
        "Statements",
        *(f"{CASES[name].told}, a second" for name in GROWING),
        *("memory, MB", "database, MB", "made in, s"),
    ]
    return table(head, rows) if rows else NONE


GROWING = ("page, same", "page, others", "page, nothing kept", "json, others")


def endurance(results: Results) -> str:
    """Memory along the way."""
    rows = []
    found = grouped(results.of(part="endurance"), "database", "statements")
    for (database, statements), figures in sorted(found.items()):
        for one in sorted(figures, key=lambda told: int(told["round"])):
            each = ", ".join(number(value) for value in one["each"])
            asked = f"{one['answered']:,}"
            errors = str(one.get("errors", 0))
            rows.append([f"{_kind(database)}, {statements:,}", asked, each, errors])
    head = ["Statements", "requests answered", "resident MB of each process", "errors"]
    return table(head, rows) if rows else NONE


def ingesting(results: Results) -> str:
    """Reading while an ingest writes."""
    rows = [
        [
            f"{_kind(one['database'])}, {one['statements']:,}",
            " / ".join(number(one[name]) for name in ("highest", "highest_kept") if name in one),
            number(one["rate"]),
            f"{one['requests']:,} in {one['seconds']:.0f} s",
            str(one["errors"]),
            f"{number(one['p50'])} / {number(one['p99'])} / {number(one['worst'])}",
            " / ".join(number(speed) for speed in one["speeds"]),
            f"{one['keeps']:.0%}",
        ]
        for one in results.of(part="ingesting")
    ]
    head = [
        *(
            "Statements",
            "highest rate while data change / do not",
            "asked at",
            "requests",
            "failed",
        ),
        *("median / 99 % / worst, ms", "articles a second alone / beside / alone", "kept"),
    ]
    return table(head, rows) if rows else NONE


def goals(results: Results) -> str:
    """What was aimed at, and what was measured. Of a peer's ways of asking the fastest counts."""
    rows = []
    found = grouped(results.of(part="turns", workers=1), "database", "statements")
    for (database, statements), figures in sorted(found.items()):
        for ours, peer, least in _AIMS:
            times = _times(figures, ours, peer)
            if times:
                what = f"{_kind(database)}, {statements:,}: {CASES[ours].told}, beside {peer}"
                told = ", ".join(f"{number(one)} × at {many}" for many, one in times.items())
                reached = min(times.values()) >= least
                rows.append([what, f"{least} ×", told, "yes" if reached else "no"])
    found = grouped(
        results.of(part="turns", workers=2, connections=64), "database", "statements", "case"
    )
    for (database, statements, case), of in sorted(found.items()):
        slow = Summary.of(of, "p99")
        if slow is not None:
            what = f"{_kind(database)}, {statements:,}: 99 % of {CASES[case].told}, 2 processes"
            reached = slow.middle < _SLOWEST
            rows.append([what, f"under {_SLOWEST} ms", f"{slow} ms", "yes" if reached else "no"])
    return table(["What", "aimed at", "measured", "reached"], rows) if rows else NONE


# How many times as many requests a second, of what, beside whom (the goals).
_AIMS = (
    ("page, same", "datasette", 10),
    ("page, same", "bare", 1),
    ("page, nothing kept", "datasette", 2),
)
_SLOWEST = 100  # milliseconds


def _times(figures: list[dict[str, Any]], ours: str, peer: str) -> dict[int, float]:
    """By connections, how often our rate is that of a peer's fastest case."""
    rates: dict[tuple[Any, ...], float] = {}
    for key, of in grouped(figures, "case", "connections").items():
        rate = Summary.of(of, "rate")
        rates[key] = rate.middle if rate else 0.0
    found = {}
    for many in sorted({many for _, many in rates}):
        best = max(
            (
                rate
                for (case, of), rate in rates.items()
                if of == many and CASES[case].server == peer
            ),
            default=0.0,
        )
        if best and (ours, many) in rates:
            found[many] = rates[ours, many] / best
    return found


def _told(figures: list[dict[str, Any]], name: str) -> str:
    return str(Summary.of(figures, name) or "")


def _middle(figures: list[dict[str, Any]], name: str) -> str:
    found = Summary.of(figures, name)
    return number(found.middle) if found else ""


def _kind(database: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]


BLOCKS: dict[str, Callable[[Results], str]] = {
    "machine": machine,
    "goals": goals,
    "turns": turns,
    "starting": starting,
    "begin": begin,
    "growth": growth,
    "endurance": endurance,
    "ingesting": ingesting,
}
