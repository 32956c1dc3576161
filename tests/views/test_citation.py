"""Citations of anything: read by the libraries of their formats, and nothing in them made up."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_blocks
from csl_reference import Reference
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from app.domain.dates import DateBasis, UncertainDate
from app.domain.records import OutletRef
from app.domain.statements import StatementKind
from app.views.citation import SITE, Source, SourceKind, statement_source, web_address
from app.views.citation_forms import bibtex, csl, issued, ris, tidy
from app.views.citation_styles import ready
from tests.views import records

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 22)
ODD = (
    "", "Reuters & Söhne {Ltd}", "Hürriyet Daily İığş", "Украинская правда",
    "two\nlines\r\nand\ttab", "}{ unbalanced", "100 % #1_a ~b ^c $d \\e", "ER  - ", "@article{x,",
    "“quoted”, then", "J. R.",
    "a and b", "<b>bold</b>", "x\u2028y\x85z\x0cw", "العربية", "wait...", "\ud800", "...",
)  # fmt: skip
words = st.sampled_from(ODD) | st.text(max_size=40)
DATES = (
    None, "2025", "2025-02", "2025-02-10", "2025-02-10~", "2025?", "2025-02%", "0987-01-02",
    "2025-02-01/2025-02-14", "2025-02-20/2025-03-03", "2024-12-20/2025-01-03", "2025-02/2025-04~",
)  # fmt: skip
dates = st.builds(UncertainDate.parse, st.sampled_from(DATES), st.sampled_from(DateBasis))
sources = st.builds(
    Source,
    id=st.just("onrecord-x"),
    kind=st.sampled_from(SourceKind),
    title=words,
    container=words,
    organisations=st.lists(words.filter(tidy), max_size=2).map(tuple),
    issued=dates,
    accessed=st.just(TODAY),
    address=st.sampled_from(("https://a.example/b?c=d&e=%20_f", "https://a.example/{x}\\y z")),
    language=st.sampled_from(("", "en", "tr", "uk")),
    part=words,
    note=words,
)


def absolute(path: str) -> str:
    return f"https://record.example{path}"


def cited(**fields: object) -> Source:
    one = records.statement()
    article = replace(one.article, **fields)  # type: ignore[arg-type]
    return statement_source(replace(one, article=article), absolute, TODAY, titled=True)


def read_bibtex(source: Source) -> dict[str, str]:
    """The fields as two libraries read them."""
    text = bibtex([source])
    library = parse_blocks(text)
    assert not library.failed_blocks, text
    (entry,) = library.entries
    (other,) = parse_string(text, "bibtex").entries.values()
    found = {field.key: str(field.value) for field in entry.fields}
    assert set(other.fields) | set(other.persons) == set(found)
    return found


@given(sources)
@settings(max_examples=60, deadline=None)
def test_whatever_is_cited_every_form_is_read_back(source: Source) -> None:
    (item,) = csl([source])
    Reference.model_validate(item)
    (entry,) = rispy.loads(ris([source]))
    fields = read_bibtex(source)
    for key, tag, field, value in (
        ("title", "title", "title", source.title),
        ("note", "notes", "note", source.note),
    ):
        assert item.get(key, "") == tidy(value)
        found = entry.get(tag, "")
        assert (found if isinstance(found, str) else found[0]) == tidy(value)
        assert bool(fields.get(field)) == bool(tidy(value))
    assert entry.get("authors", []) == [tidy(name) for name in source.organisations]
    assert ("issued" in item) == source.issued.known
    assert bool(item.get("issued", {}).get("circa")) == source.issued.guessed


@given(sources)
@settings(max_examples=25, deadline=None)
def test_whatever_is_cited_ready_texts_have_when_and_where(source: Source) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        texts = ready(source)
    assert len(texts) == 3
    for one in texts:
        assert "\n" not in one.text
        assert source.address in one.text
        assert "November 22, 2026" in one.text
        if source.issued.guessed:
            assert "date guessed" in one.text


@pytest.mark.parametrize("form", [ris, bibtex])
def test_files_are_in_lines_as_their_formats_say(
    form: Callable[[list[Source]], str],
) -> None:
    text = form([cited(title="a\nb"), cited()])
    if form is ris:
        lines = text.split("\r\n")
        assert text.count("\n") == text.count("\r\n")
        assert lines[0] == "TY  - NEWS"
        assert lines[-2:] == ["ER  - ", ""]
        assert all(line[2:6] == "  - " for line in lines if line)
        assert lines.count("ER  - ") == 2
    else:
        assert "title = {{a b}}" in text


def test_organisations_stand_in_two_braces_and_signs_of_tex_are_none() -> None:
    source = replace(
        cited(), organisations=("Müller & Söhne {50 %}_#1", "Второй"), title="$x^2$ ~\\"
    )
    text = bibtex([source])
    assert (
        r"author = {{Müller \& Söhne \textbraceleft{}50 \%\textbraceright{}\_\#1} and {Второй}}"
    ) in text
    assert r"title = {{\$x\textasciicircum{}2\$ \textasciitilde{}\textbackslash{}}}" in text
    people = parse_string(text, "bibtex").entries["onrecord_statement_" + source.id[19:]].persons
    assert len(people["author"]) == 2


def test_a_guess_is_put_as_certain_in_no_form() -> None:
    guess = UncertainDate.parse("2025-02-10", DateBasis.INFERRED)
    source = cited(published=guess)
    assert csl([source])[0]["issued"] == {"date-parts": [[2025, 2, 10]], "circa": True}
    assert "PY  - 2025///date guessed\r\n" in ris([source])
    assert "DA  - 2025/02/10/date guessed\r\n" in ris([source])
    fields = read_bibtex(source)
    assert (fields["year"], fields["date"]) == ("[2025?]", "2025-02-10~")
    assert "month" not in fields
    assert "[date guessed]" in source.note


@pytest.mark.parametrize(
    ("edtf", "parts"),
    [
        (None, None),
        ("2025", [[2025]]),
        ("2025-02", [[2025, 2]]),
        ("2025-02-10", [[2025, 2, 10]]),
        ("2025-02-20/2025-03-03", [[2025, 2, 20], [2025, 3, 3]]),
    ],
)
def test_a_date_is_no_more_exact_than_it_is_known(
    edtf: str | None, parts: list[list[int]] | None
) -> None:
    assert issued(UncertainDate.parse(edtf, DateBasis.STATED)).get("date-parts") == parts


def test_what_is_not_known_is_in_no_form() -> None:
    one = records.statement()
    unknown = OutletRef("unknown-outlet", "Unknown outlet")
    article = replace(
        one.article, outlet=unknown, published=UncertainDate(), address=None, language=None
    )
    source = statement_source(replace(one, article=article), absolute, TODAY, titled=False)
    assert set(csl([source])[0]) == {
        "id", "type", "accessed", "URL", "archive", "archive_location", "note", "custom",
    }  # fmt: skip
    assert source.address == absolute(f"/statements/{one.id}")
    for text in (ris([source]), bibtex([source]), *(made.text for made in ready(source))):
        assert "Unknown outlet" not in text
        assert "A title" not in text


def test_an_address_that_is_none_of_the_web_is_not_given() -> None:
    assert web_address("javascript:alert(1)") == ""
    assert web_address("https://a.example/x y") == "https://a.example/x%20y"
    assert web_address(None) == ""


def test_words_that_are_not_the_speakers_are_in_no_quotation_marks() -> None:
    one = replace(
        records.statement(), kind=StatementKind.INDIRECT, content_text=("troops are needed",)
    )
    note = statement_source(one, absolute, TODAY, titled=True).note
    assert "in the outlet’s words: troops are needed." in note
    doubted = replace(one, confidence=0.1)
    assert "Ada Moreau [speaker not certain]" in (
        statement_source(doubted, absolute, TODAY, titled=True).note
    )


def test_the_three_styles_print_what_their_manuals_say() -> None:
    texts = [one.text for one in ready(replace(cited(), part=""))]
    assert texts == [
        "The Paper. “A Title.” March 1, 2025. Accessed November 22, 2026. https://paper.example/a.",
        "The Paper. 2025. “A Title.” March 1. Accessed November 22, 2026. https://paper.example/a.",
        "A title. (2025, March 1). The Paper. https://paper.example/a Accessed November 22, 2026.",
    ]
    # Capitals of a title in another language are as they are printed.
    turkish = ready(replace(cited(title="ışık ve iklim", language="tr"), part=""))
    assert all("ışık ve iklim" in one.text for one in turkish)
    made = replace(cited(), container=SITE, organisations=(SITE,), part="")
    page = replace(made, kind=SourceKind.PAGE, issued=UncertainDate())
    assert ready(page)[2].text == (
        "On Record. (n.d.). A title. Retrieved November 22, 2026, from https://paper.example/a"
    )
