"""The command line as a user meets it: what it prints, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest


def byline(*arguments: str, folder: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    return subprocess.run(
        [sys.executable, "-m", "byline", *arguments],
        cwd=folder,
        env={**clean, "NO_COLOR": "1", "COLUMNS": "120", **(env or {})},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `byline demo` was run once."""
    folder = tmp_path_factory.mktemp("cli")
    done = byline("demo", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


def in_demo(made: Path) -> tuple[str, ...]:
    return ("--set", f"newsroom.folder={made / 'byline-demo' / 'newsroom'}")


def test_help_names_every_command(tmp_path: Path) -> None:
    done = byline("--help", folder=tmp_path)
    assert done.returncode == 0
    for command in (
        "demo",
        "init",
        "run",
        "export",
        "feeds",
        "search",
        "explain",
        "eval",
        "parse",
        "extract",
        "doctor",
    ):
        assert command in done.stdout


def test_init_writes_a_file_once(tmp_path: Path) -> None:
    assert byline("init", folder=tmp_path).returncode == 0
    again = byline("init", folder=tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_an_unknown_key_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "byline.toml").write_text("[rank]\nhalf_life_hour = 3\n", "utf-8")
    done = byline("run", folder=tmp_path)
    assert done.returncode == 2
    assert "unknown key half_life_hour in [rank]. Did you mean half_life_hours?" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_stage_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    done = byline("run", "--only", "pol", folder=tmp_path)
    assert done.returncode == 2
    assert "Did you mean poll?" in done.stderr


def test_an_unreachable_feed_is_one_line_and_the_run_ends_with_an_empty_edition(tmp_path: Path) -> None:
    byline("feeds", "add", "http://127.0.0.1:9/feed.xml", "--name", "Nobody", folder=tmp_path)
    done = byline("run", "--set", 'fetch.allow=["127.0.0.0/8"]', folder=tmp_path)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if "http://127.0.0.1:9/feed.xml" in line]
    assert len(lines) == 1
    assert "No story in this edition" in done.stdout
    assert list((tmp_path / "site").rglob("index.html"))


def test_a_day_on_which_nothing_could_be_read_does_not_replace_the_last_edition(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "byline-demo", tmp_path / "sample")
    settings = ("--config", str(tmp_path / "sample" / "byline.toml"))
    done = byline("run", "--only", "publish", "--now", "2025-09-01T08:00:00Z", *settings, folder=tmp_path)
    assert "No edition was made: nothing was read in its span" in done.stdout
    assert not (tmp_path / "sample" / "site" / "2025-09-01").exists()
    assert "The Sample Byline" in byline("read", *settings, folder=tmp_path).stdout.splitlines()[0]


def test_a_database_of_a_newer_version_is_left_alone(made: Path, tmp_path: Path) -> None:
    database = tmp_path / "newsroom" / "newsroom.db"
    database.parent.mkdir()
    database.write_bytes((made / "byline-demo" / "newsroom" / "newsroom.db").read_bytes())
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("insert into schema_migration (name, applied_at) values ('9999_from_the_future', 0)")
    before = database.read_bytes()
    done = byline("feeds", "list", folder=tmp_path)
    assert done.returncode == 3
    assert "newer" in done.stderr
    assert "Traceback" not in done.stderr
    assert database.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "newsroom").write_text("a file stands in the way", "utf-8")
    done = byline("run", folder=tmp_path)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_demo_prints_table_digest_and_path(made: Path) -> None:
    done = byline("demo", folder=made)
    assert "independent sources" in done.stdout
    assert "[1]" in done.stdout
    assert "off topic" in done.stdout
    assert (made / "byline-demo" / "site" / "2025-07-28" / "index.html").is_file()
    assert "index.html" in done.stdout


def test_search_finds_chinese_words_of_two_characters(made: Path) -> None:
    done = byline("search", "上海", *in_demo(made), "--json", folder=made)
    assert done.returncode == 0
    hits = json.loads(done.stdout)
    assert hits
    assert all("上海" in hit["article"]["title"] + hit["article"]["text"] for hit in hits)
    # Ids are texts, as in the API: a reader with floating point rounds integers of 63 bits.
    assert all(re.fullmatch("[0-9a-z]{13}", hit["article"]["id"]) for hit in hits)


