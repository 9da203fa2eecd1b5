"""`byline stories`: what a person sees and decides, and that it lasts."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from byline.app.demo import demo_newsroom
from byline.cli.main import app
from byline.errors import BylineError
from byline.sample.newsroom import SampleNewsroom
from byline.sample.records import SAMPLE_NOW
from byline.store.lock import exclusive
from byline.store.sqlite import open_store
from byline.text.hashes import parse_id


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def byline(*arguments: str, folder: Path) -> Done:
    """Run a command in this process, with what `main` makes of errors."""
    done = CliRunner().invoke(app, [*arguments, "--set", f"newsroom.folder={folder / 'newsroom'}"])
    if isinstance(done.exception, BylineError):
        return Done(done.exception.exit_code, done.stdout, f"{done.stderr}byline: {done.exception}\n")
    return Done(done.exit_code, done.stdout, done.stderr)


def stories(*arguments: str, folder: Path) -> Done:
    return byline("stories", *arguments, folder=folder)


def data(*arguments: str, folder: Path):
    done = stories(*arguments, "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's newsroom, run once."""
    folder = tmp_path_factory.mktemp("stories")
    with SampleNewsroom() as sample, demo_newsroom(sample, folder, workers=1) as newsroom:
        newsroom.run(now=SAMPLE_NOW)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    (tmp_path / "newsroom").mkdir()
    shutil.copy(made / "newsroom" / "newsroom.db", tmp_path / "newsroom" / "newsroom.db")
    return tmp_path


@pytest.fixture
def two(folder: Path) -> tuple[str, str]:
    """The ids of two stories of three articles and more that nothing has changed yet, the elder first."""
    lines = [line for line in data("list", folder=folder) if line["articles"] > 2]
    unchanged = [line for line in lines if not data("history", line["id"], folder=folder)]
    first, second = sorted(unchanged, key=lambda line: line["created"])[:2]
    return first["id"], second["id"]


def articles(folder: Path, story: str) -> list[str]:
    return [line["id"] for line in data("show", story, folder=folder)["articles"]]


def test_the_list_names_every_story_with_its_counts(made: Path) -> None:
    lines = data("list", folder=made)
    assert len(lines) == len({line["id"] for line in lines}) > 20
    printed = stories("list", folder=made).stdout
    assert all(line["id"] in printed for line in lines)
    assert data("list", "--since", "2025-07-28T19:59", folder=made) == []


def test_a_merge_and_its_undoing_by_split(folder: Path, two: tuple[str, str]) -> None:
    elder, other = two
    own, theirs = articles(folder, elder), articles(folder, other)
    assert stories("merge", other, elder, folder=folder).stdout == (
        f"Have merged {other} into {elder}: {len(theirs)} articles.\n"
    )
    shown = stories("show", other, folder=folder)
    assert f"{other} is part of {elder} now" in shown.stderr
    assert sorted(articles(folder, elder)) == sorted(own + theirs)
    assert stories("split", elder, *theirs, folder=folder).returncode == 0
    assert (articles(folder, elder), articles(folder, other)) == (own, theirs)
    assert [c["kind"] for c in data("history", other, folder=folder)] == ["merge", "split"]


def test_a_dry_run_changes_nothing(folder: Path, two: tuple[str, str]) -> None:
    before = data("show", two[0], folder=folder)
    assert stories("merge", *two, "--dry-run", folder=folder).stdout.startswith("Would have merged")
    assert data("split", two[0], articles(folder, two[0])[1], "--dry-run", folder=folder)["dry_run"]
    assert data("show", two[0], folder=folder) == before


def test_what_a_person_decided_is_stored_as_few_pairs(folder: Path, two: tuple[str, str]) -> None:
    elder, other = two
    first, theirs = articles(folder, elder)[0], articles(folder, other)
    decided = data("merge", elder, other, folder=folder)["decisions"]
    assert {frozenset((d["left"], d["right"])) for d in decided} == {frozenset((first, a)) for a in theirs}
    assert {d["kind"] for d in decided} == {"together"}
    data("split", elder, *theirs, folder=folder)
    kept = data("show", elder, folder=folder)["past"]["decisions"]
    assert {d["kind"] for d in kept} == {"apart"}


