"""Invented web pages for tests, in the ways that outlets make them."""

from __future__ import annotations

PARAGRAPHS = (
    """The foreign minister of Freedonia, Ada Moreau, has refused to take part in talks with \
Sylvania, her office said on Thursday in the capital.""",
    """“We will not go,” Moreau told reporters. “There is nothing to talk about — and that’s \
final.”""",
    "“No,” she said.",
    """Carla Venturi of Sylvania said that the talks would go on without Freedonia. “We have \
waited long enough,” she added in an interview that was broadcast on Wednesday evening.""",
    """The talks are due to begin on Monday in Grand Fenwick, with all the other countries of the \
region taking part in them, among them Ruritania and its neighbours in the north.""",
    """A spokesman for the government, who did not want to be named, said: "It's over.\"""",
)
TITLE = "Minister refuses talks with Sylvania"
JSON_LD = """<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "%s",
 "datePublished": "2025-09-04T10:00:00+02:00", "dateModified": "2025-09-06T10:00:00+02:00",
 "publisher": {"@type": "Organization", "name": "The Freedonia Times"}}
</script>"""


def paragraphs(texts: tuple[str, ...] = PARAGRAPHS) -> str:
    """The paragraphs as elements."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def page(article: str | None = None, head: str = "", *, around: bool = True) -> str:
    """A page with an article, and with all that stands around one."""
    inner = paragraphs() if article is None else article
    top = (
        '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        "</header>"
    )
    below = (
        '<aside class="related"><h3>Related</h3><ul><li><a href="/x">Another story about something'
        ' else entirely</a></li></ul></aside><section class="comments"><h2>Comments</h2><p>I think'
        " that the minister is right, as I have said here many times before.</p></section>"
        "<footer><p>© 2024 The Freedonia Times. All rights reserved.</p></footer>"
    )
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f"{head}</head><body>{top if around else ''}<main><article><h1>{TITLE}</h1>{inner}"
        f"</article></main>{below if around else ''}</body></html>"
    )


CONSENT = """<html><head><title>The Freedonia Times</title></head><body><div>
<h1>We value your privacy</h1>
<p>We and our 842 partners store and access personal data, such as cookies, on your device.</p>
<p>By clicking Accept all you consent to the use of cookies and to personalised advertising.</p>
<p>You can change your privacy settings at any time; some vendors rely on legitimate interest.</p>
<button>Accept all</button><button>Reject</button></div></body></html>"""

NOT_FOUND = """<html><head><title>The Paper</title></head><body><h1>Page not found</h1>
<p>Sorry, we looked everywhere and could not find what you were looking for, so please try the
search or go back to the front page.</p></body></html>"""

DENIED = """<title>Access denied</title>
<p>You don't have permission to access this resource on this server at all today.</p>"""

BAD_GATEWAY = """<html><head><title>502 Bad Gateway</title></head><body>
<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>"""

ROBOTS = """<title>Just a moment...</title><p>Checking your browser before accessing ft.example.
This process is automatic. Your browser will redirect to your requested content shortly.</p>"""

SHELL = """<html><head><title>Talks</title></head><body>
<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>
<script src=a.js></script></body></html>"""

LOADING = """<html><head><title>Talks</title></head><body><div id=app>Loading…</div>
<script src=a.js></script></body></html>"""

FRONT = "".join(
    f"<li><a href=/{number}>A headline about the number {number} and more of it</a></li>"
    for number in range(60)
)

TEASERS = "".join(
    f"<article><h3><a href=/{number}>Teaser {number} of a story that is elsewhere</a></h3><p>The "
    f"standfirst of a teaser {number}, which says in one sentence what the story is about.</p>"
    "</article>"
    for number in range(20)
)
