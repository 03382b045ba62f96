"""`make shots`: pictures of the main pages, into docs/shots/, for the README and for a change.

Of a tracker of its own, started for it and planted with the seeds and the sample articles; or of
one that runs, by its address: make shots ARGS="--url http://127.0.0.1:8000". Wide (1280) and narrow
(390), light and with --dark dark too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


PAGES = {
    "overview": "/",
    "cap-2023": "/caps/dprk-refined-petroleum/2023/",
    "cap-2023-known-2024-01-17": "/caps/dprk-refined-petroleum/2023/?known_at=2024-01-17",
    "cap-2025": "/caps/dprk-refined-petroleum/2025/",
    "cap-2024": "/caps/dprk-refined-petroleum/2024/",
    "obligations": "/obligations/",
    "resolutions": "/resolutions/",
    "resolution-2397": "/resolutions/2397/",
    "article": "/articles/1/",
    "findings": "/findings/",
    "state-russia": "/states/RU/",
    "search": "/search/?q=2397",
    "two-days": "/caps/dprk-refined-petroleum/2023/?known_at=2024-01-17&and_known_at=2024-01-26",
    "what-if": "/caps/dprk-refined-petroleum/2023/what-if/?supplier=RU&month=2023-03&amount=100000",
    "take": "/caps/dprk-refined-petroleum/2023/take/",
    "overview-arabic": "/ar/",
}
# Of the desk, for somebody signed in; a word in capitals is looked up when the pictures are taken.
DESK = {
    "desk-today": "/admin/",
    "desk-report": "/admin/compliance/report/add/",
    "desk-lines": "/admin/compliance/transfer/",
    "desk-import-errors": "/admin/compliance/importfile/IMPORT/change/",
    "desk-inbox": "/admin/compliance/finding/inbox/",
    "desk-review": "/admin/compliance/finding/FINDING/decide/",
    "desk-audit": "/admin/compliance/auditentry/",
}
README_PAGE, README_HEIGHT = "cap-2023", 1400  # down to the months under its chart
ALL = [*PAGES, *DESK]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 180
WIDTHS = {"wide": (1280, 1000), "narrow": (390, 1000)}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def shoot(
    browser: Any,
    url: str,
    folder: Path,
    *,
    pages: dict[str, str],
    schemes: list[str],
    whole: bool,
    session: str = "",
) -> list[Path]:
    """A picture of each page at each width in each scheme; gives the files.

    `session` is the key of a session at the desk, for its pages.
    """
    made = []
    for scheme in schemes:
        for width, (across, down) in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": across, "height": 900 if whole else down},
                color_scheme=scheme,
                locale="en-GB",
                timezone_id="UTC",
            )
            page = context.new_page()
            for name, path in pages.items():
                context.clear_cookies()
                if name in DESK:
                    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
                if width == "wide" and name == README_PAGE and not whole:
                    page.set_viewport_size({"width": across, "height": README_HEIGHT})
                page.goto(url.rstrip("/") + path, wait_until="load")
                file = folder / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=file, full_page=whole)
                made.append(file)
                page.set_viewport_size({"width": across, "height": 900 if whole else down})
            context.close()
    return made


# Somebody at the desk, and a table that is wrong in three places, looked at.
AT_THE_DESK = """
import io
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from compliance import services
from compliance.models import Committee
from compliance.queries import review
from tests.factories import tables

user, _ = User.objects.get_or_create(username="analyst", is_staff=True, is_superuser=True)
rows = tables.several(4)
rows[0]["quantity"], rows[2]["unit"], rows[3]["supplier"] = "12,5", "USD", "XX"
at = timezone.now()
file, _ = services.exchange.hand_in(
    stream=io.BytesIO(tables.as_csv(rows)), name="notifications-2018.csv",
    committee=Committee.objects.get(slug="1718"), by=user, at=at,
)
run = services.exchange.ask(file=file, step="check", by=user, at=at)
services.exchange.carry_out(run=run, at=at)
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
finding = next(iter(review.inbox(review.Wanted(), at=at)))
print(session.session_key, file.pk, finding.pk)
"""


def at_the_desk(home: str) -> tuple[str, dict[str, str]]:
    """A session at the desk of the tracker with this home, and the pages of the desk in it."""
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", AT_THE_DESK],
        cwd=ROOT,
        env=os.environ | {"TRACKER_HOME": home},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    session, file, finding = said[-3:]
    return session, {
        name: path.replace("IMPORT", file).replace("FINDING", finding)
        for name, path in DESK.items()
    }


@contextmanager
def tracker() -> Iterator[tuple[str, str]]:
    """The address and home of a tracker with nothing but what it ships, while it is needed.

    Raises SystemExit, with what it said, if it does not come up.
    """
    with tempfile.TemporaryDirectory(prefix="tracker-shots-") as home:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        url, log = f"http://127.0.0.1:{port}", Path(home) / "run.log"
        with log.open("wb") as said:
            running = subprocess.Popen(
                [sys.executable, "-m", "tracker.run"],
                cwd=ROOT,
                env=os.environ | {"TRACKER_HOME": f"{home}/home", "PORT": str(port)},
                stdout=said,
                stderr=said,
            )
        try:
            until = time.monotonic() + PATIENCE_S
            while not (b"is ready" in log.read_bytes() and all_read(url)):
                if running.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"The tracker did not come up:\n{log.read_text()}")
                time.sleep(0.5)
            yield url, f"{home}/home"
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def all_read(url: str) -> bool:
    """Whether every article has come to its findings; each of our samples has some."""

    def asked(path: str) -> Any:
        with urllib.request.urlopen(f"{url}/api/v1/{path}") as answer:
            return json.load(answer)

    return all(
        asked(f"findings/?article={article['id']}")["total"]["value"]
        for article in asked("articles/")["results"]
    )


def take(url: str, said: argparse.Namespace, home: str = "") -> None:
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit(
            "The pictures need a Chromium (Debian: apt install chromium); CHROMIUM names one."
        )
    session, desk = at_the_desk(home) if home else ("", {})
    every = PAGES | desk
    wanted = said.only.split(",") if said.only else list(every)
    said.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for file in shoot(
            browser,
            url,
            said.folder,
            pages={name: every[name] for name in wanted if name in every},
            session=session,
            schemes=["light", "dark"] if said.dark else ["light"],
            whole=said.whole,
        ):
            print(f"{file} {file.stat().st_size // 1024} KB")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="make shots", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "shots")
    parser.add_argument("--url", help="of a tracker that runs; else one is started")
    parser.add_argument("--home", default="", help="of that tracker: the desk's pages too")
    parser.add_argument("--only", default="", help=f"some of {','.join(ALL)}")
    parser.add_argument("--dark", action="store_true", help="the dark scheme too")
    parser.add_argument("--whole", action="store_true", help="whole pages, however long")
    said = parser.parse_args()
    if unknown := {*said.only.split(",")} - {"", *ALL}:
        parser.error(f"no such page: {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    if said.url:
        take(said.url, said, said.home)
        return
    with tracker() as (url, home):
        take(url, said, home)


if __name__ == "__main__":
    main()
