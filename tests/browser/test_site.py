"""The written site in a real browser, from disk: reading, searching, keys, citations, dark, phone, no scripts."""

from __future__ import annotations

import re

import pytest

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
KINDS = (
    "index.html editions.html browse.html search.html about.html corrections.html topic/models.html "
    "topic/models/2025-07.html source/ledger.html 2025-07-27/index.html 2025-07-28/how-checked.html"
).split()


def test_no_page_complains_or_asks_elsewhere(reader, folder):
    page = reader()
    for path in sorted(folder.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.problems == [], path
    assert page.requests
    assert all(url.startswith(folder.as_uri()) for url in page.requests)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_no_page_breaks_a_rule_of_wcag(reader, folder, lead, scheme, screen):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = reader(color_scheme=scheme, **(PHONE if screen == "phone" else {}))
    rules = {"runOnly": {"type": "tag", "values": WCAG}, "preload": False}
    for address in [lead, *((folder / path).as_uri() for path in KINDS)]:
        page.goto(address)
        broken = axe.run(page, options=rules).response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in broken] == [], address


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_has_to_be_scrolled_sideways(reader, folder, lead, width):
    page = reader(viewport={"width": width, "height": 844})
    for address in [lead, *((folder / path).as_uri() for path in KINDS)]:
        page.goto(address)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, address


def test_dark_is_dark(reader, lead):
    page = reader(color_scheme="dark")
    page.goto(lead)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")) < 60


def test_a_story_opens_from_the_front_page_and_leads_back(reader, folder):
    page = reader()
    page.goto((folder / "index.html").as_uri())
    page.click(".lead .headline a")
    assert "/2025-07-28/story/" in page.url
    page.click(".strip .nameplate a")
    assert page.url.endswith("/2025-07-28/index.html")


def test_an_outlet_leads_to_all_its_stories(reader, folder, lead):
    page = reader()
    page.goto(lead)
    page.click(".coverage .who a >> nth=0")
    assert "/source/" in page.url
    page.click(".archive .headline a >> nth=0")
    assert page.locator(".head h1").count() == 1


# ---- search


def find(page, folder, words):
    page.goto((folder / "search.html").as_uri())
    page.fill("#q", words)
    page.locator("#count").filter(has_text=re.compile("[0-9]|No story")).wait_for()
    return page.locator("#found .headline a").all_text_contents()


def test_a_word_of_a_headline_is_found(reader, folder, monday):
    headline = monday.stories[0].summary.headline.text
    page = reader()
    assert headline in find(page, folder, headline.split()[0].lower())
    page.click("#found .headline a >> nth=0")
    assert "/story/" in page.url
    assert page.problems == []


def test_a_chinese_word_of_two_characters_is_found(reader, folder, monday):
    chinese = next(s.summary.headline.text for s in monday.stories if s.summary.headline.language == "zh")
    word = next(
        chinese[at : at + 2] for at in range(len(chinese)) if all("一" <= c <= "鿿" for c in chinese[at : at + 2])
    )
    assert chinese in find(reader(), folder, word)


def test_all_words_must_occur(reader, folder, monday):
    word = monday.stories[0].summary.headline.text.split()[0]
    page = reader()
    assert find(page, folder, f"{word} zzzunheard") == []
    assert "No story" in page.text_content("#count")


def test_a_search_can_be_linked_to(reader, folder):
    page = reader()
    page.goto((folder / "search.html").as_uri() + "#q=the")
    page.wait_for_selector("#found .headline a")
    assert page.input_value("#q") == "the"


# ---- keys


def test_j_and_k_walk_through_the_stories_and_o_opens_one(reader, folder, monday):
    page = reader()
    page.goto((folder / "index.html").as_uri())
    focused = "document.activeElement.textContent"
    for key, place in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        assert page.evaluate(focused) == monday.stories[place].summary.headline.text
    page.keyboard.press("o")
    page.wait_for_url(f"**/{monday.stories[0].slug}.html")
    page.keyboard.press("j")
    page.wait_for_url(f"**/{monday.stories[1].slug}.html")


