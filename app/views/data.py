"""Records as plain data: JSON without loss, and flat rows for a spreadsheet.

JSON holds what the records hold: offsets, evidence, EDTF, basis, ids. Rows hold one statement
each; a statement with several positions on the issue has them joined by '; ' in one cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.queries import ComparisonQuery
from app.domain.statements import BREAK
from app.views.alignment import show_alignment
from app.views.chains import answers_of, chain_outcome
from app.views.differing import differences_of
from app.views.links import (
    actor_address,
    article_address,
    file_name,
    place_address,
    statement_address,
    utterance_address,
)
from app.views.takeaway import in_words, statement_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.domain.actors import Actor, Role
    from app.domain.dates import UncertainDate
    from app.domain.positions import Issue
    from app.domain.records import (
        ActorRef,
        ActorSummary,
        ArticleRecord,
        ArticleRef,
        ArticleSummary,
        ChainRecord,
        IssueRecord,
        PositionRecord,
        StatementRecord,
        UtteranceRecord,
    )
    from app.domain.spans import Span

Data = dict[str, Any]


def date_data(when: UncertainDate) -> Data:
    """A date: EDTF, the first and last day it may be, its basis, and whether it is a guess."""
    return {
        "edtf": when.edtf,
        "first": when.first.isoformat() if when.first else None,
        "last": when.last.isoformat() if when.last else None,
        "basis": when.basis.value,
        "guessed": when.guessed,
    }


def query_data(query: ComparisonQuery) -> Data:
    """A choice by the names of its parameters, all of them, defaults too."""
    choice = query.canonical()
    return {
        "issue": choice.issue,
        "actor": list(choice.actors),
        "from": choice.first.isoformat() if choice.first else None,
        "to": choice.last.isoformat() if choice.last else None,
        "stance": [stance.value for stance in choice.stances],
        "kind": [kind.value for kind in choice.kinds],
        "outlet": list(choice.outlets),
        "q": choice.words,
        "undated": "show" if choice.undated else None,
        "side": list(choice.sides),
        "who": [kind.value for kind in choice.who],
        "scope": [scope.value for scope in choice.scopes],
        "reviewed": "only" if choice.reviewed else None,
    }


def actor_ref_data(ref: ActorRef, absolute: Callable[[str], str]) -> Data:
    """An actor as a reference."""
    return {
        "slug": ref.slug,
        "name": ref.name,
        "kind": ref.kind.value,
        "country": ref.country,
        "in_directory": ref.in_directory,
        "url": absolute(actor_address(ref.slug)),
    }


def article_ref_data(ref: ArticleRef, absolute: Callable[[str], str]) -> Data:
    """An article as a reference."""
    return {
        "id": ref.id,
        "title": ref.title,
        "outlet": {"slug": ref.outlet.slug, "name": ref.outlet.name},
        "address": ref.address,
        "published": date_data(ref.published) | {"note": ref.published_note},
        "language": ref.language,
        "url": absolute(article_address(ref.id)),
    }


def statement_data(one: StatementRecord, absolute: Callable[[str], str]) -> Data:
    """A statement whole; spans are into its article's clean text, in code points."""
    return {
        "id": one.id,
        "url": absolute(statement_address(one.id)),
        "place": absolute(place_address(one.article.id, one.id)),
        "kind": one.kind.value,
        "content": [_span(span) for span in one.content],
        "content_text": list(one.content_text),
        "cue": _span(one.cue),
        "cue_text": one.cue_text,
        "source": _span(one.source),
        "source_text": one.source_text,
        "antecedent": _span(one.antecedent),
        "antecedent_text": one.antecedent_text,
        "actor": actor_ref_data(one.actor, absolute),
        "role": one.role,
        "basis": one.basis.value,
        "said_on": date_data(one.said_on),
        "reported_on": date_data(one.reported_on),
        "confidence": one.confidence,
        "reasons": list(one.reasons),
        "decided_by": one.decided_by,
        "positions": [_position(position, absolute) for position in one.positions],
        "article": article_ref_data(one.article, absolute),
        "original": one.original,
        "copies": [
            {"id": copy.id, "article": article_ref_data(copy.article, absolute)}
            for copy in one.copies
        ],
        "replaced_by": one.replaced_by,
        "utterance": _utterance_of(one),
        "utterance_url": absolute(utterance_address(_utterance_of(one))),
        "reports": [
            {
                "id": other.id,
                "url": absolute(statement_address(other.id)),
                "content_text": list(other.words),
                "article": article_ref_data(other.article, absolute),
            }
            for other in one.reports
        ],
        "differences": [difference.value for difference in one.differences],
    }


