"""Orphans: quoted words of some length that no rule gave to anybody, in a sentence that reports.

"She cited a remark he made about people “who sit at home and wait for help.”" What stands in
quotation marks there is said by somebody; of those whom the sentence lets speak, the one whose
verb stands nearest before it is taken, at a low confidence. Fewer quoted words count too:

- right beside what a cue reports they belong to that: "condemn “in the strongest terms” the raids";
- within what a verb of saying or judging has for its object they make that a statement: "blamed
  “chronic and willful” underpayment". A single word is a term at arm's length more often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.spans import Span
from app.extraction.reporting import confidence
from app.extraction.reporting.cues import cue_tokens, word_list
from app.extraction.reporting.drafts import Draft, is_title, source_span
from app.extraction.reporting.quoted_objects import quoted_object, third_speaker
from app.extraction.syntax import child_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Token

    from app.domain.statements import Quotation
    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_LEAST_WORDS = 5  # fewer are a term at arm's length as often as speech


def orphan_drafts(
    paragraph: Paragraph, quotations: Iterable[Quotation], drafts: Sequence[Draft]
) -> Iterator[Draft]:
    """A statement for each of some quotations of a paragraph whose sentence has a speaker.

    ``drafts``: what was found in the paragraph; one that a quotation only goes on gets its words.
    """
    for quotation in quotations:
        joined = next((each for each in drafts if _adjoins(paragraph, each, quotation)), None)
        if joined is not None:
            joined.content = [_joined(joined.content[0], quotation.span)]
            continue
        words = quotation.words.of(paragraph.text)
        first = paragraph.zone.first_token_from(quotation.span.start)
        if is_title(words) or not quotation.closed or first is None:
            continue
        if first and _gives_title(paragraph.doc[first - 1]):
            continue
        count = len(words.split())
        draft = quoted_object(paragraph, first, drafts) if count > 1 else None
        if draft is None and count >= _LEAST_WORDS:
            draft = _from_cue(paragraph, quotation, first)
        if draft is not None:
            yield draft


def _adjoins(paragraph: Paragraph, draft: Draft, quotation: Quotation) -> bool:
    """Whether quoted words stand between a cue and its content, or right after that content."""
    if draft.cue is None or draft.quotations or len(draft.content) > 1:
        return False
    (content,), text = draft.content, paragraph.text
    if draft.cue.end > content.start:
        return False
    if quotation.span.end <= content.start:
        return not (
            text[draft.cue.end : quotation.span.start].strip()
            or text[quotation.span.end : content.start].strip()
        )
    small = quotation.words.of(text).lstrip()[:1].islower()
    return small and text[content.end : quotation.span.start].strip() in {"", ","}


def _joined(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _gives_title(before: Token) -> bool:
    """Whether what stands before quoted words makes them a title: "a piece titled"."""
    return before.lower_ in word_list("titling")


def _from_cue(paragraph: Paragraph, quotation: Quotation, first: int) -> Draft | None:
    sentence = paragraph.doc[first].sent
    before = [n for n in paragraph.cues if sentence.start <= n < first]
    after = [n for n in paragraph.cues if first < n < sentence.end]
    for number in [*reversed(before), *after]:
        cue = paragraph.cues[number]
        source = third_speaker(paragraph, cue)
        if source is None:
            continue
        place = paragraph.zone.tokens_span(*cue_tokens(cue))
        where = source_span(paragraph.zone, source)
        reason = (
            f"The quoted words stand in a sentence in which “{where.of(paragraph.text)}” is said "
            f"to speak (“{place.of(paragraph.text)}”)."
        )
        span = quotation.span
        begin = _clause_start(cue, first)
        if begin is not None:
            whole = paragraph.content_span(begin, paragraph.doc[first])
            span = Span(whole.start, max(whole.end, span.end))
        return Draft(
            [span],
            place,
            where,
            confidence.ORPHAN,
            [reason],
            span.start,
            quotations=[] if begin is not None else [quotation],
        )
    return None


def _clause_start(cue: Cue, first: int) -> Token | None:
    """Where what a cue reports begins, when the quoted words are only its end.

    "accused Lind of a plan that “knew no shame”" begins at "Lind"; "spoke of “a plan”" has
    nothing before the marks.
    """
    _, last = cue_tokens(cue)
    if last.i + 1 >= first - 1 or not cue.builds & {"that", "to", "object", "person"}:
        return None
    following = last.nbor(1)
    named = child_of(cue.verb, {"dobj", "ccomp", "xcomp"})
    if following.pos_ in {"ADP", "PUNCT", "ADV", "CCONJ", "SCONJ"} or named is None:
        return None
    return following if named.left_edge.i == following.i else None
