"""`manage.py ingest`: a bar for whoever looks on, a summary by reason, a telling exit code."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from compliance.models import Article, Capture
from compliance.services.press import manners
from tests.factories.press import RETOLD
from tests.sources.hosts import Reply, publisher, story


pytestmark = [pytest.mark.usefixtures("planted"), pytest.mark.django_db]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def run(*words: str, screen: StringIO | None = None) -> tuple[str, str, bool]:
    """What was said, what was said to be wrong, and whether all was taken."""
    said, wrong = StringIO(), screen or StringIO()
    try:
        call_command("ingest", *words, stdout=said, stderr=wrong)
    except CommandError:
        return said.getvalue(), wrong.getvalue(), False
    return said.getvalue(), wrong.getvalue(), True


def folder(path: Path) -> Path:
    for name, words in {
        "a.txt": "", "b.txt": RETOLD, "c.txt": RETOLD, "d.txt": "  ", "e.txt": "Other words.",
    }.items():  # fmt: skip
        (path / name).write_text(words)
    return path


def test_the_summary_counts_what_became_of_each_and_groups_the_reasons(tmp_path: Path) -> None:
    at, urls = folder(tmp_path), tmp_path.parent / "list.urls"
    urls.write_text("http://user@news.example/\nhttps://news.example/1\n")
    said, _, whole = run(str(at), str(urls))
    assert not whole
    assert said.splitlines()[-3:] == [
        "3 new, 1 held already, 3 refused.",
        f"  2 × There is no text in it. {at}/a.txt, {at}/d.txt",
        "  1 × An address with a user name in it is not fetched. http://user@news.example/",
    ]


def test_lists_of_addresses_within_a_folder_are_followed_like_one_that_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "list.urls").write_text("# ours\n\nhttps://news.example/1\n")
    (tmp_path / "plain.txt").write_text("https://news.example/2\nhttps://news.example/1\n")
    (tmp_path / "story.txt").write_text(RETOLD)
    said, _, whole = run(str(tmp_path))
    assert whole
    assert said.splitlines()[-1] == "3 new, 1 held already."
    addresses = Article.objects.filter(origin="url").values_list("url", flat=True)
    assert set(addresses) == {"https://news.example/1", "https://news.example/2"}
    assert Article.objects.filter(origin="file").count() == 1


def test_of_many_that_are_refused_for_one_reason_some_are_named(tmp_path: Path) -> None:
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text("")
    said, _, _ = run(str(tmp_path))
    assert said.splitlines()[-1].endswith(f"{tmp_path}/4.txt and 3 more")


def test_a_bar_is_drawn_at_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    at = folder(tmp_path)
    _, shown, _ = run(str(at), screen=Terminal())
    assert "handing in:" in shown
    assert "/5 [" in shown
    _, piped, _ = run(str(at))
    assert "handing in" not in piped


def test_a_file_that_cannot_be_opened_stops_no_other(tmp_path: Path) -> None:
    at = folder(tmp_path)
    (at / "aa.txt").symlink_to(at / "nowhere.txt")
    said, wrong, whole = run(str(at))
    assert not whole
    assert f"{at}/aa.txt: not taken. No such file or directory" in wrong
    assert "2 new" in said


@pytest.mark.enable_socket
def test_now_waits_for_a_host_and_says_what_it_forbids(settings) -> None:
    robots = Reply("User-agent: *\nDisallow: /c")
    with publisher(a=story(RETOLD), b=story("Other words."), c=story("x"), robots=robots) as host:
        settings.FETCH_ALLOWED_HOSTS, settings.FETCH_PAUSE_S = [host.host], 1
        began = timezone.now()
        said, _, whole = run(host.url("/a"), host.url("/b"), host.url("/c"), "--now")
        assert timezone.now() - began >= timedelta(seconds=2)
        assert host.paths() == ["/robots.txt", "/a", "/b"]
        assert not whole
        assert "3 new, 1 without a text yet." in said
        assert "disallows this address" in said.splitlines()[-1]
        assert Capture.objects.filter(error="").count() == 2


@pytest.mark.enable_socket
def test_now_leaves_a_long_rest_to_the_worker() -> None:
    manners.rest("news.example", until=timezone.now() + timedelta(hours=1), why="It said so.")
    said, _, whole = run("http://news.example/a", "--now")
    assert not whole
    assert "a running tracker fetches it then." in said
    assert Article.objects.count() == 1
    assert not Capture.objects.exists()
