from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.articles import Article, CleanText, ZoneRole
from app.extraction.clean import clean

LEAD = (
    "The council of Varvia will not allow soldiers of any other country on its soil, the head of "
    "its foreign service told a crowded room in the capital on Tuesday."
)
SECOND = (
    "Talks between the two delegations went on late into the night and will be taken up again "
    "next week, according to several people who took part in them."
)


def cleaned(body: str, title: str | None = None) -> CleanText:
    return clean(Article(body=body, file="test.txt", title=title))


def roles(body: str, title: str | None = None) -> dict[str, ZoneRole]:
    text = cleaned(body, title)
    return {zone.span.of(text.text): zone.role for zone in text.zones}


def test_a_text_in_the_uniform_form_keeps_every_character() -> None:
    body = f"Council says no\n\n{LEAD}\n\n  {SECOND}\n"
    assert cleaned(body).text == body


def test_line_ends_and_unseen_characters_are_made_uniform() -> None:
    text = cleaned("\ufeffOne\r\ntwo\rthree\u2028fo\u200bur\u00ad\x00 fi\ud800ve").text
    assert text == "One\ntwo\nthree\nfour fi\ufffdve"


def test_joiners_that_spell_words_stay() -> None:
    assert cleaned("می\u200cخواهم").text == "می\u200cخواهم"


def test_the_headline_is_told_however_often_it_is_printed() -> None:
    text = cleaned(f"Council says no\n\nCouncil Says No\n\n{LEAD}")
    assert [zone.role for zone in text.zones] == [
        ZoneRole.HEADLINE,
        ZoneRole.HEADLINE,
        ZoneRole.BODY,
    ]


def test_the_title_known_from_elsewhere_is_the_headline() -> None:
    found = roles(f"World\n\nCouncil says no.\n\n{LEAD}", title="Council says no")
    assert found["Council says no."] is ZoneRole.HEADLINE


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    found = roles(f"Council says no\n\n{LEAD}\n\nWhat comes next?\n\n{SECOND}")
    assert found["What comes next?"] is ZoneRole.HEADING


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our weekly newsletter",
        "Subscribe to get the latest in your inbox.",
        "Support the Daily Varvian!",
        "Follow us on WhatsApp: https://example.org/channel",
        "https://example.org/a/b?c=d",
        "Read more",
        "Share",
        "By Anna Lind and Ole Brandt",
        "Agency staff contributed to this report.",
        "14:35 GMT",
        "Published 3 March 2031, 10:15",
        "This site uses cookies to improve your experience. Manage your privacy settings.",
        "You can donate from just $3 a month to support our independent journalism.",
        "© 2031 The Daily Varvian. All rights reserved.",
        "* * *",
    ],
)
def test_what_the_page_says_for_itself_is_boilerplate(line: str) -> None:
    found = roles(f"Council says no\n\n{LEAD}\n\n{line}\n\n{SECOND}")
    assert found[line] is ZoneRole.BOILERPLATE
    assert found[SECOND] is ZoneRole.BODY


def test_an_appeal_runs_on_until_plain_prose_comes_again() -> None:
    appeal = "We have been called enemies of the state. That will not stop our reporters from work."
    body = (
        f"Council says no\n\n{LEAD}\n\nA Message from The Varvian:\n\n{appeal}\n\nOnce\n\nMonthly"
    )
    found = roles(body)
    assert found[appeal] is ZoneRole.BOILERPLATE
    assert found["Monthly"] is ZoneRole.BOILERPLATE
    resumed = roles(f"{body}\n\n{SECOND}\n\n{LEAD[:-1]} and Wednesday.")
    assert resumed[SECOND] is ZoneRole.BODY


def test_readers_comments_run_to_the_end() -> None:
    comment = (
        "The minister said it all before. 'Never again' is what they always tell us, is it not?"
    )
    found = roles(f"Council says no\n\n{LEAD}\n\n3 Comments\n\nJim\n\n{comment}\n\n{SECOND}")
    assert found[comment] is ZoneRole.COMMENT
    assert found[SECOND] is ZoneRole.COMMENT


