"""PostgreSQL from the wheel: started and stopped beside the project, nothing to install."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path


def socket_folder(home: Path) -> Path:
    """Where the server's socket lies: in `home`, or in a short folder where that path is too long.

    The kernel takes at most 107 bytes for a socket's path, file name included.
    """
    wanted = home.resolve() / "postgres"
    if len(str(wanted / ".s.PGSQL.5432")) <= 100:
        return wanted
    key = hashlib.sha256(str(wanted).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"tracker-{key}"
