"""One utterance in three outlets that differ, and what another says of the speaker, stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.migrate import upgrade
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.domain.dates import DateBasis
from app.domain.positions import Stance
from app.domain.statements import StatementKind
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)

if TYPE_CHECKING:
    from app.domain.extraction import Extraction

ADA, BO = make_actor("Ada Moreau"), make_actor("Bo Lindqvist")
WHOLE = "“We will not send troops to the river valley unless the parliament agrees,”"
CUT = "“We will not send troops to the river valley,”"
TURNED = "they will send troops to the river valley unless the parliament agrees"


def article(
    outlet: str,
    words: str,
    published: str,
    *,
    kind: StatementKind = StatementKind.DIRECT,
    said: str | None = None,
    stance: Stance = Stance.OPPOSES,
) -> Extraction:
    text = f"{words} Ada Moreau told the {outlet}. The rest is of no interest to anybody."
    when = day(said) if said else day(None)
    one = make_statement(
        text, words, ADA, said_on=when, kind=kind, positions=[make_position(ADA, stance)]
    )
    return make_extraction(
        text,
        one,
        title=f"As the {outlet} has it",
        outlet=outlet,
        address=f"https://{outlet.lower()}.example/a",
        file=f"{outlet}.txt",
        published=day(published, DateBasis.METADATA),
    )


def second_hand() -> Extraction:
    text = "Bo Lindqvist said that Ada Moreau would send troops after all."
    one = make_statement(
        text,
        "Ada Moreau would send troops after all",
        BO,
        said_on=day("2025-03-08"),
        kind=StatementKind.INDIRECT,
        positions=[make_position(ADA, Stance.SUPPORTS, asserted_by=BO)],
    )
    return make_extraction(text, one, outlet="Delta", file="d.txt", published=day("2025-03-08"))


ARTICLES = (
    article("Beta", CUT, "2025-03-04"),
    article("Alpha", WHOLE, "2025-03-03", said="2025-03-03"),
    article("Gamma", TURNED, "2025-03-05", kind=StatementKind.INDIRECT, stance=Stance.SUPPORTS),
    second_hand(),
)


def fill(url: str) -> None:
    """Make the database at that address, with these articles in it."""
    engine = open_engine(url)
    upgrade(engine)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(ADA, BO), [make_issue()])
    for extraction in ARTICLES:
        with sessions(engine, write=True) as session:
            save(session, extraction)
    engine.dispose()