def utterances_in(reports: Iterable[StatementRecord]) -> int:
    """Of how many utterances these are reports."""
    return len({_utterance_of(one) for one in reports})


def _utterance_of(one: StatementRecord) -> str:
    """The id of what was said: a statement of one report only has the same."""
    return one.utterance or one.id


def utterance_data(one: UtteranceRecord, absolute: Callable[[str], str]) -> Data:
    """An utterance whole: every report with its words laid against the representative's.

    ``alignment`` gives pieces: ``kind`` (same, omitted, added, changed), ``text`` as this report
    prints it, ``was`` as the representative does. ``outlets`` counts those of the reports, without
    their copies. ``explained`` names for each difference the pairs of reports: ``one`` has what
    ``other`` has not, with spans into the words as joined by " … ".
    """
    words = BREAK.join(one.representative.content_text)
    return {
        "id": one.id,
        "url": absolute(utterance_address(one.id)),
        "actor": actor_ref_data(one.representative.actor, absolute),
        "representative": one.representative.id,
        "count": len(one.reports),
        "outlets": len({report.article.outlet.slug for report in one.reports}),
        "articles": len({report.article.id for report in one.reports}),
        "copies": sum(len(report.copies) for report in one.reports),
        "differences": [difference.value for difference in one.differences],
        "explained": [
            {
                "kind": found.kind.value,
                "one": found.one,
                "other": found.other,
                "one_words": _span(found.one_words),
                "other_words": _span(found.other_words),
            }
            for found in differences_of(one)
        ],
        "reports": [
            statement_data(report, absolute)
            | {
                "alignment": [
                    {"kind": piece.kind, "text": piece.text, "was": piece.was}
                    for piece in show_alignment(words, BREAK.join(report.content_text))
                ]
            }
            for report in one.reports
        ],
        "matches": [
            {
                "one": match.one,
                "other": match.other,
                "kind": match.kind.value,
                "score": round(match.score, 4),
            }
            for match in one.matches
        ],
    }


def chain_data(chain: ChainRecord, claim: StatementRecord, absolute: Callable[[str], str]) -> Data:
    """A second-hand position and what the holder said; ``claim`` is the statement that asserts it.

    ``outcome`` is what all answers come to: same, contrary, open, other, mixed, uncertain, none
    or undated. Only certain answers to a certain claim decide.
    """
    told = answers_of(chain, claim)
    return {
        "statement": chain.statement,
        "position": _position(chain.position, absolute),
        "from": chain.first.isoformat() if chain.first else None,
        "to": chain.last.isoformat() if chain.last else None,
        "outcome": chain_outcome(chain, told).value,
        "answers": [
            {
                "answer": answer.value,
                "certain": certain,
                "days_apart": one.days,
                "speaks_as": one.speaks_as,
                "position": _position(one.position, absolute),
                "statement": statement_data(one.statement, absolute),
            }
            for one, (answer, certain) in zip(chain.answers, told, strict=True)
        ],
    }


def _position(position: PositionRecord, absolute: Callable[[str], str]) -> Data:
    asserted_by = position.asserted_by
    return {
        "issue": position.issue,
        "stance": position.stance.value,
        "scope": position.scope.value,
        "holder": actor_ref_data(position.holder, absolute),
        "asserted_by": actor_ref_data(asserted_by, absolute) if asserted_by else None,
        "condition": _span(position.condition),
        "condition_text": position.condition_text,
        "evidence": [
            {"span": _span(one.span), "rule": one.rule, "stance": one.stance.value}
            for one in position.evidence
        ],
        "confidence": position.confidence,
        "review": list(position.review),
        "opinions": [
            {
                "by": one.by,
                "stance": one.stance.value,
                "holder": one.holder,
                "evidence": _span(one.evidence),
            }
            for one in position.opinions
        ],
    }


