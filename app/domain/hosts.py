"""Hosts: which lie on the public internet, and to which site they belong.

Nothing here asks the network: what can be told from a name or a number alone. Whoever connects
must ask ``inside`` of every number that a name resolves to (app/fetching/guard.py does).
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult

from tld import parse_tld

# The special-purpose registries of IANA (RFC 6890 and what was entered since), written down here
# because ``ipaddress.is_global`` differs between the patch releases of one Python version.
_IPV4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's own network"),
        ("127.0.0.0/8", "this machine"),
        # A cloud machine finds its own keys at 169.254.169.254.
        ("169.254.0.0/16", "a link-local network"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "protocol assignments"),
        ("192.52.193.0/24", "protocol assignments"),
        ("192.88.99.0/24", "a relay from IPv6"),
        ("192.168.0.0/16", "a private network"),
        ("192.175.48.0/24", "protocol assignments"),
        ("198.18.0.0/15", "benchmarks"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        # Looks public and is answered by the machine's own host in Azure.
        ("168.63.129.16/32", "a cloud's inner service"),
    )
)
# Of IPv6, only 2000::/3 is given to anybody (RFC 4291); these parts of it lead elsewhere.
_IPV6_PUBLIC = IPv6Network("2000::/3")
_IPV6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("2001::/23", "protocol assignments"),  # Teredo, which carries IPv4, and ORCHID among them
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "an IPv4 address in IPv6 (6to4)"),  # nobody serves pages there (RFC 7526)
        ("2620:4f:8000::/48", "protocol assignments"),
        ("3fff::/20", "documentation"),
    )
)
# How networks without IPv4 reach public IPv4 addresses (RFC 6052): the last 32 bits are one. What
# prefix a network uses for itself instead (RFC 8215) cannot be known, and is not public.
_NAT64 = IPv6Network("64:ff9b::/96")
_IPV6_NAMES = tuple(
    (ip_network(network), what)
    for network, what in (
        ("::/128", "this machine"),
        ("::1/128", "this machine"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6"),
        ("::/96", "an IPv4 address in IPv6"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "a link-local network"),
        ("fec0::/10", "a private network"),
        ("ff00::/8", "multicast"),
    )
)

# Names that mean something else in every network (RFC 6761, 6762, 8375, 9476; ICANN's .internal),
# and those that private networks took for themselves and that will never be given away (ICANN).
_INNER_NAMES = frozenset(
    {
        "localhost",
        "local",
        "internal",
        "home.arpa",
        "localdomain",
        "lan",
        "home",
        "corp",
        "intranet",
    }
)
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_NAME = re.compile(r"[^\s/?#@\\:%\[\]<>^|\x00-\x20\x7f]+")


def inside(address: IPv4Address | IPv6Address) -> str | None:
    """What an address that is not on the public internet belongs to; None for a public one."""
    if isinstance(address, IPv4Address):
        return next((what for network, what in _IPV4 if address in network), None)
    if address in _NAT64:
        return inside(IPv4Address(int(address) & 0xFFFFFFFF))
    if address in _IPV6_PUBLIC:
        return next((what for network, what in _IPV6 if address in network), None)
    return next((what for network, what in _IPV6_NAMES if address in network), "reserved")


def refused(host: str) -> str | None:
    """Why a host is never asked, as far as its name tells, in a sentence; None otherwise.

    Numbers that are written other than as four decimal numbers or as IPv6 are refused whatever
    they are: programs read 0177.1, 2130706433 and 0x7f.0.0.1 differently, and no newspaper
    writes itself so.
    """
    if _is_number(host):
        what = inside(ip_address(host.removeprefix("[").removesuffix("]")))
        return f"It lies inside a network ({what})." if what else None
    name = host.rstrip(".").casefold()
    if not name or not _NAME.fullmatch(name):
        return "It names no host."
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return "Its host is a number that is written in an unusual way."
    if "." not in name or any(
        name == inner or name.endswith(f".{inner}") for inner in _INNER_NAMES
    ):
        return "Its host is a name inside a network."
    return None


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str | None:
    """The domain that somebody registered: bbc.co.uk of news.bbc.co.uk.

    By the public suffix list that comes with the package tld, private suffixes (blogspot.com,
    github.io) included, so that two blogs of one provider are two sites. None for numbers, for
    names without a known suffix, and for a suffix itself. Nothing is downloaded.
    """
    name = host.rstrip(".").casefold()
    if refused(name) is not None or _is_number(name):
        return None
    suffix, domain, _ = parse_tld(SplitResult("https", name, "/", "", ""), fail_silently=True)
    # Of a suffix itself, tld says that its domain is the same.
    return f"{domain}.{suffix}" if domain and name != suffix else None


def _is_number(host: str) -> bool:
    try:
        ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
