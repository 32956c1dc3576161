from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.articles import Article
from app.domain.statements import SpeakerBasis, StatementKind
from app.extraction.attribution import attribute
from app.extraction.clean import clean
from app.extraction.quotations import find_quotations

if TYPE_CHECKING:
    from app.extraction.parsing import Parser

DIRECT, MIXED, INDIRECT = StatementKind.DIRECT, StatementKind.MIXED, StatementKind.INDIRECT


@dataclass(frozen=True)
class Found:
    kind: StatementKind
    content: list[str]
    cue: str | None
    source: str | None
    basis: SpeakerBasis
    confidence: float


def found(parser: Parser, body: str) -> list[Found]:
    text = clean(Article(body=body, file="test.txt"))
    attributions = attribute(parser.parse(text, find_quotations(text)))
    assert all(0 < one.confidence <= 1 and one.reasons for one in attributions)
    return [
        Found(
            one.kind,
            [span.of(text.text) for span in one.content],
            one.cue.of(text.text) if one.cue else None,
            one.source.of(text.text) if one.source else None,
            one.basis,
            one.confidence,
        )
        for one in attributions
    ]


def one(parser: Parser, body: str) -> tuple[StatementKind, list[str], str | None, str | None]:
    statements = found(parser, body)
    assert len(statements) == 1, statements
    return (
        statements[0].kind,
        statements[0].content,
        statements[0].cue,
        statements[0].source,
    )


# -- direct


@pytest.mark.parametrize(
    ("body", "content", "cue", "source"),
    [
        (
            "“We will not wait,” foreign minister Anna Lind told reporters.",
            ["“We will not wait,”"],
            "told",
            "foreign minister Anna Lind",
        ),
        ("“We will not wait,” said Lind.", ["“We will not wait,”"], "said", "Lind"),
        ("Lind said: “We will not wait.”", ["“We will not wait.”"], "said", "Lind"),
        ("Lind replied, “We will not wait.”", ["“We will not wait.”"], "replied", "Lind"),
        ("'We will not wait,' Lind said.", ["'We will not wait,'"], "said", "Lind"),
        ("“Will they wait?” Lind asked.", ["“Will they wait?”"], "asked", "Lind"),
        ("“No,” Lind said.", ["“No,”"], "said", "Lind"),
        ("“They will not wait,” she shrugged.", ["“They will not wait,”"], "shrugged", "she"),
        (
            "“We,” Lind said, “will not wait for them.”",
            ["“We,”", "“will not wait for them.”"],
            "said",
            "Lind",
        ),
        (
            "“We will not wait,” Lind said. “They had their time.”",
            ["“We will not wait,”", "“They had their time.”"],
            "said",
            "Lind",
        ),
        (
            "“We will not wait,” according to Lind.",
            ["“We will not wait,”"],
            "according to",
            "Lind",
        ),
        ("ANNA LIND: “We will not wait.”", ["“We will not wait.”"], None, "ANNA LIND"),
        ("“We will not wait.” — Anna Lind", ["“We will not wait.”"], None, "Anna Lind"),
        (
            "“We will not wait.” Lind told the Evening Star.",
            ["“We will not wait.”"],
            "told",
            "Lind",
        ),
        (
            "Lind, who leads the party, wrote on her blog: “We will not wait.”",
            ["“We will not wait.”"],
            "wrote",
            "Lind",
        ),
        (
            "Lind was blunt: “We will not wait for them.”",
            ["“We will not wait for them.”"],
            "was",
            "Lind",
        ),
    ],
)
def test_direct_speech_is_given_to_who_is_named_beside_it(
    parser: Parser, body: str, content: list[str], cue: str | None, source: str
) -> None:
    assert one(parser, body) == (DIRECT, content, cue, source)


def test_a_participle_of_saying_has_the_subject_of_its_sentence(parser: Parser) -> None:
    statements = found(parser, "Lind declared that Varvia would pay, saying, “It has the money.”")
    assert [(s.kind, s.cue, s.source) for s in statements] == [
        (INDIRECT, "declared", "Lind"),
        (DIRECT, "saying", "Lind"),
    ]


def test_a_quotation_below_a_colon_in_the_paragraph_above(parser: Parser) -> None:
    body = "Lind told reporters:\n\n“We will not wait any longer.”"
    assert one(parser, body) == (DIRECT, ["“We will not wait any longer.”"], "told", "Lind")


