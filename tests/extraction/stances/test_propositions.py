"""Issues made of a bare sentence: the act, the thing and the side, on issues of many domains."""

from __future__ import annotations

import pytest

from app.domain.positions import Whose
from app.extraction.stance import issue_from_proposition, judge
from app.extraction.stances.acts import derived_nouns
from tests.extraction.parsers import parser
from tests.extraction.stance_help import ACTORS, O, S


@pytest.mark.parametrize(
    ("proposition", "thing", "act"),
    [
        ("The minimum wage should be increased", "minimum wage", "increase"),
        ("A universal basic income should be introduced", "basic income", "introduce"),
        ("Same-sex marriage should be allowed", "gay marriage", "permit"),
        ("Cannabis should be legal", "marijuana", "legalise"),
        ("Voting should be mandatory", "voting", "compulsory"),
        ("Military service should be made compulsory", "conscription", "obligatory"),
        ("Water companies should be taken into public ownership", "water company", "nationalise"),
        ("Nuclear power plants should be kept open", "nuclear", "keep"),
        ("Taiwan should be supplied with weapons", "arms", "deliver"),
        ("Long-range missiles should be delivered to Ukraine", "rocket", "send"),
        ("Public transport should be free", "public transport", "free of charge"),
        ("Iran should be allowed to enrich uranium", "enrichment", "allow"),
        ("Refugees should be given the right to work", "work", "permit"),
        ("Deep-sea mining should be permitted", "deep sea mining", "allow"),
        ("Bulgaria should adopt the euro", "euro", "introduce"),
    ],
)
def test_of_an_act_that_brings_it_about_the_thing_is_for_it(
    proposition: str, thing: str, act: str
) -> None:
    made = issue_from_proposition(proposition, parser())
    assert thing in made.things
    assert act in made.acts
    assert thing not in made.contrary


@pytest.mark.parametrize(
    ("proposition", "thing", "act"),
    [
        ("Smartphones should be banned in schools", "mobile phone", "prohibit"),
        ("Fracking should be banned", "fracking", "ban"),
        ("Ban fracking", "fracking", "ban"),
        ("A ban on fur farming", "fur farming", "ban"),
        ("Abolition of the monarchy", "monarchy", "abolish"),
        ("Fur farming should not be allowed", "fur farming", "ban"),
        ("It should be illegal to smoke in cars", "smoking", "prohibit"),
        ("The wealth tax should be abolished", "wealth tax", "abolition"),
        ("Pesticides should be phased out", "pesticide", "phase out"),
        ("The retirement age should be lowered", "pension age", "reduce"),
        ("Rents should be capped", "rent", "limit"),
        ("The number of refugees should be limited", "refugee", "cap"),
        ("The sale of disposable vapes should be banned", "single-use vape", "ban"),
        ("A cap on rents should be introduced", "rent", "cap"),
        ("Troops should be withdrawn from Mali", "troop", "withdrawal"),
        ("Short-term holiday lets in cities should be restricted", "holiday rental", "limit"),
        ("Wolves should be culled", "wolf", "culling"),
    ],
)
def test_of_an_act_that_removes_it_the_thing_is_against_it(
    proposition: str, thing: str, act: str
) -> None:
    made = issue_from_proposition(proposition, parser())
    assert act in made.things
    assert thing in made.contrary


@pytest.mark.parametrize(
    ("proposition", "act", "kind"),
    [
        ("The UK should rejoin the European Union", "rejoin", "european union"),
        ("Israel should annex the West Bank", "annexation", "west bank"),
        ("The BBC should be privatised", "privatisation", "bbc"),
        ("The Elgin Marbles should be returned to Greece", "restitution", "elgin marbles"),
        ("Children should be vaccinated against measles", "vaccination", "child"),
        ("Parents should be fined for truancy", "fine", "parent"),
        ("Artificial intelligence should be regulated", "regulation", "ai"),
        ("The debt brake should be reformed", "reform", "debt brake"),
        ("Syria should be readmitted to the Arab League", "readmit", "arab league"),
    ],
)
def test_where_the_deed_alone_is_disputed_it_is_the_thing(
    proposition: str, act: str, kind: str
) -> None:
    made = issue_from_proposition(proposition, parser())
    assert act in made.things
    assert kind in made.kinds


