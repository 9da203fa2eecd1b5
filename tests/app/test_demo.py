"""The whole pipeline on the sample newsroom, against its known answers."""

from __future__ import annotations

from pathlib import Path

from byline.app.demo import demo_newsroom
from byline.evaluate.sample import EVER, SampleRun, citations
from byline.records import Coverage
from byline.sample.newsroom import SampleNewsroom
from byline.sample.records import SAMPLE_NOW


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def coverage_of(demo: SampleRun, story: str) -> Coverage:
    """The story that holds most of the articles of a gold story."""
    wanted = {url for url, expected in demo.sample.expectations.items() if expected.story == story}
    coverages = demo.newsroom.store.coverage(*EVER)
    return max(coverages, key=lambda coverage: sum(m.article.url in wanted for m in coverage.members))


def test_the_sample_is_as_rich_as_a_real_day(demo: SampleRun) -> None:
    articles = demo.sample.newsroom.articles
    assert len(demo.sample.newsroom.outlets) >= 20
    assert len(articles) >= 120
    assert len({article.published.date() for article in articles}) == 3


def test_only_the_dead_feed_fails(demo: SampleRun) -> None:
    assert [failure.subject for failure in demo.report.feed_failures] == ["http://quiet-quill.localhost:8765/feed"]


def test_every_article_is_kept_or_dropped_for_the_known_reason(demo: SampleRun) -> None:
    kept = {m.article.url for coverage in demo.newsroom.store.coverage(*EVER) for m in coverage.members}
    found = dict.fromkeys(kept, "kept")
    found |= {article.url: drop.reason for article, drop in demo.newsroom.store.dropped(*EVER)}
    expected = {url: expected.screen for url, expected in demo.sample.expectations.items()}
    assert found == expected


def events_of(demo: SampleRun) -> dict[str, str]:
    """The story of every article that is kept and whose story nobody disputes, by address."""
    known = demo.sample.expectations.items()
    return {url: expected.story for url, expected in known if expected.story and not expected.disputed}


def test_the_articles_of_one_event_are_one_story(demo: SampleRun) -> None:
    events = events_of(demo)
    found = {m.article.url: c.story.id for c in demo.newsroom.store.coverage(*EVER) for m in c.members}
    parts = {event: {found[url] for url in events if events[url] == event} for event in events.values()}
    assert {event: len(stories) for event, stories in parts.items() if len(stories) > 1} == {}


def test_no_story_holds_articles_of_two_events(demo: SampleRun) -> None:
    events = events_of(demo)
    for coverage in demo.newsroom.store.coverage(*EVER):
        urls = sorted(m.article.url for m in coverage.members if m.article.url in events)
        assert len({events[url] for url in urls}) <= 1, urls


STRAYS_ASIDE = {"humanoids", "robot-halls", "action-plan", "waic-cooperation"}
"""Three columns and analyses whose story is disputed are placed otherwise in these: docs/log.md names them."""


def test_all_other_stories_are_found_article_by_article_the_disputed_ones_too(demo: SampleRun) -> None:
    known = {url: expected.story for url, expected in demo.sample.expectations.items() if expected.story}
    stories = {frozenset(m.article.url for m in c.members) for c in demo.newsroom.store.coverage(*EVER)}
    expected = {event: frozenset(u for u in known if known[u] == event) for event in known.values()}
    assert {event for event, urls in expected.items() if urls not in stories} <= STRAYS_ASIDE


def test_a_column_in_three_outlets_is_one_independent_source(demo: SampleRun) -> None:
    column = coverage_of(demo, "waic-column")
    assert (column.independent, column.outlets) == (1, 3)


def test_the_page_of_that_column_says_so_and_names_who_says_it(demo: SampleRun) -> None:
    wanted = coverage_of(demo, "waic-column").story.id
    story = next(story for story in demo.edition.stories if story.coverage.story.id == wanted)
    page = (demo.newsroom.site / demo.edition.id / "story" / f"{story.slug}.html").read_text("utf-8")
    assert "1 independent source" in page
    assert "3 outlets" in page
    assert page.count("copy of Circuit Review") == 2
    said = [story.summary.headline, *(s for section in story.summary.sections for s in section.sentences)]
    assert all("Circuit Review" in sentence.speaker for sentence in said)


def test_numbers_that_differ_stand_side_by_side_with_both_citations(demo: SampleRun) -> None:
    differing = {
        frozenset(value.value for value in disagreement.values): disagreement
        for story in demo.edition.stories
        for disagreement in story.summary.disagreements
    }
    prices = differing[frozenset({"about 5,600 US dollars", "about 5,900 US dollars"})]
    assert all(value.value in value.passage.quote for value in prices.values)
    assert len({value.witness for value in prices.values}) == 2
    assert frozenset({"61.3 points", "63.1 points"}) in differing


def test_chinese_and_english_reports_of_one_event_meet(demo: SampleRun) -> None:
    languages = {m.article.language for m in coverage_of(demo, "glm-4-5").members}
    assert languages == {"en", "zh"}


def test_every_sentence_is_cited_and_every_citation_holds(demo: SampleRun) -> None:
    assert citations(demo.edition) == {"sample.citation_recall": 1.0, "sample.citations_hold": 1.0}


def test_instructions_hidden_in_a_page_are_never_quoted(demo: SampleRun) -> None:
    pages = b"".join(files_of(demo.newsroom.site).values()).lower()
    assert b"ignore previous instructions" not in pages
    assert b"ignore all previous" not in pages


def test_a_second_run_does_nothing_twice_and_writes_the_same_bytes(demo: SampleRun) -> None:
    before = files_of(demo.newsroom.site)
    again = demo.newsroom.run(now=SAMPLE_NOW)
    assert (again.feeds, again.articles, again.clustered, again.summaries) == (0, 0, 0, 0)
    assert files_of(demo.newsroom.site) == before


def test_the_same_inputs_give_the_same_bytes_in_another_folder(
    demo: SampleRun, sample: SampleNewsroom, tmp_path: Path
) -> None:
    with demo_newsroom(sample, tmp_path, workers=2) as other:
        other.run(now=SAMPLE_NOW)
        assert files_of(other.site) == files_of(demo.newsroom.site)
