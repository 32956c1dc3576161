"""ChainView: what somebody says of a holder's position, beside what the holder itself said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.certainty import stance_certain
from app.domain.queries import ComparisonQuery
from app.domain.statements import BREAK
from app.utterances.chains import WINDOW, Answer, Outcome, answer_of, outcome_of
from app.views.cards import StatementCard, shortened, show_card
from app.views.links import Link, actor_address, statement_address
from app.views.stances import StanceView, show_stance
from app.views.wording import ANSWER, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.domain.records import AnswerRecord, ChainRecord, StatementRecord

# More than these are counted and led to.
_SHOWN = 4
# So many words of a claim lead to it.
_CLAIM = 7


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer: what it says to the claim, and a card of the statement.

    ``certain`` is False where the machine is not sure of the claim or of the answer;
    ``speaks_as`` is the office of who speaks for the holder, empty for the holder itself;
    ``apart`` says how far the two lie from each other.
    """

    words: str
    certain: bool
    stance: StanceView
    speaks_as: str
    apart: str
    card: StatementCard


@dataclass(frozen=True, slots=True)
class ChainView:
    """A second-hand position with what the holder said. ``sentence`` sums it up without verdict.

    ``claims`` lead to the statements that assert it, by their first words; the note is the outlet.
    """

    claims: tuple[Link, ...]
    holder: Link
    asserted_by: str
    stance: StanceView
    sentence: str
    unsure: str
    answers: tuple[AnswerView, ...]
    more: Link | None
    outcome: str


def show_chain(chain: ChainRecord, claim: StatementRecord) -> ChainView:
    """The view of a chain; ``claim`` is the statement that asserts it."""
    position = chain.position
    stance = show_stance(position.stance, position.confidence, claim.confidence)
    told = answers_of(chain, claim)
    answers = tuple(_answer(one, chain, certain=stance.certain) for one in chain.answers[:_SHOWN])
    asserted_by = position.asserted_by.name if position.asserted_by else ""
    more = len(chain.answers) - _SHOWN
    speakers = tuple(dict.fromkeys(one.statement.actor.slug for one in chain.answers))
    query = ComparisonQuery(position.issue, speakers, chain.first, chain.last)
    return ChainView(
        claims=(
            Link(
                statement_address(claim.id),
                shortened(BREAK.join(claim.content_text), _CLAIM),
                claim.article.outlet.name,
            ),
        ),
        holder=Link(actor_address(position.holder.slug), position.holder.name),
        asserted_by=asserted_by,
        stance=stance,
        sentence=_sentence(chain, told),
        unsure=_unsure(told, asserted_by, stance),
        answers=answers,
        more=Link(query.address(), counted(more, "more statement")) if more > 0 else None,
        outcome=chain_outcome(chain, told).value,
    )


def show_chains(
    chains: Iterable[ChainRecord], claims: Mapping[str, StatementRecord]
) -> tuple[ChainView, ...]:
    """The views of several chains; claims of one kind with the same answers stand together.

    ``claims`` are the statements that assert them, by id.
    """
    found: dict[ChainView, tuple[Link, ...]] = {}
    for chain in chains:
        view = show_chain(chain, claims[chain.statement])
        alike = replace(view, claims=())
        found[alike] = (*found.get(alike, ()), *view.claims)
    return tuple(replace(view, claims=links) for view, links in found.items())


def chain_outcome(chain: ChainRecord, told: Sequence[tuple[Answer, bool]]) -> Outcome:
    """What came of the claim. The holder's own certain answers decide before its spokesperson's.

    ``told`` are what its answers say, as ``answers_of`` has them.
    """
    if chain.first is None:
        return Outcome.UNDATED
    of_own = outcome_of(
        said for one, said in zip(chain.answers, told, strict=True) if one.speaks_as is None
    )
    if of_own not in (Outcome.NONE, Outcome.UNCERTAIN):
        return of_own
    return outcome_of(told)


def answers_of(chain: ChainRecord, claim: StatementRecord) -> tuple[tuple[Answer, bool], ...]:
    """What each answer says, and whether both it and the claim are certain."""
    position = chain.position
    sure = show_stance(position.stance, position.confidence, claim.confidence).certain
    return tuple(_told(one, chain, certain=sure) for one in chain.answers)


def _told(one: AnswerRecord, chain: ChainRecord, *, certain: bool) -> tuple[Answer, bool]:
    claimed, own = chain.position, one.position
    told = answer_of(claimed.stance, claimed.scope, own.stance, own.scope)
    return told, certain and stance_certain(own.stance, own.confidence, one.statement.confidence)


def _answer(one: AnswerRecord, chain: ChainRecord, *, certain: bool) -> AnswerView:
    told, sure = _told(one, chain, certain=certain)
    own = one.position
    return AnswerView(
        words=ANSWER[told] if sure else f"{ANSWER[told]}?",
        certain=sure,
        stance=show_stance(own.stance, own.confidence, one.statement.confidence),
        speaks_as=one.speaks_as or "",
        apart=f"{counted(one.days, 'day')} apart" if one.days else "",
        card=show_card(one.statement, chain.position.issue),
    )


def _sentence(chain: ChainRecord, told: Sequence[tuple[Answer, bool]]) -> str:
    """'Nothing of Putin’s own was found ...; Dmitry Peskov, who ..., leaves it open once.'."""
    holder = chain.position.holder.name
    if chain.first is None:
        return (
            "When this was claimed is not known, so nothing was looked for that "
            f"{holder} said about that time."
        )
    where = f"in the articles read within {WINDOW.days} days"
    said = list(zip(chain.answers, told, strict=True))
    own = [what for one, what in said if one.speaks_as is None]
    others = [(one, what) for one, what in said if one.speaks_as is not None]
    parts = []
    if own:
        parts.append(f"{holder} {_counted(own)}")
    else:
        parts.append(f"Nothing of {holder}’s own was found {where}")
    names = dict.fromkeys(f"{one.statement.actor.name} ({one.speaks_as})" for one, _ in others)
    if others:
        parts.append(
            f"{listed(list(names))}, who {'speaks' if len(names) == 1 else 'speak'} for "
            f"{holder} by office, {_counted(what for _, what in others)}"
        )
    return "; ".join(parts) + "."


def _counted(answers: Iterable[tuple[Answer, bool]]) -> str:
    """'says the contrary 3 times, perhaps leaves it open once'."""
    told = Counter(answers)
    words = [
        f"{ANSWER[answer] if sure else 'perhaps ' + ANSWER[answer]} {_times(number)}"
        for (answer, sure), number in sorted(
            told.items(),
            key=lambda item: (not item[0][1], -item[1], list(Answer).index(item[0][0])),
        )
    ]
    return listed(words)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _unsure(answers: Iterable[tuple[Answer, bool]], asserted_by: str, stance: StanceView) -> str:
    """Why a question mark stands at the answers; empty when at none."""
    if all(certain for _, certain in answers):
        return ""
    if not stance.certain:
        return (
            f"The question marks: the machine is not sure which way {asserted_by} says it goes, "
            "so nothing is certain that is compared with it."
        )
    return "A question mark: the machine is not sure which way that statement goes."
