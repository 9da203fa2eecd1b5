"""What stories say is found once, and again where their articles change."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from byline.pipeline.claims import claims, claims_version
from byline.pipeline.parts import Report
from byline.pipeline.sort import cluster
from byline.run.interface import TaskFailed
from byline.summary.claims import find_claims
from byline.summary.settings import SummarySettings

NOON = datetime(2025, 7, 28, 12, tzinfo=UTC)
CHIP = "Acme released the Orca chip in Lisbon on Monday. The Orca chip by Acme has 40 billion transistors. "


class Broken:
    """Breaks off at every item."""

    def map(self, fn, items):
        return (TaskFailed(index=at, error="It died.", kind="died") for at, _ in enumerate(items))


class Killed:
    """Is killed at the second item."""

    def map(self, fn, items):
        yield fn(next(iter(items)))
        raise KeyboardInterrupt


@pytest.fixture
def told(parts, add):
    add("harbour", "Acme releases the Orca chip", CHIP, hours=1)
    add("anchor", "Acme shows the Orca chip", CHIP + "Bolt Systems ordered 4,000 Orca chips from Acme.", hours=2)
    cluster(parts, Report(), now=NOON)
    return parts


def unfound(parts):
    version = claims_version(parts.settings.summary)
    return parts.store.unfound_claims(version, since=NOON, limit=9)


def test_claims_of_every_story_are_stored_as_they_are_found_in_its_texts(told):
    report, stories = Report(), unfound(told)
    claims(told, report, now=NOON)
    assert report.claimed == len(stories) > 0
    for coverage in told.store.stories(stories).values():
        expected = find_claims(coverage, settings=SummarySettings()).claims
        assert told.store.claims([coverage]) == {coverage.story.id: expected}
        assert expected


def test_a_second_run_finds_nothing_twice(told):
    claims(told, Report(), now=NOON)
    report = Report()
    claims(told, report, now=NOON)
    assert (report.claimed, unfound(told)) == (0, [])


def test_a_story_whose_claims_broke_off_is_left_for_the_next_run(told):
    stories = unfound(told)
    claims(dataclasses.replace(told, executor=Broken()), Report(), now=NOON)
    assert unfound(told) == stories


def test_a_run_killed_in_between_leaves_its_stories_for_the_next(told):
    stories = unfound(told)
    with pytest.raises(KeyboardInterrupt):
        claims(dataclasses.replace(told, executor=Killed()), Report(), now=NOON)
    assert unfound(told) == stories
    claims(told, Report(), now=NOON)
    assert unfound(told) == []


def test_other_settings_are_another_version():
    assert claims_version(SummarySettings()) == claims_version(SummarySettings())
    assert claims_version(SummarySettings()) != claims_version(SummarySettings(min_similarity=0.61))
