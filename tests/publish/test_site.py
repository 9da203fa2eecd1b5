"""The pages of an edition, read by a strict parser."""

from __future__ import annotations

import posixpath
import re
import subprocess
import sys
from itertools import pairwise

import msgspec
import pytest
from lxml import etree

from byline.publish.compose import compose, sentences_of
from byline.publish.edition_json import decode_edition
from byline.publish.feeds import render_feeds
from byline.publish.files import write_site
from byline.publish.settings import PublishSettings
from byline.publish.site import render_site
from byline.records import Edition


def text_of(element) -> str:
    return "".join(element.itertext())


def by_class(element, name):
    return element.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")


def test_there_is_a_page_for_every_story(pages, edition):
    assert {f"story/{story.slug}.html" for story in edition.stories} < set(pages)
    assert {"index.html", "how-checked.html", "root/index.html"} < set(pages)


def test_ids_are_unique_on_every_page(pages):
    for path, page in pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def resolve(path, target):
    """Return the path of a link's goal as the server or the disk sees it, from the site's folder."""
    own = path.removeprefix("root/") if path.startswith("root/") else f"2025-07-28/{path}"
    return posixpath.normpath(posixpath.join(posixpath.dirname(own), target))


def test_every_number_leads_to_its_source_sentence(pages):
    for path, page in pages.items():
        for link in by_class(page, "n"):
            target, _, anchor = link.get("href").partition("#")
            goal = pages[resolve(path, target).removeprefix("2025-07-28/")] if target else page
            assert goal.xpath(f"//li[@id='{anchor}']"), (path, link.get("href"))


def test_every_way_back_leads_to_a_number(pages):
    for path, page in pages.items():
        for link in by_class(page, "back"):
            assert page.xpath(f"//a[@id='{link.get('href')[1:]}']"), (path, link.get("href"))


def test_every_local_link_leads_to_a_file(site, edition, tmp_path):
    write_site(site | render_feeds([edition], settings=PublishSettings()), tmp_path)
    for path in sorted(tmp_path.rglob("*.html")):
        page = etree.fromstring(path.read_bytes())
        for address in page.xpath("//@href | //@src | //@data-search"):
            target = address.split("#")[0]
            if target and not target.startswith(("http:", "https:", "mailto:")):
                assert (path.parent / target).is_file(), (path, address)


def test_every_source_sentence_is_shown_exactly(pages, edition):
    for story in edition.stories:
        page = pages[f"story/{story.slug}.html"]
        for sentence in sentences_of(story.summary):
            for citation in sentence.citations:
                (item,) = page.xpath(f"//li[@id='c{citation.number}']/blockquote")
                assert text_of(item) == citation.passage.quote
                cards = page.xpath(f"//a[@href='#c{citation.number}']/following-sibling::span[@class='card']")
                assert {text_of(by_class(card, "quote")[0]) for card in cards} == {citation.passage.quote}


def test_every_published_sentence_is_followed_by_its_numbers(pages, edition):
    page = pages[f"story/{edition.stories[0].slug}.html"]
    for sentence in sentences_of(edition.stories[0].summary):
        holders = [e for e in page.xpath("//*[contains(@class, 'text') or self::h1]") if text_of(e) == sentence.text]
        numbers = {f"#c{c.number}" for c in sentence.citations}
        assert any(numbers <= set(h.getparent().xpath(".//a/@href")) for h in holders), sentence.text


def test_nothing_is_loaded_from_elsewhere(pages, site):
    for path, page in pages.items():
        for element in page.iter():
            for name, value in element.attrib.items():
                if re.match(r"\s*(https?:)?//", value):
                    assert (element.tag, name) == ("a", "href"), (path, element.tag, name)
        assert not page.xpath("//script[text() or not(@src)] | //iframe | //object | //embed | //form | //style")
        assert not page.xpath("//*[@style or @*[starts-with(name(), 'on')]]")
    assert b"url(" not in site["assets/style.css"]
    assert b"@import" not in site["assets/style.css"]


def test_the_policy_allows_own_styles_and_pictures_only(pages):
    for page in pages.values():
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self';")
        assert "unsafe" not in policy


