"""A table of all positions in a choice: whose, which way, when, and where it can be checked."""

import csv
import json
import sys
from urllib.request import urlopen

SITE = "http://127.0.0.1:8000"


def reports(address):
    """All reports that a choice lists, page by page."""
    while address:
        with urlopen(address) as answer:
            page = json.load(answer)
        yield from page["statements"]
        yield from page["undated"]  # of no known day
        address = page["next"]


table = csv.writer(sys.stdout)
table.writerow(["said on", "whose position", "told by", "stance", "sure", "words", "permalink"])
counted = set()
for one in reports(f"{SITE}/api/v1/statements?stance=supports,opposes&limit=200"):
    if one["utterance"] in counted:
        continue  # another report of the same: what was said once counts once
    counted.add(one["utterance"])
    day = (one["said_on"]["edtf"] or "not known") + ("?" if one["said_on"]["guessed"] else "")
    words = " … ".join(one["content_text"])
    for position in one["positions"]:
        told_by = position["asserted_by"]["name"] if position["asserted_by"] else ""
        sure = round(min(position["confidence"], one["confidence"]), 2)
        table.writerow(
            [day, position["holder"]["name"], told_by, position["stance"], sure, words, one["url"]]
        )