def test_a_quotation_over_several_paragraphs_is_one_statement(parser: Parser) -> None:
    body = "Lind said: “We came to them.\n\n“We saw what they do.\n\n“We left them there.”"
    kind, content, _, source = one(parser, body)
    assert (kind, source) == (DIRECT, "Lind")
    assert content == ["“We came to them.", "“We saw what they do.", "“We left them there.”"]


def test_a_speaker_named_only_at_the_end_of_several_paragraphs(parser: Parser) -> None:
    body = "“We came to them in May.\n\n“We left them in June,” Lind said."
    assert one(parser, body)[1:] == (
        ["“We came to them in May.", "“We left them in June,”"],
        "said",
        "Lind",
    )


def test_a_quotation_alone_in_its_paragraph_has_the_speaker_above(parser: Parser) -> None:
    statements = found(
        parser, "“We will not wait,” Lind said.\n\n“They had their time, all of it.”"
    )
    assert [(s.source, s.basis) for s in statements] == [
        ("Lind", SpeakerBasis.NAMED),
        ("Lind", SpeakerBasis.CARRIED),
    ]
    assert statements[1].confidence < statements[0].confidence


def test_the_speaker_of_the_sentence_before_is_carried_over(parser: Parser) -> None:
    body = "Lind said that the talks were over. “They had their time, and they lost it.”"
    said, carried = found(parser, body)
    assert said.kind is INDIRECT
    assert (carried.kind, carried.source, carried.basis) == (DIRECT, "Lind", SpeakerBasis.CARRIED)


def test_a_second_speaker_in_the_paragraph_keeps_the_own_words(parser: Parser) -> None:
    body = "“We will not wait,” Lind said. “Then go,” replied Holm."
    assert [(s.content, s.source) for s in found(parser, body)] == [
        (["“We will not wait,”"], "Lind"),
        (["“Then go,”"], "Holm"),
    ]


def test_a_missing_closing_mark_lowers_the_confidence(parser: Parser) -> None:
    whole = found(parser, "Lind said: “We will not wait.”")[0]
    broken = found(parser, "Lind said: “We will not wait.")[0]
    assert broken.content == ["“We will not wait."]
    assert broken.confidence < whole.confidence


@pytest.mark.parametrize(
    "body",
    [
        "The so-called “reassurance” of Sarmel went on through the night.",
        "She starred in “The Crown of Thorns” for two seasons.",
        "“The Long Road Home”, her memoir, sold well in the north.",
        "The “Evening Star” is printed in Kalmar.",
        "The banner “We will never go home again” hung from the bridge.",
    ],
)
def test_titles_mottos_and_scare_quotes_are_nobodys_words(parser: Parser, body: str) -> None:
    assert found(parser, body) == []


@pytest.mark.parametrize(
    "body",
    [
        "“European war party,” as the paper has it, met.",
        "“Coalition of the River,” an idea of hers, met in Kalmar.",
        "The “Friends of the River,” she leads, met in Kalmar.",
        "The so-called “war party” met. The long-promised plan was late.",
        "Speaking in Kalmar, she met the king.",
        "The EU urged caution. Lind welcomed the effort. Sarmel hinted at limited concessions.",
        "The council pressed the minister for the sanctions.",
        "Lind refused to halt the work.",
        "Note: “It is late.”",
    ],
)
def test_labels_and_deeds_are_no_statements(parser: Parser, body: str) -> None:
    assert found(parser, body) == []


def test_a_label_in_what_somebody_calls_a_thing_stays_in_the_statement(parser: Parser) -> None:
    kind, content, cue, source = one(parser, "Lind called it a “paper tiger”.")
    assert (kind, content, cue, source) == (MIXED, ["it a “paper tiger”"], "called", "Lind")


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("LIND: “We will not wait.”", "LIND"),
        ("Lind: 'We will not wait.'", "Lind"),
        ("Anna Lind (Greens): “We will not wait.”", "Anna Lind"),
        ("Holm said: “Go.”\nLind: “We will not wait.”\nHolm: “Then go.”", "Lind"),
    ],
)
def test_a_name_and_a_colon_at_the_start_of_a_line(parser: Parser, body: str, source: str) -> None:
    by_source = {s.source: s for s in found(parser, body)}
    assert by_source[source].kind is DIRECT
    assert "We will not wait" in by_source[source].content[0]


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("Their impression was that it was late.", "it was late"),
        ("Lind’s view is not that it was late.", "is not that it was late"),
        ("The position of the ministry was that it would wait.", "it would wait"),
    ],
)
def test_a_view_that_is_given_as_a_predicate(parser: Parser, body: str, content: str) -> None:
    assert one(parser, body)[1] == [content]


