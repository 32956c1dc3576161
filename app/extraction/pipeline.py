"""The steps from an article to its statements and their positions, in order: the one place.

1. ``clean``: a uniform text and what each paragraph of it is;
2. an article in a language that nobody reads (``_ENGINES``) ends here: it is kept, with a note;
3. ``find_quotations``: what stands between quotation marks;
4. ``parse``: the grammar of the prose, quotations collapsed;
5. ``attribute``: content, cue and source, by rules;
6. ``read_again``: what a learned reading of the same words adds;
7. ``resolve``: whom a pronoun or a role stands for;
8. ``link``: the actor, and the day it was said;
9. ``assure``: how sure content and speaker are together;
10. ``take_positions``: what each statement means for each issue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.domain.extraction import Extraction
from app.domain.likeness import signature
from app.extraction.attribution import attribute
from app.extraction.clean import clean
from app.extraction.confidence import assure
from app.extraction.coreference import resolve
from app.extraction.labelling import labeller
from app.extraction.linking import link
from app.extraction.naming.cast import forget_cast
from app.extraction.quotations import find_quotations
from app.extraction.second_reading import read_again
from app.extraction.stance import take_positions
from app.extraction.stances.passages import Passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.actors import ActorDirectory
    from app.domain.articles import Article, CleanText
    from app.domain.positions import Issue
    from app.domain.statements import Attribution, Statement
    from app.extraction.labelling import LabelledZone, Labeller
    from app.extraction.parsing import ParsedText, Parser

NOT_READ = "Its language is"  # how the note on an article begins that is not read for statements
_HERE = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def extractor() -> str:
    """The name of this program as a reader of articles: its version and a hash of its rules.

    Any change of the code, the tables of words or the models in this package gives another name,
    so that ``onrecord reprocess`` knows what was read otherwise than it would be read now.
    """
    hashed = sha256()
    for file in sorted(_HERE.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            hashed.update(file.relative_to(_HERE).as_posix().encode())
            hashed.update(file.read_bytes())
    return f"onrecord/{__version__}+{hashed.hexdigest()[:8]}"


@dataclass(frozen=True)
class Reading:
    """What each step found in a text; attributions and statements in one order."""

    parsed: ParsedText
    labelled: tuple[LabelledZone, ...]
    found: tuple[Attribution, ...]
    statements: tuple[Statement, ...]


def extract(
    article: Article, actors: ActorDirectory, issues: Sequence[Issue], parser: Parser
) -> Extraction:
    """All that one reading of an article yields; statements in the order of the text.

    All spans are into the clean text, in code points. The same article gives the same extraction.
    """
    text = clean(article)
    language = _language(text.language)
    engine = _ENGINES.get(language)
    if engine is None:
        note = f"{NOT_READ} '{text.language}', not English: it is kept, but not read further."
        return _extraction(article, text, (), note)
    return _extraction(article, text, engine(text, actors, issues, parser))


def _english(
    text: CleanText, actors: ActorDirectory, issues: Sequence[Issue], parser: Parser
) -> tuple[Statement, ...]:
    """The statements of an English text with their positions."""
    reading = read(text, actors, parser, labeller())
    said = sorted(
        assure(reading.found, reading.statements, reading.parsed, reading.labelled),
        key=lambda statement: statement.content,
    )
    parsed = reading.parsed
    del reading  # of a long article it and the cast are most of the memory
    forget_cast()
    passages = Passages(text, parser, parsed)
    del parsed
    passages.expect(said, issues)
    return tuple(
        replace(statement, positions=take_positions(passages, statement, issues, actors))
        for statement in said
    )


# Who reads which language, by its ISO 639-1 code. Another language is added here, and nowhere else.
_ENGINES = {"en": _english}


def _extraction(
    article: Article, text: CleanText, statements: tuple[Statement, ...], *notes: str
) -> Extraction:
    return Extraction(
        article=article,
        text=text,
        statements=statements,
        extractor=extractor(),
        notes=(*article.notes, *notes),
        # Of what the article says itself: each outlet has other boxes around the same report.
        signature=signature("\n".join(zone.span.of(text.text) for zone in text.prose)),
    )


def read(text: CleanText, actors: ActorDirectory, parser: Parser, labels: Labeller) -> Reading:
    """The statements of an English text, with what each step on the way made of them.

    Their confidence is a rank only, the product of what each step gave: ``assure`` fits it.
    """
    parsed = parser.parse(text, find_quotations(text))
    labelled = labels.label(parsed)
    found = read_again(parsed, attribute(parsed), labelled)
    resolved = resolve(parsed, found, actors)
    return Reading(parsed, labelled, found, link(parsed, resolved, actors))


def _language(language: str | None) -> str:
    """The code of a language, recognised or declared; of a text too short to tell "en"."""
    code = (language or "en").split("-")[0].lower()
    return "en" if code == "eng" else code
