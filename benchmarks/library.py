"""An invented library of any size: always the same for the same numbers.

    python -m benchmarks.library --url sqlite:////tmp/library.db --statements 1000000

Few actors and outlets say most of what is said, days lie in busy and in quiet months over three
years, more than a third of what is said is told again by others, some articles are copies of
others or have an older text, some days are not known or not exactly, some statements were
withdrawn and some looked at by an editor, and they are on several issues, most of them on the
first. Ids, spans and full text are as reading such articles would give them
(benchmarks/library_rows.py); the signatures by which copies are found are left out, so that an
article that comes in later is no copy of one of these.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sqlalchemy import insert

from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.store import sync_directory
from app.db.store.inserting import core
from app.db.tables import ActorRow, AliasRow, GroupingRow, OutletRow, RoleRow
from app.domain.actors import ActorKind, fold
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.ids import from_number, make_id
from app.domain.queries import DEFAULT_ISSUE
from app.utterances.scheme import scheme
from benchmarks.library_loading import loading
from benchmarks.library_rows import Block, Plan
from benchmarks.library_sorting import buckets_of, in_order, pack
from benchmarks.library_words import ISSUE_WORDS
from tests.factories import make_directory, make_issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from benchmarks.library_rows import Rows
    from benchmarks.library_sorting import Packed

ISSUES = (DEFAULT_ISSUE, "second-issue", "third-issue")
_WORDS = ISSUE_WORDS
_COUNTRIES = ("US", "RU", "UA", "GB", "FR", "DE", "PL", "TR", "IT", None)
_KINDS = (ActorKind.PERSON, ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.GOVERNMENT)
# From so many blocks on a second process pays.
_FEW = 4
_AHEAD = 2  # blocks that wait to be written, of each process


def fill(
    engine: Engine,
    statements: int,
    actors: int | None = None,
    outlets: int = 25,
    *,
    seed: int = 7,
    processes: int | None = None,
) -> None:
    """Write so many statements into an empty database.

    Without ``actors`` there are as many as suit its size: 40 in a small one, 400 of a million
    statements. The processes that make rows, as a rule one for each core, change nothing of them.
    """
    plan = Plan(statements, actors or actors_of(statements), outlets, ISSUES, seed)
    carry_out(engine, plan, processes or len(os.sched_getaffinity(0)))


def carry_out(engine: Engine, plan: Plan, processes: int) -> None:
    """Write all rows of a plan into an empty database."""
    upgrade(engine)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(), [make_issue(slug, slug) for slug in ISSUES])
        _write_names(session, plan)
    with loading(engine) as loader:
        for rows in rows_of(plan, processes):
            loader.write(rows)


def actors_of(statements: int) -> int:
    """How many actors suit so many statements."""
    return max(40, round(0.4 * math.sqrt(statements)))


def rows_of(plan: Plan, processes: int) -> Iterator[Rows]:
    """All rows of a plan, table by table in the order of their keys."""
    return in_order(_blocks(plan, processes))


def _blocks(plan: Plan, processes: int) -> Iterator[Packed]:
    """The rows of all blocks in their order; never more than a few are held."""
    if processes < 2 or plan.blocks < _FEW:
        for number in range(plan.blocks):
            yield _packed(plan, number)
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        numbers = iter(range(plan.blocks))
        ahead = deque(
            pool.submit(_packed, plan, number) for number in islice(numbers, _AHEAD * processes)
        )
        while ahead:
            yield ahead.popleft().result()
            ahead.extend(pool.submit(_packed, plan, number) for number in islice(numbers, 1))


_one_plan = lru_cache(maxsize=1)(lambda plan: plan)


def _packed(plan: Plan, number: int) -> Packed:
    # One plan for all blocks of a process: what it works out is kept with it.
    return pack(Block(_one_plan(plan), number).rows, buckets_of(plan.statements))


def _write_names(session: Session, plan: Plan) -> None:
    """Outlets, and actors with their other names and their roles."""
    session.execute(
        insert(core(OutletRow)),
        [
            {"id": from_number(key), "slug": f"outlet-{n}", "name": f"The Daily {n}"}
            for n, key in enumerate(plan.outlet_ids)
        ],
    )
    actors: list[dict[str, Any]] = [
        {"id": from_number(key), "slug": f"actor-{n}", "name": plan.actor_names[n][0]}
        | {"kind": _KINDS[n % 4], "country": _COUNTRIES[n % len(_COUNTRIES)], "gender": None}
        | {"demonyms": [], "belongs_to": [], "wikidata": None, "in_directory": n % 3 != 2}
        for n, key in enumerate(plan.actor_ids)
    ]
    session.execute(insert(core(ActorRow)), actors)
    aliases = [
        {"id": make_id("alias", one["id"], name), "actor_id": one["id"], "name": name}
        | {"folded": fold(name), "ordinal": 0}
        for n, one in enumerate(actors)
        for name in ([f"Speaker {n}"] if one["in_directory"] else [])
    ]
    roles = [role for n, one in enumerate(actors) for role in _roles(n, str(one["id"]))]
    for table, rows in ((AliasRow, aliases), (RoleRow, roles)):
        if rows:
            session.execute(insert(core(table)), rows)
    session.execute(insert(core(GroupingRow)), [{"scheme": scheme()}])


def _roles(number: int, actor: str) -> Iterator[dict[str, Any]]:
    """Every fifth person has held two offices, one after the other."""
    if number % 5 or _KINDS[number % 4] is not ActorKind.PERSON:
        return
    for ordinal, (title, held) in enumerate(
        (("Foreign minister", ("2019", "2024-02")), ("Speaker of parliament", ("2024-03", None)))
    ):
        dates: dict[str, Any] = {}
        for name, edtf in zip(("from", "to"), held, strict=True):
            when = UncertainDate.parse(edtf, DateBasis.STATED) if edtf else UNKNOWN_DATE
            dates |= {f"{name}_edtf": when.edtf, f"{name}_first": when.first}
            dates |= {f"{name}_last": when.last, f"{name}_basis": when.basis}
        yield {
            "id": make_id("role", actor, title),
            "actor_id": actor,
            "title": title,
            "printed": title.lower(),
            "office": "office",
            "of": None,
            "ordinal": ordinal,
            **dates,
        }


def main() -> None:
    """Fill a database and say how long it took."""
    options = argparse.ArgumentParser()
    options.add_argument("--url", default="sqlite:////tmp/library.db")
    options.add_argument("--statements", type=int, default=8_000)
    options.add_argument("--actors", type=int)
    options.add_argument("--outlets", type=int, default=25)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--processes", type=int)
    given = options.parse_args()
    started = time.perf_counter()
    fill(
        open_engine(given.url),
        given.statements,
        given.actors,
        given.outlets,
        seed=given.seed,
        processes=given.processes,
    )
    print(f"{given.statements:,} statements in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
