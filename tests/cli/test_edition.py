"""`byline read`: the whole edition, one story, its source sentences, JSON and Markdown."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from byline.cli.main import app
from byline.errors import ConfigError
from byline.publish.edition_json import decode_edition
from byline.publish.site import edition_json


def read(*arguments, folder):
    return CliRunner().invoke(app, ["read", *arguments, "--set", f"newsroom.folder={folder / 'newsroom'}"])


def test_the_whole_edition_is_printed_into_a_pipe(published, monday):
    done = read(folder=published)
    assert done.exit_code == 0
    text = " ".join(done.stdout.split())
    for story in monday.stories:
        for section in story.summary.sections:
            assert all(" ".join(s.text.split()) in text for s in section.sentences)


def test_prose_in_a_pipe_is_at_most_100_columns_and_not_padded(published):
    lines = read("--sources", folder=published).stdout.splitlines()
    assert max(map(cell_len, lines)) <= 100
    assert all(line == line.rstrip() for line in lines)


def test_one_story_is_named_by_position_slug_or_option(published, monday):
    slug = monday.stories[1].slug
    texts = {
        read(*a, folder=published).stdout for a in (["2"], ["2025-07-28", "2"], ["2025-07-28", slug], ["--story", "2"])
    }
    assert len(texts) == 1
    assert texts.pop().lstrip().startswith("2. ")


def test_source_sentences_are_printed_in_full_when_asked_for(published, monday):
    quote = max(
        (c.passage.quote for s in monday.stories[0].summary.sections for x in s.sentences for c in x.citations), key=len
    )
    without, with_them = (" ".join(read("1", *a, folder=published).stdout.split()) for a in ([], ["--sources"]))
    assert "The source sentences" not in without
    assert f"“{quote}”" in with_them


def test_json_is_the_edition_and_one_story_of_it(published, monday):
    whole = decode_edition(read("--json", folder=published).stdout.encode())
    assert [story.slug for story in whole.stories] == [story.slug for story in monday.stories]
    assert all(member.article.text == "" for story in whole.stories for member in story.coverage.members)
    assert json.loads(read("3", "--json", folder=published).stdout)["slug"] == monday.stories[2].slug


def test_markdown_is_what_the_edition_publishes(published):
    assert read("--markdown", folder=published).stdout.startswith('---\ntitle: "The AI Byline"\n')
    assert "[^1]: “" in read("1", "--markdown", folder=published).stdout


def test_an_edition_file_is_read_without_a_newsroom(monday, tmp_path):
    file = tmp_path / "edition.json"
    file.write_bytes(edition_json(monday, full_texts=False))
    assert "The AI Byline" in read(str(file), folder=tmp_path / "nowhere").stdout
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("arguments", "words"), [(["2024-01-01"], "no stored edition"), (["2025-07-28", "99"], "numbered 1 to")]
)
def test_what_is_not_there_is_said_in_one_sentence(published, arguments, words):
    done = read(*arguments, folder=published)
    assert isinstance(done.exception, ConfigError)
    assert words in str(done.exception)


def _in_a_terminal(folder, typed):
    """Return what a person sees who types these keys."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "byline", "read", "--set", f"newsroom.folder={folder / 'newsroom'}"]
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=os.environ | {"COLUMNS": "90"}
    ) as process:
        os.close(slave)
        os.write(master, typed)
        seen = b""
        try:
            while chunk := os.read(master, 65536):
                seen += chunk
        except OSError:  # a pseudo-terminal ends this way
            pass
        process.wait(timeout=30)
    os.close(master)
    return process.returncode, seen.decode(errors="replace")


def test_in_a_terminal_each_story_waits_and_s_opens_its_sources(published, monday):
    code, seen = _in_a_terminal(published, b"s\n3\nq\n")
    assert code == 0
    assert "The source sentences" in seen
    last = f"3 of {len(monday.stories)}"
    assert last in seen
    assert f"2 of {len(monday.stories)}" not in seen