def test_the_part_with_the_first_article_keeps_the_id(folder: Path, two: tuple[str, str]) -> None:
    first, *rest = articles(folder, two[0])
    done = stories("split", two[0], first, folder=folder)
    assert "keep its id" in done.stderr
    assert articles(folder, two[0]) == [first]
    assert articles(folder, rest[0]) == rest


def test_a_merge_of_what_is_one_story_already_is_confirmed(folder: Path, two: tuple[str, str]) -> None:
    stories("merge", *two, folder=folder)
    again = stories("merge", *two, folder=folder)
    assert again.returncode == 0
    assert "one story already" in again.stderr
    assert len(data("history", two[0], folder=folder)) == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("merge", "{a}"), "two stories or more"),
        (("merge", "{a}", "nonsense"), "is not the id of a story"),
        (("merge", "{a}", "0000000000001"), "there is no such story"),
        (("split", "{a}", "nonsense"), "is not the id of an article"),
        (("split", "{a}", "{foreign}"), "is no article of this story. It tells {b}"),
        (("split", "{a}", "{all}"), "nothing of the story would stay"),
        (("show", "0000000000001"), "there is no such story"),
        (("list", "--since", "yesterday"), "is not a time"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    folder: Path, two: tuple[str, str], arguments: tuple[str, ...], complaint: str
) -> None:
    own = articles(folder, two[0])
    names = {"a": two[0], "b": two[1], "foreign": articles(folder, two[1])[0]}
    filled = [part for a in arguments for part in (own if a == "{all}" else [a.format(**names)])]
    done = stories(*filled, folder=folder)
    assert done.returncode == 2
    assert complaint.format(**names) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_run_that_is_going_on_is_not_disturbed(folder: Path, two: tuple[str, str]) -> None:
    with exclusive(folder / "newsroom"):
        done = stories("merge", *two, folder=folder)
    assert done.returncode == 3
    assert "another Byline is at work" in done.stderr


def test_explain_says_where_a_story_went_and_why(folder: Path, two: tuple[str, str]) -> None:
    elder, other = two
    stories("merge", elder, other, folder=folder)
    done = byline("explain", other, folder=folder)
    assert f"{other} is part of {elder} now" in done.stdout
    assert "by a person: merged by hand" in done.stdout
    assert "What a person decided" in done.stdout
    told = json.loads(byline("explain", other, "--json", folder=folder).stdout)
    assert told["past"]["absorbed"] == [other]


def test_a_merge_killed_at_any_moment_is_done_or_not_begun(folder: Path, two: tuple[str, str]) -> None:
    elder, other = two
    own, theirs = articles(folder, elder), articles(folder, other)
    chance = random.Random(3)
    for turn in range(6):
        arguments = ("split", elder, *theirs) if turn % 2 else ("merge", elder, other)
        own_folder = ("--set", f"newsroom.folder={folder / 'newsroom'}")
        command = [sys.executable, "-m", "byline", "stories", *arguments, *own_folder]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, 1.2))
        running.kill()
        running.wait(timeout=60)
        store = open_store(folder / "newsroom" / "newsroom.db")
        a, b = (store.story(parse_id(story)) for story in two)
        merged = store.living([parse_id(other)])[parse_id(other)] == parse_id(elder)
        assert store.problems() == []
        assert len(a.members) == len(own) + (len(theirs) if merged else 0)
        assert len(b.members) == (len(a.members) if merged else len(theirs))
        kinds = [entry.change.kind for entry in store.changes(parse_id(elder))]
        assert kinds == ["merge", "split"] * (len(kinds) // 2) + (["merge"] if merged else [])
        store.close()
