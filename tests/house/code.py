"""Our own files, as the rules of the house look at them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path


PROJECT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Every file of ours: what Git holds, and what it would take."""
    said = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = (PROJECT / name for name in said.split("\0") if name)
    return tuple(sorted(path for path in found if path.is_file() and not path.is_symlink()))


def under(*folders: str, suffix: str = ".py") -> list[Path]:
    roots = [PROJECT / folder for folder in folders]
    return [
        path
        for path in files()
        if path.suffix == suffix and any(path.is_relative_to(root) for root in roots)
    ]


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
