"""Agreement as data: JSON without loss, and the rows of each form of CSV."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from app.domain.actors import ActorKind
from app.domain.ids import from_number
from app.domain.positions import Stance
from app.domain.statements import BREAK
from app.utterances.agreement import pairs
from app.views.agreement import shown_actors
from app.views.agreement_choice import AGREEMENT
from app.views.agreement_pairs import pair_address
from app.views.data import actor_ref_data
from app.views.links import utterance_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from app.domain.queries import AgreementQuery
    from app.domain.records import StatementRecord
    from app.utterances.agreement import Pair, Standings, Stood
    from app.views.agreement_choice import Titles

SEVERAL = "several ways"
PAIR_COLUMNS = (
    "a", "a_slug", "b", "b_slug", "common", "alike", "opposed", "otherwise", "several", "share",
    "enough", "counted_by", "alike_on", "opposed_on", "otherwise_on", "several_on", "permalink",
)  # fmt: skip
# As Discourse Network Analyzer 2 and 3 head their event lists, then the variables of its statement
# type 'DNA Statement', then what is our own.
EVENT_COLUMNS = (
    "statement ID", "time", "document ID", "document title", "author", "source", "section", "type",
    "text", "person", "organization", "concept", "agreement", "stance", "time_basis", "actor",
    "utterance", "permalink",
)  # fmt: skip
# A yes-or-no qualifier has no third value; the stance stands in a column of its own.
_QUALIFIER: Mapping[Stance, int] = {Stance.SUPPORTS: 1, Stance.OPPOSES: 0}
_SIGN: Mapping[Stance, int] = {Stance.SUPPORTS: 1, Stance.OPPOSES: -1}


def agreement_data(
    query: AgreementQuery, found: Standings, titles: Titles, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """A choice with every standing and every pair that met: of all actors where none is chosen.

    These two lists are iterators, as there may be very many.
    """
    actors = shown_actors(query, found, titles)
    chosen = found.of(actors)
    return {
        "query": {
            "by": query.unit.value,
            "issue": query.issue,
            "actor": list(query.actors),
            "from": query.first.isoformat() if query.first else None,
            "to": query.last.isoformat() if query.last else None,
            "least": query.least,
        },
        "url": absolute(query.address(AGREEMENT)),
        "units": [{"unit": unit, "title": titles.unit(query, unit)} for unit in chosen.units],
        "actors": [
            actor_ref_data(titles.actors[slug], absolute)
            for slug in actors
            if slug in titles.actors
        ],
        "positions_counted": sum(one.number for one in found.stood),
        "positions_not_counted": {why.value: number for why, number in found.apart.items()},
        "standings": (_standing(one) for one in chosen.stood),
        "pairs": (
            _pair(query, pair) | {"url": absolute(pair_address(query, pair))}
            for pair in pairs(chosen.stood, actors)
        ),
    }


def pair_rows(
    query: AgreementQuery, found: Standings, titles: Titles, absolute: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Two actors a row, those that met in no unit left out."""
    actors = shown_actors(query, found, titles)
    for pair in pairs(found.of(actors).stood, actors):
        yield {
            "a": titles.actor(pair.one),
            "a_slug": pair.one,
            "b": titles.actor(pair.other),
            "b_slug": pair.other,
            "common": pair.common,
            "alike": len(pair.alike),
            "opposed": len(pair.opposed),
            "otherwise": len(pair.otherwise),
            "several": len(pair.several),
            "share": "" if pair.share is None else f"{pair.share:.4f}",
            "enough": "yes" if pair.common >= query.least else "no",
            "counted_by": query.unit.value,
            "alike_on": "; ".join(pair.alike),
            "opposed_on": "; ".join(pair.opposed),
            "otherwise_on": "; ".join(pair.otherwise),
            "several_on": "; ".join(pair.several),
            "permalink": absolute(pair_address(query, pair)),
        }


def matrix_rows(query: AgreementQuery, found: Standings, titles: Titles) -> list[list[object]]:
    """The adjacency matrix of congruence, with names at its sides; its diagonal is 0."""
    actors = shown_actors(query, found, titles)
    places = {slug: place for place, slug in enumerate(actors)}
    taken = [(one.actor, (one.unit, one.stance)) for one in found.of(actors).stood if one.stance]
    ways = {way: place for place, way in enumerate(dict.fromkeys(way for _, way in taken))}
    took = np.zeros((len(actors), len(ways)), np.float32)
    for actor, way in taken:
        took[places[actor], ways[way]] = 1
    alike = (took @ took.T).astype(int)
    np.fill_diagonal(alike, 0)
    names = unambiguous(actors, titles)
    return [
        ["", *(names[slug] for slug in actors)],
        *([names[slug], *row] for slug, row in zip(actors, alike.tolist(), strict=True)),
    ]