def test_somebody_of_whose_calls_a_sentence_tells_does_not_call(parser: Parser) -> None:
    body = "Holm has rejected Lind’s calls for a truce."
    assert all(s.source != "Lind" and s.cue != "calls" for s in found(parser, body))


@pytest.mark.parametrize(
    "body",
    [
        "Lind denied the truth of a report on Feb. 14 that claimed that Holm had proposed a truce.",
        "It was claimed that Holm had rejected the plan for a truce.",
    ],
)
def test_hearsay_is_not_given_as_said(parser: Parser, body: str) -> None:
    assert all(statement.source != "Holm" for statement in found(parser, body))


def test_months_do_not_speak_but_somebody_called_may_does(parser: Parser) -> None:
    assert one(parser, "May says she wants a good deal.")[3] == "May"
    assert found(parser, "On Feb. 14 claimed it was late.") == []


def test_nothing_is_read_outside_the_prose(parser: Parser) -> None:
    lead = "The council of Varvia met on Tuesday to talk about the bridge over the river at Kalmar."
    body = (
        f"Lind says “we will not wait”\n\n{lead} It was a long day, and it was cold.\n\n"
        "2 Comments\n\nJim\n\n“They will wait,” my uncle said, and he said that all would be well."
    )
    assert found(parser, body) == []


# -- indirect and mixed


@pytest.mark.parametrize(
    ("body", "content", "cue", "source"),
    [
        ("Lind said that the talks were over.", "the talks were over", "said", "Lind"),
        ("Lind said the talks were over.", "the talks were over", "said", "Lind"),
        ("The talks were over, Lind said.", "The talks were over", "said", "Lind"),
        (
            "Lind told the court on Monday that she had paid.",
            "she had paid",
            "told",
            "Lind",
        ),
        (
            "Lind asked whether the bridge was safe.",
            "whether the bridge was safe",
            "asked",
            "Lind",
        ),
        ("Lind vowed to rebuild the bridge.", "to rebuild the bridge", "vowed", "Lind"),
        (
            "Lind urged the council to rebuild the bridge.",
            "the council to rebuild the bridge",
            "urged",
            "Lind",
        ),
        ("Lind rejected the idea of a toll.", "the idea of a toll", "rejected", "Lind"),
        ("Lind called the plan premature.", "the plan premature", "called", "Lind"),
        ("Lind described the plan as a gift.", "the plan as a gift", "described", "Lind"),
        ("Lind accused them of delay.", "them of delay", "accused", "Lind"),
        (
            "Lind cautioned against a hasty vote.",
            "against a hasty vote",
            "cautioned",
            "Lind",
        ),
        (
            "Varvia voiced its objection to the toll.",
            "its objection to the toll",
            "voiced",
            "Varvia",
        ),
        (
            "According to the ministry, the bridge is safe.",
            "the bridge is safe",
            "According to",
            "the ministry",
        ),
        (
            "The bridge is safe, according to the ministry.",
            "The bridge is safe",
            "according to",
            "the ministry",
        ),
        ("In Lind’s view, the bridge is safe.", "the bridge is safe", "view", "Lind"),
        ("In the words of one engineer, it is safe.", "it is safe", "words", "one engineer"),
        ("Lind insisted on a public vote.", "a public vote", "insisted on", "Lind"),
        (
            "Varvia has made it clear that it will not pay.",
            "it will not pay",
            "made it clear",
            "Varvia",
        ),
        (
            "The Star reported on Friday, citing two officials, that the bridge was safe.",
            "the bridge was safe",
            "reported",
            "The Star",
        ),
        (
            "Lind told the Star in an interview that she was tired.",
            "she was tired",
            "told",
            "Lind",
        ),
        ("As Lind put it, the bridge is safe.", "the bridge is safe", "put it", "Lind"),
        ("Lind ruled out closing the bridge.", "closing the bridge", "ruled out", "Lind"),
        ("The toll was rejected by Varvia.", "The toll", "rejected", "Varvia"),
        ("Analysts say the bridge is safe.", "the bridge is safe", "say", "Analysts"),
        (
            "The army, which said the bridge was safe, left it.",
            "the bridge was safe",
            "said",
            "The army",
        ),
    ],
)
def test_indirect_speech_in_each_construction(
    parser: Parser, body: str, content: str, cue: str, source: str
) -> None:
    assert one(parser, body) == (INDIRECT, [content], cue, source)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("Lind said the plan was “probably” dead.", "the plan was “probably” dead"),
        ("Lind said it was “a matter of days.”", "it was “a matter of days.”"),
        ("Lind called the plan “half baked.”", "the plan “half baked.”"),
        ("The plan is “half baked,” Lind said.", "The plan is “half baked,”"),
        ("Lind said they would “build [the bridge] in May.”", None),
    ],
)
def test_words_in_marks_make_it_mixed(parser: Parser, body: str, content: str | None) -> None:
    expected = content or "they would “build [the bridge] in May.”"
    kind, spans, _, source = one(parser, body)
    assert (kind, spans, source) == (MIXED, [expected], "Lind")


