"""What ranges of days a comparison offers, and how much each of them lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.db import queries
from app.db.store import save, sync_directory
from app.domain.positions import Stance
from app.domain.queries import ComparisonQuery
from tests.db import corpus

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ALWAYS = (date(1, 1, 1), date(9999, 12, 31))


@pytest.fixture
def stored(session: Session) -> Session:
    sync_directory(session, corpus.DIRECTORY, corpus.ISSUES)
    for extraction in corpus.ALL:
        save(session, extraction)
    session.flush()
    session.expire_all()
    return session


@pytest.mark.parametrize(
    "query",
    [
        ComparisonQuery(),
        ComparisonQuery(undated=True, last=date(2025, 1, 1)),
        ComparisonQuery(stances=(Stance.OPPOSES,)),
        ComparisonQuery(words="troops"),
    ],
)
def test_a_range_is_counted_as_it_would_be_listed(stored: Session, query: ComparisonQuery) -> None:
    months = queries.months(stored, query)
    assert months
    ranges = [ALWAYS, *((one.month, date(one.month.year, 12, 31)) for one in months)]
    for (first, last), number in zip(ranges, queries.between(stored, query, ranges), strict=True):
        chosen = replace(query, first=first, last=last)
        found = queries.comparison(stored, chosen)
        listed = len(found.dated) + (len(found.undated) if query.undated else 0)
        assert number == listed == queries.size(stored, chosen)


def test_months_are_of_the_issue_whatever_is_chosen(stored: Session) -> None:
    everything = queries.comparison(stored, ComparisonQuery()).dated
    certain = [
        one.said_on.first.replace(day=1)
        for one in everything
        if one.said_on.first
        and one.said_on.last
        and (one.said_on.first.year, one.said_on.first.month)
        == (one.said_on.last.year, one.said_on.last.month)
    ]
    months = queries.months(stored, ComparisonQuery(words="nothing of the kind"))
    assert [one.month for one in months] == sorted(set(certain))
    assert queries.months(stored, ComparisonQuery(issue="unknown")) == ()


def test_issues_are_named_without_counting(stored: Session) -> None:
    assert [one.slug for one in queries.issue_titles(stored)] == [
        one.issue.slug for one in queries.issues(stored)
    ]
