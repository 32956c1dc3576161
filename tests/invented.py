"""Short articles about invented people, for tests that read many of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PEOPLE = (
    "Ada Moreau",
    "Bo Lindqvist",
    "Carla Venturi",
    "Dimo Petkov",
    "Elsa Brandt",
    "Finn Okoro",
)
_ROLES = ("foreign minister", "defence minister", "president", "government spokesman")
_PLACES = ("Freedonia", "Sylvania", "Grand Fenwick", "Ruritania")
_CLAIMS = (
    "our soldiers will stay at home",
    "foreign troops should be sent to Ukraine",
    "no peacekeepers can be deployed in Ukraine without a ceasefire",
    "the talks were long and useful",
    "it is too early to speak of a mission",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def article(seed: int) -> str:
    """An article of a few sentences; the same for the same seed, different for others."""
    choose = random.Random(seed)  # noqa: S311 - repeatable, and no secret
    (first, second) = choose.sample(_PEOPLE, 2)
    (claim, other) = choose.sample(_CLAIMS, 2)
    (here, there) = choose.sample(_PLACES, 2)
    role = choose.choice(_ROLES)
    day = choose.choice(_DAYS)
    return (
        f"{first} Speaks in {here} for the {seed}th Time\n\n"
        f"“{claim.capitalize()},” {first}, the {role} of {here}, said on {day}.\n\n"
        f"{second} of {there} told reporters that {other}. “We have waited for {seed + 2} days,”"
        " they added.\n"
    )


def folder_of(folder: Path, articles: int) -> Path:
    """The folder, with so many articles in it; every third has an entry in articles.yaml."""
    folder.mkdir()
    entries = ["articles:"]
    for seed in range(articles):
        name = f"{seed:03}.txt"
        (folder / name).write_text(article(seed), "utf-8")
        if seed % 3 == 0:
            entries += [
                f"- file: {name}",
                f"  outlet: The {_PLACES[seed % 4]} Times",
                f"  address: https://example.org/{seed}",
                f"  published: 2025-03-{seed % 28 + 1:02}",
                "  published_basis: metadata",
            ]
    (folder / "articles.yaml").write_text("\n".join(entries) + "\n", "utf-8")
    return folder
