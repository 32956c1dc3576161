"""What the names of the rules mean by which deciding words are found, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# To follow "words that". They fit the affirmed and the negated use: "will accept" and "will not
# accept" are both about accepting, and the stance beside them says which way they point.
_PLAIN: Mapping[str, str] = {
    "abstention": "say that one stays out of it",
    "acceptance": "say whether it is accepted",
    "another thing preferred": "prefer something else",
    "answer": "answer a question about it",
    "call": "call for something",
    "commitment": "say whether one will take it on",
    "condemnation": "say whether it is condemned",
    "condition": "set a condition",
    "consent": "make it depend on somebody’s consent",
    "deferral": "put the answer off or leave it to others",
    "deliberation": "say whether it is being considered",
    "denial of a report": "deny a report of it",
    "design": "speak of planning or preparing it",
    "doubt": "say whether it is doubted",
    "effect": "say what it would lead to",
    "evaluation": "call it good or bad",
    "exclusion": "say whether it is ruled out",
    "handing over": "leave the answer to somebody else",
    "hedging": "avoid a clear answer",
    "ignorance": "say that one does not know",
    "indecision": "say that nothing is decided",
    "intention": "say whether it is intended",
    "necessity": "say whether it is needed",
    "needlessness": "say that it is not needed",
    "neutral judgement": "judge it neither good nor bad",
    "no objection": "say that nothing stands against it",
    "no such thing": "say that there is no such thing",
    "openness": "leave it open",
    "opposition": "say whether one is against it",
    "part": "say whether one has a part in it",
    "permission": "say whether it is allowed",
    "pointing to a position": "point to a known position without repeating it",
    "possibility": "say that it may or may not happen",
    "prevention": "say whether it is to be prevented",
    "refusal": "say whether it is refused",
    "request": "say whether it is asked for",
    "sovereignty": "say who has the right to decide",
    "standing against": "say what stands against it",
    "support": "say whether it is supported",
    "support of others": "say whether others who do it are supported",
    "threat of consequences": "threaten consequences",
    "too early": "call it too early to say",
    "warning": "warn of it",
}


def plain(rule: str) -> str:
    """The meaning of a rule: 'call it good or bad'; empty where there are no plainer words."""
    return _PLAIN.get(rule.replace("_", " "), "")
