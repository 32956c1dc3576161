"""Refusal: pages that hold no article, and what they are instead.

Cookie walls, error pages, checks for robots, shells that a program fills, lists of links. Told by
little prose together with the words of such pages; a page with an article's worth of prose is an
article, whatever else is on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.readers.page.blocks import Block

_ENOUGH = 150  # words of prose that make an article beyond doubt
_LEAST = 20  # words: less is no article
_LEAST_OF_ARTICLE = 8  # words where the page declares that it is one: a line of news
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # kana, Han, Thai
_SENTENCE = re.compile(r"[.!?…。！？]['\"”’»」』)\]]*$|[”»」]$")
_LEAST_SENTENCE = 8  # words
_LONGEST_ERROR = 80  # characters of such a title

_ERROR = re.compile(
    r"\b(?:error|http|status)?:?\s*(?:40[0-9]|410|429|451|50[0-4]|52[0-7])\b(?!\s*(?:million|people"
    r"|soldiers|troops|billion|days|years))"
    r"|\b(?:page|article|story|content|site|file|document)\b.{0,20}\b(?:not found|unavailable|moved"
    r"|no longer (?:available|exists)|does(?: not|n.t) exist|can(?:no|'|’)t be found|gone|missing)"
    r"|^not found$|\baccess (?:to this page has been )?denied\b|^forbidden\b"
    r"|\bservice (?:temporarily )?unavailable\b"
    r"|\bbad gateway\b|\bgateway time-?out\b|\binternal server error\b|\bsomething went wrong\b"
    r"|\bconnection timed out\b|\brequest (?:blocked|rejected|unsuccessful)\b|\boops\b"
    r"|\b(?:seite|artikel) (?:wurde )?nicht gefunden\b|\bpage (?:introuvable|non trouvée)\b"
    r"|\bpágina no encontrada\b|\bpagina niet gevonden\b",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"\bjust a moment\b|\battention required\b|\bare you (?:a )?(?:human|robot)\b|\bcaptcha\b"
    r"|\bverify(?:ing)? (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)\b|\brobot check\b"
    r"|\bchecking your browser\b|\bunusual (?:traffic|activity)\b|\bddos protection\b"
    r"|\bpardon our interruption\b|\bsecurity check\b|\bplease enable cookies\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent\w*|gdpr|rgpd|dsgvo|personal(?:ised|ized)? data|personali[sz]ed ad\w*"
    r"|privacy (?:policy|settings|choices|notice)|our (?:\d+ )?partners|vendors"
    r"|legitimate interests?|datenschutz\w*|einwillig\w*|consentement|traceurs|datos personales"
    r"|privacybeleid|toestemming)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?:accept|agree|reject|refuse|decline|allow|manage|settings|preferences|options|continue"
    r"|akzeptieren|zustimmen|ablehnen|accepter|refuser|aceptar|rechazar|accepteren|weigeren)\b",
    re.IGNORECASE,
)
_CONSENT_SHARE = 0.5  # of the words, in paragraphs on consent
_JAVASCRIPT = re.compile(r"\bjava\s?script\b", re.IGNORECASE)
_LINK_SHARE = 0.5  # of a paragraph that is prose, at most
_ALL_LINKED = 0.85
_LEAST_HEADLINE = 4  # words
_TEASER_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a page is looked at."""

    title: str | None
    article: Sequence[Block]  # what would be taken for the article
    page: Sequence[Block]  # all there is to see
    is_article: bool  # declared
    scripts: int
    noscript: str  # what it shows without programs


def refusal(shown: Shown) -> str | None:
    """Why there is no article in a page, in one sentence; None for an article."""
    prose = sum(_words(block) for block in shown.article if _is_prose(block))
    if _is_consent(shown.article) or (prose < _LEAST and _is_consent(shown.page)):
        return "It asks for consent to cookies and holds no article."
    if not shown.is_article and _is_listing(shown):
        return "It is a list of articles, not an article."
    if prose >= _ENOUGH:
        return None
    heads = [*([shown.title] if shown.title else []), *(block.text for block in shown.page[:3])]
    heads = [head for head in heads if len(head) <= _LONGEST_ERROR]
    if not shown.is_article or prose < _LEAST:
        for head in heads:
            if _ROBOT.search(head):
                return f"It is a check for robots (“{head}”), not an article."
        for head in heads:
            if _ERROR.search(head):
                return f"It is an error page (“{head}”), not an article."
    return _nearly_empty(shown, prose)


def _nearly_empty(shown: Shown, prose: int) -> str | None:
    """Why a page without an article's worth of prose is none."""
    least = _LEAST_OF_ARTICLE if shown.is_article else _LEAST
    held = sum(_words(block) for block in shown.article)
    everything = sum(_words(block) for block in shown.page)
    if held >= least and (prose >= least or everything < _ENOUGH):
        return None
    needs_program = _JAVASCRIPT.search(shown.noscript) or any(
        _JAVASCRIPT.search(block.text) for block in shown.page[:3]
    )
    if everything < _LEAST * 3 and (needs_program or (shown.scripts and everything < _LEAST)):
        return "It is an empty shell: a program in it (JavaScript) would load its text."
    return "There is no text of an article in it." if everything else "It shows no text."


def _is_listing(shown: Shown) -> bool:
    """Whether nearly each paragraph stands below a linked headline, as the teasers of others do."""
    prose = {id(block) for block in shown.article if _is_prose(block)}
    below = sum(
        id(block) in prose and above.linked > _ALL_LINKED and _words(above) >= _LEAST_HEADLINE
        for above, block in pairwise(shown.page)
    )
    return bool(prose) and below >= len(prose) * _TEASER_SHARE


def _is_consent(blocks: Sequence[Block]) -> bool:
    words = sum(_words(block) for block in blocks)
    asking = sum(_words(block) for block in blocks if _CONSENT.search(block.text))
    if not words or words > 1_500 or asking < words * _CONSENT_SHARE:
        return False
    text = " ".join(block.text for block in blocks)
    you = re.search(
        r"\b(?:you|your|sie|ihre?|vous|votre|vos|usted|su|tus?|je|uw)\b", text, re.IGNORECASE
    )
    return len(_CONSENT.findall(text)) >= 2 and bool(you) and bool(_CHOICE.search(text))


def _is_prose(block: Block) -> bool:
    return (
        block.linked < _LINK_SHARE
        and _words(block) >= _LEAST_SENTENCE
        and _SENTENCE.search(block.text[-6:]) is not None
    )


def _words(block: Block) -> int:
    """How many words a block has; languages without spaces have one in about two characters."""
    return len(block.text.split()) + len(_UNSPACED.findall(block.text)) // 2