def article_data(record: ArticleRecord, absolute: Callable[[str], str]) -> Data:
    """An article whole, with its clean text, its zones and every statement."""
    return article_ref_data(record.ref, absolute) | {
        "file": file_name(record.file),
        "text": record.text,
        "zones": [
            {"start": zone.span.start, "end": zone.span.end, "role": zone.role.value}
            for zone in record.zones
        ],
        "sha256": record.sha256,
        "read_at": record.read_at.isoformat(),
        "extractor": record.extractor,
        "notes": list(record.notes),
        "newest": record.newest,
        "copies": [article_ref_data(copy, absolute) for copy in record.copies],
    }


def article_summary_data(one: ArticleSummary, absolute: Callable[[str], str]) -> Data:
    """An article and its counts."""
    return article_ref_data(one.ref, absolute) | {
        "statements": one.statements,
        "on_issue": one.on_issue,
        "originals": one.originals,
        "copy_of": one.copy_of,
    }


def actor_summary_data(one: ActorSummary, absolute: Callable[[str], str]) -> Data:
    """An actor and its counts."""
    return actor_ref_data(one.ref, absolute) | {
        "role": one.role,
        "statements": one.statements,
        "on_issue": one.on_issue,
        "own_positions": {stance.value: number for stance, number in one.stances},
        "second_hand": one.second_hand,
        "latest": date_data(one.latest) if one.latest else None,
    }


def actor_data(actor: Actor, absolute: Callable[[str], str]) -> Data:
    """An actor whole."""
    return {
        "slug": actor.slug,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "gender": actor.gender.value if actor.gender else None,
        "aliases": list(actor.aliases),
        "roles": [_role(role) for role in actor.roles],
        "belongs_to": list(actor.belongs_to),
        "wikidata": actor.wikidata,
        "in_directory": actor.in_directory,
        "url": absolute(actor_address(actor.slug)),
    }


def _role(role: Role) -> Data:
    return {
        "title": role.title,
        "printed": role.printed,
        "office": role.office,
        "of": role.of,
        "from": date_data(role.held_from),
        "to": date_data(role.held_to),
    }


def issue_data(issue: Issue) -> Data:
    """An issue in words."""
    return {
        "slug": issue.slug,
        "title": issue.title,
        "proposition": issue.proposition,
        "description": issue.description,
        "counts": list(issue.counts),
        "does_not_count": list(issue.does_not_count),
    }


def issue_summary_data(one: IssueRecord, absolute: Callable[[str], str]) -> Data:
    """An issue and the size of what is stored on it."""
    return issue_data(one.issue) | {
        "statements": one.statements,
        "actors": one.actors,
        "articles": one.articles,
        "articles_read": one.articles_read,
        "url": absolute(ComparisonQuery(issue=one.issue.slug).address("/")),
    }


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def statement_row(
    one: StatementRecord, issue: str, absolute: Callable[[str], str], *, dated: bool = True
) -> Data:
    """A statement as one row of a spreadsheet."""
    return dict(in_words(statement_cells(one, issue, absolute, dated=dated)))


def actor_row(one: ActorSummary, absolute: Callable[[str], str]) -> Data:
    """An actor as one row of a spreadsheet."""
    return {
        "slug": one.ref.slug,
        "permalink": absolute(actor_address(one.ref.slug)),
        "name": one.ref.name,
        "kind": one.ref.kind.value,
        "role": one.role or "",
        "statements": one.statements,
        "on_issue": one.on_issue,
        "second_hand": one.second_hand,
        "latest": (one.latest.edtf or "") if one.latest else "",
    }


def article_row(one: ArticleSummary, absolute: Callable[[str], str]) -> Data:
    """An article as one row of a spreadsheet."""
    return {
        "id": one.ref.id,
        "permalink": absolute(article_address(one.ref.id)),
        "title": one.ref.title,
        "outlet": one.ref.outlet.name,
        "published": one.ref.published.edtf or "",
        "published_basis": one.ref.published.basis.value,
        "original": one.ref.address or "",
        "statements": one.statements,
        "on_issue": one.on_issue,
        "copy_of": one.copy_of or "",
    }
