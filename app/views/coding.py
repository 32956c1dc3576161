"""Pages of coding by two: the samples, one sample, the codebook, and a statement to code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.coding.agreement import LEVEL, RESAMPLES, SEED
from app.coding.codebook import VARIABLE_NAMES, VARIABLE_RULES
from app.coding.codes import Answer, Variable
from app.coding.sampling import Strata
from app.domain.articles import ZoneRole
from app.domain.dates import DateBasis, UncertainDate
from app.domain.queries import ComparisonQuery
from app.domain.spans import Span
from app.views.dates import show_date, show_moment
from app.views.links import Link, statement_address
from app.views.passages import Mark, Piece, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.coding.codebook import Choice, Codebook
    from app.coding.samples import Item, Sample
    from app.domain.records import IssueRecord
    from app.views.dates import DateView

# Paragraphs shown around the statement; the whole text is one step away.
_BEFORE, _AFTER = 2, 1
STRATA_WORDS = {
    Strata.NONE: "not spread",
    Strata.STANCE: "spread by the stance that the machine found",
    Strata.OUTLET: "spread by outlet",
}
METHOD = (
    f"The interval holds {LEVEL:.0%} of {RESAMPLES:,} resamples of the statements (seed {SEED})."
)


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A sample in the list."""

    link: Link
    issue: str
    facts: str
    progress: str
    mine: Link | None


