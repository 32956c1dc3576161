"""Asides: reports whose content is not built on the cue, but on the sentence around it.

"According to X, ...", "in X's view, ...", "..., as X put it", "The plan, he said, was late",
"This was stated by X"; and what nouns report (nouns.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extraction.reporting import confidence
from app.extraction.reporting.contents import find_content
from app.extraction.reporting.cues import (
    cue_tokens,
    find_cue,
    is_denied,
    is_unsaid,
    needs_that,
    word_list,
)
from app.extraction.reporting.drafts import Draft, source_span
from app.extraction.reporting.endings import segment, tells_occasion, without_remark
from app.extraction.reporting.nouns import noun_drafts
from app.extraction.reporting.parentheses import (
    closing,
    draft_aside,
    is_begun,
    parenthetical,
    quoted_rest,
)
from app.extraction.reporting.reporters import reporter_of
from app.extraction.reporting.speakers import NounPhrase, can_speak, find_speaker, noun_phrase
from app.extraction.syntax import WH_WORDS, child_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from app.domain.spans import Span
    from app.extraction.reporting.cues import Cue
    from app.extraction.reporting.paragraph import Paragraph

_LONGEST_SIGNATURE = 8  # tokens from the verb to the paragraph's end: "said on Friday."
_SHORTEST_SIGNED = 4  # tokens
_SHORT_OPENING = 2  # tokens: "Meanwhile,"
_LONGEST_CLAUSE_ASIDE = 4  # tokens; longer, the clause is the sentence's own: "he briefed us"
# Sources that say nothing themselves where the sentence has a speaker of its own.
_GENERIC = frozenset(
    {
        "source",
        "medium",
        "account",
        "interview",
        "statement",
        "release",
        "translation",
        "transcript",
    }
)


def aside_drafts(paragraph: Paragraph) -> Iterator[Draft]:
    """The reports of a paragraph that are built on a whole sentence or on a noun."""
    yield from _according(paragraph)
    yield from _in_the_view_of(paragraph)
    for cue in paragraph.cues.values():
        found = _as_put(paragraph, cue) or _in_the_middle(paragraph, cue)
        found = found or parenthetical(paragraph, cue) or closing(paragraph, cue)
        found = found or _sentence_before(paragraph, cue)
        if found is not None:
            yield found
    yield from _signed(paragraph)
    yield from noun_drafts(paragraph)


# -- according to X, in X's view ------------------------------------------------------------------


def _according(paragraph: Paragraph) -> Iterator[Draft]:
    doc = paragraph.doc
    for token in paragraph.with_word("according"):
        to = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if to is None or to.lower_ != "to":
            continue
        name = child_of(to, {"pobj"}) or child_of(token, {"pobj"})
        if name is None or paragraph.quoted(token):
            continue
        source = _up_to_comma(token, noun_phrase(name))
        unsaid = name.lemma_.lower() in word_list("followed")
        if unsaid or not can_speak(source, strict=False) or paragraph.said(name):
            continue
        if _passes_on(source) and _has_report(paragraph, token.sent.start, token.sent.end):
            continue
        yield from _around(paragraph, (token, to), source, (token, _aside_end(token, source)))


def _passes_on(source: NounPhrase) -> bool:
    """Whether a source says nothing itself where the sentence has a speaker of its own.

    "She will stay, Lind said, according to the Herald newspaper", "a translation by the Herald".
    """
    lemma = source.head.lemma_.lower()
    return lemma in _GENERIC or lemma in word_list("passing_on")


def _in_the_view_of(paragraph: Paragraph) -> Iterator[Draft]:
    if not paragraph.with_lemma(word_list("opinion_nouns")):
        return
    for token in paragraph.with_word("in"):
        noun = child_of(token, {"pobj"})
        owner = (child_of(noun, {"poss"}) or _of_whom(noun)) if noun is not None else None
        if noun is None or owner is None or noun.lemma_.lower() not in word_list("opinion_nouns"):
            continue
        source = noun_phrase(owner)
        if _has_report(paragraph, token.sent.start, token.i):
            continue  # "Holm said that, in the ministry's view, it was late": Holm says so
        own = owner.lower_ in {"his", "her", "their"}
        if (own or can_speak(source, strict=True)) and not paragraph.quoted(token):
            yield from _around(paragraph, (noun, noun), source, (token, noun.right_edge))


def _of_whom(noun: Token) -> Token | None:
    """Whose words they are: "in the words of a diplomat"."""
    of = child_of(noun, {"prep"}) if noun.lower_ == "words" else None
    return child_of(of, {"pobj"}) if of is not None and of.lower_ == "of" else None


def _opens_sentence(token: Token) -> bool:
    """Whether a sentence begins with a token, past a "But" or a "Meanwhile,"."""
    return token.i - token.sent.start <= 1 or (
        token.i - token.sent.start == _SHORT_OPENING and token.nbor(-1).text == ","
    )


def _up_to_comma(token: Token, source: NounPhrase) -> NounPhrase:
    """The name after a sentence's "According to", up to its comma unless what follows apposes."""
    doc, end = token.doc, token.sent.end
    if _opens_sentence(token):
        # "According to papers filed by Lind, ...": the whole phrase before the comma.
        edge = source.head.right_edge
        inside = doc[source.last.i + 1 : edge.i + 1]
        if edge.i > source.last.i and not any(t.text == "," for t in inside):
            return NounPhrase(source.first, source.head, edge)
    comma = next((n for n in range(source.head.i, source.last.i) if doc[n].text == ","), None)
    if not _opens_sentence(token) or comma is None:
        return source
    closing = next((n for n in range(comma + 1, end) if doc[n].text == ","), None)
    if closing is not None:
        verbs = [t for t in doc[comma:closing] if t.pos_ in {"VERB", "AUX"}]
        apposed = not verbs or all(any(up.dep_ == "relcl" for up in (t, t.head)) for t in verbs)
        labels = {"nsubj", "nsubjpass", "expl"}
        subject = next((t for t in doc[closing + 1 : end] if t.dep_ in labels), None)
        if apposed and subject is not None and subject.left_edge.i == closing + 1:
            return NounPhrase(source.first, source.head, doc[closing - 1])
    return NounPhrase(source.first, source.head, doc[comma - 1])


