"""A small marked article and its scoring, without an extractor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.actors import ActorKind
from app.domain.positions import Stance
from app.domain.queries import DEFAULT_ISSUE
from app.domain.statements import StatementKind
from app.evaluation import score
from app.evaluation.gold import Gold, GoldArticle, GoldPosition, GoldStatement
from tests.factories import day, make_actor, make_directory, make_extraction, span_of

if TYPE_CHECKING:
    from app.domain.actors import Actor
    from app.domain.statements import Statement
    from app.evaluation import Evaluation

TEXT = (
    "“We will never go there,” Ada Moreau said. The council wants soldiers to be sent soon, she"
    " added. He said it was a matter for others to decide. Read more: “Ten Days in Freedonia”."
)
ADA = make_actor("Ada Moreau", aliases=("Madame Moreau",))
COUNCIL = make_actor("High Council", kind=ActorKind.ORGANISATION)
BO = make_actor("Bo Lind")
DIRECT = "“We will never go there,”"
INDIRECT = "The council wants soldiers to be sent soon"
OTHER = "it was a matter for others to decide"
FOREVER = "“Ten Days in Freedonia”"


def marked(
    identifier: str, words: str, actor: str, *positions: GoldPosition, **fields: object
) -> GoldStatement:
    values = {
        "id": identifier,
        "kind": StatementKind.DIRECT,
        "content": (span_of(TEXT, words),),
        "source_text": actor,
        "actor": actor,
        "positions": positions,
        **fields,
    }
    return GoldStatement(**values)  # type: ignore[arg-type]


def gold(*statements: GoldStatement, issue: str | None = DEFAULT_ISSUE, **fields: object) -> Gold:
    values = {
        "file": "a.txt",
        "title": "A title",
        "outlet": None,
        "address": None,
        "published": day(None),
        "published_note": "",
        "statements": statements,
        "forbidden": (),
        **fields,
    }
    return Gold(Path("gold.json"), issue, (GoldArticle(**values),))  # type: ignore[arg-type]


def scored(
    of: Gold, *statements: Statement, directory: tuple[Actor, ...] = (ADA, COUNCIL)
) -> Evaluation:
    return score(of, [make_extraction(TEXT, *statements)], make_directory(*directory))


THREE = gold(
    marked("1", DIRECT, "Ada Moreau", GoldPosition("Ada Moreau", None, Stance.OPPOSES)),
    marked(
        "2",
        INDIRECT,
        "Ada Moreau",
        GoldPosition("High Council", "Ada Moreau", Stance.SUPPORTS),
        kind=StatementKind.INDIRECT,
        source_text="she",
    ),
    marked("3", OTHER, "Bo Lind", kind=StatementKind.INDIRECT, source_text="He"),
    forbidden=(FOREVER,),
)
