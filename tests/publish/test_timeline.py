"""The drawing of a story's coverage in time."""

from __future__ import annotations

import msgspec
import pytest

from byline.publish.timeline import HEIGHT, WIDTH, timeline_of


@pytest.fixture
def coverage(edition):
    return edition.stories[0].coverage


def test_every_report_is_a_dot_inside_the_drawing(coverage):
    dots = timeline_of(coverage, language="en").dots
    assert len(dots) == len(coverage.members)
    assert all(0 < dot.x < WIDTH and 0 < dot.y < HEIGHT for dot in dots)


def test_dots_go_right_with_time_and_up_with_every_report(coverage):
    dots = timeline_of(coverage, language="en").dots
    assert [dot.x for dot in dots] == sorted(dot.x for dot in dots)
    assert [dot.y for dot in dots] == sorted((dot.y for dot in dots), reverse=True)


def test_copies_are_told_apart(coverage):
    copies = [dot.label for dot in timeline_of(coverage, language="en").dots if dot.copy]
    assert [label.partition(",")[0] for label in copies] == ["Quay Tribune"]


def test_the_drawing_says_in_words_what_it_shows(coverage):
    said = timeline_of(coverage, language="en").description
    assert said.startswith("5 reports, 1 a copy: the first by ")


def test_one_report_is_no_drawing(coverage):
    alone = msgspec.structs.replace(coverage, members=coverage.members[:1])
    assert timeline_of(alone, language="en") is None