def two_mode_rows(
    query: AgreementQuery, found: Standings, titles: Titles, *, signed: bool
) -> list[list[object]]:
    """Actor by unit: the stance in words or, ``signed``, 1 for it, -1 against, 0 for all else.

    A cell is empty where the actor took no certain stance in that unit.
    """
    actors = shown_actors(query, found, titles)
    chosen = found.of(actors)
    of = {(one.actor, one.unit): one for one in chosen.stood}
    names = unambiguous(actors, titles)

    def cell(one: Stood | None) -> object:
        if one is None:
            return ""
        if signed:
            return _SIGN.get(one.stance, 0) if one.stance else 0
        return one.stance.value if one.stance else SEVERAL

    return [
        ["", *chosen.units],
        *([names[slug], *(cell(of.get((slug, unit))) for unit in chosen.units)] for slug in actors),
    ]


def event_rows(
    chosen: Standings,
    records: Mapping[str, StatementRecord],
    titles: Titles,
    groups: Mapping[str, tuple[str, ...]],
    absolute: Callable[[str], str],
) -> list[dict[str, Any]]:
    """One position of an utterance a row, the earliest first, undated ones last."""
    rows = []
    events = ((stood, *said) for stood in chosen.stood for said in stood.said)
    for stood, utterance, stance in events:
        one = records[from_number(utterance)]
        actor = titles.actors[stood.actor]
        person = actor.kind in (ActorKind.PERSON, ActorKind.OFFICE)
        day, basis = _event_day(one)
        row = {
            "statement ID": one.id,
            "time": f"{day} 00:00:00" if day else "",
            "document ID": one.article.id,
            "document title": one.article.title,
            "author": "",
            "source": one.article.outlet.name,
            "section": "",
            "type": one.kind.value,
            "text": BREAK.join(one.content_text),
            "person": actor.name if person else "",
            "organization": ", ".join(groups.get(actor.slug, ())) if person else actor.name,
            "concept": titles.issues.get(stood.issue, stood.issue),
            "agreement": _QUALIFIER.get(stance, ""),
            "stance": stance.value,
            "time_basis": basis,
            "actor": actor.slug,
            "utterance": from_number(utterance),
            "permalink": absolute(utterance_address(from_number(utterance))),
        }
        rows.append(row)
    order = ("time", "statement ID", "concept", "actor", "stance")
    rows.sort(key=lambda row: (not row["time"], *(row[column] for column in order)))
    return rows


def unambiguous(actors: Iterable[str], titles: Titles) -> dict[str, str]:
    """A label of each actor that no other has: its name, or its slug where two share a name."""
    actors = list(actors)
    names = Counter(titles.actor(slug) for slug in actors)
    return {
        slug: name if names[name] == 1 else f"{name} ({slug})"
        for slug in actors
        for name in [titles.actor(slug)]
    }


def _event_day(one: StatementRecord) -> tuple[str, str]:
    """The day said if it is one day, else the day reported; and which of them it is."""
    for when, basis in ((one.said_on, "said"), (one.reported_on, "reported")):
        if when.exact and when.first:
            return when.first.isoformat(), basis
    return "", ""


def _standing(one: Stood) -> dict[str, Any]:
    return {
        "actor": one.actor,
        "unit": one.unit,
        "issue": one.issue,
        "stance": one.stance.value if one.stance else None,
        "positions": {stance.value: number for stance, number in one.counts},
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
        "utterances": list(dict.fromkeys(from_number(number) for number, _ in one.said)),
    }


def _pair(query: AgreementQuery, pair: Pair) -> dict[str, Any]:
    return {
        "actors": [pair.one, pair.other],
        "common": pair.common,
        "alike": list(pair.alike),
        "opposed": list(pair.opposed),
        "otherwise": list(pair.otherwise),
        "several": list(pair.several),
        "share": None if pair.share is None else round(pair.share, 4),
        "enough": pair.common >= query.least,
    }
