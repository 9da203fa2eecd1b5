"""How far a run is, read from another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from byline.app.journal import NAME, Journal, read_run
from byline.errors import Interrupted, StoreFull
from byline.pipeline.parts import Silent


def test_a_run_tells_its_stage_and_how_it_ended(tmp_path: Path) -> None:
    assert read_run(tmp_path).state == "none"
    with Journal(tmp_path, Silent()) as journal:
        assert read_run(tmp_path).state == "running"
        with journal.stage("poll", 3) as advance:
            advance(3)
            assert (read_run(tmp_path).stage, read_run(tmp_path).total) == ("poll", 3)
    done = read_run(tmp_path)
    assert (done.state, done.finished) == ("done", {"poll": 3})
    assert done.started is not None
    assert done.ended is not None
    assert done.started <= done.ended


@pytest.mark.parametrize(
    ("error", "state"), [(Interrupted("Stopped."), "stopped"), (StoreFull("the disk is full."), "failed")]
)
def test_what_went_wrong_is_told(tmp_path: Path, error: Exception, state: str) -> None:
    with pytest.raises(type(error)), Journal(tmp_path, Silent()):
        raise error
    assert (read_run(tmp_path).state, read_run(tmp_path).words) == (state, str(error))


def test_a_run_whose_process_was_killed_is_not_running(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from byline.app.journal import Journal;"
        "from byline.pipeline.parts import Silent; Journal(Path(sys.argv[1]), Silent()).__enter__(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=60)
    assert b'"running"' in (tmp_path / NAME).read_bytes()
    assert read_run(tmp_path).state == "stopped"


def test_a_file_that_cannot_be_written_or_read_stops_nothing(tmp_path: Path) -> None:
    with Journal(tmp_path / "missing", Silent()) as journal, journal.stage("poll", 1) as advance:
        advance(1)
    (tmp_path / NAME).write_bytes(b"{half")
    assert read_run(tmp_path).state == "none"
