"""Words marked in a text, and the passage of an article that is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.articles import Zone, ZoneRole
from app.domain.records import ArticleRef, OutletRef
from app.domain.search import ArticleHit
from app.domain.spans import Span
from app.domain.words import hits, phrases, placed, stems, words_of
from app.views.search_passages import Marked, marked, marked_name, passage_address, passage_of
from tests.factories import day


def shown(pieces: Marked) -> str:
    return "".join(f"[{piece.text}]" if piece.marks else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("No troops; the Troop’s trooping.", "troop", "No [troops]; the [Troop]’s [trooping]."),
        ("A peace-keeping force.", "peace-keeping", "A [peace-keeping] force."),
        ("A peace-keeping force.", "keeping peace", "A [peace]-[keeping] force."),
        ("send troops, send no troops", '"send troops"', "[send troops], send no troops"),
        ("send troops there", '"send troops" "troops there"', "[send troops there]"),
        ("Cafe\u0301 in ZÜRICH, Radosław", "café zurich radoslaw",
         "[Cafe\u0301] in [ZÜRICH], [Radosław]"),
        ("İstanbul’s ıssız", "istanbul issiz", "[İstanbul]’s [ıssız]"),
        ("Войска НАТО", "нато", "Войска [НАТО]"),
        ("some 30,000 men", "30,000", "some [30,000] men"),
        ("is it as it was", "it", "is [it] as [it] was"),
        ("ﬁne ﬁsh", "fish", "ﬁne [ﬁsh]"),
        ("x² and ½", "1 2", "x² and [½]"),
        ("nothing here", "troops", "nothing here"),
        ("<b>&amp;</b>", "amp", "<b>&[amp];</b>"),
        ("", "troops", ""),
    ],
)  # fmt: skip
def test_words_are_marked_where_they_stand(text: str, words: str, expected: str) -> None:
    assert shown(marked(text, phrases(words))) == expected


@given(st.text(st.characters(codec=None), max_size=60), st.text(max_size=12))
def test_marking_loses_nothing(text: str, words: str) -> None:
    assert "".join(piece.text for piece in marked(text, phrases(words))) == text
    assert "".join(piece.text for piece in marked_name(text, phrases(words))) == text


@given(st.text(st.characters(codec=None), max_size=60))
def test_every_word_that_is_indexed_has_its_place(text: str) -> None:
    found = placed(text)
    assert [word.text for word in found] == words_of(text)
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
        # Looked for as it is written there, it is found there, if it is one word by itself.
        if words_of(text[word.start : word.end]) == [word.text]:
            assert any(
                span == (word.start, word.end)
                for span, _ in hits(text, phrases(text[word.start : word.end]))
            )


_NEAR = st.text(st.sampled_from("aeioysdlntgub1é٣ -'\u0301"), max_size=24)


@given(_NEAR, st.lists(_NEAR, max_size=3))
def test_what_is_found_is_every_place_with_the_same_stems(text: str, words: list[str]) -> None:
    wanted = phrases(" ".join(f'"{one}"' for one in words) + " " + text[:9])
    found = placed(text)
    forms = stems([word.text for word in found])
    every = {
        (Span(found[at].start, found[at + len(parts) - 1].end), phrase)
        for phrase in wanted
        for parts in [stems(phrase.split())]
        for at in range(len(found) - len(parts) + 1)
        if forms[at : at + len(parts)] == parts
    }
    assert set(hits(text, wanted)) == every


def test_stems_keep_how_their_words_begin() -> None:
    text = "ability abilities generously skies sky dying dyed ties yes ions onto agreed feed news"
    for word in text.split():
        assert [span.of(text) for span, _ in hits(text, phrases(word))][:1], word
    assert [span.of(text) for span, _ in hits(text, phrases("ability"))] == ["ability", "abilities"]


def test_the_beginning_of_a_word_of_a_name_is_enough() -> None:
    assert shown(marked_name("Ádá Moreau-Lind", phrases("mor ada"))) == "[Ádá] [Moreau]-Lind"
    assert shown(marked_name("Ádá Moreau-Lind", phrases('"moreau li"'))) == "Ádá Moreau-Lind"
    assert shown(marked_name("Ádá Moreau-Lind", phrases('"moreau lin"'))) == "Ádá [Moreau-Lind]"


def article(*parts: tuple[str, ZoneRole]) -> ArticleHit:
    text, zones = "", []
    for words, role in parts:
        zones.append(Zone(Span(len(text), len(text) + len(words)), role))
        text += f"{words}\n\n"
    outlet = OutletRef("paper", "The Paper")
    ref = ArticleRef("0000000000001", "A title", outlet, None, day("2025-03-01"), "", "en")
    return ArticleHit(ref, text, tuple(zones), 0, 0)


FILLING = "Nothing of that kind was to be seen in any of the many other papers. "


def test_the_passage_is_where_most_of_the_words_stand_together() -> None:
    one = article(
        ("Troops, troops: a headline", ZoneRole.HEADLINE),
        ("Troops alone. " + FILLING * 20 + "And the peace alone.", ZoneRole.BODY),
        (FILLING * 9 + "Here troops keep the peace for once. " + FILLING * 9, ZoneRole.BODY),
        ("Buy troops and peace at our shop.", ZoneRole.BOILERPLATE),
    )
    place = passage_of(one, phrases("troops peace"))
    assert place is not None
    assert "Here troops keep the peace for once." in place.span.of(one.text)
    assert place.cut_before
    assert place.cut_after
    assert place.span.length <= 300
    assert [span.of(one.text) for span in place.marks] == ["troops", "peace"]
    start = one.zones[2].span.start
    assert passage_address(one, place).startswith(f"/articles/0000000000001#p-{start}:~:text=")
    # A passage begins and ends with whole words.
    before, after = one.text[place.span.start - 1], one.text[place.span.end]
    assert before.isspace()
    assert after.isspace()


def test_where_no_word_stands_the_report_begins() -> None:
    one = article(("A headline", ZoneRole.HEADLINE), ("It began so.", ZoneRole.BODY))
    place = passage_of(one, phrases("title"))
    assert place is not None
    assert place.span.of(one.text) == "It began so."
    assert place.marks == ()
    assert passage_of(article(), phrases("title")) is None


def test_words_around_the_report_count_if_they_stand_nowhere_else() -> None:
    one = article(("It began so.", ZoneRole.BODY), ("Buy our newsletter.", ZoneRole.BOILERPLATE))
    place = passage_of(one, phrases("newsletter"))
    assert place is not None
    assert [span.of(one.text) for span in place.marks] == ["newsletter"]


def test_one_word_as_long_as_a_page_is_cut() -> None:
    one = article(("so " + "x" * 5000 + " y", ZoneRole.BODY))
    place = passage_of(one, ("x" * 5000,))
    assert place is not None
    assert 0 < place.span.length <= 300
