"""Ctrl-C and SIGKILL at any time are safe: the next run goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from byline.evaluate.sample import EVER
from byline.sample.load import load_newsroom
from byline.store.sqlite import open_store


def start(folder: Path) -> subprocess.Popen[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    return subprocess.Popen(
        [sys.executable, "-m", "byline", "demo"],
        cwd=folder,
        env=clean,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_a_run_that_is_stopped_by_ctrl_c_says_so_and_can_go_on(tmp_path: Path) -> None:
    running = start(tmp_path)
    database = tmp_path / "byline-demo" / "newsroom" / "newsroom.db"
    while not database.exists() and running.poll() is None:
        time.sleep(0.05)
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    _, complaint = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"the next run goes on" in complaint
    assert b"Traceback" not in complaint
    assert start(tmp_path).wait(timeout=200) == 0


def test_a_run_killed_at_six_moments_ends_with_every_article_once(tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(6):
        running = start(tmp_path)
        time.sleep(chance.uniform(1.0, 7.0))
        running.kill()
        running.communicate(timeout=60)
    finished = start(tmp_path)
    assert finished.wait(timeout=200) == 0
    expected = {load_newsroom().url(article): article.expect.screen for article in load_newsroom().articles}
    store = open_store(tmp_path / "byline-demo" / "newsroom" / "newsroom.db")
    kept = [m.article.url for coverage in store.coverage(*EVER) for m in coverage.members]
    dropped = [article.url for article, _ in store.dropped(*EVER)]
    unrepaired = store.pending("repair", now=EVER[1], limit=1000)
    store.close()
    assert unrepaired == []
    assert sorted(kept + dropped) == sorted(expected)
