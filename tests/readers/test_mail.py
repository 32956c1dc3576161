from __future__ import annotations

import io
import random
import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from app.domain.articles import Article
from app.domain.dates import DateBasis
from app.errors import UnreadableSource
from app.readers.mail import read_mail
from app.readers.material import Limits, Material

LIMITS = Limits(200_000, 2_000_000, 20)
WORDS = "The minister said on Tuesday that the talks would go on."
HEAD = (
    "From: =?utf-8?q?The_Daily_=C3=9Cberblick?= <news@paper.example>\r\n"
    "To: you@example.org\r\nSubject: Talks go on\r\nDate: Tue, 25 Feb 2025 23:30:00 -0500\r\n"
    "List-Unsubscribe: <https://paper.example/u>\r\nMIME-Version: 1.0\r\n"
)


def mail(body: str | bytes, head: str = "", *, all_heads: str = HEAD) -> bytes:
    data = body if isinstance(body, bytes) else body.encode()
    return (all_heads + head).encode() + b"\r\n" + data


def read(data: bytes, limits: Limits = LIMITS) -> list[Article | Material | UnreadableSource]:
    return list(read_mail(Material("a.eml", io.BytesIO(data)), limits))


def one(data: bytes) -> Article:
    (found,) = read(data)
    assert isinstance(found, Article), found
    return found


def parts(*texts: tuple[str, str], kind: str = "alternative") -> bytes:
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in texts)
    return mail(body + "--b--\r\n", f'Content-Type: multipart/{kind}; boundary="b"\r\n')


def test_a_newsletter_with_what_its_header_says() -> None:
    data = mail(WORDS, "Content-Language: en\r\nArchived-At: <https://paper.example/a>\r\n")
    found = one(data)
    assert found.body == WORDS
    assert (found.title, found.outlet) == ("Talks go on", "The Daily Überblick")
    assert (found.address, found.language) == ("https://paper.example/a", "en")
    assert (found.published.edtf, found.published.basis) == ("2025-02-25", DateBasis.METADATA)
    assert found.capture is not None
    assert (found.capture.data, found.capture.media_type) == (data, "message/rfc822")


def test_a_mail_between_people_has_no_outlet_and_a_forwarded_one_keeps_its_title() -> None:
    head = "From: Ann <ann@a.example>\r\nSubject: "
    assert one(mail(WORDS, all_heads=head + "Re: Talks\r\n")).outlet is None
    forwarded = one(mail(WORDS, all_heads=HEAD.replace("Talks", "Fwd: WG: Talks")))
    assert (forwarded.title, forwarded.outlet) == ("Talks go on", None)


def test_the_day_on_which_it_came_where_it_does_not_say_when_it_was_sent() -> None:
    head = (
        "Received: from b by c; Thu, 27 Feb 2025 10:00:00 +0000\r\n"
        "Received: from a by b; Wed, 26 Feb 2025 10:00:00 +0000\r\nSubject: T\r\nDate: today\r\n"
    )
    found = one(mail(WORDS, all_heads=head))
    assert found.published.edtf == "2025-02-26"
    assert "received" in found.published_note
    assert not one(mail(WORDS, all_heads="Subject: T\r\n")).published.known


def test_of_alternatives_the_html_is_read_unless_it_holds_little() -> None:
    rich = f"<html><body><p>{WORDS}</p><table><tr><td>“Yes”</td></tr></table></body></html>"
    assert one(parts(("text/plain", "See the web."), ("text/html", rich))).body == (
        f"{WORDS}\n\n“Yes”"
    )
    poor = "<p>View in your browser</p>"
    assert one(parts(("text/plain", f"{WORDS} {WORDS}"), ("text/html", poor))).body.startswith(
        WORDS
    )


def test_parts_that_are_no_alternatives_are_all_read() -> None:
    data = parts(("text/html", f"<p>{WORDS}</p>"), ("text/plain", "The list."), kind="mixed")
    assert one(data).body == f"{WORDS}\n\nThe list."


def test_lines_that_flow_are_whole_again() -> None:
    body = "The minister said \r\nthat talks \r\nwould go on.\r\n From now on.\r\n-- \r\nAnn\r\n"
    found = one(mail(body, "Content-Type: text/plain; format=flowed\r\n"))
    assert found.body.splitlines()[:2] == [
        "The minister said that talks would go on.",
        "From now on.",
    ]


GERMAN = "Die Gespräche würden für alle Länder fortgesetzt, erklärte der Außenminister."


@pytest.mark.parametrize("declared", ["us-ascii", "utf-8", "iso-8859-1", "no-such", "base64", ""])
@pytest.mark.parametrize("real", ["utf-8", "cp1252"])
def test_charsets_are_tried_and_not_believed(declared: str, real: str) -> None:
    head = f"Content-Type: text/plain; charset={declared}\r\nContent-Transfer-Encoding: 8bit\r\n"
    assert one(mail(GERMAN.encode(real), head)).body == GERMAN
    html = f"Content-Type: text/html; charset={declared}\r\n"
    assert one(mail(f"<p>{GERMAN}</p>".encode(real), html)).body == GERMAN


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (b"=?utf-8?b?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?iso-8859-1?q?Gr=FC=DFe?= an alle", "Grüße an alle"),
        ("Grüße".encode(), "Grüße"),
        ("Schöne Grüße aus der Hauptstadt".encode("cp1252"), "Schöne Grüße aus der Hauptstadt"),
        (b"=?no-such?q?Hello?=", "Hello"),
        (b"Talks\r\n go\r\n\ton", "Talks go on"),
        (b"", None),
    ],
)
def test_subjects(subject: bytes, title: str | None) -> None:
    found = one(b"Subject: " + subject + b"\r\nFrom: a@a.example\r\n\r\n" + WORDS.encode())
    assert found.title == title


