"""Constructed pairs of reports: dropped negations, dropped conditions, and harmless differences.

Each is (name, one report, another). They are made from parts so that every verb meets every frame.
"""

from __future__ import annotations

from itertools import product

Case = tuple[str, str, str]

# Subject, the same in the plural or singular present of "be", base, participle, -ing, object.
_ACTS = (
    ("Poland", "is", "send", "sent", "sending", "soldiers to the east"),
    ("the allies", "are", "deploy", "deployed", "deploying", "foreign troops in Ukraine"),
    ("Kyiv", "is", "hold", "held", "holding", "elections during the war"),
    ("the government", "is", "accept", "accepted", "accepting", "the new border"),
    ("Kenya", "is", "open", "opened", "opening", "the port of Mombasa to foreign ships"),
    ("the union", "is", "support", "supported", "supporting", "the wage offer of the employers"),
    ("the clinic", "is", "recommend", "recommended", "recommending", "the vaccine for infants"),
    ("we", "are", "raise", "raised", "raising", "taxes in this parliament"),
)

# With the negation, and without it.
_NEGATED = (
    ("{s} will not {v} {o}", "{s} will {v} {o}"),
    ("{s} won't {v} {o}", "{s} will {v} {o}"),
    ("{s} won’t {v} {o}, the minister said", "the minister said {s} would {v} {o}"),
    ("{s} cannot {v} {o}", "{s} can {v} {o}"),
    ("{s} would never {v} {o}", "{s} would {v} {o}"),
    ("{s} {b} not {g} {o}", "{s} {b} {g} {o}"),
    ("{s} had no plans to {v} {o}", "{s} had plans to {v} {o}"),
    ("{s} had no plans to {v} {o}", "{s} plans to {v} {o}"),
    ("there are no plans to {v} {o}", "there are plans to {v} {o}"),
    ("{s} refused to {v} {o}", "{s} agreed to {v} {o}"),
    ("{s} ruled out {g} {o}", "{s} was {g} {o}"),
    ("{s} rejected {g} {o}", "{s} will be {g} {o}"),
    ("{s} {b} unable to {v} {o}", "{s} {b} able to {v} {o}"),
    ("{s} {b} unwilling to {v} {o}", "{s} {b} willing to {v} {o}"),
    ("{s} {b} unlikely to {v} {o}", "{s} {b} likely to {v} {o}"),
    ("it is impossible to {v} {o}", "it is possible to {v} {o}"),
    ("{g} {o} is unacceptable", "{g} {o} is acceptable"),
    ("{g} {o} is not an option", "{g} {o} is an option"),
    ("{s} failed to {v} {o}", "{s} managed to {v} {o}"),
    ("{s} could hardly {v} {o}", "{s} could {v} {o}"),
    ("nobody will {v} {o}", "they will {v} {o}"),
    ("{o} will not be {p} by {s}", "{o} will be {p} by {s}"),
    ("{o} can't be {p} by {s}", "{o} can be {p} by {s}"),
    ("{s} will not {v} {o}", "{o} will be {p} by {s}"),
    ("{o} will not be {p} by {s}", "“{s} will {v} {o},”"),
    ("{s} will not, under any circumstances, {v} {o}", "{s} will {v} {o}"),
    ("{s} has denied {g} {o}", "{s} has admitted {g} {o}"),
    ("{s} lacks the authority to {v} {o}", "{s} has the authority to {v} {o}"),
    ("{s} cannot rule out {g} {o}", "{s} can rule out {g} {o}"),
    ("if there is a deal, {s} will not {v} {o}", "if there is a deal, {s} will {v} {o}"),
    ("{s} will not {v} {o} before the end of the war", "{s} will {v} {o}"),
)

_CONDITIONS = (
    "if there is a ceasefire",
    "unless the guns fall silent",
    "only if both sides sign a treaty",
    "only when the fighting stops",
    "only after a ceasefire",
    "only once the registers have been checked",
    "provided that a mandate is given",
    "provided there is a lasting truce",
    "providing that the observers arrive",
    "as long as the growth holds",
    "so long as the truce is monitored",
    "on condition that the neighbours agree",
    "subject to the approval of both chambers",
    "in the event of a ceasefire",
    "until the last mine has been cleared",
    "before a treaty has been signed",
    "after a ceasefire",
    "once there is a ceasefire",
    "should there be a ceasefire",
    "in case of a lasting truce",
    "assuming that the money comes",
    "in exchange for firm guarantees",
    "when the fighting has stopped",
    "as soon as both sides sign",
)

_PLACES = (
    ("{s} will {v} {o} {c}", "{s} will {v} {o}"),
    ("{c}, {s} will {v} {o}", "{s} would {v} {o}"),
    ("{s} will, {c}, {v} {o}", "“{s} will {v} {o}”"),
    ("{o} will be {p} by {s} {c}", "{o} will be {p} by {s}"),
    ("{s} {b} ready to {v} {o}, {c}", "{s} {b} ready to {v} {o}"),
)

