"""Propositions: an issue made from a bare sentence, for issues that nobody has defined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.positions import Issue, Whose
from app.extraction.stances.acts import act_of
from app.extraction.stances.clauses import Clause, read_clause
from app.extraction.stances.concepts import flat, listed
from app.extraction.stances.lexicon import stance_lexicon
from app.extraction.stances.making import Maker, bare_issue
from app.extraction.stances.matching import same_question
from app.extraction.stances.passage import parse_text
from app.extraction.stances.place_names import names_of, text_of, with_other_names
from app.extraction.stances.wording import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc

    from app.extraction.parsing import Parser


def issue_from_proposition(text: str, parser: Parser, known: Iterable[Issue] = ()) -> Issue:
    """The issue of a bare sentence like "Foreign troops should be deployed in Varvia".

    One of those that are ``known``, when it plainly is the same question; else one is made of the
    parse: the act of the main verb, the thing it is done with, what narrows that, and names as
    places. Words of a concept of lexicon/stance_propositions.yaml bring the whole concept. Of an
    act that wants the thing gone ("lifted", "banned"), words for the thing are words for the
    contrary. Any text gives an issue.
    """
    same = same_question(text, known)
    if same is not None:
        return replace(same, title=text, proposition=text)
    doc = _parsed(text, parser)
    clause = read_clause(doc)
    names = names_of(doc)
    if _is_of_troops(clause):
        return _troops(text, [text_of(name) for name in names])
    return Maker(text, clause, names).issue()


def _parsed(text: str, parser: Parser) -> Doc:
    """The parse; an order ("ban fracking") is parsed as what we should do."""
    doc = parse_text(parser, text)
    first = words_in(text)[:1]
    ordered = first and not any(token.tag_ == "MD" for token in doc) and act_of(first[0])
    if ordered and len(doc) > 1 and doc[1].lower_ not in {"of", "on", "to", "for"}:
        return parse_text(parser, f"We should {text[:1].lower()}{text[1:]}")
    return doc


def _is_of_troops(clause: Clause) -> bool:
    """Whether the thing is armed forces, and the act one that brings them somewhere."""
    thing, act = clause.thing, clause.act
    if thing is None or act is None or act.removing:
        return False
    classes = stance_lexicon().topic_classes
    words = {thing.lower_, thing.lemma_.lower()}
    if words.isdisjoint(classes["forces"]) or {act.words[0]}.isdisjoint(classes["movements"]):
        return False
    beside = {word.lower_ for word in thing.lefts}
    sure = listed("forces_or_not").isdisjoint(words)
    return sure or not beside.isdisjoint((*classes["forces"], *classes["foreign"]))


def _troops(text: str, names: Sequence[str]) -> Issue:
    """An issue on foreign troops, whose words have a class of their own."""
    classes = stance_lexicon().topic_classes
    return replace(
        bare_issue(text),
        things=flat([classes["forces"]]),
        kinds=classes["foreign"],
        acts=classes["movements"],
        place=with_other_names(names) or ("there",),
        certain=classes["inherently_foreign"],
        implying=tuple(sorted(stance_lexicon().topics["strong_movements"])),
        vague=classes["vague_people"],
        whose=Whose.OTHERS,
    )