def test_an_aside_parts_the_content_in_two(parser: Parser) -> None:
    body = "The bridge, Lind said, had been safe for years."
    assert one(parser, body) == (
        INDIRECT,
        ["The bridge", "had been safe for years"],
        "said",
        "Lind",
    )


def test_joined_clauses_are_one_content(parser: Parser) -> None:
    body = "Lind stated that the bridge was safe, and that the toll would go."
    assert one(parser, body)[1] == ["the bridge was safe, and that the toll would go"]


def test_joined_cues_are_statements_of_one_speaker(parser: Parser) -> None:
    body = "Lind said that the bridge was safe, but added that the toll would stay."
    assert [(s.content, s.source) for s in found(parser, body)] == [
        (["the bridge was safe"], "Lind"),
        (["the toll would stay"], "Lind"),
    ]


def test_a_participle_goes_on_with_a_statement_of_its_own(parser: Parser) -> None:
    body = "Lind rejected the toll, adding that drivers paid enough."
    assert [(s.content, s.cue, s.source) for s in found(parser, body)] == [
        (["the toll"], "rejected", "Lind"),
        (["drivers paid enough"], "adding", "Lind"),
    ]


def test_another_speaker_after_a_comma_ends_the_content(parser: Parser) -> None:
    body = "Lind said that the bridge was safe, while Holm insisted that it was not."
    assert [(s.content, s.source) for s in found(parser, body)] == [
        (["the bridge was safe"], "Lind"),
        (["it was not"], "Holm"),
    ]


def test_what_somebody_is_said_to_say_stays_one_statement(parser: Parser) -> None:
    body = "Lind said that Holm had rejected the plan."
    assert one(parser, body) == (INDIRECT, ["Holm had rejected the plan"], "said", "Lind")


@pytest.mark.parametrize(
    ("body", "content", "cue"),
    [
        ("Lind declined to say whether she would go.", "whether she would go", "declined to say"),
        ("Lind refused to say if she had met him.", "if she had met him", "refused to say"),
        ("Lind did not say when she would go.", "when she would go", "did not say"),
        ("Lind rejected the idea of a truce.", "the idea of a truce", "rejected"),
        ("Lind rejected the notion that it was late.", "the notion that it was late", "rejected"),
        (
            "Lind refuted claims that the bank had failed.",
            "claims that the bank had failed",
            "refuted",
        ),
        (
            "Lind denied any involvement in the attack.",
            "denied any involvement in the attack",
            "denied",
        ),
        ("Lind ruled out sending more troops.", "sending more troops", "ruled out"),
    ],
)
def test_a_question_and_a_thing_rejected_assert_nothing_by_themselves(
    parser: Parser, body: str, content: str, cue: str
) -> None:
    assert one(parser, body) == (INDIRECT, [content], cue, "Lind")


@pytest.mark.parametrize(
    ("body", "content", "cue"),
    [
        ("Lind denied that she would go.", "denied that she would go", "denied"),
        ("Lind denied there was any rift.", "denied there was any rift", "denied"),
        ("Lind denied having met the envoy.", "denied having met the envoy", "denied"),
        ("Lind disputed that it was late.", "disputed that it was late", "disputed"),
        ("Lind ruled out that she would go.", "ruled out that she would go", "ruled out"),
        ("Lind dismissed that the talks failed.", "dismissed that the talks failed", "dismissed"),
        ("Lind doubted that it would be done.", "doubted that it would be done", "doubted"),
        ("Lind never said that she would go.", "never said that she would go", "never said"),
        ("Lind did not say that she would go.", "did not say that she would go", "did not say"),
        ("Lind did not deny that it was late.", "did not deny that it was late", "did not deny"),
        (
            "Lind does not believe that it works.",
            "does not believe that it works",
            "does not believe",
        ),
        (
            "Lind stopped short of saying that it was over.",
            "stopped short of saying that it was over",
            "stopped short of saying",
        ),
        (
            "Lind refused to confirm that it was over.",
            "refused to confirm that it was over",
            "refused to confirm",
        ),
    ],
)
def test_a_clause_that_is_denied_or_not_said_is_never_given_without_that(
    parser: Parser, body: str, content: str, cue: str
) -> None:
    assert one(parser, body) == (INDIRECT, [content], cue, "Lind")


