"""The overview of a choice and its facets as data, by the names that all answers use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.views.data import actor_ref_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from app.domain.records import Facet, Facets, MonthCount, OverviewRecords, StanceCount, Standing

    Data = dict[str, Any]


def overview_data(found: OverviewRecords, absolute: Callable[[str], str]) -> Data:
    """Who stands where: counts of all, then every speaker, most utterances first.

    As in a comparison ``count`` is of reports; ``undated_utterance_count`` is of what is of no
    known day or not certainly in the range, listed or not, ``unknown_utterance_count`` of the
    former. ``actors`` is an iterator: each is made when it is wanted.
    """
    all_of = found.counted
    return {
        "utterance_count": all_of.utterances,
        "count": all_of.reports,
        "actor_count": all_of.actors,
        "article_count": all_of.articles,
        "articles_read": all_of.articles_read,
        "undated_utterance_count": all_of.undated,
        "unknown_utterance_count": all_of.unknown,
        "first": _day(all_of.first),
        "last": _day(all_of.last),
        "actors": (standing_data(one, absolute) for one in found.rows),
    }


def standing_data(one: Standing, absolute: Callable[[str], str]) -> Data:
    """How one actor stands, counted."""
    return actor_ref_data(one.actor, absolute) | {
        "role": one.role,
        "sides": list(one.sides),
        "utterance_count": one.utterances,
        "undated_utterance_count": one.undated,
        "count": one.reports,
        "stances": [_stance(count) for count in one.stances],
        "second_hand": one.second_hand,
        "months": [{"month": f"{count.month:%Y-%m}"} | _stance(count) for count in one.months],
        "first": _day(one.first),
        "last": _day(one.last),
    }


def facets_data(facets: Facets) -> Data:
    """What each filter offers, by the names of the parameters."""
    return {
        "actor": _facets(facets.actors),
        "side": _facets(facets.sides),
        "who": _facets(facets.who),
        "stance": _facets(facets.stances),
        "scope": _facets(facets.scopes),
        "kind": _facets(facets.kinds),
        "outlet": _facets(facets.outlets),
        "reviewed": [{"value": "only", "label": "only", "count": facets.reviewed}],
    }


def _facets(found: Iterable[Facet]) -> list[Data]:
    return [{"value": one.value, "label": one.label, "count": one.count} for one in found]


def _stance(count: StanceCount | MonthCount) -> Data:
    return {
        "stance": count.stance.value,
        "certain": count.certain,
        "uncertain": count.uncertain,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
