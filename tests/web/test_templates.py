"""Templates and the dataclasses of pages agree: nothing is asked for that is not there, and
nothing is built that no template shows."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import nodes

from app.config import resource_folder
from app.views import (
    accounts,
    accuracy,
    actors,
    agreement,
    api,
    articles,
    changes,
    citation_page,
    coding,
    coding_agreement,
    compare,
    context,
    editing_actors,
    editing_objects,
    editing_statement,
    history,
    home,
    ingest,
    keys,
    line,
    problem,
    queue,
    report,
    search,
    share,
    share_embed,
    snapshot,
    snapshot_difference,
    snapshot_file,
    statement,
    takeaway_paste,
    utterance,
)
from app.web.templating import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES: dict[str, Any] = {
    "home.html": home.HomePage,
    "compare.html": compare.ComparePage,
    "context.html": context.ContextView,
    "paste.html": takeaway_paste.PastePage,
    "agreement.html": agreement.AgreementPage,
    "actors.html": actors.ActorListPage,
    "actor.html": actors.ActorPage,
    "timeline.html": line.LinePage,
    "changes.html": changes.ChangesPage,
    "articles.html": articles.ArticleListPage,
    "article.html": articles.ArticlePage,
    "search.html": search.SearchPage,
    "snapshot.html": snapshot.SnapshotPage,
    "snapshot_file.html": snapshot_file.SnapshotFile,
    "snapshot_difference.html": snapshot_difference.SnapshotDifferencePage,
    "cite.html": citation_page.CitePage,
    "statement.html": statement.StatementPage,
    "utterance.html": utterance.UtterancePage,
    "report.html": report.ReportFormPage,
    "report_sent.html": report.ReaderReportPage,
    "accuracy.html": accuracy.AccuracyPage,
    "keys.html": keys.KeysPage,
    "coding.html": coding.SamplesPage,
    "coding_sample.html": coding.SamplePage,
    "coding_code.html": coding.CodePage,
    "coding_codebook.html": coding.CodebookPage,
    "coding_agreement.html": coding_agreement.CodersAgreementPage,
    "ingest.html": ingest.IngestPage,
    "ingest_run.html": ingest.RunPage,
    "sign_in.html": accounts.SignInPage,
    "account.html": accounts.AccountPage,
    "users.html": accounts.UsersPage,
    "queue.html": queue.QueuePage,
    "queue_item.html": queue.QueueItemPage,
    "edit_add.html": editing_statement.AddStatementPage,
    "edit_withdraw.html": editing_statement.WithdrawPage,
    "withdrawn.html": editing_statement.WithdrawnPage,
    "edit_merge.html": editing_actors.MergePage,
    "edit_split.html": editing_actors.SplitPage,
    "edit_actor.html": editing_actors.EditActorPage,
    "edit_article.html": editing_objects.EditArticlePage,
    "edit_utterance.html": editing_objects.EditUtterancePage,
    "edit_issue.html": editing_objects.EditIssuePage,
    "history.html": history.HistoryPage,
    "history_one.html": history.RevisionPage,
    "problem.html": problem.ProblemPage,
    "api.html": api.ApiPage,
    "share.html": share.SharePage,
    "follow.html": share.FollowPage,
    "embed_statement.html": share_embed.EmbedStatementPage,
    "embed_compare.html": share_embed.EmbedComparePage,
    "embed_problem.html": share_embed.EmbedProblemPage,
}


def asked_of_page(template: str) -> Iterator[str]:
    source = (resource_folder("templates") / template).read_text()
    for found in environment().parse(source).find_all(nodes.Getattr):
        if isinstance(found.node, nodes.Name) and found.node.name == "page":
            yield found.attr


@pytest.mark.parametrize("template", PAGES)
def test_a_template_asks_for_what_its_page_has_and_shows_all_of_it(template: str) -> None:
    known = {field.name for field in fields(PAGES[template])}
    asked = set(asked_of_page(template))
    assert asked <= known
    shared = ("base.html", "macros.html", "edit_parts.html", "share_head.html")
    inherited = {name for one in shared for name in asked_of_page(one)}
    assert known - asked - inherited == set()


def test_every_template_belongs_to_a_page_or_to_all() -> None:
    names = {path.name for path in resource_folder("templates").glob("*.html")}
    assert names == {
        *PAGES,
        "base.html",
        "macros.html",
        "compare_parts.html",
        "edit_parts.html",
        "history_parts.html",
        "ingest_parts.html",
        "line_parts.html",
        "guide.html",
        "queue_actors.html",
        "queue_parts.html",
        "shapes.html",
        "share_head.html",
        "embed.html",
    }


def test_nothing_is_marked_as_safe_and_no_style_or_script_stands_in_a_page() -> None:
    for path in resource_folder("templates").glob("*.html"):
        source = path.read_text()
        assert not re.search(r"\|\s*safe|autoescape|<style|style=|<script>|\son\w+=", source), path


def test_every_page_is_frozen() -> None:
    for page in PAGES.values():
        assert page.__dataclass_params__.frozen