@dataclass(frozen=True, slots=True)
class SamplesPage:
    """All that /coding shows. ``given`` is what was sent of the form, to be put right."""

    title: str
    address: str
    samples: tuple[SampleLine, ...]
    codebooks: tuple[Link, ...]
    editors: tuple[tuple[int, str], ...]
    strata: tuple[tuple[str, str], ...]
    given: dict[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class SamplePage:
    """All that /coding/{number} shows."""

    title: str
    address: str
    issue: Link
    facts: tuple[tuple[str, str], ...]
    choice: Link
    coders: tuple[tuple[str, str], ...]
    mine: Link | None
    agreement: Link | None
    files: tuple[Link, ...]
    waiting: str
    codebook: Link


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the article, its pieces marked where the statement is."""

    pieces: tuple[Piece[str], ...]
    aside: bool  # no prose of the article itself


@dataclass(frozen=True, slots=True)
class CodePage:
    """A statement to code. Nothing of what a machine or another coder made of it is here."""

    title: str
    address: str
    sample: Link
    number: int
    size: int
    done: int
    proposition: str
    article: str
    outlet: str
    original: str | None
    published: DateView
    language: str | None
    near: tuple[Paragraph, ...]
    whole: tuple[Paragraph, ...]
    names: dict[str, str]
    rules: dict[str, str]
    stances: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    scopes: tuple[Choice, ...]
    answer: Answer
    coded: bool
    closed: bool
    before: str | None
    after: str | None
    codebook: Link
    problem: str


@dataclass(frozen=True, slots=True)
class CodebookPage:
    """The codebook of an issue."""

    title: str
    address: str
    markdown: str
    book: Codebook
    variables: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    examples: tuple[tuple[str, Link, str, str], ...]


def sample_address(number: int) -> str:
    """The address of a sample."""
    return f"/coding/{number}"


def samples_page(
    samples: Iterable[Sample],
    issues: Iterable[IssueRecord],
    editors: Sequence[tuple[int, str]],
    *,
    account: int,
    given: dict[str, str],
    problem: str = "",
) -> SamplesPage:
    """The page of all samples, for the editor with that account."""
    titles = {one.issue.slug: one.issue.title for one in issues}
    return SamplesPage(
        title="Coding by two",
        address="/coding",
        samples=tuple(
            SampleLine(
                Link(sample_address(one.id), one.name),
                titles.get(one.issue, one.issue),
                _drawn(one),
                "; ".join(f"{who.name}: {who.done} of {one.size}" for who in one.coders),
                _mine(one, account),
            )
            for one in samples
        ),
        codebooks=tuple(
            Link(codebook_address(slug), title) for slug, title in sorted(titles.items())
        ),
        editors=tuple(editors),
        strata=tuple((strata.value, words) for strata, words in STRATA_WORDS.items()),
        given=given,
        problem=problem,
    )


def codebook_address(issue: str, suffix: str = "") -> str:
    """The address of an issue's codebook."""
    return ComparisonQuery(issue=issue).address(f"/coding/codebook{suffix}")


def sample_page(sample: Sample, issue: IssueRecord, account: int) -> SamplePage:
    """The page of one sample."""
    address = sample_address(sample.id)
    mine = sample.coder_of(account)
    shown = sample.finished or (mine is not None and mine.done)
    files = (("csv", "CSV"), ("jsonl", "JSON Lines"), ("qdpx", "REFI-QDA (.qdpx)"))
    return SamplePage(
        title=sample.name,
        address=address,
        issue=Link(ComparisonQuery(issue=sample.issue).address("/"), issue.issue.title),
        facts=(
            ("Drawn", f"{_drawn(sample)}, on {show_moment(sample.made_at)} by {sample.made_by}"),
            ("Seed", str(sample.seed)),
            ("Codebook", f"version {sample.codebook_version}, as it was that day"),
        ),
        choice=Link(sample.query, "what it was drawn from"),
        coders=tuple((who.name, f"{who.done} of {sample.size} coded") for who in sample.coders),
        mine=_mine(sample, account),
        agreement=(
            Link(f"{address}/agreement", "How far they agree, and where not")
            if sample.finished
            else None
        ),
        files=tuple(Link(f"{address}.{end}", text) for end, text in files) if shown else (),
        waiting=(
            ""
            if sample.finished
            else "Until both have coded all, each sees only their own answers, and nobody else any."
        ),
        codebook=Link(f"{address}/codebook.md", "the codebook"),
    )


def code_page(
    sample: Sample,
    item: Item,
    book: Codebook,
    answer: Answer | None,
    *,
    done: int,
    coded: bool,
    problem: str = "",
) -> CodePage:
    """The page on which one coder answers of one statement."""
    passage = item.passage
    address = f"{sample_address(sample.id)}/code/{item.number}"
    around = f"{sample_address(sample.id)}/code/"
    paragraphs = _paragraphs(item)
    touched = [
        place
        for place, one in enumerate(paragraphs)
        if any("content" in piece.marks for piece in one.pieces)
    ]
    first, last = (touched[0], touched[-1]) if touched else (0, len(paragraphs) - 1)
    near = paragraphs[max(0, first - _BEFORE) : last + 1 + _AFTER]
    published = UncertainDate.parse(passage.published, DateBasis.METADATA)
    return CodePage(
        title=f"{sample.name}, {item.number} of {sample.size}",
        address=address,
        sample=Link(sample_address(sample.id), sample.name),
        number=item.number,
        size=sample.size,
        done=done,
        proposition=book.proposition,
        article=passage.title,
        outlet=passage.outlet,
        original=passage.address if passage.address.startswith(("http://", "https://")) else None,
        published=show_date(published),
        language=item.language,
        near=tuple(near),
        whole=tuple(paragraphs),
        names={variable.value: name for variable, name in VARIABLE_NAMES.items()},
        rules={variable.value: rule for variable, rule in VARIABLE_RULES.items()},
        stances=book.stances,
        kinds=book.kinds,
        scopes=book.scopes,
        answer=answer or Answer(),
        coded=coded,
        closed=sample.finished,
        before=f"{around}{item.number - 1}" if item.number > 1 else None,
        after=f"{around}{item.number + 1}" if item.number < sample.size else None,
        codebook=Link(f"{sample_address(sample.id)}/codebook.md", "The codebook"),
        problem=problem,
    )


def codebook_page(book: Codebook) -> CodebookPage:
    """The page of an issue's codebook."""
    choices = {
        Variable.STANCE: book.stances,
        Variable.KIND: book.kinds,
        Variable.SCOPE: book.scopes,
    }
    labels = {one.value: one.label for one in book.stances}
    return CodebookPage(
        title=f"Codebook: {book.title}",
        address=codebook_address(book.issue),
        markdown=codebook_address(book.issue, ".md"),
        book=book,
        variables=tuple(
            (VARIABLE_NAMES[variable], VARIABLE_RULES[variable], choices.get(variable, ()))
            for variable in Variable
        ),
        examples=tuple(
            (
                one.words,
                Link(statement_address(one.statement), one.speaker),
                one.outlet,
                labels.get(one.stance, one.stance),
            )
            for one in book.examples
        ),
    )


def _mine(sample: Sample, account: int) -> Link | None:
    who = sample.coder_of(account)
    if who is None or sample.finished:
        return None
    left = sample.size - who.done
    text = f"Code {left} more" if left else "Look through what you coded"
    return Link(f"{sample_address(sample.id)}/code", text)


def _drawn(sample: Sample) -> str:
    return (
        f"{sample.size:,} of {sample.candidates:,}"
        f" {'statement' if sample.candidates == 1 else 'statements'}, {STRATA_WORDS[sample.strata]}"
    )


def _paragraphs(item: Item) -> list[Paragraph]:
    marks = [Mark(span, "content") for span in item.passage.spans]
    zones = item.zones or ()
    stretches = [(zone.span, zone.role) for zone in zones] or [
        (Span(0, len(item.text)), ZoneRole.BODY)
    ]
    return [
        Paragraph(
            cut(item.text, span, marks),
            aside=role not in {ZoneRole.BODY, ZoneRole.HEADING, ZoneRole.HEADLINE},
        )
        for span, role in stretches
    ]
