"""The one form of an address, and what the addresses of one article have in common."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from app.domain.addresses.tracking import only_tracks
from app.domain.hosts import refused, registered_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 8_000  # characters; what is longer was made by a mistake or to do harm
_LONGEST_LABEL = 63  # of a host (RFC 1035)
_PORTS = {"http": 80, "https": 443}
# What may stand as it is (RFC 3986, 3.3 and 3.4); all else is escaped.
_PATH = "!$&'()*+,;=:@/-._~"
_QUERY = _PATH + "?"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DELIMITERS = frozenset("!$&'()*+,;=:@")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_BLANKS = re.compile(r"[\t\r\n]")  # which browsers take out of addresses

# Copies of AMP pages: /c/ a page, /v/ a page in a viewer; s/ that it is encrypted
# (developers.google.com/amp/cache/overview).
_AMP_CACHE = re.compile(r"(?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)")
_AMP_CACHED = re.compile(r"/[cv]/(s/)?([^/]+)(/.*)?")
_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
_GOOGLE_AMP = re.compile(r"/amp/(s/)?([^/]+\.[^/]+)(/.*)?")

_OTHER_FACES = frozenset({"m", "mobile", "amp"})  # labels of hosts that show the same to phones
_VIEWS = frozenset(
    {"amp", "amphtml", "print"}
)  # a last segment of a path that shows the same otherwise
_AMP_SECTIONS = frozenset({"amp", "amphtml"})  # a first one, or one before the last
_YES = frozenset({"", "1", "true", "yes", "on"})
# Parameters that show the same otherwise, with the values that do so.
_VIEW_PARAMETERS = {
    "amp": _YES,
    "_amp": _YES,
    "outputtype": frozenset({"amp"}),
    "output": frozenset({"amp", "print"}),
    "print": _YES | {"print"},
    "printable": _YES,
    "printpage": _YES,
    "printversion": _YES,
    "view": frozenset({"print", "amp", "mobile"}),
    "format": frozenset({"print", "amp"}),
    "mode": frozenset({"print", "amp"}),
    "pagewanted": frozenset({"all", "print"}),
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """An address, taken to pieces."""

    scheme: str
    host: str  # lower case, ASCII; numbers of IPv6 in brackets
    port: int | None  # None: the usual one
    path: str  # begins with a slash
    query: tuple[str, ...]  # the parameters as they are written
    fragment: str

    def __str__(self) -> str:
        port = "" if self.port is None else f":{self.port}"
        query = f"?{'&'.join(self.query)}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}{fragment}"

    @property
    def segments(self) -> tuple[str, ...]:
        """The names in the path, without empty ones."""
        return tuple(segment for segment in self.path.split("/") if segment)


def canonical(address: str) -> str:
    """The address of an article without what only says how or whence it is read.

    1. What is no http(s) address with a host, and what is overlong, stays as it is, but for white
       space around it.
    2. A copy in a cache of AMP pages, or in Google's viewer of them, becomes what it is a copy of.
    3. The host is in lower case and in ASCII, without dots at its end; so are usual ports gone, and
       who was named before the host.
    4. Of the path and the parameters, escapes are in one form, and ``.`` and ``..`` are resolved
       (RFC 3986, 6.2.2). Nothing else of a path changes: not its case, its slashes, its end.
    5. Views are gone: hosts and paths for phones, AMP and print; sessions.
    6. Parameters that only track are gone (tracking.py); the others stay in their order.
    7. Fragments are gone, except those that name the page (``#!`` and ``#/``).

    The result is an address that should open, yet it was never tried: show people the one that
    was found. Applying it twice changes nothing.
    """
    text = _BLANKS.sub("", address.strip())
    parts = taken_apart(text)
    return str(parts) if parts else text


def identity(address: str) -> str:
    """What all addresses of one article have in common: two with the same are one article.

    The canonical address without its scheme, without ``www.``, without a slash or an index.html
    at its end, its parameters in alphabetical order, and with signs unescaped that some programs
    escape and others do not. No address any more: not for people, not to be opened.
    """
    text = _BLANKS.sub("", address.strip())
    parts = taken_apart(text)
    if parts is None:
        return text
    host = re.sub(r"^www\d?\.(?=.*\.)", "", parts.host)
    path = _ESCAPE.sub(lambda found: _decoded(found, _UNRESERVED | _DELIMITERS), parts.path)
    path = re.sub(r"/index\.html?$", "/", path).rstrip("/")
    whole = replace(parts, host=host, path=path, query=tuple(sorted(parts.query)))
    return str(whole).partition("://")[2]


def taken_apart(text: str) -> Parts | None:
    """The pieces of a canonical address; None when it is none of the web."""
    parts = _split(text) if len(text) <= _LONGEST else None
    if parts is None or len(str(parts)) > _LONGEST:
        return None
    # What is left may be a copy or a view again; each turn is shorter than the one before.
    while (simpler := _simpler(parts)) != parts:
        parts = simpler
    return parts


def _simpler(parts: Parts) -> Parts:
    inner = _copied(parts)
    if inner is not None:
        return inner
    path = _SESSION.sub("", parts.path)
    return replace(
        parts,
        host=_one_face(parts.host),
        # Where copies of others' pages are kept, a path is not the host's own.
        path=path if _keeps_copies(parts.host) else _without_view(path),
        query=tuple(_telling(parts.query)),
    )


def _split(text: str) -> Parts | None:
    try:
        found = urlsplit(text)
        host = _host(found.hostname or "")
        port = found.port
    except ValueError:  # an unfinished [, a port that is no number
        return None
    scheme = found.scheme.lower()
    if scheme not in _PORTS or host is None or port == 0:
        return None
    fragment = found.fragment if found.fragment.startswith(("!", "/")) else ""
    return Parts(
        scheme=scheme,
        host=host,
        port=None if port == _PORTS[scheme] else port,
        path=_resolved(_escaped(found.path, _PATH)) or "/",
        query=tuple(part for part in _escaped(found.query, _QUERY).split("&") if part),
        fragment=_escaped(fragment, _QUERY),
    )


def _host(text: str) -> str | None:
    """A host in one form, or None for what cannot be one."""
    if ":" in text:
        try:
            return f"[{ip_address(text.partition('%')[0])}]"
        except ValueError:
            return None
    # As browsers map names (UTS 46), yet ß and its like stay themselves, as they have since 2008.
    name = unicodedata.normalize("NFKC", text).lower().replace("。", ".").rstrip(".")
    labels = []
    for label in name.split("."):
        if len(label) > _LONGEST_LABEL:  # first, for punycode takes its time with long ones
            return None
        try:
            ascii_label = label if label.isascii() else "xn--" + label.encode("punycode").decode()
        except UnicodeError:
            return None
        if len(ascii_label) > _LONGEST_LABEL or not _LABEL.fullmatch(ascii_label):
            return None
        labels.append(ascii_label)
    return ".".join(labels)


def _escaped(text: str, allowed: str) -> str:
    """Escapes in one form: what needs none has none, the others have capitals."""
    # A percent sign that begins no escape means itself. Left alone, it might begin one in the end.
    text = _STRAY_PERCENT.sub("%25", text)
    text = _ESCAPE.sub(lambda found: _decoded(found, _UNRESERVED), text)
    return quote(text, safe=allowed + "%", errors="surrogatepass")


def _decoded(found: re.Match[str], which: frozenset[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in which else found[0].upper()


def _resolved(path: str) -> str:
    """A path without . and .. (RFC 3986, 5.2.4)."""
    if "." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)


def _copied(parts: Parts) -> Parts | None:
    """What a copy in a cache or a viewer of AMP pages is a copy of; None for what is no copy."""
    if _AMP_CACHE.fullmatch(parts.host):
        found = _AMP_CACHED.fullmatch(parts.path)
    elif _GOOGLE.fullmatch(parts.host):
        found = _GOOGLE_AMP.fullmatch(parts.path)
    else:
        return None
    if found is None:
        return None
    query = f"?{'&'.join(parts.query)}" if parts.query else ""
    inner = _split(f"{'https' if found[1] else 'http'}://{found[2]}{found[3] or '/'}{query}")
    return inner if inner and refused(inner.host) is None else None


def _keeps_copies(host: str) -> bool:
    return bool(_AMP_CACHE.fullmatch(host) or _GOOGLE.fullmatch(host))


def _one_face(host: str) -> str:
    """The host that shows the same to desktops, as far as its name tells.

    Only labels before the registered domain go: m.me, amp.dev and a blog that is called m stay.
    """
    site = registered_domain(host)
    if site is None or host == site:
        return host
    labels = host.removesuffix(f".{site}").split(".")
    return ".".join([*(label for label in labels if label not in _OTHER_FACES), site])


def _without_view(path: str) -> str:
    """A path to the article itself, where it leads to an AMP or print view of it."""
    slash = "/" if path.endswith("/") and path != "/" else ""
    segments = path.removesuffix(slash).split("/")[1:]
    # /2025/11/22/name/amp, /name-of-it/print; but not /guitars/amp, which may be about amps.
    if segments[-1].lower() in _VIEWS and (len(segments) > 2 or _compound(segments[:-1])):
        segments = segments[:-1]
    # /amp/2025/11/22/name and /news/amp/name-123: what follows must be an article's.
    elif len(segments) > 1:
        place = 0 if segments[0].lower() in _AMP_SECTIONS else len(segments) - 2
        rest = segments[:place] + segments[place + 1 :]
        if segments[place].lower() in _AMP_SECTIONS and names_one(tuple(rest)):
            segments = rest
    segments[-1] = re.sub(r"(?<=[^.])\.amp(?=(?:\.html?)?$)", "", segments[-1], flags=re.IGNORECASE)
    return "/" + "/".join(segments) + slash


def _compound(segments: list[str]) -> bool:
    return bool(segments) and bool(re.search(r"[-_\d]", segments[-1]))


def names_one(segments: tuple[str, ...]) -> bool:
    """Whether a path may be that of one article: its end tells so, or it is three names deep."""
    return len(segments) > 2 or tells_one(segments)


def tells_one(segments: tuple[str, ...]) -> bool:
    """Whether the last two names of a path tell one article: by a number or by three words.

    Years alone are no such numbers: they lead to archives.
    """
    for segment in segments[-2:]:
        name = re.sub(r"\.[A-Za-z]{2,5}$", "", segment)
        words = [word for word in re.split("[-_]", name) if word]
        numbered = re.search(r"\d{3}", name) or any(re.search(r"\d", word) for word in words[1:])
        if (numbered or len(words) > 2) and not _YEAR.fullmatch(name):
            return True
    return False


def _telling(query: tuple[str, ...]) -> Iterator[str]:
    """The parameters that tell what is shown."""
    for parameter in query:
        name, _, value = parameter.partition("=")
        views = _VIEW_PARAMETERS.get(name.lower().removeprefix("amp;"), frozenset())
        if value.lower() not in views and not only_tracks(name, value):
            yield parameter