# Conditions that no comma or place changes.
_ATTACHED = (
    ("{g} {o} is conditional on a ceasefire", "{s} {b} {g} {o}"),
    ("{g} {o} depends on the consent of the neighbours", "{g} {o} will come"),
    ("{g} {o} is contingent on a mandate", "{s} is {g} {o}"),
    ("without a mandate, {s} will not {v} {o}", "{s} will not {v} {o}"),
    ("{s} will not {v} {o} without a mandate", "{s} will not {v} {o}"),
    ("as long as there is no ceasefire, {s} will not {v} {o}", "{s} will not {v} {o}"),
    ("{s} will not {v} {o} until there is a treaty", "{s} will not {v} {o}"),
    ("{s} would {v} {o} were the guns to fall silent", "{s} would {v} {o}"),
)

# Nothing may be marked between these.
_HARMLESS = (
    ("{s} will not {v} {o}", "{s} would not {v} {o}"),
    ("{s} won't {v} {o}", "“{s} will not {v} {o},”"),
    ("{s} will not {v} {o}", "{s} ruled out {g} {o}"),
    ("{s} refuses to {v} {o}", "{s} will not {v} {o}"),
    ("{s} cannot {v} {o}", "{s} is unable to {v} {o}"),
    ("{g} {o} is unacceptable", "{s} will not {v} {o}"),
    ("{g} {o} is not acceptable", "{g} {o} is unacceptable"),
    ("{g} {o} is impossible", "{s} cannot {v} {o}"),
    ("{s} has no plans to {v} {o}", "{s} is not planning to {v} {o}"),
    ("there are no plans for {g} {o}", "{s} does not plan to {v} {o}"),
    ("{g} {o} is out of the question", "{s} will never {v} {o}"),
    ("{g} {o} was ruled out", "{s} will not be {g} {o}"),
    ("{o} will not be {p} by {s}", "{s} will not {v} {o}"),
    ("{s} opposes {g} {o}", "{s} is against {g} {o}"),
    ("{s} will {v} {o}, but not the hospital ships", "{s} will {v} {o}"),
    ("{s} will {v} {o}. Nobody asked us about the bridge.", "{s} will {v} {o}"),
    ("{s} will {v} {o} and will not wait for winter", "{s} will {v} {o}"),
    ("{s} will {v} {o}, because the bridge was not repaired", "{s} is going to {v} {o}"),
    ("not only will {s} {v} {o}", "{s} will {v} {o}"),
    ("{s} will {v} {o} on Tuesday after a meeting in Paris", "{s} will {v} {o} on Tuesday"),
    ("{s} will {v} {o} before the end of the month", "{s} will {v} {o} this month"),
    ("{s} will {v} {o} if there is a ceasefire", "{s} would {v} {o} only after a ceasefire"),
    ("if there is a ceasefire, {s} will {v} {o}", "{s} will {v} {o}, provided there is a truce"),
    ("{s} will not {v} {o} until there is a ceasefire", "{s} will {v} {o} once there is a truce"),
    ("{s} will not {v} {o} unless both sides sign", "{s} will {v} {o} only if both sides sign"),
    ("without a mandate {s} will not {v} {o}", "{s} will {v} {o} only with a mandate"),
    ("{s} will {v} {o} in the event of a ceasefire", "{s} is {g} {o} should there be a ceasefire"),
    ("{s} will {v} {o} even if the talks end", "{s} will {v} {o}"),
    ("{s} will {v} {o} whether or not there is a truce", "{s} will {v} {o}"),
    ("asked if the bridge was safe, he said {s} will {v} {o}", "{s} will {v} {o}"),
    ("{s} will {v} {o}. If the bridge falls, it falls.", "“{s} will {v} {o}”"),
    ("few, if any, doubt that {s} will {v} {o}", "few doubt that {s} will {v} {o}"),
    ("{s} will {v} {o}, no matter what the neighbours think", "{s} will {v} {o}"),
    ("“{s} will {v} {o}”", "{s} will {v} {o}, no doubt"),
)


def _made(frames: tuple[tuple[str, str], ...], kind: str) -> list[Case]:
    made = []
    for (s, b, v, p, g, o), (one, other) in product(_ACTS, frames):
        words = {"s": s, "b": b, "v": v, "p": p, "g": g, "o": o}
        first, second = (_sentence(text.format(**words)) for text in (one, other))
        made.append((f"{kind}: {first} | {second}", first, second))
    return made


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def dropped_negations() -> list[Case]:
    """The first report negates what the second prints without negation."""
    return _made(_NEGATED, "negation")


def dropped_conditions() -> list[Case]:
    """The first report has a condition on what the second prints without one."""
    placed = tuple(
        (one.replace("{c}", condition), other)
        for (one, other), condition in product(_PLACES, _CONDITIONS)
    )
    return _made(placed, "condition") + _made(_ATTACHED, "condition")


def harmless() -> list[Case]:
    """Neither a negation nor a condition was dropped between these."""
    return _made(_HARMLESS, "harmless")
