"""Typst in a process of its own: files in on standard input, a PNG or PDF out.

Run by its path, so that it loads Typst and nothing of ours. It has no need of the network and asks
for none; memory and time have an end, and whatever goes wrong ends with this process.
"""

from __future__ import annotations

import base64
import json
import resource
import sys


MEMORY, SECONDS = 2 * 2**30, 20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import typst

    asked = json.load(sys.stdin.buffer)
    made = typst.compile(
        {name: base64.b64decode(content) for name, content in asked["files"].items()},
        format=asked["form"],
        ppi=asked["ppi"],
        font_paths=asked["fonts"],
        ignore_system_fonts=True,
        **({"pdf_standards": asked["standards"]} if asked["form"] == "pdf" else {}),
    )
    sys.stdout.buffer.write(made[0] if isinstance(made, list) else made)


if __name__ == "__main__":
    main()
