"""Neighbours: words of the issue that stand for another thing of the same kind."""

from __future__ import annotations

import pytest

from app.extraction.stance import issue_from_proposition, judge
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS

FUEL = "There should be a tax on aviation fuel"
SUGAR = "Tariffs on imported sugar should be raised"
DAM = "The region should build a new dam"
EMBARGO = "Sanctions on Grandia should be lifted"
STATE = "The state of Orvania should be recognised"
RAIL = "Railway workers should be allowed to strike"


def _on(proposition: str, statement: str) -> bool:
    issue = issue_from_proposition(proposition, parser())
    return judge(statement, "", "Petra Lund", issue, ACTORS, parser()).on_issue


@pytest.mark.parametrize(
    ("proposition", "statement"),
    [
        # What a burden lies on.
        (FUEL, "The tax on aviation fuel is long overdue."),
        (FUEL, "A levy on aviation fuel would be fair."),
        (SUGAR, "Higher duties on sugar would ruin the bakers."),
        (SUGAR, "Import tariffs on sugar protect our growers."),
        (EMBARGO, "The sanctions against Grandia must be lifted."),
        (EMBARGO, "The trade sanctions on Grandian banks should stay."),
        (EMBARGO, "The sanctions imposed on the government of Grandia must be eased."),
        # What the thing only describes, where a plan or rule on it is meant.
        (FUEL, "We support the aviation fuel tax bill."),
        (EMBARGO, "Sanctions relief for Grandia would be a mistake."),
        # What is still to be made.
        (DAM, "A second dam would drown the valley, and we oppose it."),
        (DAM, "We need the dam."),
        (DAM, "The old dam is full of silt, and a new one must be built."),
        # What an act is done to.
        (STATE, "Norland should recognise Orvania."),
        (STATE, "We oppose the recognition of Orvania."),
        (RAIL, "Railway workers must have the right to strike."),
    ],
)
def test_the_thing_itself_is_on(proposition: str, statement: str) -> None:
    assert _on(proposition, statement)


@pytest.mark.parametrize(
    ("proposition", "statement"),
    [
        (FUEL, "A higher tax on second homes hurts those who fly on aviation fuel."),
        (FUEL, "The payroll tax should be cut, and aviation fuel is dear."),
        (FUEL, "Tax data show that more aviation fuel is sold."),
        (SUGAR, "Tariffs on imported steel must be raised, say the makers of sugar mills."),
        (SUGAR, "Electricity tariffs of the sugar mills should be raised."),
        (EMBARGO, "The sanctions on the government of Lusania should be lifted."),
        (EMBARGO, "The anti-doping sanctions against two Grandian runners were lifted."),
        (EMBARGO, "The restrictions on the use of the airport should be lifted."),
        (DAM, "The old dam in the valley had to be repaired."),
        (DAM, "A crack was found in the second dam."),
        (STATE, "The government should recognise that it failed the people of Orvania."),
        (STATE, "Nurses from Orvania should have their diplomas recognised."),
        (RAIL, "Railway workers should strike a balance between work and family."),
    ],
)
def test_another_thing_of_its_kind_is_off(proposition: str, statement: str) -> None:
    assert not _on(proposition, statement)
