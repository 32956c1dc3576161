"""/agreement: the page, its data and the files that network tools read."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from app.config import Settings
from app.db.session import open_engine, sessions
from app.db.store import save, sync_directory
from app.domain.actors import ActorKind
from app.domain.positions import Stance
from app.main import create_app
from tests.factories import (
    day,
    make_actor,
    make_directory,
    make_extraction,
    make_issue,
    make_position,
    make_statement,
)
from tests.web.asking import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.actors import Actor
    from app.domain.extraction import Extraction
    from tests.databases import Databases

HOME = make_actor("Home Office", kind=ActorKind.GOVERNMENT, country="XA", in_directory=True)
ADA = make_actor("Ada Moreau", belongs_to=("home-office",), country="XA", in_directory=True)
BO = make_actor("Bo <b>Lindqvist</b>")
CLEO = make_actor("=Cleo & \x07Varga", slug="cleo-varga")
DAN = make_actor("Dan Both")
FOR, AGAINST, IF = Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL
TROOPS, VOTES = make_issue(), make_issue("votes", "Votes in war")
# Who took which stance on what, when; each stands in an article of its own.
SAID: tuple[tuple[Actor, Stance, str, str], ...] = (
    (ADA, FOR, TROOPS.slug, "2025-02-10"),
    (ADA, FOR, TROOPS.slug, "2025-03-11"),
    (ADA, IF, "votes", "2025-02-12"),
    (BO, FOR, TROOPS.slug, "2025-02-11"),
    (BO, AGAINST, "votes", "2025-02-13"),
    (CLEO, AGAINST, TROOPS.slug, "2025-02-14"),
    (DAN, FOR, TROOPS.slug, "2025-02-15"),
    (DAN, AGAINST, TROOPS.slug, "2025-03-16"),
)


def articles() -> list[Extraction]:
    """One statement an article, then one uncertain and one second-hand."""
    found = []
    for number, (who, stance, issue, when) in enumerate(SAID):
        text = f"=Number {number} of what was said then; {who.name} spoke of {number + 40} things."
        position = make_position(who, stance, issue=issue)
        found.append(_article(text, who, when, position))
    text = "Ada Moreau may or may not think so, somebody thought at the time."
    doubtful = replace(make_position(ADA, AGAINST), confidence=0.3)
    found.append(_article(text, ADA, "2025-02-20", doubtful))
    text = "Bo told a friend that Ada Moreau had never wanted anything of the kind."
    told = make_position(ADA, AGAINST, asserted_by=BO)
    found.append(_article(text, BO, "2025-02-20", told))
    return found


def _article(text: str, who: Actor, when: str, position: object) -> Extraction:
    return make_extraction(
        text,
        make_statement(text, text, who, said_on=day(when), positions=[position]),  # type: ignore[list-item]
        title=f"“{text[:9]}”; a title",
        file=f"{when}-{len(text)}.txt",
        published=day(when),
    )


@pytest.fixture(scope="module")
def asking(databases: Databases) -> Iterator[TestClient]:
    """A client of a database in which four actors speak on two issues."""
    with TestClient(create_app(Settings(database_url=databases.filled(fill)))) as client:
        yield client


def fill(url: str) -> None:
    engine = open_engine(url)
    with sessions(engine, write=True) as session:
        sync_directory(session, make_directory(HOME, ADA), [TROOPS, VOTES])
    for extraction in articles():
        with sessions(engine, write=True) as session:
            save(session, extraction)
    engine.dispose()


def rows_of(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


def test_the_page_says_what_it_counts_and_what_it_does_not(asking: TestClient) -> None:
    page = asking.get("/agreement").text
    assert "Counted: 8 positions of 4 actors" in page
    assert "on 2 issues" in page
    assert "1 uncertain, 1 second-hand" in page
    assert "Once an actor took several stances on one issue" in page
    assert "%" not in re.sub(r'"[^"]*"', "", page)


def test_a_share_always_stands_with_its_number(asking: TestClient) -> None:
    found = asking.get("/agreement.json").json()
    pair = next(one for one in found["pairs"] if set(one["actors"]) == {"ada-moreau", BO.slug})
    assert (pair["common"], pair["alike"], pair["opposed"]) == (2, [TROOPS.slug], [])
    assert (pair["otherwise"], pair["share"]) == (["votes"], 0.5)
    page = asking.get(f"/agreement?actor=ada-moreau&actor={BO.slug}").text
    assert page.count("1 of 2") == 3  # both halves of the matrix, and the list


def test_the_matrix_is_symmetric(asking: TestClient) -> None:
    head, *rows = rows_of(asking.get("/agreement.csv?form=matrix").text, ";")
    numbers = [[int(cell) for cell in row[1:]] for row in rows]
    assert head[1:] == [row[0] for row in rows]
    assert numbers == [list(column) for column in zip(*numbers, strict=True)]
    assert sum(map(sum, numbers)) == 2  # Ada and Bo, once each way
    assert all(numbers[place][place] == 0 for place in range(len(rows)))


def test_actors_run_from_those_for_to_those_against(asking: TestClient) -> None:
    found = asking.get("/agreement.json").json()["actors"]
    assert [one["slug"] for one in found] == ["ada-moreau", BO.slug, "dan-both", "cleo-varga"]


def test_each_standing_leads_to_the_statements_behind_it(asking: TestClient) -> None:
    page = asking.get(f"/agreement?issue={TROOPS.slug}").text
    address = "/compare?actor=ada-moreau&amp;from=2025-03-01&amp;to=2025-03-31"
    assert address in page
    statements = asking.get(address.replace("&amp;", "&").replace("compare", "compare.json"))
    assert statements.json()["count"] == 1


def test_months_are_counted_where_one_issue_is_chosen(asking: TestClient) -> None:
    found = asking.get(f"/agreement.json?issue={TROOPS.slug}").json()
    assert [unit["title"].replace("\xa0", " ") for unit in found["units"]] == [
        "February 2025",
        "March 2025",
    ]
    pair = next(one for one in found["pairs"] if set(one["actors"]) == {"ada-moreau", "dan-both"})
    assert (pair["alike"], pair["opposed"]) == (["2025-02"], ["2025-03"])


def test_few_units_in_common_are_greyed_with_their_number(asking: TestClient) -> None:
    page = asking.get("/agreement?least=2").text
    assert re.search(r'class="level-few"><a[^>]*>0 of 1<', page)
    assert "fewer than 2 issues in common" in page
    assert asking.get("/agreement.json?least=2").json()["pairs"][0]["enough"] is True


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/agreement?by=issue", "/agreement"),
        ("/agreement?issue=votes&by=month&least=1", "/agreement?issue=votes"),
        ("/agreement?actor=Ada+Moreau,dan-both", "/agreement?actor=ada-moreau&actor=dan-both"),
        ("/agreement?to=2025-02&utm_source=x", "/agreement?to=2025-02-28"),
        ("/agreement?issue=&actor=&from=", "/agreement"),
    ],
)
def test_another_spelling_leads_to_the_one_address(
    asking: TestClient, asked: str, address: str
) -> None:
    answer = asking.get(asked, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert asking.get(address, follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "word"),
    [
        ("/agreement?stance=supports", 400, "There is no filter called"),
        ("/agreement?form=matrix", 400, "There is no filter called"),
        ("/agreement?by=month", 400, "choose which"),
        ("/agreement?by=year", 400, "issue, month"),
        ("/agreement?least=0", 400, "whole number"),
        ("/agreement?least=2&least=3", 400, "more than once"),
        ("/agreement?from=2025-03&to=2025-02", 400, "begins on"),
        ("/agreement?issue=vote", 404, "Votes in war"),
        ("/agreement?actor=Ada+Moreu", 404, "/agreement?actor=ada-moreau"),
        ("/agreement.csv?form=gexf", 400, "events"),
        ("/agreement.graphml?form=pairs", 400, "congruence"),
    ],
)
def test_what_cannot_be_read_is_an_error_with_a_way_on(
    asking: TestClient, asked: str, status: int, word: str
) -> None:
    answer = asking.get(asked)
    assert answer.status_code == status
    assert word in answer.text


def test_months_without_an_issue_lead_to_each_issue(asking: TestClient) -> None:
    page = asking.get("/agreement?by=month").text
    assert "/agreement?by=month&amp;issue=votes" in page


def test_nothing_found_is_said_in_words(asking: TestClient) -> None:
    page = asking.get("/agreement?actor=dan-both&from=2030-01-01&to=2030-12-31").text
    assert "No certain first-hand position on any issue by Dan Both certainly said" in page
    assert "<table" not in page
    assert asking.get("/agreement.csv?from=2030-01-01").status_code == 200
    assert asking.get("/agreement.graphml?from=2030-01-01").status_code == 200


def test_one_actor_alone_agrees_with_nobody(asking: TestClient) -> None:
    page = asking.get("/agreement?actor=dan-both").text
    assert "choose a second actor" in page


def test_pairs_as_rows(asking: TestClient) -> None:
    head, *rows = rows_of(asking.get("/agreement.csv").text)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert head[-2:] == ["permalink", "retrieved_at"]
    for row in found:
        counts = [int(row[name]) for name in ("alike", "opposed", "otherwise")]
        assert sum(counts) == int(row["common"])
    cleo = next(row for row in found if "cleo-varga" in (row["a_slug"], row["b_slug"]))
    assert "'=Cleo & " in (cleo["a"][:9], cleo["b"][:9])


def test_two_mode_has_the_stance_in_words_or_as_a_sign(asking: TestClient) -> None:
    words = rows_of(asking.get("/agreement.csv?form=two-mode").text, ";")
    signs = rows_of(asking.get("/agreement.csv?form=signed").text, ";")
    assert words[0] == signs[0] == ["", TROOPS.slug, "votes"]
    assert words[1:4:2] == [["Ada Moreau", "supports", "conditional"],
                            ["Dan Both", "several ways", ""]]  # fmt: skip
    assert signs[1:] == [
        ["Ada Moreau", "1", "0"],
        ["Bo <b>Lindqvist</b>", "1", "-1"],
        ["Dan Both", "0", ""],
        [signs[4][0], "-1", ""],
    ]
    assert signs[4][0].startswith("'=")


def test_the_event_list_has_the_heads_and_times_of_discourse_network_analyzer(
    asking: TestClient,
) -> None:
    text = asking.get("/agreement.csv?form=events").text
    assert text.startswith(
        '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";'
        '"text";"person";"organization";"concept";"agreement"'
    )
    head, *rows = rows_of(text, ";")
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(found) == len(SAID)
    assert found[0] | {"statement ID": "", "document ID": "", "utterance": "", "permalink": "",
                       "retrieved_at": "", "document title": ""} == {
        "statement ID": "", "time": "2025-02-10 00:00:00", "document ID": "",
        "document title": "", "author": "", "source": "The Paper", "section": "",
        "type": "direct",
        "text": "'=Number 0 of what was said then; Ada Moreau spoke of 40 things.",
        "person": "Ada Moreau", "organization": "Home Office", "concept": "Troops",
        "agreement": "1", "stance": "supports", "time_basis": "said", "actor": "ada-moreau",
        "utterance": "", "permalink": "", "retrieved_at": "",
    }  # fmt: skip
    assert [row["agreement"] for row in found if row["actor"] == "dan-both"] == ["1", "0"]
    assert [row["agreement"] for row in found if row["stance"] == "conditional"] == [""]


def read_back(text: str) -> nx.Graph[str]:
    return nx.parse_graphml(text)


def test_the_congruence_network_reads_back(asking: TestClient) -> None:
    graph = read_back(asking.get("/agreement.graphml").text)
    assert set(graph) == {f"actor:{who.slug}" for who in (ADA, BO, CLEO, DAN)}
    ((one, other, edge),) = graph.edges(data=True)
    assert {one, other} == {"actor:ada-moreau", f"actor:{BO.slug}"}
    assert edge == {
        "weight": 1, "n": 2, "alike": 1, "opposed": 0, "share": 0.5, "enough": True,
        "units": TROOPS.slug,
    }  # fmt: skip
    assert graph.nodes["actor:ada-moreau"] == {
        "label": "Ada Moreau", "name": "Ada Moreau", "variable": "actor", "bipartite": 0,
        "kind": "person", "country": "XA", "frequency": 3,
    }  # fmt: skip
    assert graph.nodes["actor:cleo-varga"]["name"] == "=Cleo & Varga"  # no XML holds the control


def test_the_conflict_network_joins_those_opposed(asking: TestClient) -> None:
    graph = read_back(asking.get("/agreement.graphml?form=conflict").text)
    assert {frozenset(edge) for edge in graph.edges} == {
        frozenset({f"actor:{who.slug}", "actor:cleo-varga"}) for who in (ADA, BO)
    }


def test_the_two_mode_network_is_bipartite_and_has_each_stance(asking: TestClient) -> None:
    graph = read_back(asking.get("/agreement.graphml?form=two-mode").text)
    assert nx.is_bipartite(graph)
    assert {graph.nodes[node]["variable"] for node in graph} == {"actor", "issue"}
    edge = graph.edges["actor:ada-moreau", f"issue:{TROOPS.slug}"]
    assert edge == {
        "weight": 2, "stance": "supports", "first": "2025-02-10", "last": "2025-03-11",
        "supports": 2,
    }  # fmt: skip
    assert graph.edges["actor:dan-both", f"issue:{TROOPS.slug}"]["stance"] == "several ways"


@pytest.mark.parametrize("form", ["congruence", "conflict", "two-mode"])
def test_graphml_is_as_its_schema_has_it_and_the_same_bytes_each_time(
    asking: TestClient, form: str
) -> None:
    text = asking.get(f"/agreement.graphml?form={form}").text
    assert asking.get(f"/agreement.graphml?form={form}").text == text
    name = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.fromstring(text)  # noqa: S314 - made here
    assert root.tag == f"{name}graphml"
    tags = [child.tag.removeprefix(name) for child in root]
    assert tags == sorted(tags, key=["key", "graph"].index)  # keys come first
    assert tags.count("graph") == 1
    keys = {key.get("id"): key for key in root.iter(f"{name}key")}
    assert len(keys) == tags.count("key")
    types = {"boolean", "int", "long", "float", "double", "string"}
    assert {key.get("attr.type") for key in keys.values()} <= types
    graph = root.find(f"{name}graph")
    assert graph is not None
    assert graph.get("edgedefault") == "undirected"
    nodes = [node.get("id") for node in graph.iter(f"{name}node")]
    assert len(set(nodes)) == len(nodes)
    for edge in graph.iter(f"{name}edge"):
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
    for place in ("node", "edge"):
        for element in graph.iter(f"{name}{place}"):
            given = [datum.get("key") for datum in element]
            assert len(set(given)) == len(given)
            assert {keys[key].get("for") for key in given} <= {place}


def test_files_have_a_tag_and_a_name(asking: TestClient) -> None:
    for path in ("/agreement.csv", "/agreement.csv?form=events", "/agreement.graphml"):
        answer = asking.get(path)
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="onrecord-')
        again = asking.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_names_from_articles_are_never_markup(asking: TestClient) -> None:
    page = asking.get("/agreement").text
    assert "<b>Lindqvist" not in page
    assert "Bo &lt;b&gt;Lindqvist&lt;/b&gt;" in page
