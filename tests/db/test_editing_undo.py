"""Any edits, undone in turn, give the database back row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.db import queries
from app.db.queries.revisions import revision
from app.db.session import sessions
from app.db.store import editing, save, sync_directory
from app.db.store.editing import Correction, PositionDraft
from app.db.tables import ActorRow, ArticleRow, StatementRow, VersionRow
from app.domain.accounts import By, Interface
from app.domain.dates import DateBasis, UncertainDate
from app.domain.positions import Scope, Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.spans import Span
from app.domain.statements import StatementKind
from app.errors import ConflictError, InputError
from tests.db import corpus
from tests.db.dump import dump
from tests.db.test_utterances import CUT, OTHER, WHOLE, printed
from tests.factories import make_actor, make_issue, make_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

EVA, OTTO = By(1, "Eva", Interface.WEB), By(2, "Otto", Interface.API)
HISTORY = frozenset({"revision", "revision_object", "revision_change"})
ARTICLES = (
    *corpus.ALL,
    printed("The Paper", WHOLE, OTHER),
    printed("The Post", CUT),
    printed("The Times", WHOLE, published="2025-03-02"),
    printed("The Times", WHOLE, published="2025-03-02", around="Our own report of the day."),
)
_Change = tuple[str, int, int, int]
_CHANGES = st.tuples(
    st.sampled_from(
        [
            "accept", "correct", "recast", "words", "add", "withdraw", "restore", "merge", "split",
            "actor", "article", "issue", "join", "part", "undo", "dismiss",
        ]
    ),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 3),
)  # fmt: skip


def fill(engine: Engine) -> None:
    with sessions(engine, write=True) as session:
        sync_directory(session, corpus.DIRECTORY, [make_issue(), make_issue("other", "Another")])
        for extraction in ARTICLES:
            save(session, extraction)


def content(session: Session) -> dict[str, list[str]]:
    session.expire_all()
    return dump(session, without=HISTORY)


def apply(session: Session, change: _Change, done: list[int]) -> None:
    """Make one change; one that is refused changes nothing."""
    try:
        made = _CALLS[change[0]](session, change, done)
    except (InputError, ConflictError):
        return
    done.append(made)


def _pick(session: Session, column: Any, number: int) -> Any:  # noqa: ANN401
    values = session.scalars(select(column).order_by(column)).all()
    return values[number % len(values)]


def _accept(session: Session, change: _Change, done: list[int]) -> int:
    return editing.accept(session, EVA, _pick(session, StatementRow.id, change[1])).id


def _correct(session: Session, change: _Change, done: list[int]) -> int:
    statement = _pick(session, StatementRow.id, change[1])
    actor = make_actor(f"New {change[3]}", aliases=("N.",), roles=(make_role(),))
    slug = _pick(session, ActorRow.slug, change[2])
    draft = Correction(
        actor=actor if change[3] % 2 else slug,
        kind=list(StatementKind)[change[2] % 3],
        said_on=UncertainDate.parse(f"2025-02-{change[2] % 28 + 1:02}", DateBasis.STATED),
    )
    return editing.correct(session, OTTO, statement, draft, reason="so it is").id


def _recast(session: Session, change: _Change, done: list[int]) -> int:
    statement = _pick(session, StatementRow.id, change[1])
    holder = _pick(session, ActorRow.slug, change[2])
    drafts = (
        PositionDraft(DEFAULT_ISSUE, list(Stance)[change[2] % 5], condition=Span(0, 3)),
        PositionDraft("other", Stance.SUPPORTS, Scope.OWN, holder, "ilse-brandt", None, ((2, 5),)),  # type: ignore[arg-type]
    )
    draft = Correction(positions=drafts[: change[3]], cue=None, source=Span(0, 2))
    return editing.correct(session, EVA, statement, draft).id


def _words(session: Session, change: _Change, done: list[int]) -> int:
    statement = _pick(session, StatementRow.id, change[1])
    draft = Correction(content=(Span(change[2] % 5, 9), Span(12, 15 + change[3])))
    return editing.correct(session, EVA, statement, draft).id


def _add(session: Session, change: _Change, done: list[int]) -> int:
    draft = Correction(
        actor=_pick(session, ActorRow.slug, change[2]),
        kind=StatementKind.INDIRECT,
        content=(Span(change[3], 12),),
        positions=(PositionDraft(DEFAULT_ISSUE, Stance.OPPOSES),),
    )
    return editing.add(session, EVA, _pick(session, VersionRow.id, change[1]), draft).id


def _withdraw(session: Session, change: _Change, done: list[int]) -> int:
    statement = _pick(session, StatementRow.id, change[1])
    return editing.withdraw(session, EVA, statement, reason="no statement").id


def _restore(session: Session, change: _Change, done: list[int]) -> int:
    return editing.restore(session, OTTO, _pick(session, StatementRow.id, change[1])).id


def _dismiss(session: Session, change: _Change, done: list[int]) -> int:
    return editing.dismiss(session, OTTO, _pick(session, StatementRow.id, change[1])).id


def _merge(session: Session, change: _Change, done: list[int]) -> int:
    slugs = (_pick(session, ActorRow.slug, number) for number in change[1:3])
    return editing.merge_actors(session, EVA, *slugs, reason="one person").id


def _split(session: Session, change: _Change, done: list[int]) -> int:
    slug = _pick(session, ActorRow.slug, change[1])
    of_it = select(StatementRow.id).join(ActorRow, ActorRow.id == StatementRow.actor_id)
    chosen = session.scalars(of_it.where(ActorRow.slug == slug).order_by(StatementRow.id)).all()
    actor = make_actor(f"Split {change[3]}")
    return editing.split_actor(session, EVA, slug, chosen[: change[2] % 3], actor).id


def _actor(session: Session, change: _Change, done: list[int]) -> int:
    record = queries.actor(session, _pick(session, ActorRow.slug, change[1]))
    assert record is not None
    actor = make_actor(
        f"Renamed {change[2]}",
        slug=record.actor.slug,
        aliases=(*record.actor.aliases[change[3] % 2 :], "Alias"),
        roles=(make_role("speaker"), *record.actor.roles[: change[3]]),
        belongs_to=("freedonia",),
    )
    return editing.edit_actor(session, EVA, actor).id


def _article(session: Session, change: _Change, done: list[int]) -> int:
    article = _pick(session, ArticleRow.id, change[1])
    when = UncertainDate.parse(f"2025-03-{change[2] % 4 + 1:02}", DateBasis.STATED)
    return editing.edit_article(
        session,
        EVA,
        article,
        outlet=("The Post", "Another outlet", None, None)[change[3]],
        published=None if change[3] == 1 else when,
        title="Another title" if change[3] == 2 else None,
    ).id


def _issue(session: Session, change: _Change, done: list[int]) -> int:
    return editing.edit_issue(session, EVA, make_issue(title=f"Title {change[1]}")).id


def _join(session: Session, change: _Change, done: list[int]) -> int:
    pair = (_pick(session, StatementRow.id, number) for number in change[1:3])
    return editing.join(session, EVA, *pair).id


def _part(session: Session, change: _Change, done: list[int]) -> int:
    pair = (_pick(session, StatementRow.id, number) for number in change[1:3])
    return editing.part(session, OTTO, *pair).id


def _undo(session: Session, change: _Change, done: list[int]) -> int:
    if not done:
        raise InputError("Nothing was done.")
    return editing.undo(session, OTTO, done[-1 - change[1] % len(done)]).id


_CALLS: dict[str, Callable[[Session, _Change, list[int]], int]] = {
    "accept": _accept,
    "correct": _correct,
    "recast": _recast,
    "words": _words,
    "add": _add,
    "withdraw": _withdraw,
    "restore": _restore,
    "dismiss": _dismiss,
    "merge": _merge,
    "split": _split,
    "actor": _actor,
    "article": _article,
    "issue": _issue,
    "join": _join,
    "part": _part,
    "undo": _undo,
}


def check(engine: Engine, examples: int) -> None:
    fill(engine)

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.lists(_CHANGES, max_size=8))
    def undone(changes: list[_Change]) -> None:
        with sessions(engine, write=True) as session:
            states = [content(session)]
            done: list[int] = []
            for change in changes:
                count = len(done)
                apply(session, change, done)
                if len(done) > count:
                    states.append(content(session))
                else:
                    assert content(session) == states[-1], change
            for number in reversed(done):
                assert content(session) == states.pop()
                # An undo among the changes has been undone by now, so each stands when its turn is.
                found = revision(session, number)
                assert found is not None
                assert found.undone_by is None
                editing.undo(session, EVA, number)
            assert content(session) == states.pop()

    undone()


def test_edits_and_their_undos_give_the_database_back(engine: Engine) -> None:
    check(engine, 150 if engine.dialect.name == "sqlite" else 25)
