"""The steps from an article to its statements and their positions, in order: the one place.

1. ``clean``: a uniform text and what each paragraph of it is;
2. an article that is not in English ends here: it is kept, with a note, without statements;
3. ``find_quotations``: what stands between quotation marks;
4. ``parse``: the grammar of the prose, quotations collapsed;
5. ``attribute``: content, cue and source;
6. ``resolve``: whom a pronoun or a role stands for;
7. ``link``: the actor, and the day it was said;
8. ``take_positions``: what each statement means for each issue.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app import __version__
from app.domain.extraction import Extraction
from app.extraction.attribution import attribute
from app.extraction.clean import clean
from app.extraction.coreference import resolve
from app.extraction.linking import link
from app.extraction.quotations import find_quotations
from app.extraction.stance import take_positions
from app.extraction.stances.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.articles import Article
    from app.domain.positions import Issue
    from app.extraction.parsing import Parser

EXTRACTOR = f"onrecord-rules/{__version__}"


def extract(
    article: Article, actors: ActorDirectory, issues: Sequence[Issue], parser: Parser
) -> Extraction:
    """All that one reading of an article yields; statements in the order of the text.

    All spans are into the clean text, in code points. The same article gives the same extraction.
    """
    text = clean(article)
    if not _is_english(text.language):
        note = f"Its language is '{text.language}', not English: it is kept, but not read further."
        return Extraction(article, text, (), EXTRACTOR, (*article.notes, note))
    parsed = parser.parse(text, find_quotations(text))
    attributions = resolve(parsed, attribute(parsed), actors)
    said = sorted(link(parsed, attributions, actors), key=lambda statement: statement.content)
    passages = Passages(text, parser)
    passages.expect(said, issues)
    statements = (
        replace(statement, positions=take_positions(passages, statement, issues, actors))
        for statement in said
    )
    return Extraction(article, text, tuple(statements), EXTRACTOR, article.notes)


def _is_english(language: str | None) -> bool:
    """Whether it is to be read; a text too short to tell is."""
    return language is None or language.split("-")[0].lower() in {"en", "eng"}
