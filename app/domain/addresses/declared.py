"""Whether the address that a page declares for itself (rel=canonical) may be believed.

Most are right, and then they are the best there is. The wrong ones are wrong in bulk: a template
that gives every article of a site the address of its home page, its section, or one script. To
believe those is to make one article of hundreds.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from app.domain.addresses.forms import Parts, names_one, taken_apart, tells_one
from app.domain.hosts import refused, registered_domain

_LONGEST = 2_000  # characters; templates that went wrong make longer ones
# Where people are sent instead of an article.
_ELSEWHERE = frozenset(
    {
        "404", "account", "captcha", "consent", "error", "forbidden", "login", "log-in", "nan",
        "none", "not-found", "notfound", "null", "paywall", "register", "search", "signin",
        "sign-in", "signup", "subscribe", "undefined", "unsupported",
    }
)  # fmt: skip
_PAGE = frozenset({"page", "p", "pg", "seite", "pagina", "start", "offset"})
_PAGE_NUMBER = re.compile(r"(?:page|p|seite|pagina)?[-_]?\d{1,3}", re.IGNORECASE)
_TEMPLATE = re.compile(r"[{}<>\[\]|^`\\\s]|\$\(|%7B|%7D", re.IGNORECASE)


def plausible(declared: str, address: str | None) -> bool:
    """Whether a page at ``address`` (None: not known) may say that its address is ``declared``.

    ``declared`` must be whole: what is relative is joined to the page's address first. False as
    soon as one of these holds; both are compared in their canonical form, so that an AMP page may
    name the article, and a cache its origin:

    1. It is no whole http(s) address, or it names who reads it, or it is overlong, or it holds
       signs of a template that was not filled in.
    2. Its host lies inside a network, as far as its name tells, or it names a port that the page
       itself does not have: a copy of the makers' own.
    3. It is of another site than the page: the article as **this** outlet printed it is what was
       read. Copies of one wire story are found by their words. One site is one registered domain;
       where that cannot be told, one host, ``www.`` and phones' hosts aside.
    4. It is a place where people are sent instead (a login, an error), and the page is not.
    5. It is a home page, and the page is not.
    6. It looks like a section, and the page looks like an article.
    7. It is the page's own path, cut short: a section, or the first page of several. Cutting off
       the words behind a number, which many sites leave to taste, is no such thing.
    8. It is the page's own path without the parameters that tell which article it is, or which
       page of several.
    """
    text = declared.strip()
    theirs = taken_apart(text)
    if (
        theirs is None
        or len(text) > _LONGEST
        or _TEMPLATE.search(text)
        or "@" in urlsplit(text).netloc
    ):
        return False
    if refused(theirs.host) is not None:
        return False
    ours = taken_apart(address.strip()) if address else None
    if ours is None:
        return theirs.port is None and names_one(theirs.segments) and not _elsewhere(theirs)
    return (
        theirs.port in {None, ours.port}
        and _site(theirs.host) == _site(ours.host)
        and (_elsewhere(ours) or not _elsewhere(theirs))
        and not _is_above(theirs, ours)
        and not _lacks_parameters(theirs, ours)
    )


def _site(host: str) -> str:
    return registered_domain(host) or host.removeprefix("www.")


def _elsewhere(parts: Parts) -> bool:
    return bool(parts.segments) and (
        re.sub(r"\.[a-z]{2,5}$", "", parts.segments[-1].lower()) in _ELSEWHERE
    )


def _is_above(theirs: Parts, ours: Parts) -> bool:
    """Whether theirs is a home page, a section, or a first page, and ours is below it."""
    if theirs.query or theirs.fragment:
        return False
    if not theirs.segments:
        return bool(ours.segments or ours.query or ours.fragment)
    if tells_one(ours.segments) and not tells_one(theirs.segments):
        return True
    depth = len(theirs.segments)
    if depth >= len(ours.segments) or ours.segments[:depth] != theirs.segments:
        return False
    return not re.search(r"\d{5}", theirs.segments[-1]) or bool(
        _PAGE_NUMBER.fullmatch(ours.segments[-1])
    )


def _lacks_parameters(theirs: Parts, ours: Parts) -> bool:
    if theirs.segments != ours.segments:
        return False
    missing = {parameter.partition("=")[0].lower() for parameter in ours.query} - {
        parameter.partition("=")[0].lower() for parameter in theirs.query
    }
    return bool(missing & _PAGE) or (bool(missing) and not tells_one(ours.segments[-1:]))