def test_text_from_outside_is_never_markup(pages, site):
    assert not any(re.search(rb"<script(?! src=)", body) for path, body in site.items() if path.endswith(".html"))
    assert any("<script>alert('x')</script>" in text_of(page) for page in pages.values())


def test_only_http_addresses_become_links(pages):
    for page in pages.values():
        for address in page.xpath("//a/@href"):
            assert re.match(r"https?://|mailto:\?subject=|[a-z0-9./-]*(#[a-z0-9]+)?$", address), address


def test_a_link_opens_the_publishers_page_at_the_sentence(story_page):
    (address,) = set(story_page(1).xpath("//li[@id='c3']//a[@rel]/@href"))
    assert address == (
        "https://ledger.example/2025/ledger-1001?ref=feed&lang=en"
        "#:~:text=The%20files%20are%20on%20its%20own%20site%20and%20on%20three%20mirrors."
    )


def test_a_story_names_its_sources_and_outlets(story_page):
    (standing,) = by_class(story_page(1), "standing")
    assert " ".join(text_of(standing).split()).startswith(
        "4 independent sources · 5 outlets · US 2, AU, CN, GB · 28 Jul"
    )


def test_a_copy_says_whose_it_is(story_page):
    (copy,) = by_class(story_page(1), "copy")
    assert "Quay Tribune" in text_of(copy)
    assert "copy of Lakeside Wire" in text_of(copy)


def test_a_disagreement_shows_both_values_with_their_numbers(story_page):
    (table,) = by_class(story_page(1), "difference")
    rows = table.xpath("./tbody/tr")
    assert text_of(table.find("caption")) == "How long the training took"
    assert [text_of(row[0]) for row in rows] == ["11 weeks", "历时九周"]
    assert all(row.xpath(".//a[starts-with(@href, '#c')]") for row in rows)


def test_a_view_is_labelled_and_has_its_author(story_page):
    (opinion,) = by_class(story_page(1), "opinion")
    assert text_of(opinion.find("h2")) == "Opinion"
    assert text_of(by_class(opinion, "speaker")[0]) == "The Northfield Courier"


def test_a_sentence_in_another_language_is_marked(story_page):
    (headline,) = story_page(2).xpath("//h1")
    assert headline.get("lang") == "zh"
    assert "in Chinese" in text_of(headline.getparent())


def test_the_score_is_shown_as_a_sum_of_parts(story_page):
    (table,) = by_class(story_page(1), "parts")
    points = [text_of(cell) for cell in table.xpath(".//td")]
    assert points == ["+3.00", "+1.84", "−0.40", "+4.44"]


def test_the_picture_has_its_credit(story_page, site):
    (figure,) = story_page(1).xpath("//figure[img]")
    assert text_of(figure.find("figcaption")) == "Picture: Mira Castellan / Harbor Ledger"
    assert figure.find("img").get("src").removeprefix("../") in site


def test_the_ledger_counts_what_was_read_kept_and_dropped(pages):
    (ledger,) = by_class(pages["index.html"], "ledger")
    rows = {text_of(row[0]): text_of(row[1]) for row in ledger.iter("tr")}
    assert rows["Reports read"] == "1,204"
    assert rows["Kept"] == "481"
    assert rows["Dropped"] in ("723", "1")
    assert rows["not about the field"] == "612"
    assert rows["brand new reason"] == "1"
    assert rows["Replaced by the source’s own words"] == "2"
    assert "Of 44 draft sentences, 2 were replaced by the source’s own words and 1 dropped." in text_of(ledger)


def test_stories_of_one_source_stand_apart(pages):
    (single,) = by_class(pages["index.html"], "single")
    assert text_of(single.xpath(".//h2")[0]) == "From one source so far"
    assert len(single.xpath(".//article")) == 3


def test_the_notice_stands_on_every_page(pages):
    assert all("Invented sample" in text_of(by_class(page, "notice")[0]) for page in pages.values())


def test_headings_never_skip_a_level(pages):
    for path, page in pages.items():
        levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(b <= a + 1 for a, b in pairwise(levels)), path


