"""Indirect and mixed speech as real news builds it, in sentences made up for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extraction.said import said as all_said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


def said(parser: Parser, body: str) -> list[tuple[str, str | None, list[str]]]:
    """Kind, source and content of every statement."""
    return [(kind, source, content) for kind, source, _, content in all_said(parser, body)]


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "Lind asked why the lights at the harbour had been off for a week.",
            "Lind",
            "why the lights at the harbour had been off for a week",
        ),
        ("Holm wondered how many people who had signed knew.", "Holm", None),
        ("Lind said the sum on offer, £48 an acre, would not cover the hay.", "Lind", None),
        (
            "Brekk warned floods and fires prevent the ministry from repairing the road.",
            "Brekk",
            "floods and fires prevent the ministry from repairing the road",
        ),
        (
            "The judges found Holm had accepted two boats from the builder.",
            "The judges",
            "Holm had accepted two boats from the builder",
        ),
        (
            "Lind was frustrated that the report had been kept from the council.",
            "Lind",
            "the report had been kept from the council",
        ),
        (
            "The town has a plan that officials said would fail within a year.",
            "officials",
            "would fail within a year",
        ),
        ("Lind would like the museum to say so.", "Lind", "the museum to say so"),
    ],
)
def test_clauses_and_questions(parser: Parser, body: str, source: str, content: str | None) -> None:
    told = [(who, words) for kind, who, words in said(parser, body) if kind == "ind"]
    if content is None:
        assert [who for who, _ in told] == [source]
    else:
        assert (source, [content]) in told


@pytest.mark.parametrize(
    ("body", "content"),
    [
        (
            "Lind said the deal was dead, a statement that surprised her own party.",
            "the deal was dead",
        ),
        (
            "Lind denied that the bank had failed, a day after depositors queued outside it.",
            "denied that the bank had failed",
        ),
        (
            "Lind proposed a truce with the rebels, which would begin on Monday.",
            "a truce with the rebels",
        ),
        (
            "Lind called for a halt to the strikes, as shelling went on in the north.",
            "a halt to the strikes",
        ),
        ("Lind said it was late; Holm left the room.", "it was late"),
        (
            "The union demanded a guarantee of all sites until 2040.",
            "a guarantee of all sites until 2040",
        ),
        (
            "Lind conceded it was possible the mayor was not interested in the harbour.",
            "it was possible the mayor was not interested in the harbour",
        ),
        ("Lind reckons they are safe if they hold the bridge.", None),
        ("Lind vowed to appeal after the panel declined to hear her.", "to appeal"),
        (
            "The senator wants a sunset clause, a spending cap and a plan for leaving.",
            "a sunset clause, a spending cap and a plan for leaving",
        ),
        ("The lawyer told the court she had paid for the boat.", "she had paid for the boat"),
    ],
)
def test_where_a_content_ends(parser: Parser, body: str, content: str | None) -> None:
    contents = [words for _, _, words in said(parser, body)]
    if content is None:
        content = body.split(" ", 2)[2].rstrip(".")
    assert [content] in contents


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("Lind flatly denied that there was a rift.", "flatly denied that there was a rift"),
        ("Lind denied it.", "denied it"),
        (
            "Lind has at no point said that the bank failed.",
            "has at no point said that the bank failed",
        ),
        (
            "Lind never called for a boycott of the games.",
            "never called for a boycott of the games",
        ),
        ("Lind does not want to leave the union.", "does not want to leave the union"),
        (
            "Lind refused to condemn the raid on the port.",
            "refused to condemn the raid on the port",
        ),
        ("Lind did not say which ships.", "which ships"),
        ("Lind cautioned against a hasty vote.", "against a hasty vote"),
    ],
)
def test_nothing_is_said_that_was_denied(parser: Parser, body: str, content: str) -> None:
    assert [words for _, _, words in said(parser, body)] == [[content]]


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        ("Lind called the speaker's latest offer “a coupon” for the poor.", "Lind", None),
        ("Lind likened the talks to a play in “four acts”.", "Lind", None),
        ("The staff puts the number of dead at 31.", "The staff", "the number of dead at 31"),
        (
            "Lind expressed confidence that the harvest would be larger.",
            "Lind",
            "the harvest would be larger",
        ),
        ("Lind issued a warning that the dam was weak.", "Lind", "the dam was weak"),
        ("Lind renewed her call for a vote on the bridge.", "Lind", "a vote on the bridge"),
        ("The council turned down Lind's request to lift the ban.", "The council", None),
        ("Lind asked the board for a cot in every hallway.", "Lind", None),
        ("Lind credited her rival with saving the port.", "Lind", "her rival with saving the port"),
        ("The prosecution portrayed him as a thief.", "The prosecution", "him as a thief"),
        (
            "Lind castigated Holm as “a showboat” and “a bully”.",
            "Lind",
            "Holm as “a showboat” and “a bully”",
        ),
        ("The court heard that Holm kept the boat.", "The court", "Holm kept the boat"),
    ],
)
def test_phrases(parser: Parser, body: str, source: str, content: str | None) -> None:
    found = [(who, words) for _, who, words in said(parser, body)]
    assert source in [who for who, _ in found]
    if content is not None:
        assert (source, [content]) in found


def test_who_after_an_apposition_is_the_person(parser: Parser) -> None:
    body = "“We fill the cups,” said Anna Lind, a nurse at Hill School, who demanded a new well."
    sources = [who for _, who, _ in said(parser, body)]
    assert sources == ["Anna Lind, a nurse at Hill School"] * 2


def test_a_request_is_its_owners(parser: Parser) -> None:
    found = said(parser, "Holm’s proposal to build a second bridge was late.")
    assert [(kind, words) for kind, _, words in found] == [("ind", ["to build a second bridge"])]
    assert found[0][1] in {"Holm", "Holm’s"}


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "The robber, Anna Lind pointed out in an interview, is still out there.",
            "Anna Lind",
            ["The robber", "is still out there"],
        ),
        (
            "There is no raise, as the speaker has noted, only a new name.",
            "the speaker",
            ["There is no raise", "only a new name"],
        ),
    ],
)
def test_reports_between_commas(parser: Parser, body: str, source: str, content: list[str]) -> None:
    assert [(who, words) for _, who, words in said(parser, body)] == [(source, content)]


def test_a_quotation_in_the_middle_of_a_clause_is_part_of_it(parser: Parser) -> None:
    body = (
        "Lind ruled out a base in the north, saying the force must have “coastal and other units” "
        "along with a mandate."
    )
    assert said(parser, body) == [
        ("ind", "Lind", ["a base in the north"]),
        ("mix", "Lind", ["the force must have “coastal and other units” along with a mandate"]),
    ]


def test_a_sentence_that_ends_in_a_quotation_is_one_content(parser: Parser) -> None:
    assert said(parser, "It was not, Lind says, “quite the harbour one had in mind”.") == [
        ("mix", "Lind", ["It was not", "“quite the harbour one had in mind”"])
    ]
    (only,) = said(parser, "When they met, Lind said, “we have time”.")
    assert only == ("dir", "Lind", ["“we have time”"])


def test_a_report_goes_on_in_the_quotation_after_it(parser: Parser) -> None:
    body = "The choice of the site depends on the council, Lind said. “They own the land.”"
    assert said(parser, body) == [
        ("mix", "Lind", ["The choice of the site depends on the council", "“They own the land.”"])
    ]


def test_what_an_outlet_passes_on_is_the_speakers(parser: Parser) -> None:
    found = said(parser, "The Herald reported that Lind had said the harbour was closed.")
    assert found == [("ind", "Lind", ["the harbour was closed"])]
    found = said(parser, "The Herald reported that the harbour was closed.")
    assert found == [("ind", "The Herald", ["the harbour was closed"])]


@pytest.mark.parametrize(
    "body",
    [
        "Father Lind says Mass across the square and speaks of little else.",
        "Pushing for a second vote on the harbour is a mistake.",
        "Voters like the mayor to be early.",
        "Neighbours heard that the shop had closed.",
    ],
)
def test_no_report(parser: Parser, body: str) -> None:
    assert said(parser, body) == []


@pytest.mark.parametrize(
    "body",
    [
        "Lind renewed her call",
        "Lind likened it",
        "Lind put",
        "as Lind, said",
        "; said Lind ;",
        "Lind said that",
    ],
)
def test_words_cut_off_raise_nothing(parser: Parser, body: str) -> None:
    for kind, _, words in said(parser, body):
        assert kind
        assert all(words)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            (
                "Lind questioned whether Holm can be trusted after the party leader said he would "
                "vote against the harbour."
            ),
            [
                ("ind", "Lind", ["whether Holm can be trusted"]),
                ("ind", "the party leader", ["he would vote against the harbour"]),
            ],
        ),
        (
            (
                "Premier Lind said it is “not up to Norland what happens there” after the northern "
                "leader ruled out allowing the group to open an office in the country."
            ),
            [
                ("mix", "Premier Lind", ["it is “not up to Norland what happens there”"]),
                (
                    "ind",
                    "the northern leader",
                    ["allowing the group to open an office in the country"],
                ),
            ],
        ),
        (
            (
                "There may be a role for divers in the gulf, the premier has said, after 26 "
                "nations "
                "agreed to take part in a “rescue” force in the event of a flood."
            ),
            [
                ("ind", "the premier", ["There may be a role for divers in the gulf"]),
                (
                    "mix",
                    "26 nations",
                    ["to take part in a “rescue” force in the event of a flood"],
                ),
            ],
        ),
    ],
)
def test_what_another_said_before_is_another_statement(
    parser: Parser, body: str, expected: list[tuple[str, str | None, list[str]]]
) -> None:
    assert said(parser, body) == expected


def test_what_happened_in_what_is_told_stays_in_it(parser: Parser) -> None:
    body = "Lind said he had resigned after the minister told him to pay."
    (only,) = said(parser, body)
    assert only[2] == ["he had resigned after the minister told him to pay"]


def test_a_charge_after_what_is_said_is_another_statement(parser: Parser) -> None:
    body = "Lind says Norland should not be involved, accusing the mayor of “talking too fast”."
    assert said(parser, body) == [
        ("ind", "Lind", ["Norland should not be involved"]),
        ("mix", "Lind", ["the mayor of “talking too fast”"]),
    ]


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        ("Lind was accused by Holm of delaying the vote.", "Holm", "delaying the vote"),
        (
            "Lind has raised questions about the proposed harbour fee.",
            "Lind",
            "the proposed harbour fee",
        ),
        (
            "The minister hit out at the delays in the talks on the harbour.",
            "The minister",
            "the delays in the talks on the harbour",
        ),
        (
            (
                "The mayor, speaking after a meeting in Asta, revealed engineers from Norland "
                "and the "
                "Isles will assess the town’s needs should a deal be struck."
            ),
            "The mayor",
            (
                "engineers from Norland and the Isles will assess the town’s needs should a "
                "deal be "
                "struck"
            ),
        ),
        (
            (
                "The board had said Lind acted only after Holm came to him and recommended "
                "that Berg "
                "be dismissed."
            ),
            "The board",
            "Lind acted only after Holm came to him and recommended that Berg be dismissed",
        ),
        (
            "Lind stated that the plan was pointless, as they were of no use to anyone there.",
            "Lind",
            "the plan was pointless, as they were of no use to anyone there",
        ),
        (
            "The air force said it was launched from the Coastal region, more than 770 miles away.",
            "The air force",
            "it was launched from the Coastal region, more than 770 miles away",
        ),
        (
            "The ministry's comment praised the mayor's efforts at ending the strike.",
            "The ministry's comment",
            "the mayor's efforts at ending the strike",
        ),
    ],
)
def test_whole_contents(parser: Parser, body: str, source: str, content: str) -> None:
    assert said(parser, body) == [("ind", source, [content])]


@pytest.mark.parametrize(
    "body",
    [
        "A federal court rejected Lind's attempt to revive the ban.",
        "Lind reiterated the ministry's position on the use of the harbour.",
        "Lind hit out at Holm.",
        "Lind did not elaborate on what she meant by that.",
    ],
)
def test_rulings_and_bare_topics_are_no_statements(parser: Parser, body: str) -> None:
    assert said(parser, body) == []


@pytest.mark.parametrize(
    ("body", "source", "contents"),
    [
        (
            "The trial would go ahead, he said, if the council agreed.",
            "he",
            ["The trial would go ahead", "if the council agreed"],
        ),
        ("Lind hopes the allies will come.", "Lind", ["the allies will come"]),
        ("Asta demands a seat at the table.", "Asta", ["a seat at the table"]),
        (
            "Lind is unwilling to say whether the ships will sail.",
            "Lind",
            ["whether the ships will sail"],
        ),
        (
            "The premier said the ships would sail, but only after parliament had voted.",
            "The premier",
            ["the ships would sail, but only after parliament had voted"],
        ),
        ("The board said on Monday it was late.", "The board", ["it was late"]),
        (
            "Lind said the war was a long affair – a reference to a long-running show.",
            "Lind",
            ["the war was a long affair"],
        ),
        (
            "The premier pledged Norland more planes for the winter.",
            "The premier",
            ["more planes for the winter"],
        ),
        ("Lind welcomed progress in the talks.", "Lind", ["progress in the talks"]),
        (
            "The premier and the mayor signed a statement of intent to bridge the sound.",
            "The premier and the mayor",
            ["to bridge the sound"],
        ),
    ],
)
def test_what_news_reports(parser: Parser, body: str, source: str, contents: list[str]) -> None:
    assert said(parser, body) == [("ind", source, contents)]


def test_a_joined_report_in_another_tense_is_another_statement(parser: Parser) -> None:
    body = "The union said they stand by the peace, and welcomed progress in recent talks."
    assert said(parser, body) == [
        ("ind", "The union", ["they stand by the peace"]),
        ("ind", "The union", ["progress in recent talks"]),
    ]


def test_what_went_on_while_somebody_spoke_is_the_outlets(parser: Parser) -> None:
    body = "Lind said no decision has been taken on the bridge as ministers met in Asta."
    assert said(parser, body) == [("ind", "Lind", ["no decision has been taken on the bridge"])]
    body = "Lind said the bridge would close as the money ran out."
    assert said(parser, body) == [("ind", "Lind", ["the bridge would close as the money ran out"])]
