"""Scope: the thing as such, only one's own part in it, or one third state's."""

from __future__ import annotations

import pytest

from app.domain.positions import Scope
from tests.extraction.stance_help import judged

LUND = "Petra Lund, foreign minister of Norland"


@pytest.mark.parametrize(
    ("statement", "scope"),
    [
        # one's own part
        ("Our troops will be deployed in Varvia the day after the truce.", Scope.OWN),
        ("The deployment of Norlandic soldiers in Varvia is not ruled out.", Scope.OWN),
        ("There are no plans to take part in the mission in Varvia.", Scope.OWN),
        ("The cabinet has not decided whether to join the force in Varvia.", Scope.OWN),
        ("We have no plans to send foreign troops to Varvia.", Scope.OWN),
        # one third state's
        ("Lusania should withdraw its offer of troops for Varvia.", Scope.OTHER),
        ("We welcome the Lusanian decision to send troops to Varvia.", Scope.OTHER),
        # the thing as such
        ("European soldiers in Varvia would be a mistake.", Scope.GENERAL),
        ("Allied troops should not be sent to Varvia.", Scope.GENERAL),
        ("Foreign troops are needed in Varvia.", Scope.GENERAL),
        ("Varvia should ask for foreign troops.", Scope.GENERAL),
    ],
)
def test_whose_part_is_meant(statement: str, scope: Scope) -> None:
    assert judged(statement, speaker=LUND).scope is scope


@pytest.mark.parametrize(
    ("context", "scope"),
    [
        ("The minister was asked whether Norland would send soldiers to Varvia.", Scope.OWN),
        ("Reporters asked about a Norlandic contingent for Varvia.", Scope.OWN),
        ("Norland's minister was asked about foreign troops in Varvia.", Scope.GENERAL),
        ("She was asked whether Norland supports foreign troops in Varvia.", Scope.GENERAL),
        ("She was asked whether Lusania would send soldiers to Varvia.", Scope.GENERAL),
    ],
)
def test_an_answer_means_the_part_that_was_asked_about(context: str, scope: Scope) -> None:
    found = judged("I would not rule anything out.", context=context, speaker=LUND)
    assert found.scope is scope
