"""The digest in a terminal."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from byline.cli.report import MEASURE, print_report
from byline.pipeline.parts import Report
from byline.publish.terminal import digest, shorten


def shown(edition, *, width=80, top=3, colour=False):
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="truecolor" if colour else None)
    console.print(digest(edition, top=top, width=width))
    return out.getvalue()


def test_a_story_is_told_with_numbers_and_their_source_sentences(edition):
    text = shown(edition)
    assert "4 independent sources (5 outlets) · US 2, AU 1, CN 1, GB 1" in text
    assert "The files are on its own site and on three mirrors. [3]" in text
    assert "[3] Harbor Ledger: “The files are on its own site and on three mirrors.”" in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(edition, width):
    text = shown(edition, width=width, top=99)
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width


def test_only_the_top_stories_are_shown(edition):
    assert "Court lets" not in shown(edition, top=2)
    assert "Court lets" in shown(edition, top=3)


def test_markup_and_control_characters_in_titles_do_nothing(edition):
    story = edition.stories[0]
    headline = msgspec.structs.replace(story.summary.headline, text="[bold red]x[/] [link=http://e.example]y\x1b[31m")
    summary = msgspec.structs.replace(story.summary, headline=headline)
    odd = msgspec.structs.replace(edition, stories=(msgspec.structs.replace(story, summary=summary),))
    text = shown(odd, top=1)
    assert "[bold red]x[/] [link=http://e.example]y[31m" in text
    assert "\x1b" not in text


def test_the_ledger_closes_the_digest(edition):
    text = " ".join(shown(edition).split())
    assert "Checked 44 · Published 43 · Replaced by the source’s own words 2 · Dropped 1" in text


def test_a_chinese_digest_speaks_chinese(chinese):
    assert "4 个独立来源 (5 家媒体)" in shown(chinese)


def test_a_report_in_a_pipe_is_short_and_cuts_no_path(edition, capsys, tmp_path):
    site = tmp_path / "a-folder-with-a-long-name" / ("x" * 100)
    print_report(Report(edition=edition), site=site, seconds=1.0)
    *lines, path = capsys.readouterr().out.splitlines()
    assert path == str(site / edition.id / "index.html")
    table = next(number for number, line in enumerate(lines) if line.startswith("Feeds"))
    assert max(map(cell_len, lines[:table])) <= MEASURE
    assert max(map(cell_len, lines[table:])) < 2 * MEASURE


@given(st.text(alphabet="ab 人工智能，é", max_size=40), st.integers(min_value=2, max_value=30))
def test_shortened_text_fits_its_cells(text, cells):
    short = shorten(text, cells)
    assert cell_len(short) <= cells
    assert short == text or short.endswith("…")
