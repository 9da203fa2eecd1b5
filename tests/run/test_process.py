from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import tasks

from byline.run.interface import TaskFailed
from byline.run.process import ProcessExecutor


def test_results_come_in_order_whatever_finishes_first():
    with ProcessExecutor(workers=2) as pool:
        assert list(pool.map(tasks.slow_first, range(20))) == list(range(20))


def test_a_pool_can_be_used_again_with_the_same_workers():
    with ProcessExecutor(workers=1) as pool:
        assert set(pool.map(tasks.worker_id, range(3))) == set(pool.map(tasks.worker_id, range(3)))


def test_failing_dying_and_hanging_items_cost_only_themselves():
    items = ["a", "raise", "b", "die", "c", "unpicklable", "d"]
    with ProcessExecutor(workers=2, timeout_s=30) as pool:
        results = list(pool.map(tasks.misbehave, items))
    kinds = [result.kind if isinstance(result, TaskFailed) else result for result in results]
    assert kinds == ["a", "error", "b", "died", "c", "error", "d"]
    assert [result.index for result in results if isinstance(result, TaskFailed)] == [1, 3, 5]


def test_a_script_without_a_main_guard_does_not_run_again_in_its_workers(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(
        "import math\n"
        "from byline.run.process import ProcessExecutor\n"
        "print('started', flush=True)\n"
        "with ProcessExecutor(workers=2) as pool:\n"
        "    print(sum(pool.map(math.sqrt, [4, 9, 16])), flush=True)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.split() == ["started", "9.0"]


def test_a_hanging_item_is_given_up_and_its_worker_replaced():
    with ProcessExecutor(workers=1, timeout_s=0.5) as pool:
        results = list(pool.map(tasks.misbehave, ["a", "hang", "b"]))
    assert [results[0], results[2]] == ["a", "b"]
    assert results[1].kind == "timeout"


def test_an_item_that_cannot_be_sent_fails_alone():
    with ProcessExecutor(workers=1) as pool:
        first, failed, last = pool.map(tasks.misbehave, [1, lambda: None, 2])
    assert (first, last, failed.kind) == (1, 2, "error")


def test_items_are_taken_only_a_few_ahead():
    taken = []
    with ProcessExecutor(workers=2) as pool:
        results = pool.map(tasks.double, (taken.append(n) or n for n in range(1000)))
        next(results)
        results.close()
        assert len(taken) <= pool.look_ahead + 1


def test_closing_the_iterator_stops_busy_workers():
    with ProcessExecutor(workers=1, timeout_s=600) as pool:
        results = pool.map(tasks.misbehave, ["a", "hang", "b"])
        assert next(results) == "a"
        results.close()
        assert list(pool.map(tasks.double, [1])) == [2]


def test_workers_end_when_their_parent_is_killed(tmp_path: Path):
    note = tmp_path / "pid"
    code = (
        "import tasks\nfrom byline.run.process import ProcessExecutor\n"
        "if __name__ == '__main__':\n"
        f"    list(ProcessExecutor(workers=1, timeout_s=600).map(tasks.note_pid_and_hang, [{str(note)!r}]))\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    parent = subprocess.Popen([sys.executable, str(script)])
    worker = int(_wait_for(lambda: note.exists() and note.read_text()))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert _wait_for(lambda: not _alive(worker))


def _alive(pid: int) -> bool:
    try:
        # A killed process whose new parent has not collected it yet still has its number.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _wait_for(found, *, tries: int = 300):
    for _ in range(tries):
        if value := found():
            return value
        time.sleep(0.1)
    raise AssertionError("nothing happened within 30 s")


def test_the_process_has_no_worker_before_the_first_item():
    pool = ProcessExecutor(workers=2)
    assert pool.busy_workers() == []
    pool.close()
    assert os.getpid() > 0
