"""Pictures of the main pages from a running server: python -m tests.browser.shots OUTDIR URL.

Wide (1280) and narrow (390), light and dark; docs/shots/ is made with it, and people who change
the pages look at them.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from typing import Any


PAGES = {
    "overview": "/",
    "cap-2023": "/caps/dprk-refined-petroleum/2023/",
    "cap-2023-known-2024-01-17": "/caps/dprk-refined-petroleum/2023/?known_at=2024-01-17",
    "cap-2025": "/caps/dprk-refined-petroleum/2025/",
    "resolutions": "/resolutions/",
    "resolution-2397": "/resolutions/2397/",
    "article": "/articles/1/",
    "findings": "/findings/",
}
WIDTHS = {"wide": (1280, 1400), "narrow": (390, 1500)}
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
    browser: Any, url: str, folder: Path, *, pages: dict[str, str], schemes: list[str], whole: bool
) -> list[Path]:
    """A picture of each page at each width in each scheme; gives the files."""
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
                page.goto(url.rstrip("/") + path, wait_until="load")
                file = folder / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=file, full_page=whole)
                made.append(file)
            context.close()
    return made


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("url")
    parser.add_argument("--only", default="", help="names of pages, with commas between")
    parser.add_argument("--dark", action="store_true", help="the dark scheme too")
    parser.add_argument("--whole", action="store_true", help="whole pages, however long")
    said = parser.parse_args()
    wanted = said.only.split(",") if said.only else list(PAGES)
    said.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=ARGUMENTS
        )
        for file in shoot(
            browser,
            said.url,
            said.folder,
            pages={name: PAGES[name] for name in wanted},
            schemes=["light", "dark"] if said.dark else ["light"],
            whole=said.whole,
        ):
            print(f"{file} {file.stat().st_size // 1024} KB")
        browser.close()


if __name__ == "__main__":
    main()