def test_a_count_of_comments_above_the_story_opens_nothing() -> None:
    found = roles(f"Council says no\n12 Comments\n{LEAD}\n{SECOND}")
    assert found[LEAD] is ZoneRole.BODY


@pytest.mark.parametrize(
    "line",
    [
        "Foreign minister Anna Lind. Ole Brandt / Reuters",
        "Soldiers at the border last week. Photo: Press service of the army",
        "FILE PHOTO: Anna Lind speaks in the capital",
        "The harbour at dawn (Getty Images)",
    ],
)
def test_a_photographs_credit_makes_a_caption(line: str) -> None:
    assert roles(f"Council says no\n\n{line}\n\n{LEAD}")[line] is ZoneRole.CAPTION


@pytest.mark.parametrize(
    "paragraph",
    [
        "“You cannot support us and starve us at the same time,” Lind told her allies.",
        "Support for the plan has fallen by a third since January, the institute’s survey shows.",
        "She told the newspaper that readers of her blog had sent her hundreds of letters.",
        "He wrote on Facebook that the column had been stopped by unarmed villagers.",
        "Lind told Reuters.",
        "“We want peace.” — Anna Lind, foreign minister",
        "LIND: “It will be paid.”",
        "Follow-up talks are planned for May, and both sides will send their ministers.",
    ],
)
def test_prose_is_never_taken_for_page_furniture(paragraph: str) -> None:
    assert (
        roles(f"Council says no\n\n{LEAD}\n\n{paragraph}\n\n{SECOND}")[paragraph] is ZoneRole.BODY
    )


def test_wrapped_lines_make_one_paragraph() -> None:
    wrapped = (
        "The council of Varvia will not allow soldiers of any other\n"
        "country on its soil, the head of its foreign service told a\n"
        "crowded room in the capital on Tuesday and then again in the\n"
        "evening.\n\n"
        "Talks between the two delegations went on late into the night\n"
        "and will be taken up again next week.\n"
    )
    text = cleaned(wrapped)
    assert [zone.span.of(text.text)[:11] for zone in text.zones] == ["The council", "Talks betwe"]


@pytest.mark.parametrize(
    "paragraph",
    [
        (
            "Ada Holm said that soldiers of other countries would be useful together with our\n"
            "Varvian friends as soon as the guns fall silent."
        ),
        "“We will send our soldiers to Varvia,\nand soon,” Holm said.",
        "“We need them all.\nWe need them now,” Holm told the council.",
        '"We need them all.\nWe need them now," Holm told the council.',
        (
            "The talks between the two delegations will be taken up by President Bela\n"
            "Lind in the capital of the north on Tuesday."
        ),
    ],
)
def test_a_sentence_that_goes_on_below_is_one_paragraph_of_prose(paragraph: str) -> None:
    text = cleaned(f"Council says no\n\n{paragraph}\n\n{LEAD}")
    assert [zone.span.of(text.text) for zone in text.prose if zone.role is ZoneRole.BODY] == [
        paragraph,
        LEAD,
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Council says no to soldiers of others", LEAD],
        ["Council says no to all soldiers of others", "by Ada Holm", LEAD],
        [LEAD, SECOND],
        ["Council says no to soldiers of others", "Minister wants another vote next week"],
    ],
)
def test_lines_that_are_whole_stay_apart(lines: list[str]) -> None:
    text = cleaned("\n".join(lines))
    assert [zone.span.of(text.text) for zone in text.zones] == lines


def test_the_declared_language_is_believed_and_another_recognised() -> None:
    german = "Die Regierung lehnt es ab, Soldaten anderer Länder in das Land zu lassen."
    assert cleaned(german).language == "de"
    assert clean(Article(body=german, file="t", language="nl")).language == "nl"


@given(st.text(alphabet=st.characters(), max_size=400))
def test_any_text_is_covered_by_zones_in_order(body: str) -> None:
    text = cleaned(body)
    end = 0
    for zone in text.zones:
        assert end <= zone.span.start < zone.span.end <= len(text.text)
        assert not text.text[end : zone.span.start].strip()
        end = zone.span.end
    assert not text.text[end:].strip()
    assert clean(Article(body=text.text, file="t")).text == text.text
