"""What turns or drops a side: what is set apart, whose good it is, myths, prices, arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.extraction.stance import judge
from app.readers.definitions import load_issues
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS, N, O, S, U, judged

if TYPE_CHECKING:
    from app.domain.positions import Stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # "X, not Y": the "not" is the alternative's
        ("What Varvia needs is foreign troops, not another conference.", S),
        ("What Varvia needs is another conference, not foreign troops.", O),
        ("Varvia needs peace, not foreign troops.", O),
        ("Foreign troops in Varvia are a guarantee, not a threat.", S),
        ("Foreign troops in Varvia are a threat, not a guarantee.", O),
        ("Foreign troops in Varvia would be a shield and not a provocation.", S),
        ("Foreign troops in Varvia are a military problem, not a moral one.", U),
        ("Foreign troops in Varvia are not a threat but a guarantee.", S),
        ("Foreign troops in Varvia are not a solution but a problem.", O),
        ("Foreign troops in Varvia are not a threat.", S),
        # whose good, whose harm
        ("Foreign troops in Varvia would be a gift to Grandia.", O),
        ("Foreign troops in Varvia would be a victory for Grandia.", U),
        ("Foreign troops in Varvia would be a success for the aggressor.", O),
        ("Foreign troops in Varvia would weaken the aggressor.", S),
        ("Foreign troops in Varvia would strengthen the aggressor.", O),
        ("Foreign troops in Varvia would strengthen Grandia.", U),
        ("Foreign troops in Varvia would strengthen the country.", S),
        ("Foreign troops in Varvia would be a help for Varvia.", S),
        ("Foreign troops would be a success for our country and for Varvia.", S),
        # arguments
        ("I have not heard one good argument against foreign troops in Varvia.", S),
        ("There is no argument against foreign troops in Varvia.", S),
        ("There is no majority against foreign troops in Varvia.", U),
        ("We have good arguments against foreign troops in Varvia.", O),
        # two bad words that say one thing; myths; what is preferred to what
        ("The price of foreign troops in Varvia would be a war.", O),
        ("It is a myth that foreign troops in Varvia would escalate the war.", S),
        ("It is a mistake that would escalate the war: foreign troops in Varvia are a danger.", O),
        ("We prefer sanctions to foreign troops in Varvia.", O),
        ("We prefer foreign troops in Varvia to sanctions.", S),
        ("Sending foreign troops to Varvia comes at a moment when we can least afford it.", O),
        ("Foreign troops in Varvia sound good on paper.", U),
        ("It is better to talk than to let foreign troops in Varvia become an excuse for war.", O),
        ("It is better to send foreign troops to Varvia than to lose the country.", S),
        ("Foreign troops in Varvia make for fine speeches and no security.", U),
        ("They invent excuses to avoid the foreign troops that should have come to Varvia.", S),
        ("Foreign troops in Varvia bring security and no risks.", S),
        ("The decision to send foreign troops to Varvia was welcomed by nobody.", O),
        ("Foreign troops in Varvia were welcomed by no one in the chamber.", O),
        ("Foreign troops in Varvia were welcomed by the whole chamber.", S),
        ("Grandia would come out stronger if foreign troops were sent to Varvia.", U),
        ("There are good arguments on either side of sending foreign troops to Varvia.", N),
        ("The house rejected a motion that would have allowed foreign troops in Varvia.", O),
    ],
)
def test_checks(statement: str, stance: Stance) -> None:
    assert judged(statement).stance is stance


@pytest.mark.parametrize(
    ("statement", "stance"),
    [
        # an order that is only quarrelled over, or only supposed, is not asserted
        ("They spend their days arguing about who has to stop shooting first.", U),
        ("If the shelling does not stop before they meet, there is a bill on my desk.", U),
        ("The truce must come first, before any talks.", S),
        ("A truce is what has to come first, before any talks.", S),
    ],
)
def test_an_order_that_is_not_asserted_takes_no_side(statement: str, stance: Stance) -> None:
    (issue,) = (one for one in load_issues(None) if one.slug == "ceasefire-before-talks")
    found = judge(statement, "", "Petra Lund", issue, ACTORS, parser())
    assert found.stance is stance or (stance is U and not found.on_issue)
