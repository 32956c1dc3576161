"""Constructions met in real news of many outlets, in sentences made up for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.statements import StatementKind
from tests.extraction.said import Said, said

if TYPE_CHECKING:
    from app.extraction.parsing import Parser


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (  # a full stop before the attribution
            "“We need the bridge.” Lind continued. “It is ours.”",
            [("dir", "Lind", "continued", ["“We need the bridge.”", "“It is ours.”"])],
        ),
        (  # a question, and a long tail after the one who asks
            (
                "“Can you believe that these are my voters?” Anna Lind once asked while looking "
                "down at the crowd that had gathered in the square below the town hall."
            ),
            [("dir", "Anna Lind", "asked", ["“Can you believe that these are my voters?”"])],
        ),
        (  # a phrase between the quotation and its speaker
            (
                "“The council is in our way,” as part of its plan to stop the bridge, the "
                "spokesman told reporters."
            ),
            [("dir", "the spokesman", "told", ["“The council is in our way,”"])],
        ),
        (
            "“We will not go,” the agency quoted Holm as saying.",
            [("dir", "Holm", "quoted", ["“We will not go,”"])],
        ),
        (
            "“We are late,” a high-ranking officer told the paper.",
            [("dir", "a high-ranking officer", "told", ["“We are late,”"])],
        ),
        (
            "Lind later issued a statement that read: “We are not going to be moved by this.”",
            [("dir", "Lind", "read", ["“We are not going to be moved by this.”"])],
        ),
        (
            "Holm conceded that the talks revealed nothing new: “I do not know that they did.”",
            [
                ("ind", "Holm", "conceded", ["the talks revealed nothing new"]),
                ("dir", "Holm", "conceded", ["“I do not know that they did.”"]),
            ],
        ),
        (  # a second quotation in one report, and a chant
            "“Go with me,” he said, to loud chants of, “We want Lind!” “Go where I go.”",
            [("dir", "he", "said", ["“Go with me,”", "“Go where I go.”"])],
        ),
        (
            "“You have no idea what we did,” Holm said Sunday on CNN’s “State of Play.”",
            [("dir", "Holm", "said", ["“You have no idea what we did,”"])],
        ),
        (
            "`` This is a bad plan , '' said Anna Lind . `` We can do better . ''",
            [
                (
                    "dir",
                    "Anna Lind",
                    "said",
                    ["`` This is a bad plan , ''", "`` We can do better . ''"],
                )
            ],
        ),
    ],
)
def test_direct_speech(parser: Parser, body: str, expected: list[Said]) -> None:
    assert said(parser, body) == expected


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("Merk was asked about the border. “We will not send anybody there.”", "Merk"),
        ("According to Holm, the plan is dead.\n\n“We will not go back to it again.”", "Holm"),
        ("Holm shook his head. “We are not late at all, they are early.”", "Holm"),
        ("“We are late,” Lind said. Holm shook his head. “We are not late at all.”", "Holm"),
        ("Anna Lind, mayor of Asta\n\n“It was a long night, and nobody slept.”", "Anna Lind"),
        ("Senate Leader Mitch Holm (R-KY)\n“We will weigh the plan in spring.”", None),
    ],
)
def test_a_quotation_without_a_cue_has_the_speaker_that_stands_before_it(
    parser: Parser, body: str, source: str | None
) -> None:
    assert said(parser, body)[-1][1] == (source or "Senate Leader Mitch Holm")


def test_a_quotation_after_a_sentence_about_a_thing_is_nobodys(parser: Parser) -> None:
    assert said(parser, "The sign at the gate is old. “No entry without a pass after dark.”") == []


@pytest.mark.parametrize(
    ("body", "kind", "source", "content"),
    [
        (  # a name in quotation marks inside a clause
            "Holm said the stance of the “Northern war party” is “in stark contrast” to his.",
            "mix",
            "Holm",
            "the stance of the “Northern war party” is “in stark contrast” to his",
        ),
        (
            'Lind replied that the plan was "quite good," but "there is no way to pay for it."',
            "mix",
            "Lind",
            'the plan was "quite good," but "there is no way to pay for it."',
        ),
        (
            "Lind’s office said at the time that Holm had left.",
            "ind",
            "Lind’s office",
            "Holm had left",
        ),
        (
            "The expert told the Evening Star the city needs to wait.",
            "ind",
            "The expert",
            "the city needs to wait",
        ),
        (
            (
                "Holm stressed that peace is possible only if Asta drops its plans, closes its "
                "bases in the north, and cancels the games."
            ),
            "ind",
            "Holm",
            (
                "peace is possible only if Asta drops its plans, closes its bases in the north, "
                "and cancels the games"
            ),
        ),
        (
            "Holm emphasised that talks were being held, without giving details.",
            "ind",
            "Holm",
            "talks were being held",
        ),
        (
            "Lind has said she would not trust Holm with the bridge, after he refused to pay.",
            "ind",
            "Lind",
            "she would not trust Holm with the bridge",
        ),
        (
            "Cole told the minister that the cuts are foolish and then left the room.",
            "ind",
            "Cole",
            "the cuts are foolish",
        ),
        (
            "The White House is rejecting calls from the left to name a judge.",
            "ind",
            "The White House",
            "calls from the left to name a judge",
        ),
        (
            "Lind thanked the council for its patience with the bridge.",
            "ind",
            "Lind",
            "the council for its patience with the bridge",
        ),
        (
            "Lind stressed the central role of the port in the new plan.",
            "ind",
            "Lind",
            "the central role of the port in the new plan",
        ),
        (
            "The party charged that the cuts would hurt the poor.",
            "ind",
            "The party",
            "the cuts would hurt the poor",
        ),
        (
            "The ministry opposed the presence of foreign troops in the port.",
            "ind",
            "The ministry",
            "the presence of foreign troops in the port",
        ),
    ],
)
def test_reported_speech(parser: Parser, body: str, kind: str, source: str, content: str) -> None:
    (only,) = said(parser, body)
    assert (only[0], only[1], only[3]) == (kind, source, [content])


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (  # the subject that the parser hangs elsewhere, past a phrase in commas
            (
                "The move comes a day after Holm, appearing beside President Emil Tarn, claimed "
                "that he had spoken with the minister."
            ),
            "Holm",
            "he had spoken with the minister",
        ),
        (
            (
                "Speaking to reporters outside a meeting, the group called on leaders to start "
                "over, saying the plan has no votes."
            ),
            "the group",
            "the plan has no votes",
        ),
        (
            "Lind attacked Holm for saying he would raise taxes.",
            "Lind",
            "Holm for saying he would raise taxes",
        ),
    ],
)
def test_whose_words_they_are_where_the_parse_is_doubtful(
    parser: Parser, body: str, source: str, content: str
) -> None:
    found = [(one[1], one[3]) for one in said(parser, body)]
    assert (source, [content]) in found
    assert {one[0] for one in found} == {source}


@pytest.mark.parametrize(
    "body",
    [
        "“It is a dinner,” Osborn said, recalling the battle between delegates pledged to Lind.",
        "The paper asked whether Lind proposed to do this faster.",
        "Lind has been pushing lawmakers to oppose the agreement.",
    ],
)
def test_what_goes_with_the_words_is_no_statement(parser: Parser, body: str) -> None:
    contents = [content for one in said(parser, body) for content in one[3]]
    for words in ("recalling", "to do this faster", "the agreement"):
        assert not any(content.startswith(words) for content in contents)


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        (
            "Lind stated that many are ready to go, but this requires consent.",
            "Lind",
            "many are ready to go, but this requires consent",
        ),
        (
            "Ryan said Holm had lost their trust and he was right to ask him to go.",
            "Ryan",
            "Holm had lost their trust and he was right to ask him to go",
        ),
        (
            "The ministry said that the pact has flaws, and Asta will consider leaving it.",
            "The ministry",
            "the pact has flaws, and Asta will consider leaving it",
        ),
        (
            "Lind said many had signalled that they would come, although he did not name them.",
            "Lind",
            "many had signalled that they would come",
        ),
        (
            "First there must be a truce. Then we may have a plan. - the minister said.",
            "the minister",
            "First there must be a truce. Then we may have a plan",
        ),
        (
            "It was announced by the team that talks had begun.",
            "the team",
            "talks had begun",
        ),
        ("Insurers want the state to let them price the risk.", "Insurers", None),
        ("Lind is convinced that the tower should have been taken down.", "Lind", None),
        ("But according to papers filed by Holm, the rate doubles.", "papers filed by Holm", None),
        (
            (
                "The plan is dead, according to two members, who spoke on condition that they were "
                "not named."
            ),
            "two members",
            "The plan is dead",
        ),
        ("Unity’s leader has denied any involvement.", "Unity’s leader", "denied any involvement"),
    ],
)
def test_whole_contents_and_whose(
    parser: Parser, body: str, source: str, content: str | None
) -> None:
    (only,) = said(parser, body)
    assert only[1] == source
    assert content is None or only[3] == [content]


@pytest.mark.parametrize(
    ("body", "source", "content"),
    [
        ("“I am so undecided,” joked Sen. Mort Vale, a farmer.", "Sen. Mort Vale, a farmer", None),
        (
            "Asked “Why are you late?” Lind said “It has nothing to do with me.”",
            "Lind",
            "“It has nothing to do with me.”",
        ),
        (
            "Details: “The issue will be looked at by all who take part,” the statement said.",
            "the statement",
            None,
        ),
        (
            (
                "Councillor Baljit Crowe, who farms himself: “If this was the city there would be "
                "a task force by teatime.”"
            ),
            "Councillor Baljit Crowe",
            None,
        ),
        ("Ada Moreau said: “we will never send troops there”", "Ada Moreau", None),
        (
            "A close associate of the mayor narrowed that zone further: “All can go, save her.”",
            "A close associate of the mayor",
            None,
        ),
        (
            (
                "“They talk of a fight for the house,” wrote Ryan Ley in a piece titled “Anna "
                "Lind and Bela Holm’s War for the Old White House.”"
            ),
            "Ryan Ley",
            "“They talk of a fight for the house,”",
        ),
        ("Olsson-Bray, arriving with her two sons: “I will believe it then.”", "Olsson-Bray", None),
        ("“He will not throw it out,” chipped in his wife, Eileen.", "his wife, Eileen", None),
        (
            (
                "“Today is about more than this,” Itzel Brand, who founded it in a boathouse and "
                "has led it ever since, said."
            ),
            "Itzel Brand",
            None,
        ),
        ("Strand was asked how he felt and said: “Hungry.”", "Strand", "“Hungry.”"),
        ("« We kept “lasting” and “just” », says a diplomat.", "a diplomat", None),
        (
            (
                "It was a hard week for the union and its members in all of the northern ports.\n\n"
                "“Six homes, six victims, and in every one a lifetime” — Farida Noon, for the Crown"
            ),
            "Farida Noon, for the Crown",
            None,
        ),
    ],
)
def test_who_speaks_beside_a_quotation(
    parser: Parser, body: str, source: str, content: str | None
) -> None:
    (only,) = said(parser, body)
    assert (only[0], only[1]) == ("dir", source)
    assert content is None or only[3] == [content]


def test_what_is_still_to_be_said_is_no_statement(parser: Parser) -> None:
    assert said(parser, "The bank will announce on Friday whether rates go up again.") == []


def test_quoted_words_of_some_length_have_the_speaker_of_their_sentence(parser: Parser) -> None:
    body = "She cited a comment Holm made about people “who sit at home and wait for help.”"
    assert ("dir", "Holm") in [(one[0], one[1]) for one in said(parser, body)]


def test_kinds_are_spelt_as_expected() -> None:
    assert {kind.value[:3] for kind in StatementKind} == {"dir", "mix", "ind"}


def test_what_is_written_reads_and_who_reads_it_says_nothing(parser: Parser) -> None:
    body = "A day out\n\nTheir signs read “Honk for schools today.” Drivers who read “Honk” did."
    assert [(one[1], one[2]) for one in said(parser, body)] == [("Their signs", "read")]


def test_surnames_that_are_words_of_the_calendar_speak(parser: Parser) -> None:
    body = "A day out\n\n“We are close,” Marit Day told the panel on Monday. “Prices have fallen.”"
    ((_, source, _, content),) = said(parser, body)
    assert source == "Marit Day"
    assert content == ["“We are close,”", "“Prices have fallen.”"]