def test_pages_have_landmarks_and_a_way_past_the_top(pages):
    for page in pages.values():
        assert len(page.xpath("//main[@id='main']")) == 1
        assert page.xpath("//header and //footer and //nav[@aria-label]")
        assert page.xpath("//body/a[@class='skip']/@href") == ["#main"]


def test_paragraphs_hold_no_blocks(pages):
    blocks = "div p ul ol table section article aside blockquote figure h1 h2 h3 details".split()
    for path, page in pages.items():
        inside = [e.tag for holder in page.xpath("//p | //h1 | //h2 | //h3 | //span") for e in holder.iter(*blocks)]
        assert all(tag in ("p", "h1", "h2", "h3") for tag in inside), path


def test_no_page_promises_too_much(site):
    for path, body in site.items():
        if path.endswith(".html"):
            assert not re.search(rb"fact.check|hallucinat|guarantee", body, re.IGNORECASE), path


def test_the_edition_is_there_as_data_without_whole_articles(site, edition):
    read = decode_edition(site["edition.json"])
    assert [story.slug for story in read.stories] == [story.slug for story in edition.stories]
    assert {m.article.text for story in read.stories for m in story.coverage.members} == {""}
    assert read.stories[0].summary == edition.stories[0].summary


def test_full_texts_are_there_when_asked_for(edition):
    files = render_site(edition, images={}, settings=PublishSettings(full_texts=True))
    read = decode_edition(files["edition.json"])
    for mine, theirs in zip(edition.stories, read.stories, strict=True):
        assert [m.article.text for m in mine.coverage.members] == [m.article.text for m in theirs.coverage.members]


def test_row_numbers_of_the_database_are_not_published(site):
    read = decode_edition(site["edition.json"])
    articles = [member.article for story in read.stories for member in story.coverage.members]
    assert {(article.entry_id, article.fetch_id) for article in articles} == {(0, 0)}


def test_the_same_edition_gives_the_same_bytes(edition, images, settings, site):
    again = msgspec.json.decode(msgspec.json.encode(edition), type=Edition)
    assert render_site(again, images=images, settings=settings) == site


def test_the_bytes_do_not_depend_on_the_hash_seed(edition, settings, tmp_path):
    (tmp_path / "edition.json").write_bytes(msgspec.json.encode(edition))
    code = (
        "import sys, hashlib, msgspec; from byline.records import Edition; from byline.publish.site import render_site;"
        "from byline.publish.settings import PublishSettings;"
        "e = msgspec.json.decode(open(sys.argv[1], 'rb').read(), type=Edition);"
        "s = render_site(e, images={}, settings=PublishSettings());"
        "print(hashlib.sha256(b''.join(k.encode() + v for k, v in s.items())).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "edition.json")],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_pictures_can_be_left_out(edition, images):
    files = render_site(edition, images=images, settings=PublishSettings(images="off"))
    assert not any(path.startswith("images/") or b"<img" in body for path, body in files.items())


def test_a_chinese_edition_speaks_chinese(chinese, settings):
    files = render_site(chinese, images={}, settings=settings)
    page = etree.fromstring(files[f"story/{chinese.stories[0].slug}.html"])
    assert page.get("lang") == "zh"
    assert "4 个独立来源" in text_of(page)
    assert "如何核对" in text_of(etree.fromstring(files["how-checked.html"]))
    assert page.find(".//h1").get("lang") == "en"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_edition_without_stories_is_still_a_page(case, frame, settings, language):
    empty = compose({}, [], {}, frame=msgspec.structs.replace(frame, language=language), settings=settings)
    page = etree.fromstring(render_site(empty, images={}, settings=settings)["index.html"])
    assert by_class(page, "empty")
    assert text_of(by_class(page, "end")[0]) in ("How this is checked", "如何核对")


def test_control_characters_do_not_reach_a_page(edition, settings):
    odd = msgspec.structs.replace(edition, title="A\x00B\x1b[31mC\ufffe")
    page = render_site(odd, images={}, settings=settings)["index.html"].decode()
    assert "AB[31mC" in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffe]", page)