def test_a_slash_leads_to_the_search_field(reader, lead):
    page = reader()
    page.goto(lead)
    page.keyboard.press("/")
    page.wait_for_url("**/search.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("j")
    assert page.input_value("#q") == "j"


def test_a_question_mark_shows_the_keys_which_can_be_switched_off(reader, lead):
    page = reader()
    page.goto(lead)
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.uncheck("#keys input")
    page.keyboard.press("Escape")
    assert not page.is_visible("#keys")
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    assert page.url == lead


# ---- citations and sharing


def slip(page, number=3):
    return page.locator(f".body a[href='#c{number}'] + .card").first


def test_a_citation_shows_its_passage_under_the_pointer_and_escape_hides_it(reader, lead):
    page = reader()
    page.goto(lead)
    assert not slip(page).is_visible()
    page.hover(".body .cite:has(a[href='#c3'])")
    slip(page).wait_for(state="visible")
    page.keyboard.press("Escape")
    slip(page).wait_for(state="hidden")


def test_a_citation_shows_its_passage_when_focused(reader, lead):
    page = reader()
    page.goto(lead)
    page.focus(".body a[href='#c3']")
    slip(page).wait_for(state="visible")


def test_a_citation_shows_its_passage_when_tapped(reader, lead):
    page = reader(**PHONE)
    page.goto(lead)
    page.tap(".body .cite:has(a[href='#c3'])")
    slip(page).wait_for(state="visible")
    box = slip(page).bounding_box()
    assert round(box["y"] + box["height"]) == 844


BARE = ".marks > .n"


def test_a_number_of_the_front_page_shows_its_passage_under_the_pointer(reader, folder, monday):
    page = reader()
    page.goto((folder / "index.html").as_uri())
    assert not any(url.endswith("slips.js") for url in page.requests)
    page.hover(f"{BARE} >> nth=0")
    page.wait_for_selector(".second .cite:hover .card, .grid .cite:hover .card", state="visible")
    assert page.locator(BARE).count() == 0
    quote = monday.stories[1].summary.headline.citations[0].passage.quote
    assert page.locator(".teaser >> nth=1").locator(".card .quote").first.text_content() == quote
    assert page.problems == []


def test_a_number_of_the_front_page_shows_its_passage_when_tapped(reader, folder):
    page = reader(**PHONE)
    page.goto((folder / "index.html").as_uri())
    page.tap(f"{BARE} >> nth=0")
    page.wait_for_selector(".cite:focus .card", state="visible")
    assert page.url.endswith("/index.html")


def test_a_number_of_the_front_page_shows_its_passage_when_focused_and_enter_leads_to_it(reader, folder):
    page = reader()
    page.goto((folder / "index.html").as_uri())
    assert page.get_attribute(f"{BARE} >> nth=0", "aria-label") == "Source sentence 1"
    page.focus(f"{BARE} >> nth=0")
    page.wait_for_selector(".cite:focus-within .card", state="visible")
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/*.html#c1")


def test_without_scripts_a_number_of_the_front_page_leads_to_its_passage(reader, folder, monday):
    page = reader(java_script_enabled=False)
    page.goto((folder / "index.html").as_uri())
    page.click(f"{BARE} >> nth=0")
    assert page.url.endswith("#c1")
    assert page.text_content("li:target blockquote") == monday.stories[1].summary.headline.citations[0].passage.quote


def test_a_story_is_copied_as_markdown_with_every_citation(reader, lead, monday):
    page = reader(permissions=["clipboard-read", "clipboard-write"])
    page.goto(lead)
    page.click("button[data-copy=markdown]")
    page.locator(".share [role=status]").filter(has_text="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"# {monday.stories[0].summary.headline.text}[^1]")
    numbers = {
        c.number for section in monday.stories[0].summary.sections for s in section.sentences for c in s.citations
    }
    assert all(f"\n[^{number}]: " in text for number in numbers)


def test_a_mail_is_begun_without_any_script(reader, lead):
    page = reader(java_script_enabled=False)
    page.goto(lead)
    assert page.get_attribute("a.mail", "href").startswith("mailto:?subject=")


# ---- without scripts


def test_with_scripts_off_everything_can_be_read(reader, folder, lead):
    page = reader(java_script_enabled=False)
    page.goto(lead)
    assert not page.is_visible("button[data-copy=link]")
    assert not page.is_visible("#keys")
    page.hover(".body .cite:has(a[href='#c3'])")
    slip(page).wait_for(state="visible")
    page.goto((folder / "search.html").as_uri())
    assert page.is_visible(".without")
    page.goto((folder / "browse.html").as_uri())
    page.click(".index a >> nth=0")
    assert page.locator(".archive .headline a").count() > 0


def test_the_first_load_is_small(reader, folder):
    page = reader()
    page.goto((folder / "index.html").as_uri())
    loaded = {url.split("#")[0] for url in page.requests if not url.endswith((".png", ".jpg", ".webp", ".gif"))}
    files = [folder / url.removeprefix(folder.as_uri() + "/") for url in sorted(loaded)]
    assert sum(file.stat().st_size for file in files) <= 60_000
