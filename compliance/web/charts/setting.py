"""PNG and PDF: what is drawn as SVG, set by Typst, kept by the digest of what went in.

Typst draws SVG by the same library as resvg does, sets pages, and comes in a wheel with nothing to
install beside it. It runs in a child with limits (`typesetter`), so that no worker grows by it; the
fonts come from a wheel too, so a picture is the same on every machine.
"""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from threading import BoundedSemaphore

from django.core.cache import caches


FONTS = "fontpkg_noto_sans"
CHILD = Path(__file__).with_name("typesetter.py")
PATIENCE_S = 20
AT_ONCE = 2  # children of one process; who comes later waits
PPI = 144  # two pixels a point: sharp on a good screen
SVG_PAGE = b"""#let said = json("said.json")
#set document(title: said.title)
#set page(width: said.width * 1pt, height: said.height * 1pt, margin: 0pt)
#set text(lang: "en")
#image("chart.svg", width: 100%, alt: said.alt)
"""
_turn = BoundedSemaphore(AT_ONCE)


class NotSet(Exception):
    """It could not be set; the message says why."""


def picture(svg: str, *, form: str, title: str, alt: str) -> bytes:
    """A stand-alone drawing as PNG or as a one-page PDF."""
    width, height = _size(svg)
    said = {"title": title, "alt": alt, "width": width, "height": height}
    return composed(
        {"main": SVG_PAGE, "said.json": json.dumps(said).encode(), "chart.svg": svg.encode()},
        form=form,
    )


def composed(parts: Mapping[str, bytes], *, form: str) -> bytes:
    """What Typst makes of some files, of which `main` comes first."""
    asked = json.dumps(
        {
            "files": {name: base64.b64encode(content).decode() for name, content in parts.items()},
            "form": form,
            "ppi": PPI,
            "fonts": [str(files(FONTS) / "files")],
            "standards": ["ua-1"] if form == "pdf" else [],
        },
        sort_keys=True,
    ).encode()
    key = f"{form}-{sha256(asked).hexdigest()}"
    kept = caches["pictures"]
    with contextlib.suppress(OSError):
        found: bytes | None = kept.get(key)
        if found is not None:
            return found
    made = _run(asked)
    with contextlib.suppress(OSError):  # a full disk costs the next reader half a second
        kept.set(key, made)
    return made


def _run(asked: bytes) -> bytes:
    if not _turn.acquire(timeout=PATIENCE_S):
        raise NotSet("Too many pictures are being made at once")
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by this Python
            [sys.executable, "-I", str(CHILD)],
            input=asked,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise NotSet(f"It was not ready within {PATIENCE_S} seconds") from None
    finally:
        _turn.release()
    if done.returncode != 0 or not done.stdout:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NotSet(f"It could not be set: {''.join(last)[:200] or 'the child was stopped'}")
    return done.stdout


def _size(svg: str) -> tuple[float, float]:
    box = svg[svg.index('viewBox="') + 9 :].split('"', 1)[0].split()
    return float(box[2]), float(box[3])
