"""Which hosts lie on the public internet, and whose they are."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.hosts import inside, refused, registered_domain

# One of each class that issue 5 names, and of each way to write an IPv4 address in IPv6.
INSIDE = [
    "0.0.0.0",  # noqa: S104 - refused, not listened on
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",  # the metadata of one cloud
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",  # no server is found so: whoever writes it means to slip through
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:c0a8:101::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",  # the metadata of one cloud
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "223.255.255.254",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00:1450:4001:81b::200e",
    "64:ff9b::808:808",  # how networks without IPv4 reach all of it
]


@pytest.mark.parametrize("number", INSIDE)
def test_numbers_inside_networks_are_known(number: str) -> None:
    assert inside(ip_address(number))
    assert refused(number)
    if ":" in number:
        assert refused(f"[{number}]")


@pytest.mark.parametrize("number", PUBLIC)
def test_public_numbers_are_let_through(number: str) -> None:
    assert inside(ip_address(number)) is None
    assert refused(number) is None


@given(st.ip_addresses(v=4))
def test_no_embedding_makes_an_inner_address_public(number: IPv4Address) -> None:
    if inside(number):
        value = int(number)
        for wrapped in (
            value,
            0xFFFF << 32 | value,
            0x64FF9B << 96 | value,
            0x2002 << 112 | value << 80,
            0x20010000 << 96 | value << 64,
        ):
            assert inside(IPv6Address(wrapped))


@given(st.ip_addresses())
def test_python_agrees_about_what_is_public(number: IPv4Address | IPv6Address) -> None:
    """Python may allow more than we do, never less: its list follows the registries of IANA."""
    if inside(number) is None and not (number.version == 6 and str(number).startswith("64:ff9b::")):
        assert number.is_global or number in (IPv4Address("192.0.0.9"), IPv4Address("192.0.0.10"))
        assert not number.is_multicast


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7F.1",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.01",
        "0x7f.0.0.1",
        "127.0.0.1.",
        "8.8.8.8.",
        "0x",
        "news.example.0x7f",
        "999.999.999.999",
        "1.2.3.4.5",
    ],
)
def test_numbers_in_odd_forms_are_refused_whatever_they_are(host: str) -> None:
    assert refused(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "printer.local",
        "metadata.google.internal",
        "router.home.arpa",
        "intranet",
        "wiki.corp",
        "a b.com",
        "a/b.com",
        "user@host.com",
        "a\\b.com",
        "a%2eb.com",
        "a\x00.com",
    ],
)
def test_names_inside_networks_are_refused(host: str) -> None:
    assert refused(host)


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "WWW.BBC.CO.UK",
        "a.b-c.example.",
        "localhost.example.org",
        "münchen.de",
        "xn--mnchen-3ya.de",
        "notlocal.com",
        "4chan.org",
        "1.example",
    ],
)
def test_ordinary_names_are_let_through(host: str) -> None:
    assert refused(host) is None


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("BBC.co.uk.", "bbc.co.uk"),
        ("co.uk", None),
        ("one.blogspot.com", "one.blogspot.com"),
        ("blogspot.com", None),
        ("www.ck", "www.ck"),
        ("a.b.kawasaki.jp", "a.b.kawasaki.jp"),
        ("news.unknown-suffix", None),
        ("8.8.8.8", None),
        ("2606:2800:220:1:248:1893:25c8:1946", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_the_registered_domain_is_found_where_there_is_one(host: str, domain: str | None) -> None:
    assert registered_domain(host) == domain
