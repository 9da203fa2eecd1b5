"""Which stories an edition shows, and in which order."""

from __future__ import annotations

import msgspec

from byline.publish.compose import compose, sum_checks
from byline.publish.settings import PublishSettings
from byline.records import CheckCount
from byline.text.hashes import format_id


def ids(edition):
    return [story.score.story_id for story in edition.stories]


def test_stories_keep_the_order_of_their_scores(case, frame):
    assert ids(compose(*case, frame=frame)) == list(range(1001, 1012))


def test_a_better_scored_story_of_one_source_stands_after_the_others(case, frame):
    coverages, scores, summaries = case
    shuffled = [scores[8], *scores[:8], *scores[9:]]
    assert ids(compose(coverages, shuffled, summaries, frame=frame))[:2] == [1001, 1002]


def test_stories_of_one_source_can_be_mixed_in_or_left_out(case, frame):
    coverages, scores, summaries = case
    shuffled = [scores[8], *scores[:8]]
    mixed = compose(coverages, shuffled, summaries, frame=frame, settings=PublishSettings(below="mixed"))
    off = compose(coverages, shuffled, summaries, frame=frame, settings=PublishSettings(below="off"))
    assert ids(mixed)[0] == 1009
    assert 1009 not in ids(off)


def test_an_edition_is_finite(case, frame):
    assert len(compose(*case, frame=frame, settings=PublishSettings(stories=3)).stories) == 3


def test_checks_of_the_stories_shown_are_summed_into_the_ledger(case, frame):
    edition = compose(*case, frame=frame)
    assert edition.ledger.checks.checked == sum(s.summary.checks.checked for s in edition.stories)
    assert edition.ledger.checks.reasons == {"numbers": 2, "unsupported": 1}
    assert edition.ledger.read == frame.ledger.read


def test_sums_add_reasons_of_several_stories():
    counts = [CheckCount(checked=3, dropped=1, reasons={"b": 1}), CheckCount(checked=2, reasons={"a": 1, "b": 1})]
    assert sum_checks(counts) == CheckCount(checked=5, dropped=1, reasons={"a": 1, "b": 2})


def test_a_story_whose_passage_is_not_in_its_article_is_never_published(case, frame, caplog):
    coverages, scores, summaries = case
    summary = summaries[1002]
    passage = msgspec.structs.replace(summary.headline.citations[0].passage, quote="沿江七市")
    citation = msgspec.structs.replace(summary.headline.citations[0], passage=passage)
    headline = msgspec.structs.replace(summary.headline, citations=(citation,))
    broken = {**summaries, 1002: msgspec.structs.replace(summary, headline=headline)}
    assert 1002 not in ids(compose(coverages, scores, broken, frame=frame))
    assert format_id(1002) in caplog.text


def test_a_sentence_without_a_citation_keeps_its_story_out(case, frame):
    coverages, scores, summaries = case
    headline = msgspec.structs.replace(summaries[1003].headline, citations=())
    broken = {**summaries, 1003: msgspec.structs.replace(summaries[1003], headline=headline)}
    assert 1003 not in ids(compose(coverages, scores, broken, frame=frame))


def test_the_address_of_a_story_depends_on_its_id_alone(case, frame):
    coverages, scores, summaries = case
    tomorrow = msgspec.structs.replace(frame, id="2025-07-29", date="2025-07-29", title="Other")
    first = compose(coverages, scores, summaries, frame=frame)
    second = compose(coverages, scores[::-1], summaries, frame=tomorrow)
    assert {s.slug for s in first.stories} == {s.slug for s in second.stories}
    assert first.stories[0].slug == format_id(1001)


def test_a_story_without_a_summary_is_not_shown(case, frame):
    coverages, scores, summaries = case
    fewer = {key: value for key, value in summaries.items() if key != 1001}
    assert ids(compose(coverages, scores, fewer, frame=frame))[0] == 1002


def test_two_passages_never_share_a_number(case, frame):
    coverages, scores, summaries = case
    summary = summaries[1001]
    one = msgspec.structs.replace(summary.deck.citations[0], number=1)
    broken = msgspec.structs.replace(summary, deck=msgspec.structs.replace(summary.deck, citations=(one,)))
    edition = compose(coverages, scores, {**summaries, 1001: broken}, frame=frame)
    assert edition.stories[0].summary == summary