def test_a_denial_that_it_is_so_keeps_the_noun(parser: Parser) -> None:
    body = "Few believed Lind’s denial that there was a rift."
    kind, content, _, source = one(parser, body)
    assert (kind, content, source) == (INDIRECT, ["denial that there was a rift"], "Lind")


def test_a_sentence_taken_up_by_this(parser: Parser) -> None:
    body = "The bridge will be closed in May.\n\nThis was stated by minister Anna Lind on Tuesday."
    kind, content, cue, source = one(parser, body)
    assert (kind, content, cue) == (INDIRECT, ["The bridge will be closed in May"], "stated")
    assert source == "minister Anna Lind"


def test_a_claim_with_an_owner(parser: Parser) -> None:
    body = "Nobody believed Lind’s claim that the bridge was safe."
    statements = [s for s in found(parser, body) if s.cue == "claim"]
    assert [(s.content, s.source) for s in statements] == [(["the bridge was safe"], "Lind")]


def test_who_is_quoted_by_another_is_the_source(parser: Parser) -> None:
    body = "The paper quoted Lind as saying that the bridge was safe."
    assert one(parser, body) == (INDIRECT, ["the bridge was safe"], "saying", "Lind")


def test_a_source_keeps_its_title_and_apposition(parser: Parser) -> None:
    body = "The head of the road office, Anna Lind, said on Monday that the bridge was safe."
    assert one(parser, body)[3] == "The head of the road office, Anna Lind"


@pytest.mark.parametrize(
    "body",
    [
        "The move suggests that the bridge will close.",
        "This warning underscores the importance of the bridge.",
        "The plan was seen as a failure.",
        "It was said that the bridge was safe.",
        "The minister is expected to say that the bridge is safe.",
        "Lind could say that the bridge is safe.",
        "Lind opened the door and saw that the bridge was gone.",
        "Figures indicate that drivers like the bridge.",
        "Nobody said that the bridge was safe.",
    ],
)
def test_what_nobody_says_is_no_statement(parser: Parser, body: str) -> None:
    assert found(parser, body) == []


TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("“”\"' \naA.,?:—"), st.characters()), max_size=120
)
PIECES = (
    *("Lind", "Holm", "she", "us", "the plan", "said", "told", "as saying", "adding", "called"),
    *("that", "according to", "this", "was", "not", "and", "but", "which", "who", "denied", "by"),
    *("“", "”", '"', "'", ",", ".", ":", "—", "\n", "?", "yes", "'no'", "“No.”"),
)
WORDS = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@settings(max_examples=120, deadline=None)
@given(st.one_of(TEXTS, WORDS))
def test_any_text_gives_spans_in_bounds(parser: Parser, body: str) -> None:
    text = clean(Article(body=body, file="test.txt"))
    for statement in attribute(parser.parse(text, find_quotations(text))):
        end = 0
        for span in statement.content:
            assert end <= span.start < span.end <= len(text.text)
            end = span.end
        for place in (statement.cue, statement.source):
            assert place is None or 0 <= place.start < place.end <= len(text.text)


def test_a_participle_is_said_by_whom_reports_only_tell_of(parser: Parser) -> None:
    body = (
        "Some reports indicate that Anna Lind would not agree to the plan, arguing that it came "
        "too late."
    )
    assert [each.source for each in found(parser, body)] == ["Some reports", "Anna Lind"]
    body = "Bela Holm said that Anna Lind would not agree, arguing that it came too late."
    assert {each.source for each in found(parser, body)} == {"Bela Holm"}
    body = "The report said that the council was late, adding that it was poor."
    assert {each.source for each in found(parser, body)} == {"The report"}


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ('According to the "Varvian Post", soldiers would go.', 'the "Varvian Post"'),
        ("“Varvian Post” reported that soldiers would go.", "“Varvian Post”"),
        ("The group “Friends of the River” said that all would go.", None),
    ],
)
def test_a_source_is_never_cut_inside_quotation_marks(
    parser: Parser, body: str, source: str | None
) -> None:
    (only,) = found(parser, body)
    assert only.source is not None
    assert source is None or only.source == source
    assert only.source.count("“") == only.source.count("”")
    assert only.source.count('"') % 2 == 0
