"""What an edition says of a story's past, and which story leads."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
from rich.console import Console

from byline.publish.compose import compose, sentences_of
from byline.publish.edition_json import decode_edition, encode_edition
from byline.publish.files import write_site
from byline.publish.lines import line_of
from byline.publish.markdown import render_markdown
from byline.publish.past import by_hand_in
from byline.publish.site import render_site
from byline.publish.terminal import digest
from byline.publish.threads import Thread
from byline.records import ByHand, Earlier, News

EARLIER = Earlier(
    slug="0elder", headline="Court hears the lab", language="en", date="2025-07-21", edition_id="2025-07-21"
)


def news(*article_ids, reports=1, position=1):
    return News(
        since="2025-07-24", edition_id="2025-07-24", position=position, article_ids=article_ids, reports=reports
    )


@pytest.fixture
def remade(case, frame, settings):
    """The edition of the case file, its stories with these pasts."""
    return lambda threads: compose(*case, frame=frame, settings=settings, threads=threads)


@pytest.fixture
def ids(edition):
    return [story.coverage.story.id for story in edition.stories]


@pytest.fixture
def by_hand(remade, ids):
    """The edition, its lead merged with one story by hand and with another one by the machine, then split."""
    merge = ByHand(kind="merge", date="2025-07-26", other="0joined", reports=1)
    split = ByHand(kind="split", date="2025-07-27", other="0parted", reports=2)
    return remade({ids[0]: Thread(also=("0absorbed", "0joined"), by_hand=(merge, split))})


@pytest.fixture
def renewed(remade, ids, edition):
    """The edition, its lead with all but its first article new, and gone on from an elder story."""
    new = [m.article.id for m in edition.stories[0].coverage.members][1:]
    return remade({ids[0]: Thread(news=news(*new, reports=2), continues=EARLIER, also=("0absorbed",))})


def pages_of(edition, settings):
    return {path: body.decode() for path, body in render_site(edition, images={}, settings=settings).items()}


def test_a_story_without_news_does_not_lead_again(remade, ids, edition):
    again = remade({ids[0]: Thread(news=news(reports=0))})
    assert [s.coverage.story.id for s in again.stories[:2]] == [ids[1], ids[0]]
    assert again.stories[2:] == edition.stories[2:]


def test_a_story_with_a_new_report_may_lead_again(remade, ids):
    assert remade({ids[0]: Thread(news=news(1, reports=1))}).stories[0].coverage.story.id == ids[0]


def test_where_nothing_is_new_another_story_leads_than_before(remade, ids):
    threads = {story_id: Thread(news=news(reports=0, position=place)) for place, story_id in enumerate(ids, 1)}
    assert remade(threads).stories[0].coverage.story.id == ids[1]


def test_a_story_of_one_source_does_not_lead_because_the_others_are_old(remade, ids, edition, settings):
    alone = [s.coverage.story.id for s in edition.stories if s.coverage.independent < settings.min_independent]
    threads = {story_id: Thread(news=news(reports=0)) for story_id in ids if story_id not in alone}
    assert [s.coverage.story.id for s in remade(threads).stories] == ids


def test_new_are_the_sentences_that_only_new_articles_say(renewed):
    story = renewed.stories[0]
    first = story.coverage.members[0].article.id
    said = list(sentences_of(story.summary))
    cited = [{c.passage.article_id for c in sentence.citations} for sentence in said]
    assert story.new_sentences == tuple(n for n, ids in enumerate(cited) if n and first not in ids)
    assert 0 < len(story.new_sentences) < len(said) - 1


def test_the_page_marks_what_is_new_and_names_what_it_goes_on_from(renewed, settings):
    pages = pages_of(renewed, settings)
    story = renewed.stories[0]
    page = pages[f"story/{story.slug}.html"]
    count = len(story.new_sentences)
    assert f"New since 24 July: 2 reports, {count} sentences" in page
    assert page.count('class="new"') == count
    assert (
        'Continues:</span> <a href="../../2025-07-21/story/0elder.html" dir="auto">Court hears the lab</a>, 21 July'
        in page
    )
    assert 'href="../2025-07-21/story/0elder.html"' in pages["index.html"]
    assert 'href="2025-07-21/story/0elder.html"' in pages["root/index.html"]


def test_the_address_of_an_absorbed_story_leads_on(renewed, settings):
    page = pages_of(renewed, settings)["story/0absorbed.html"]
    target = f"{renewed.stories[0].slug}.html"
    assert f'http-equiv="refresh" content="0; url={target}"' in page
    assert f'<link rel="canonical" href="{target}"/>' in page


def test_an_edition_without_a_past_has_no_word_of_it(edition, settings):
    pages = pages_of(edition, settings)
    assert not any('class="past"' in page or 'class="new"' in page for page in pages.values())


def test_the_data_hold_what_the_page_says(renewed, settings):
    site = render_site(renewed, images={}, settings=settings)
    story = msgspec.json.decode(site["edition.json"])["stories"][0]
    assert story["news"]["reports"] == 2
    assert story["continues"]["headline"] == "Court hears the lab"
    assert story["new_sentences"] == list(renewed.stories[0].new_sentences)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("New since 24 July: 2 reports", "(New)", "Continues: Court hears the lab, 21 July")),
        ("zh", ("自7月24日以来新增", "后续")),
    ],
)
def test_the_terminal_says_it_too(renewed, language, words):
    out = io.StringIO()
    told = msgspec.structs.replace(renewed, language=language)
    Console(file=out, width=120).print(digest(told, top=1, width=120))
    assert all(word in out.getvalue() for word in words)


def test_a_story_with_copies_only_says_that_nothing_is_new(remade, ids, settings):
    again = remade({ids[0]: Thread(news=news(1, reports=0))})
    assert "Nothing new since 24 July" in pages_of(again, settings)[f"story/{again.stories[1].slug}.html"]


def test_what_a_person_merged_and_split_stands_on_the_page_in_markdown_and_among_the_corrections(
    by_hand, settings, tmp_path
):
    files = render_site(by_hand, images={}, settings=settings) | render_markdown(by_hand, settings=settings)
    write_site(files, tmp_path)
    slug = by_hand.stories[0].slug
    for path in ("corrections.html", f"{by_hand.id}/story/{slug}.html", f"{by_hand.id}/story/{slug}.md"):
        page = (tmp_path / path).read_text()
        assert "26 July 2025: an editor put another story (1 report) into this one" in page.replace("\\", ""), path
        assert "27 July 2025: an editor made a story of its own of 2 reports that stood here" in page.replace("\\", "")


def test_a_merge_by_hand_is_not_counted_again_as_one_of_the_machine(by_hand):
    assert line_of(by_hand).stories[0].merged == 1


def test_changes_by_hand_are_in_the_data_and_editions_without_them_are_read(by_hand, edition):
    assert decode_edition(encode_edition(by_hand)) == by_hand
    older = json.loads(encode_edition(edition))
    for story in older["stories"]:
        del story["by_hand"]
    assert decode_edition(json.dumps(older).encode()) == edition


def test_changes_by_hand_are_told_in_chinese(by_hand):
    said = by_hand_in("zh", by_hand.stories[0].by_hand)
    assert said == (
        "2025年7月26日：编辑将另一则报道（1 篇报道）并入本报道",
        "2025年7月27日：编辑将其中 2 篇报道移出，另成一则",
    )