def _aside_end(token: Token, source: NounPhrase) -> Token:
    """The last token of an "according to": at a sentence's start all before its comma."""
    doc = token.doc
    if not _opens_sentence(token):
        return source.last
    after = range(source.last.i + 1, token.sent.end)
    comma = next((number for number in after if doc[number].text == ","), None)
    return doc[comma - 1] if comma is not None else source.last


def _has_report(paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether some tokens have a cue with a content and a source of its own."""
    for number in range(start, end):
        cue = paragraph.cues.get(number)
        if cue is None or (find_content(paragraph, cue) is None and "quote" not in cue.builds):
            continue
        source = reporter_of(paragraph, cue)
        if source is not None and can_speak(source, strict=True):
            return True
    return False


def _around(
    paragraph: Paragraph,
    cue: tuple[Token, Token],
    source: NounPhrase,
    aside: tuple[Token, Token],
) -> Iterator[Draft]:
    """The sentence around an aside as its content, in one part or two."""
    zone = paragraph.zone
    spans = _sides(paragraph, *aside)
    if spans:
        cue_place, place = zone.tokens_span(*cue), source_span(zone, source)
        reason = (
            f"“{cue_place.of(paragraph.text)}” ascribes the sentence to "
            f"“{place.of(paragraph.text)}”."
        )
        sure = confidence.ACCORDING_TO
        yield Draft(spans, cue_place, place, sure, [reason], cue_place.start)


def _describes_source(doc: Doc, start: int) -> bool:
    """Whether what follows an aside at a sentence's end only tells more of its source."""
    if start < len(doc) and doc[start].text == ",":
        start += 1
    if start >= len(doc):
        return False
    first = doc[start]
    if first.lower_ in WH_WORDS | {"whose", "whom"}:
        return True
    relative = next((t for t in doc[start : start + 3] if t.dep_ == "relcl"), None)
    return relative is not None


def _sides(paragraph: Paragraph, first: Token, last: Token) -> list[Span]:
    """What stands before and after an aside in its sentence, when that is a clause."""
    doc = paragraph.doc
    opening, closing = segment(first)
    begin = first.i
    while begin > opening and doc[begin - 1].dep_ == "advmod":
        begin -= 1
    parts = [(opening, begin - 1), (last.i + 1, closing - 1)]
    ascribed = first.lower_ == "according"
    if begin > opening + _SHORTEST_SIGNED and tells_occasion(doc, last.i + 1, closing - 1):
        parts.pop()  # "The pass is shut, he said, after a slide had closed the road"
    if len(parts) > 1 and ascribed and begin > opening + 1 and _describes_source(doc, last.i + 1):
        parts.pop()  # "..., according to two members, who spoke on condition of anonymity"
    if ascribed and begin == opening + 1 and doc[opening].dep_ in {"cc", "advmod"}:
        parts.pop(0)  # "But according to ..."
    rest = [doc[n] for start, stop in parts for n in range(start, stop + 1)]
    if not any(t.pos_ in {"VERB", "AUX"} or paragraph.placeholder(t) for t in rest):
        return []
    spans = []
    for start, stop in parts:
        words = [n for n in range(start, stop + 1) if not (doc[n].is_punct or doc[n].is_space)]
        if words:
            begun, ended = doc[words[0]], doc[words[-1]]
            if ascribed and start > first.i:
                ended = without_remark(paragraph, "that", begun, ended)
            spans.append(paragraph.content_span(begun, ended))
    return spans


# -- as X put it; the plan, he said, was late


def _as_put(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence beside "as X put it" and "as X noted"."""
    verb = cue.verb
    marked = any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.lefts)
    if not marked or verb.dep_ != "advcl" or find_content(paragraph, cue) is not None:
        return None
    if "that" not in cue.builds or child_of(verb, {"nsubj"}) is None:
        return None
    thing = child_of(verb, {"dobj"})
    if thing is not None and thing.lower_ != "it" and "person" not in cue.builds:
        return None  # "as leaders fear the reaction": no aside; "as Lind told the court" is
    spans = _sides(paragraph, verb.left_edge, verb.right_edge)
    return _aside_draft(paragraph, cue, spans)


def _in_the_middle(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence around an aside of saying: "The plan, he said, had been late"."""
    verb = cue.verb
    doc, head = paragraph.doc, verb.head
    subject = child_of(verb, {"nsubj"})
    if verb.dep_ not in {"parataxis", "ccomp"} or head.i <= verb.i or subject is None:
        return None
    if "quote" not in cue.builds or needs_that(cue) or find_content(paragraph, cue) is not None:
        return None
    first, last = min(verb.i, subject.left_edge.i), verb.right_edge
    if verb.dep_ == "ccomp" and last.i - first > _LONGEST_CLAUSE_ASIDE:
        return None
    after = doc[last.i + 1] if last.i + 1 < len(doc) else last
    if first == 0 or doc[first - 1].text != "," or (last.text != "," and after.text != ","):
        return None
    (start, end), behind = segment(verb), last.i + 1
    while behind < end - 1 and doc[behind].text == ",":
        behind += 1
    rest = quoted_rest(paragraph, behind, end - 1)
    spans = _sides(paragraph, doc[first], last)
    if rest is not None and spans:
        begun = is_begun(paragraph, start, first - 1)
        spans = [spans[0], rest] if begun else [rest]  # "When they met, Lind said, “we have time”"
    return _aside_draft(paragraph, cue, spans)


def _aside_draft(paragraph: Paragraph, cue: Cue, spans: list[Span]) -> Draft | None:
    source = find_speaker(cue.verb)
    if not spans or source is None or is_unsaid(cue.verb):
        return None
    if not can_speak(source, strict=True) or source.head.lower_ in {"i", "we", "you"}:
        return None
    return draft_aside(paragraph, cue, source, spans)


# -- ... - the minister said


def _signed(paragraph: Paragraph) -> Iterator[Draft]:
    """A paragraph without quotation marks, and a dash and who said it at its end.

    "First there must be a truce. Then there may be a plan. - the minister said."
    """
    doc, zone = paragraph.doc, paragraph.zone
    cue = next((paragraph.cues[n] for n in sorted(paragraph.cues, reverse=True)), None)
    if cue is None or "quote" not in cue.builds or len(doc) - cue.verb.i > _LONGEST_SIGNATURE:
        return
    subject = child_of(cue.verb, {"nsubj"})
    if subject is None or find_content(paragraph, cue) is not None or is_unsaid(cue.verb):
        return
    dash = min(subject.left_edge.i, cue.verb.i) - 1
    if dash < _SHORTEST_SIGNED or doc[dash].text not in {"-", "–", "—"}:
        return
    if any(paragraph.quoted(token) for token in doc[:dash]):
        return
    source = noun_phrase(subject)
    ended = doc[dash - 1].text in {".", "!", "?", "…"}
    begin = 0 if ended else doc[dash - 1].sent.start
    if not can_speak(source, strict=True) or dash - begin < _SHORTEST_SIGNED:
        return
    content = paragraph.content_span(doc[begin], doc[dash - 1])
    cue_place, place = zone.tokens_span(*cue_tokens(cue)), source_span(zone, source)
    reason = (
        f"A dash, “{place.of(paragraph.text)}” and “{cue_place.of(paragraph.text)}” stand at the "
        "paragraph’s end."
    )
    yield Draft([content], cue_place, place, confidence.SIGNED, [reason], cue_place.start)


# -- this was stated by X


def _sentence_before(paragraph: Paragraph, cue: Cue) -> Draft | None:
    """The sentence before, that "this" stands for: "This was stated by the ministry"."""
    verb = cue.verb
    thing = child_of(verb, {"nsubjpass", "dobj"})
    if thing is None or thing.lower_ != "this" or "that" not in cue.builds:
        return None
    # "reported this": an agency passes it on; "repeated this": it has been given already.
    if needs_that(cue) or cue.lemma in {"report", "reiterate", "repeat", "confirm", "deny"}:
        return None
    source = find_speaker(verb)
    if is_unsaid(verb) or is_denied(verb) or source is None:
        return None
    zone, before = paragraph.zone, verb.sent.start - 1
    if before < 0 and paragraph.above is not None:
        zone, before = paragraph.above, len(paragraph.above.doc) - 1
    if before < 0 or not can_speak(source, strict=True) or child_of(verb, {"ccomp"}) is not None:
        return None
    sentence = zone.doc[before].sent
    cues = filter(None, map(find_cue, sentence))
    if any("quote" in other.builds for other in cues):
        return None
    content = paragraph.places.content_span(zone, sentence[0], sentence[-1])
    cue_place = paragraph.zone.tokens_span(*cue_tokens(cue))
    name = source_span(paragraph.zone, source)
    reason = (
        f"“This” with “{cue_place.of(paragraph.text)}” stands for the sentence before; "
        f"“{name.of(paragraph.text)}” said it."
    )
    return Draft([content], cue_place, name, confidence.THIS_BEFORE, [reason], cue_place.start)