def test_what_one_joins_or_leaves_is_ones_own() -> None:
    made = issue_from_proposition("Georgia should be admitted to the European Union", parser())
    assert made.whose is Whose.PLACE
    assert "georgian" in made.place
    assert "european union" in made.kinds


def test_those_of_an_age_name_what_it_is_lowered_to() -> None:
    made = issue_from_proposition("The voting age should be lowered to 16", parser())
    assert {"16-year-old", "vote at sixteen"} <= {*made.things}
    assert not {"16-year-old", "vote at sixteen"} & {*made.contrary}
    assert "16-year-old" not in issue_from_proposition("Rents should be lowered", parser()).things


def test_forces_that_are_to_go_or_firms_are_no_deployment() -> None:
    for text in ("Water companies should be taxed", "Troops should be withdrawn from Mali"):
        assert "peacekeeper" not in issue_from_proposition(text, parser()).things


@pytest.mark.parametrize(
    ("proposition", "statement", "stance"),
    [
        ("Smartphones should be banned in schools", "The phone ban in schools is right.", S),
        ("Smartphones should be banned in schools", "Banning phones in schools is wrong.", O),
        ("Fracking should be banned", "Fracking is dangerous and poisons the water.", S),
        ("Fracking should be banned", "Fracking is necessary.", O),
        ("Rents should be capped", "A rent cap would help tenants.", S),
        ("Rents should be capped", "Capping rents would be counterproductive.", O),
        ("The monarchy should be abolished", "The monarchy is outdated and should go.", S),
        ("The monarchy should be abolished", "We want to keep the monarchy.", O),
        ("Zoos should be closed", "Zoos are cruel and must close.", S),
        ("Zoos should be closed", "Closing zoos would be wrong.", O),
        ("The speed limit should be lowered", "We welcome a lower speed limit.", S),
        ("The speed limit should be lowered", "We oppose lowering the speed limit.", O),
        ("Medical data should be shared", "We oppose sharing medical data.", O),
        ("Wolves should be culled", "We support the culling of wolves.", S),
        ("Troops should be withdrawn from Mali", "We support withdrawing troops from Mali.", S),
        ("The railways should be nationalised", "Nationalising the railways is overdue.", S),
        ("The railways should be nationalised", "Privatising the railways is wrong.", S),
        ("The dam should be demolished", "Demolishing the dam would be a disaster.", O),
        ("The embassy should be moved to Jerusalem", "Moving the embassy would be a mistake.", O),
    ],
)
def test_sides(proposition: str, statement: str, stance: object) -> None:
    issue = issue_from_proposition(proposition, parser())
    assert judge(statement, "", "Petra Lund", issue, ACTORS, parser()).stance is stance


@pytest.mark.parametrize(
    ("proposition", "statement"),
    [
        ("Smartphones should be banned in schools", "Sales of smartphones fell by four per cent."),
        ("The retirement age should be raised to 67", "The mayor is 67 years old."),
        ("The UK should rejoin the European Union", "The European Union adopted its budget."),
        ("The BBC should be privatised", "The BBC reported on the storm."),
        ("The voting age should be lowered to 16", "The age of the building is unknown."),
        ("Private schools should pay VAT", "VAT on food brings in two billion."),
        ("Deep-sea mining should be permitted", "The coal mine closed."),
        ("The voting age should be lowered to 16", "The age for a moped should be cut to 16."),
        ("Fur farming should be banned", "The council should ban the market on Sundays."),
    ],
)
def test_what_shares_a_word_is_off(proposition: str, statement: str) -> None:
    issue = issue_from_proposition(proposition, parser())
    assert not judge(statement, "", "Petra Lund", issue, ACTORS, parser()).on_issue


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("vaccinate", "vaccination"),
        ("conscript", "conscription"),
        ("certify", "certification"),
        ("reimburse", "reimbursing"),
        ("punish", "punishment"),
        ("ship", "shipping"),
    ],
)
def test_nouns_of_verbs(verb: str, noun: str) -> None:
    assert noun in derived_nouns(verb)
