"""What died is started again: soon where it was killed, ever later where it ends by itself."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tracker import supervisor


@pytest.mark.parametrize(
    ("command", "killed", "longest"),
    [(["sleep", "60"], True, 1), (["false"], False, 30)],
    ids=["killed", "ended by itself"],
)
def test_the_pause_before_the_next_start_grows_to(tmp_path, command, killed, longest):
    child = supervisor.Child("child", command, tmp_path / "log")
    pauses = []
    for _ in range(8):
        child.start()
        assert child.process is not None
        if killed:
            os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()
        child.look(lambda _: None)
        pauses.append(round(child.due - time.monotonic(), 1))
    assert pauses == sorted(pauses)
    assert pauses[0] == 0.5
    assert pauses[-1] == longest
