"""Agreement as networks in GraphML, as Gephi, visone, igraph and networkx read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.queries import By
from app.utterances.agreement import pairs
from app.views.agreement import shown_actors
from app.views.agreement_choice import AGREEMENT
from app.views.agreement_data import SEVERAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import networkx as nx

    from app.domain.queries import AgreementQuery
    from app.utterances.agreement import Standings
    from app.views.agreement_choice import Titles

# What XML 1.0 cannot hold, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def congruence_network(
    query: AgreementQuery,
    found: Standings,
    titles: Titles,
    absolute: Callable[[str], str],
    *,
    conflict: bool = False,
) -> bytes:
    """The one-mode network of actors: an edge where two stood alike in a unit at least once.

    Its weight is in how many; with ``conflict`` both are of units in which they stood opposed.
    Every actor is a node, one that agrees with nobody too.
    """
    graph = _graph(query, absolute, "conflict" if conflict else "congruence")
    actors = shown_actors(query, found, titles)
    _add_actors(graph, actors, found, titles)
    for pair in pairs(found.of(actors).stood, actors):
        units = pair.opposed if conflict else pair.alike
        if not units:
            continue
        graph.add_edge(
            f"actor:{pair.one}",
            f"actor:{pair.other}",
            weight=len(units),
            n=pair.common,
            alike=len(pair.alike),
            opposed=len(pair.opposed),
            share=round(pair.share or 0.0, 4),
            enough=pair.common >= query.least,
            units="; ".join(units),
        )
    return _written(graph)


def two_mode_network(
    query: AgreementQuery, found: Standings, titles: Titles, absolute: Callable[[str], str]
) -> bytes:
    """The affiliation of actors with units: an edge where an actor took a stance in one.

    The edge's weight is the number of positions, its stance the standing.
    """
    graph = _graph(query, absolute, "two-mode")
    actors = shown_actors(query, found, titles)
    chosen = found.of(actors)
    _add_actors(graph, actors, found, titles)
    variable = "issue" if query.unit is By.ISSUE else "month"
    for unit in chosen.units:
        graph.add_node(
            f"{variable}:{unit}",
            label=_text(titles.unit(query, unit)),
            name=_text(titles.unit(query, unit)),
            variable=variable,
            bipartite=1,
            kind="",
            country="",
            frequency=sum(one.number for one in chosen.stood if one.unit == unit),
        )
    for one in chosen.stood:
        graph.add_edge(
            f"actor:{one.actor}",
            f"{variable}:{one.unit}",
            weight=one.number,
            stance=one.stance.value if one.stance else SEVERAL,
            first=one.first.isoformat() if one.first else "",
            last=one.last.isoformat() if one.last else "",
            **{stance.value: number for stance, number in one.counts},
        )
    return _written(graph)


def _graph(query: AgreementQuery, absolute: Callable[[str], str], form: str) -> nx.Graph[str]:
    # It takes a third of a second to import, which no page should wait for.
    import networkx as nx  # noqa: PLC0415

    address = absolute(query.address(AGREEMENT))
    return nx.Graph(network=form, counted_by=query.unit.value, permalink=_text(address))


def _add_actors(
    graph: nx.Graph[str], actors: Sequence[str], found: Standings, titles: Titles
) -> None:
    numbers = dict.fromkeys(actors, 0)
    for one in found.stood:
        if one.actor in numbers:
            numbers[one.actor] += one.number
    for slug in actors:
        ref = titles.actors.get(slug)
        graph.add_node(
            f"actor:{slug}",
            label=_text(titles.actor(slug)),
            name=_text(titles.actor(slug)),
            variable="actor",
            bipartite=0,
            kind=ref.kind.value if ref else "",
            country=(ref.country or "") if ref else "",
            frequency=numbers[slug],
        )


def _written(graph: nx.Graph[str]) -> bytes:
    """The file: the same bytes for the same network."""
    import networkx as nx  # noqa: PLC0415

    lines = nx.generate_graphml(graph, encoding="utf-8")
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()


def _text(value: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_XML.sub("", value)
