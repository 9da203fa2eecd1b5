"""The source sentences of the front page's numbers."""

from __future__ import annotations

import re

import msgspec
import pytest

from byline.publish.compose import sentences_of


@pytest.fixture
def slips(site):
    """Passages, relations, places of the numbers in both, words of the link."""
    call = site["slips.js"].rpartition(b"\nbylineSlips(")[2].removesuffix(b");\n")
    return msgspec.json.decode(b"[" + call + b"]")


@pytest.fixture
def bare(pages):
    """The links of the front page that have no slip beside them, in its order."""
    return pages["index.html"].xpath("//*[@class='marks']/a[@class='n']/@href")


def test_every_number_without_a_slip_has_its_passage(slips, bare):
    passages, relations, marks, _ = slips
    assert bare
    assert [passages[place][0] for place, _ in marks] == bare
    assert {relation for _, relation in marks} == set(range(len(relations)))


def test_a_passage_is_the_cited_one(slips, edition):
    cited = {
        (f"story/{story.slug}.html#c{citation.number}", citation.passage.quote)
        for story in edition.stories
        for sentence in sentences_of(story.summary)
        for citation in sentence.citations
    }
    assert {(address, quote) for address, quote, *_ in slips[0]} <= cited


def test_addresses_are_of_the_web(slips):
    assert all(re.match(r"https?://|$", passage[-1]) for passage in slips[0])


def test_the_page_names_the_file(pages, site):
    for path in ("index.html", "root/index.html"):
        address = pages[path].xpath("//body/@data-slips")[0]
        assert address.removeprefix("2025-07-28/") in site


def test_equal_passages_are_told_once(slips):
    assert len(slips[0]) == len({tuple(passage) for passage in slips[0]})
