"""Parameters of addresses that say whence a reader came, and nothing of what is read.

The names are those that are public knowledge: in the documentation of who uses them (Google,
Microsoft, Meta, Matomo, HubSpot, Mailchimp, AT Internet, Adobe ...) and in the lists that browsers
strip by (Firefox's query stripping; Brave's; AdGuard's and ClearURLs' for names). A name that
any site may use for its articles (id, cid, ref, source, p) is on no list here.
"""

from __future__ import annotations

# Every parameter with such a beginning: families of names that one maker uses for nothing else.
_FAMILIES = (
    "utm_",  # Google Analytics, and everybody after it
    "itm_",  # the same, within one site
    "mtm_",  # Matomo
    "pk_",  # Matomo, formerly
    "piwik_",
    "hsa_",  # HubSpot
    "_hs",
    "__hs",
    "bsft_",  # Blueshift
    "oly_",  # Olytics
    "vero_",
    "at_campaign",  # AT Internet (the BBC's), in several parts
    "at_custom",
    "at_link",
    "at_recipient",
    "at_ptr",
    "ns_campaign",  # comScore (formerly the BBC's), in several parts
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "guce_",  # Yahoo's consent pages
    "adjust_",
    "dpg_",
    "fb_action_",
    "cx_recs",  # Cxense
    "cm_mmc",  # Coremetrics
    "amp_",  # what the viewers of AMP pages add
)
_NAMES = frozenset(
    {
        # a click on an advertisement or a post
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid",
        "msclkid", "twclid", "ttclid", "yclid", "ysclid", "li_fat_id", "igshid", "igsh", "epik",
        "irclickid", "irgwc", "scclid", "rdt_cid", "wickedid", "tduid", "awc", "sscid",
        "_branch_match_id", "_branch_referrer", "rb_clickid", "s_kwcid", "ef_id",
        "mindbox-click-id", "gps_adid",
        # analytics that go from page to page
        "_ga", "_gl", "_openstat", "_ke", "_kx", "usqp", "aoh", "guccounter", "xtor", "wt_mc",
        "wtmc", "s_cid", "at_medium", "at_format", "at_bbc_team", "__twitter_impression", "trk",
        "trkcampaign",
        # newsletters
        "mc_cid", "mc_eid", "mkt_tok", "ml_subscriber", "ml_subscriber_hash", "_cldee", "_clde",
        "hsctatracking", "elqtrackid", "elqtrack", "elqaid", "elqat", "vgo_ee",
        # sharing
        "fb_ref", "fb_source", "fb_comment_id", "share_id", "smid", "smtyp", "sr_share",
        "sharetype", "__tn__", "mibextid", "ref_src", "ref_url", "sfnsn", "guestaccesstoken",
        "unlocked_article_code", "tblci", "obref", "obclid", "outbrainclickid", "dicbo",
        # campaigns of single houses that are told by name
        "cmp", "cmpid", "ncid", "icid", "ito", "ocid", "nx_source", "intcmp", "int_cmp", "taid",
        "ftag", "soc_src", "soc_trk", "ex_cid", "wpisrc", "wpmm",
    }
)  # fmt: skip
# These name an article in some places and a way to it in others: only these values are a way.
_ORIGIN_NAMES = frozenset({"ref", "source", "src", "via", "from", "referrer", "referer"})
_ORIGINS = frozenset(
    {
        "amp", "app", "applenews", "apple_news", "email", "facebook", "fb", "feed", "feedburner",
        "flipboard", "google", "googlenews", "home", "homepage", "instagram", "linkedin", "mail",
        "newsletter", "push", "reddit", "rss", "share", "sharebar", "smartnews", "social", "t.co",
        "telegram", "tw", "twitter", "whatsapp",
    }
)  # fmt: skip


def only_tracks(name: str, value: str) -> bool:
    """Whether a parameter says nothing of what is read."""
    # "&amp;" that was copied out of a page's source and never decoded.
    plain = name.lower().removeprefix("amp;")
    return (
        plain in _NAMES
        or plain.startswith(_FAMILIES)
        or (plain in _ORIGIN_NAMES and value.lower() in _ORIGINS)
    )