def test_what_is_attached_is_given_to_be_read_and_pictures_are_not() -> None:
    message = EmailMessage()
    message["Subject"] = "Papers"
    message.set_content(WORDS)
    message.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Erklärung.pdf")
    message.add_attachment(b"\x89PNG", "image", "png", filename="logo.png")
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Inner words")
    message.add_attachment(inner)
    article, paper, forwarded = read(message.as_bytes(policy=SMTP))
    assert isinstance(article, Article)
    assert article.body == WORDS
    assert isinstance(paper, Material)
    assert (paper.name, paper.media_type) == ("a.eml: Erklärung.pdf", "application/pdf")
    assert isinstance(forwarded, Material)
    assert b"Inner words" in forwarded.stream.read()


def test_a_mailbox_is_read_message_by_message() -> None:
    box = b"".join(
        b"From a@a.example Tue Feb 25 10:00:00 2025\n"
        + f"Subject: T{number}\n\nHe said:\n\n>From now on.\nFrom here on.\n\n".encode()
        for number in range(3)
    )
    found = read(box)
    assert [each.name for each in found if isinstance(each, Material)] == [
        f"a.eml: message {number}" for number in (1, 2, 3)
    ]
    assert isinstance(found[1], Material)
    inner = one(found[1].stream.read())
    assert (inner.title, inner.body) == ("T1", "He said:\n\nFrom now on.\nFrom here on.")


def test_one_large_message_costs_no_other() -> None:
    start = b"From a@a.example Tue Feb 25 10:00:00 2025\n"
    message = start + b"Subject: T\n\nWords\n\n"
    large = start + b"Subject: T\n\n" + b"x" * 3_000_000 + b"\n\n"
    first, second, third = read(message + large + message)
    assert isinstance(first, Material)
    assert isinstance(second, UnreadableSource)
    assert isinstance(third, Material)


def test_a_page_that_a_browser_saved_is_given_as_a_page() -> None:
    data = parts(("text/html", "<p>A page</p>"), kind="related")
    data = b"Snapshot-Content-Location: https://paper.example/a\r\n" + data
    (page,) = read(data)
    assert isinstance(page, Material)
    assert (page.address, page.media_type) == ("https://paper.example/a", "text/html")
    assert page.stream.read() == b"<p>A page</p>"


# Broken and hostile.


@pytest.mark.parametrize(
    "data",
    [
        mail(f"--x\r\n\r\n{WORDS}", "Content-Type: multipart/mixed\r\n"),
        mail(f"--x\r\n\r\n{WORDS}", 'Content-Type: multipart/mixed; boundary="b"\r\n'),
        mail(
            f"--b\r\nContent-Type: text/plain\r\n\r\n{WORDS}",
            "Content-Type: multipart/mixed; boundary=b\r\n",
        ),
        mail(WORDS, "Content-Type: text\r\n"),
        mail(WORDS, "Content-Type: ;;;===\r\n"),
        mail(WORDS, "Content-Transfer-Encoding: rot13\r\n"),
        mail(WORDS + "\0\0"),
        mail(WORDS, 'Content-Type: text/plain; charset="' + "x" * 5_000 + '"\r\n'),
        mail(WORDS, "X: " + "y" * 900_000 + "\r\n"),
        mail(WORDS, "X-A: b\r\n" * 50_000),
        mail(WORDS, "To: " + '"a' * 50_000 + "\r\n"),
    ],
    ids=lambda _: "",
)
def test_broken_mail_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert WORDS in one(data).body


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (mail(""), "It holds no text."),
        (mail("x", "Content-Type: image/png\r\n"), "It holds no text."),
        (mail("x", "Content-Type: application/pkcs7-mime\r\n"), "It is encrypted."),
        (mail(WORDS * 5_000), "Its text is larger than 200,000 bytes."),
        (mail("x" * 2_000_000), "It is larger than 2,000,000 bytes."),
        (b"Snapshot-Content-Location: https://a.example/\r\n\r\nx", "no page in it"),
        (mail("!!", "Content-Transfer-Encoding: base64\r\n"), "It holds no text."),
    ],
    ids=lambda _: "",
)
def test_what_gives_nothing_is_put_aside(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said):
        read(data)


def nested(depth: int) -> bytes:
    heads = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
        for level in range(depth)
    )
    return (heads + f"Content-Type: text/plain\r\n\r\n{WORDS}\r\n").encode()


@pytest.mark.parametrize("depth", [30, 300, 3_000, 30_000])
def test_parts_within_parts_come_to_an_end(depth: int) -> None:
    started = time.process_time()
    try:
        found = [str(each.body) for each in read(nested(depth)) if isinstance(each, Article)]
    except UnreadableSource as problem:
        found = [problem.reason]
    assert found
    assert depth > 30 or WORDS in found[0]
    assert time.process_time() - started < 25


def test_random_damage_is_borne() -> None:
    whole = parts(("text/plain", WORDS), ("text/html", f"<p>{WORDS}</p>"))
    chance = random.Random(5)  # noqa: S311 - so that it is the same damage each time
    outcomes: list[str] = []
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes += [each.body for each in read(bytes(data)) if isinstance(each, Article)]
        except UnreadableSource as problem:
            outcomes.append(problem.reason)
    assert not [each for each in outcomes if "Its reader failed" in each]
    assert any("minister" in each for each in outcomes)