def test_explain_walks_from_the_sentence_to_the_fetch(made: Path) -> None:
    done = byline("explain", "1", *in_demo(made), "--json", folder=made)
    explanation = json.loads(done.stdout)
    assert explanation["position"] == 1
    assert abs(sum(part["value"] for part in explanation["rank"]) - explanation["total"]) < 1e-6
    evidence = [e for sentence in explanation["sentences"] for e in sentence["evidence"]]
    assert evidence
    assert all(e["holds"] and e["feed"] and "SHA-256" in e["page_fetch"] for e in evidence)
    assert "Where each sentence comes from" in byline("explain", "1", *in_demo(made), folder=made).stdout


def test_explain_says_when_there_is_no_such_story(made: Path) -> None:
    done = byline("explain", "nothing", *in_demo(made), folder=made)
    assert done.returncode == 2
    assert "there is no such story" in done.stderr


def test_export_writes_the_same_bytes_again(made: Path, tmp_path: Path) -> None:
    site = made / "byline-demo" / "site"
    done = byline("export", *in_demo(made), "--set", f"publish.folder={tmp_path}/again", folder=made)
    assert done.returncode == 0, done.stderr
    first = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    again = {p.relative_to(tmp_path / "again"): p.read_bytes() for p in (tmp_path / "again").rglob("*") if p.is_file()}
    assert first == again


def test_doctor_finds_everything_well_after_a_demo(made: Path) -> None:
    done = byline("doctor", *in_demo(made), folder=made)
    assert done.returncode == 0
    assert "BAD" not in done.stdout


def test_config_show_says_where_a_value_came_from(tmp_path: Path) -> None:
    done = byline("config", "show", "newsroom", folder=tmp_path, env={"BYLINE_NEWSROOM__LANGUAGE": "zh"})
    assert 'newsroom.language = "zh"  (environment)' in done.stdout


def test_feeds_can_be_added_listed_exported_imported_and_removed(tmp_path: Path) -> None:
    url = "https://press.example/feed"
    assert byline("feeds", "add", url, "--name", "The Press", folder=tmp_path).returncode == 0
    (tmp_path / "mine.opml").write_text(byline("feeds", "export", folder=tmp_path).stdout, "utf-8")
    assert byline("feeds", "remove", url, "--dry-run", folder=tmp_path).returncode == 0
    assert url in byline("feeds", "list", folder=tmp_path).stdout
    assert byline("feeds", "remove", url, folder=tmp_path).returncode == 0
    assert url not in byline("feeds", "list", folder=tmp_path).stdout
    assert "Added 1 feeds" in byline("feeds", "import", "mine.opml", folder=tmp_path).stdout
    assert url in byline("feeds", "health", folder=tmp_path).stdout


