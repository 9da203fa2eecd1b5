"""A disk that is full, files that are not databases, and others at the same database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from byline.errors import StoreError, StoreFull, StoreLocked
from byline.records import ImageFile
from byline.store import dialect
from byline.store.sqlite import open_store

LIMITED = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from byline.errors import StoreFull
from byline.records import ImageFile
from byline.store.sqlite import open_store

store = open_store(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
stored = 0
try:
    while stored < 1000:
        url = f"https://x.example/{stored}.png"
        picture = ImageFile(url=url, content_type="image/png", body=bytes(50_000), width=1, height=1)
        store.commit([picture], now=datetime(2025, 7, 28, tzinfo=UTC))
        stored += 1
except StoreFull as error:
    print(stored, len(store.images([f"https://x.example/{i}.png" for i in range(1000)])), error)
"""


def _picture(number: int, size: int = 50_000) -> ImageFile:
    url = f"https://x.example/{number}.png"
    return ImageFile(url=url, content_type="image/png", body=bytes(size), width=1, height=1)


def _fill(store, now, *, most=1000):
    """Commit pictures until there is no room; returns how many were stored, and the error."""
    for number in range(most):
        try:
            store.commit([_picture(number)], now=now)
        except StoreFull as error:
            return number, error
    raise AssertionError("there was always room")


def test_a_full_disk_is_said_plainly_and_loses_nothing(tmp_path, newsroom):
    path = tmp_path / "small.db"
    store = open_store(path, max_pages=100)
    stored, error = _fill(store, newsroom.now)
    assert str(error) == f"{path}: the disk is full. Nothing stored before is lost. Make room and run again."
    assert len(store.images([_picture(n).url for n in range(1000)])) == stored > 0
    store.close()
    roomy = open_store(path)
    roomy.commit([_picture(stored)], now=newsroom.now)
    assert len(roomy.images([_picture(n).url for n in range(1000)])) == stored + 1
    assert roomy.problems() == []
    roomy.close()


def test_a_batch_that_does_not_fit_leaves_no_part_of_itself(tmp_path, newsroom):
    store = open_store(tmp_path / "small.db", max_pages=100)
    with pytest.raises(StoreFull):
        store.commit([_picture(n) for n in range(100)], now=newsroom.now)
    assert store.images([_picture(n).url for n in range(100)]) == {}
    store.commit([_picture(0)], now=newsroom.now)
    store.close()


def test_a_write_that_the_system_refuses_loses_nothing(tmp_path):
    path = tmp_path / "byline.db"
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    stored, readable, message = done.stdout.strip().split(" ", 2)
    assert stored == readable
    assert "the disk refused" in message or "the disk is full" in message
    assert "Nothing stored before is lost." in message
    store = open_store(path)
    assert len(store.images([_picture(n).url for n in range(1000)])) == int(stored) > 0
    assert store.problems() == []
    store.close()


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"nowhere: the data folder does not exist. Create it"):
        open_store(tmp_path / "nowhere" / "byline.db")


def test_a_folder_in_place_of_the_file_is_named(tmp_path):
    with pytest.raises(StoreError, match="folder, not a database file"):
        open_store(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that not even root can write")
def test_a_folder_that_cannot_be_written_is_said_plainly():
    with pytest.raises(StoreFull, match=r"cannot be opened or created. Give this user the right"):
        open_store(Path("/proc/self/byline.db"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_folder_without_the_right_to_write_is_said_plainly(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreFull, match="Give this user the right"):
            open_store(tmp_path / "byline.db")
    finally:
        tmp_path.chmod(0o700)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "byline.db"
    path.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(StoreError, match="not a database of Byline"):
        open_store(path)
    assert path.read_bytes() == b"Dear diary, " * 1000


def test_a_damaged_database_is_said_to_be_damaged(tmp_path, newsroom):
    path = tmp_path / "damaged.db"
    store = open_store(path)
    store.commit([_picture(n) for n in range(20)], now=newsroom.now)
    store.close()
    data = bytearray(path.read_bytes())
    data[dialect.PAGE_BYTES : 60 * dialect.PAGE_BYTES] = b"\xff" * (59 * dialect.PAGE_BYTES)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        open_store(path).commit([_picture(99)], now=newsroom.now)


def test_a_database_that_another_process_holds_is_said_to_be_locked(tmp_path, newsroom):
    path = tmp_path / "held.db"
    open_store(path).close()
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        store = open_store(path, busy_timeout_ms=50)
        with pytest.raises(StoreLocked, match="Wait until it has finished") as caught:
            store.commit([_picture(0)], now=newsroom.now)
        assert caught.value.retryable
        assert store.images(["x"]) == {}
        other.execute("ROLLBACK")
        store.commit([_picture(0)], now=newsroom.now)
        store.close()
    other.close()


def test_threads_may_read_and_write_at_once(store, newsroom):
    failures: list[BaseException] = []

    def write(first: int) -> None:
        try:
            for number in range(first, first + 25):
                store.commit([_picture(number, 10)], now=newsroom.now)
                assert _picture(number).url in store.images([_picture(number).url])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 25, 50, 75)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.images([_picture(n).url for n in range(100)])) == 100


def test_a_healthy_database_has_no_problems(newsroom):
    newsroom.publish("a")
    assert newsroom.store.problems() == []


def test_an_article_missing_from_the_index_is_a_problem(newsroom, tmp_path):
    newsroom.publish("a")
    with sqlite3.connect(tmp_path / "byline.db") as connection:
        connection.execute("INSERT INTO article_words (article_words) VALUES ('delete-all')")
    connection.close()
    assert newsroom.store.problems() == ["full text: 1 articles are not in the index"]


def test_a_record_of_another_version_is_said_plainly(newsroom, tmp_path):
    article = newsroom.publish("a")
    with sqlite3.connect(tmp_path / "byline.db") as connection:
        connection.execute("""UPDATE screening SET kept = '{"topics":[],"colour":"red"}'""")
    connection.close()
    with pytest.raises(StoreError, match=r"colour.*Another version of Byline wrote it"):
        newsroom.store.kept([article.id])


def test_twenty_threads_may_read_at_once(store, newsroom):
    newsroom.open_feed()
    together = threading.Barrier(20, timeout=30)
    found: list[int] = []

    def read() -> None:
        together.wait()
        found.append(len(store.sources()))

    threads = [threading.Thread(target=read) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 20


def test_four_processes_may_make_the_database_at_once(tmp_path):
    imports = "import sys; from pathlib import Path; from byline.store.sqlite import open_store"
    path = tmp_path / "fresh.db"
    command = [sys.executable, "-c", f"{imports}; open_store(Path(sys.argv[1]))", path]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    store = open_store(path)
    assert store.problems() == []
    store.close()


def test_the_file_is_laid_out_as_measured(store, tmp_path):
    with sqlite3.connect(tmp_path / "byline.db") as connection:
        assert connection.execute("PRAGMA page_size").fetchone() == (8192,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
