"""One writer for one folder, whatever happens to it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from byline.errors import StoreError, StoreFull, StoreLocked
from byline.store.lock import exclusive

HOLDER = """
import sys, time
from pathlib import Path
from byline.store.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_holder_is_told_which_file_and_what_to_do(holder, tmp_path):
    with pytest.raises(StoreLocked) as caught, exclusive(tmp_path):
        pass
    assert str(tmp_path / "lock") in str(caught.value)
    assert "Wait until it has finished" in str(caught.value)
    assert caught.value.retryable


def test_a_killed_holder_frees_the_lock_at_once(holder, tmp_path):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with exclusive(tmp_path) as path:
        assert path == tmp_path / "lock"


def test_the_lock_is_free_after_the_block_even_when_it_failed(tmp_path):
    with pytest.raises(RuntimeError), exclusive(tmp_path):
        raise RuntimeError("broke")
    with exclusive(tmp_path), pytest.raises(StoreLocked), exclusive(tmp_path):
        pass


def test_a_process_started_inside_the_block_does_not_inherit_the_lock(tmp_path):
    sleeper = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
    with exclusive(tmp_path):
        process = subprocess.Popen(sleeper, stdout=subprocess.PIPE, close_fds=False)
        process.stdout.readline()
    with exclusive(tmp_path):
        process.kill()
    process.communicate()


def test_two_folders_have_two_locks(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with exclusive(tmp_path), exclusive(other):
        pass


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"does not exist.*Create it"), exclusive(tmp_path / "nowhere"):
        pass


def test_a_lock_file_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "lock").mkdir()
    with pytest.raises(StoreFull, match="cannot be written"), exclusive(tmp_path):
        pass