def test_parse_reads_a_file(made: Path, tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><title>T</title><item><title>One</title><link>https://a.example/1</link></item></channel></rss>"
    (tmp_path / "feed.xml").write_text(feed, "utf-8")
    parsed = json.loads(byline("parse", "feed.xml", "--json", folder=tmp_path).stdout)
    assert [entry["title"] for entry in parsed["entries"]] == ["One"]


def test_parse_says_what_is_not_a_feed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body>Just a moment...</body></html>", "utf-8")
    done = byline("parse", "page.html", folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("init", "/etc/hostname"), 3),
        (("feeds", "add", "http://[::1/x"), 2),
        (("feeds", "add", "http://me:secret@press.example/feed"), 2),
        (("run", "--now", "0001-01-01"), 2),
        (("export", "1999-01-01"), 2),
        (("eval", "clusters", "not-there.jsonl"), 2),
        (("eval", "--floors", "not-there.json"), 2),
        (("eval", "--only", "rankin"), 2),
        (("eval", "--write", "."), 2),
        (("run", "--set", 'fetch.allow=["10.0.0.0/33"]'), 2),
        (("parse", "not-there.xml"), 2),
        (("config", "show", "newsrom"), 2),
        (("config", "show", "--config", "."), 2),
        (("feeds", "add", "https://press.example/feed", "--language", "english"), 2),
        (("feeds", "add", "https://press.example/feed", "--country", "France"), 2),
        (("feeds", "import", "/dev/null"), 2),
        (("eval", "clusters", "."), 2),
        (("parse", "."), 2),
        (("extract", "not-there.html"), 2),
        (("parse", "http://"), 2),
        (("parse", "http://127.0.0.1:9/feed"), 3),
        (("extract", "http://127.0.0.1:9/page"), 3),
        (("parse", "http://127.0.0.1:9/feed", "--set", 'fetch.allow=["127.0.0.1"]'), 3),
    ],
)
def test_what_cannot_be_done_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    done = byline(*arguments, folder=tmp_path)
    assert done.returncode == code
    assert len(done.stderr.strip().splitlines()) == 1
    assert "secret" not in done.stderr


def test_a_terminal_without_chinese_letters_gets_question_marks(made: Path) -> None:
    done = byline("search", "智能体", *in_demo(made), folder=made, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "?" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "model"),
        ("explain", "1"),
        ("feeds", "list"),
        ("feeds", "health", "--json"),
        ("feeds", "export"),
        ("feeds", "remove", "https://press.example/feed"),
        ("export",),
        ("db", "migrate"),
    ],
)
def test_reading_commands_make_no_newsroom(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = byline(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "there is no newsroom here yet. Type byline run" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_trying_out_an_import_and_the_doctor_make_nothing_either(tmp_path: Path) -> None:
    assert "Would add" in byline("feeds", "import", "ai", "--dry-run", folder=tmp_path).stdout
    assert "the first run makes it" in byline("doctor", folder=tmp_path).stdout
    assert list(tmp_path.iterdir()) == []


def test_whoever_made_only_the_demo_is_told_how_to_read_it(made: Path) -> None:
    done = byline("explain", "1", folder=made)
    assert done.returncode == 2
    assert "--config byline-demo/byline.toml" in done.stderr


def test_an_unknown_edition_is_answered_with_those_that_exist(made: Path) -> None:
    done = byline("explain", "1", "--edition", "1999-01-01", *in_demo(made), folder=made)
    assert done.returncode == 2
    assert "1999-01-01: there is no such edition. Stored are: 2025-07-28." in done.stderr


def test_addresses_are_never_cut(tmp_path: Path) -> None:
    url = f"https://press.example/{'section/' * 30}feed.xml"
    byline("feeds", "add", url, "--name", "A name that is rather long for a narrow terminal", folder=tmp_path)
    for command in ("list", "health"):
        narrow = byline("feeds", command, folder=tmp_path, env={"COLUMNS": "40"})
        assert any(url in line for line in narrow.stdout.splitlines())


def test_the_error_of_a_bad_feed_list_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text("<opml><body>", "utf-8")
    done = byline("feeds", "import", "mine.opml", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("byline: mine.opml: ")


def test_a_feed_that_is_cut_off_says_so_and_what_was_read(tmp_path: Path) -> None:
    whole = "<item><title>One</title><link>https://a.example/1</link></item>"
    (tmp_path / "feed.xml").write_text(f"<rss version='2.0'><channel><title>T</title>{whole}<item><ti", "utf-8")
    done = byline("parse", "feed.xml", folder=tmp_path)
    assert done.returncode == 1
    assert "(1 entries" in done.stdout
    assert "feed.xml: the feed is cut off: its end is missing" in done.stderr
    assert "1 entry was read before its end; what came after is lost." in done.stderr


@pytest.mark.parametrize("arguments", ["config show", "config show --json", "--help"])
def test_a_reader_that_has_enough_ends_a_command_without_a_word(tmp_path: Path, arguments: str) -> None:
    command = [sys.executable, "-m", "byline", *arguments.split()]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")
