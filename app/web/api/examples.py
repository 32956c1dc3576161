"""Examples of all answers, made by the same functions as the answers, of things that are invented.

Nobody here exists and nobody said this. That they hold to the models, a test checks.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.domain.actors import Actor, ActorKind, Gender, Role
from app.domain.articles import Zone, ZoneRole
from app.domain.dates import UNKNOWN_DATE, DateBasis, UncertainDate
from app.domain.ids import make_id
from app.domain.positions import Evidence, Issue, Opinion, Scope, Stance, StanceWording
from app.domain.queries import DEFAULT_ISSUE, ComparisonQuery
from app.domain.records import (
    ActorRef,
    ActorSummary,
    AnswerRecord,
    ArticleRecord,
    ArticleRef,
    ArticleSummary,
    ChainRecord,
    ComparisonRecords,
    CopyRef,
    Counted,
    Facet,
    Facets,
    IssueRecord,
    MonthCount,
    OutletRef,
    OverviewRecords,
    PositionRecord,
    StanceCount,
    Standing,
    StatementRecord,
    UtteranceRecord,
)
from app.domain.search import (
    ActorHits,
    ArticleHit,
    ArticleHits,
    SearchQuery,
    SearchRecords,
    StatementHits,
)
from app.domain.spans import Span
from app.domain.statements import SpeakerBasis, StatementKind
from app.domain.utterances import Match, MatchKind
from app.views.data import (
    actor_data,
    actor_summary_data,
    article_data,
    article_summary_data,
    chain_data,
    issue_summary_data,
    query_data,
    statement_data,
    utterance_data,
)
from app.views.links import Link
from app.views.overview_data import facets_data, overview_data
from app.views.snapshot import snapshot_data
from app.web.api.problems import problem_data
from app.web.search import search_data

ORIGIN = "https://onrecord.example"
_TIME = {"retrieved_at": "2025-12-17T09:30:00Z"}
_READ = datetime(2025, 2, 11, 6, 0, tzinfo=UTC)
_TEXT = (
    "Ada Moreau ruled it out. “We will not send troops as long as there is no ceasefire,” the "
    "foreign minister told reporters on Monday. Bo Lindqvist said that Moreau would agree in the "
    "end."
)


def _absolute(path: str) -> str:
    return f"{ORIGIN}{path}"


def _span(words: str) -> Span:
    start = _TEXT.index(words)
    return Span(start, start + len(words))


def _day(text: str, basis: DateBasis = DateBasis.STATED) -> UncertainDate:
    return UncertainDate.parse(text, basis)


_ADA = ActorRef("ada-moreau", "Ada Moreau", ActorKind.PERSON, "FR", in_directory=True)
_BO = ActorRef("bo-lindqvist", "Bo Lindqvist", ActorKind.PERSON, "SE", in_directory=False)
_GAZETTE = ArticleRef(
    make_id("example", "article", "gazette"),
    "Moreau rules out troops",
    OutletRef("the-gazette", "The Gazette"),
    "https://gazette.example/moreau",
    _day("2025-02-11", DateBasis.METADATA),
    "In the page’s metadata.",
    "en",
)
_COURIER = replace(
    _GAZETTE,
    id=make_id("example", "article", "courier"),
    title="No troops, says Moreau",
    outlet=OutletRef("the-courier", "The Courier"),
    address="https://courier.example/no-troops",
)
_WORDS = "“We will not send troops as long as there is no ceasefire,”"
_OWN = PositionRecord(
    DEFAULT_ISSUE,
    Stance.CONDITIONAL,
    Scope.OWN,
    _ADA,
    None,
    _span("as long as there is no ceasefire"),
    "as long as there is no ceasefire",
    (Evidence(_span("not send"), "refusal", Stance.OPPOSES),),
    0.82,
    (),
    (Opinion("rules", Stance.CONDITIONAL, "Ada Moreau", _span("not send")),),
)
_SAID = StatementRecord(
    id=make_id("example", "statement", "gazette"),
    kind=StatementKind.DIRECT,
    content=(_span(_WORDS),),
    content_text=(_WORDS,),
    cue=_span("told"),
    cue_text="told",
    source=_span("the foreign minister"),
    source_text="the foreign minister",
    antecedent=_span("Ada Moreau"),
    antecedent_text="Ada Moreau",
    actor=_ADA,
    role="foreign minister",
    basis=SpeakerBasis.ROLE,
    said_on=_day("2025-02-10", DateBasis.WEEKDAY),
    confidence=0.94,
    reasons=("“the foreign minister” is Ada Moreau, named before it.",),
    decided_by="machine 1",
    positions=(_OWN,),
    article=_GAZETTE,
    original=make_id("example", "statement", "gazette"),
    utterance=make_id("example", "statement", "gazette"),
    reports=(CopyRef(make_id("example", "statement", "courier"), _COURIER, (_WORDS,)),),
)
_OTHER_REPORT = replace(
    _SAID,
    id=make_id("example", "statement", "courier"),
    article=_COURIER,
    original=make_id("example", "statement", "courier"),
    reports=(CopyRef(_SAID.id, _GAZETTE, (_WORDS,)),),
)
_CLAIM_WORDS = "Moreau would agree in the end"
_CLAIM = replace(
    _SAID,
    id=make_id("example", "statement", "claim"),
    kind=StatementKind.INDIRECT,
    content=(_span(_CLAIM_WORDS),),
    content_text=(_CLAIM_WORDS,),
    cue=_span("said"),
    cue_text="said",
    source=_span("Bo Lindqvist"),
    source_text="Bo Lindqvist",
    antecedent=None,
    antecedent_text=None,
    actor=_BO,
    role=None,
    basis=SpeakerBasis.NAMED,
    said_on=UNKNOWN_DATE,
    positions=(
        replace(
            _OWN,
            stance=Stance.SUPPORTS,
            asserted_by=_BO,
            condition=None,
            condition_text=None,
            evidence=(Evidence(_span("would agree"), "agreement", Stance.SUPPORTS),),
            confidence=0.61,
            review=("Somebody else says so.",),
            opinions=(),
        ),
    ),
    original=make_id("example", "statement", "claim"),
    utterance=make_id("example", "statement", "claim"),
    reports=(),
)
_CHAIN = ChainRecord(
    _CLAIM.id,
    _CLAIM.positions[0],
    date(2025, 1, 12),
    date(2025, 3, 13),
    (AnswerRecord(_SAID, _OWN, None, 1),),
)
_ARTICLE = ArticleRecord(
    ref=_GAZETTE,
    file="gazette.html",
    text=_TEXT,
    zones=(Zone(Span(0, len(_TEXT)), ZoneRole.BODY),),
    sha256="0f" * 32,
    read_at=_READ,
    extractor="machine 1",
    notes=(),
    statements=(_SAID, _CLAIM),
)
_ISSUE = IssueRecord(
    Issue(
        slug=DEFAULT_ISSUE,
        title="Foreign troops in Ukraine",
        proposition="Foreign troops should be sent to Ukraine.",
        description="Whether other countries should send troops.",
        counts=("Says that troops should or should not be sent.",),
        does_not_count=("Speaks of weapons alone.",),
        stances={Stance.SUPPORTS: StanceWording("Supports", "Is for it.")},
        things=("troop",),
    ),
    statements=2,
    actors=2,
    articles=2,
    articles_read=12,
)
_QUERY = ComparisonQuery(actors=("ada-moreau",), first=date(2025, 2, 1), last=date(2025, 12, 31))
_EVERYTHING = ComparisonQuery()


def _envelope(query: ComparisonQuery) -> dict[str, Any]:
    return {"query": query_data(query), "url": _absolute(query.address()), **_TIME}


STATEMENT: dict[str, Any] = {
    **_TIME,
    "statement": statement_data(_SAID, _absolute),
    "version": {
        "id": _GAZETTE.id,
        "sha256": _ARTICLE.sha256,
        "read_at": _READ.isoformat(),
        "extractor": _ARTICLE.extractor,
    },
    "chain": [],
}
STATEMENT_LIST: dict[str, Any] = {
    **_envelope(_QUERY),
    "statements": [statement_data(one, _absolute) for one in (_SAID, _OTHER_REPORT)],
    "undated": [],
    "next": f"{ORIGIN}/api/v1/statements?actor=ada-moreau&from=2025-02-01&to=2025-12-31&limit=2"
    "&cursor=eyJh",
}
UTTERANCE: dict[str, Any] = {
    **_TIME,
    "utterance": utterance_data(
        UtteranceRecord(
            _SAID.utterance,
            _SAID,
            (_SAID, _OTHER_REPORT),
            (Match(_SAID.id, _OTHER_REPORT.id, MatchKind.SAME_WORDS, 1.0),),
            (),
        ),
        _absolute,
    ),
    "chain": [],
}
ARTICLE: dict[str, Any] = {
    **_TIME,
    "article": article_data(_ARTICLE, _absolute),
    "count": 2,
    "statements": [statement_data(one, _absolute) for one in (_SAID, _CLAIM)],
}
ARTICLE_LIST: dict[str, Any] = {
    **_TIME,
    "count": 1,
    "articles": [
        article_summary_data(
            ArticleSummary(_GAZETTE, statements=2, on_issue=2, originals=2), _absolute
        )
    ],
    "next": None,
}
ACTOR_LIST: dict[str, Any] = {
    **_TIME,
    "count": 1,
    "actors": [
        actor_summary_data(
            ActorSummary(
                _ADA,
                "foreign minister",
                statements=1,
                on_issue=1,
                stances=tuple((one, int(one is Stance.CONDITIONAL)) for one in Stance),
                second_hand=0,
                latest=_SAID.said_on,
            ),
            _absolute,
        )
    ],
    "next": None,
}
ACTOR: dict[str, Any] = {
    **_TIME,
    "actor": actor_data(
        Actor(
            "ada-moreau",
            "Ada Moreau",
            ActorKind.PERSON,
            country="FR",
            gender=Gender.FEMININE,
            aliases=("A. Moreau",),
            roles=(
                Role(
                    "Minister for Europe and Foreign Affairs",
                    "foreign minister",
                    "foreign_minister",
                    "france",
                    _day("2024-09"),
                ),
            ),
            belongs_to=("france",),
            in_directory=True,
        ),
        _absolute,
    ),
    "count": 1,
    "utterance_count": 1,
    "statements": [statement_data(_SAID, _absolute)],
    "said_of": [statement_data(_CLAIM, _absolute)],
    "chain": [chain_data(_CHAIN, _CLAIM, _absolute)],
}
ISSUE: dict[str, Any] = {**_TIME, "issue": issue_summary_data(_ISSUE, _absolute)}
ISSUE_LIST: dict[str, Any] = {
    **_TIME,
    "count": 1,
    "issues": [issue_summary_data(_ISSUE, _absolute)],
}
_STANDING = Standing(
    _ADA,
    "foreign minister",
    ("FR", "eu", "nato"),
    utterances=1,
    undated=0,
    reports=2,
    stances=(StanceCount(Stance.CONDITIONAL, 1, 0),),
    second_hand=0,
    months=(MonthCount(date(2025, 2, 1), Stance.CONDITIONAL, 1, 0),),
    first=date(2025, 2, 10),
    last=date(2025, 2, 10),
)
OVERVIEW: dict[str, Any] = {
    **_envelope(_QUERY),
    **overview_data(
        OverviewRecords(
            Counted(
                utterances=1,
                reports=2,
                actors=1,
                articles=2,
                articles_read=12,
                undated=0,
                unknown=0,
                first=date(2025, 2, 10),
                last=date(2025, 2, 10),
            ),
            (_STANDING,),
        ),
        _absolute,
    ),
}
OVERVIEW["actors"] = list(OVERVIEW["actors"])
FACETS: dict[str, Any] = {
    **_envelope(_EVERYTHING),
    "utterance_count": 2,
    "facets": facets_data(
        Facets(
            actors=(Facet("ada-moreau", "Ada Moreau", 1), Facet("bo-lindqvist", "Bo Lindqvist", 1)),
            outlets=(
                Facet("the-gazette", "The Gazette", 2),
                Facet("the-courier", "The Courier", 1),
            ),
            stances=(Facet("supports", "supports", 1), Facet("conditional", "conditional", 1)),
            kinds=(Facet("direct", "direct", 1), Facet("indirect", "indirect", 1)),
            sides=(Facet("fr", "France", 1), Facet("se", "Sweden", 1)),
            who=(Facet("person", "person", 2),),
            scopes=(Facet("own", "own", 2),),
            reviewed=0,
            total=2,
        )
    ),
}
_FOUND = ComparisonRecords((_SAID, _OTHER_REPORT), (), 12, 2, 0)
SNAPSHOT: dict[str, Any] = snapshot_data(
    _QUERY,
    _ISSUE.issue,
    ((_ADA,), ()),
    _FOUND,
    replace(_FOUND, dated=(_SAID,)),
    newest_revision=0,
)
_SEARCH = SearchQuery("ceasefire")
SEARCH: dict[str, Any] = {
    "query": {"q": "ceasefire", "in": None, "issue": None, "order": "best", "page": 1},
    "url": _absolute(_SEARCH.address()),
    **_TIME,
    "count": 2,
    **search_data(
        _SEARCH,
        SearchRecords(
            StatementHits(
                1, 2, 1, (_SAID,), (Facet(DEFAULT_ISSUE, "Foreign troops in Ukraine", 1),)
            ),
            ActorHits(0, ()),
            ArticleHits(1, 1, 1, (ArticleHit(_GAZETTE, _TEXT, _ARTICLE.zones, 2, 0),)),
        ),
        _absolute,
        "/api/v1/search",
    ),
}
TOMBSTONE: dict[str, Any] = {
    "withdrawn_at": "2025-12-01T10:00:00+00:00",
    "withdrawn_by": "An editor",
    "instead": None,
    "article": f"{ORIGIN}/articles/{_GAZETTE.id}",
    "history": f"{ORIGIN}/history?object=statement%3A{_SAID.id}",
}
_HERE = "/api/v1/overview"
ERRORS: dict[str, dict[str, Any]] = {
    "400": problem_data(
        400,
        f"“stance” cannot be “opposed”. Did you mean “opposes”? It can be: {', '.join(Stance)}.",
        "/api/v1/statements?stance=opposed",
        _absolute,
        parameter="stance",
    ),
    "401": problem_data(
        401, "Sign in first, or send a token (Authorization: Bearer).", _HERE, _absolute
    ),
    "404": problem_data(
        404,
        "No actor is called “ada-moro”.",
        "/api/v1/actors/ada-moro",
        _absolute,
        suggestions=[Link("/api/v1/actors/ada-moreau", "Ada Moreau")],
    ),
    "410": problem_data(
        410,
        "This statement was withdrawn: it is ascribed to the wrong person.",
        f"/api/v1/statements/{_SAID.id}",
        _absolute,
    )
    | TOMBSTONE,
    "503": problem_data(503, "Nothing is stored yet.", _HERE, _absolute),
}
REMOVED: dict[str, Any] = problem_data(
    410,
    "What was in the snapshot 0g4kv7c2m9x1p, frozen on 2025-11-30 08:00 UTC, was removed on "
    f"2025-12-01: a court ordered it. Its SHA-256 was {_ARTICLE.sha256}.",
    "/api/v1/snapshots/0g4kv7c2m9x1p",
    _absolute,
)
