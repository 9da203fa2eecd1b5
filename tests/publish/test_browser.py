"""The written pages in a real browser: from disk, without scripts."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

from byline.publish.files import write_site
from byline.publish.fragments import text_directive

SCRIPT = Path(__file__).parents[2] / "scripts" / "screenshots.py"


def load_script():
    spec = importlib.util.spec_from_file_location("byline_screenshots", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page():
    script = load_script()
    path = script.find_browser()
    if not path:
        print("skipped: there is no chromium on this machine.")
        pytest.skip("there is no chromium on this machine.")
    with script.browser(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    write_site(site, folder)
    return folder


@pytest.fixture
def lead(page, folder, edition):
    page.screen(1280, 900)
    page.open((folder / "2025-07-28" / "story" / f"{edition.stories[0].slug}.html").as_uri())
    return page


def shown(page, number):
    selector = f"a[href='#c{number}'] + .card"
    return page.evaluate(f'getComputedStyle(document.querySelector("{selector}")).visibility') == "visible"


def middle(page, selector):
    return page.evaluate(
        f'(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector("{selector}").getBoundingClientRect())'
    )


def some(folder, edition):
    """One page of each kind, and the story with the most on it."""
    own = folder / edition.id
    lead = own / "story" / f"{edition.stories[0].slug}.html"
    return [folder / "index.html", folder / "editions.html", own / "how-checked.html", lead]


def test_no_page_makes_the_browser_complain_or_ask_elsewhere(page, folder):
    page.screen(1280, 900)
    for path in sorted(folder.rglob("*.html")):
        page.open(path.as_uri())
        assert page.problems() == [], path
        assert all(url.startswith(folder.as_uri()) for url in page.requests()), path


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen(page, folder, edition, width):
    page.screen(width, 844)
    for path in some(folder, edition):
        page.open(path.as_uri())
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, path


def test_the_browser_reads_the_same_tree_as_the_strict_parser(page, folder, edition):
    for path in some(folder, edition):
        page.open(path.as_uri())
        seen = page.evaluate("[...document.querySelectorAll('*')].map(e => e.localName).filter(n => n != 'tbody')")
        written = [e.tag for e in etree.fromstring(path.read_bytes()).iter() if e.tag != "tbody"]
        assert seen == written, path


def test_styles_and_pictures_load_from_disk(lead):
    assert lead.evaluate("getComputedStyle(document.querySelector('.head h1')).fontWeight") == "700"
    assert lead.evaluate("document.querySelector('figure img').naturalWidth") == 960


def test_pointing_at_a_number_shows_the_source_sentence(lead):
    assert not shown(lead, 3)
    x, y = middle(lead, "a[href='#c3']")
    lead.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    time.sleep(0.5)
    assert shown(lead, 3)
    lead.call("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=5)


def test_the_slip_can_be_reached_with_the_pointer(lead):
    x, y = middle(lead, "a[href='#c3']")
    bottom = lead.evaluate("document.querySelector(\"a[href='#c3'] + .card\").getBoundingClientRect().top")
    steps = range(int(y), int(bottom) + 12, 2)
    for at in steps:
        lead.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=at)
        time.sleep(0.02)
    time.sleep(0.5)
    assert shown(lead, 3)
    lead.call("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=5)


def test_a_click_keeps_the_slip_open_and_the_page_in_place(lead):
    x, y = middle(lead, "a[href='#c3']")
    for kind in ("mousePressed", "mouseReleased"):
        lead.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    lead.call("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=5)
    time.sleep(0.5)
    assert shown(lead, 3)
    assert lead.evaluate("[scrollY, location.hash]") == [0, ""]


def test_the_keyboard_shows_the_slip_and_reaches_its_link(lead):
    lead.evaluate("document.querySelector(\"a[href='#c3']\").focus()")
    time.sleep(0.5)
    assert shown(lead, 3)
    for kind in ("keyDown", "keyUp"):
        lead.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert lead.evaluate("document.activeElement.href").startswith("https://ledger.example/")
    assert shown(lead, 3)


def test_a_tap_shows_the_slip_at_the_foot_of_the_screen(page, folder, edition):
    page.screen(390, 844)
    page.open((folder / "2025-07-28" / "story" / f"{edition.stories[0].slug}.html").as_uri())
    x, y = middle(page, "a[href='#c1']")
    page.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
    page.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    time.sleep(0.6)
    assert shown(page, 1)
    assert page.evaluate("document.querySelector(\"a[href='#c1'] + .card\").getBoundingClientRect().bottom") == 844
    assert page.evaluate("[scrollY, location.hash]") == [0, ""]


def test_fingers_have_44_pixels_around_a_number(page, folder, edition):
    page.screen(390, 844)
    page.open((folder / "2025-07-28" / "story" / f"{edition.stories[0].slug}.html").as_uri())
    size = "(s => [s.width, s.height])(getComputedStyle(document.querySelector('.cite'), '::before'))"
    assert page.evaluate(size) == ["44px", "44px"]


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_its_ground(page, folder, edition, dark):
    page.screen(1280, 900, dark=dark)
    page.open((folder / "2025-07-28" / "story" / f"{edition.stories[0].slug}.html").as_uri())
    variables = "['ink', 'soft', 'link', 'warn', 'paper', 'raised', 'tint']"
    read = f"(s => Object.fromEntries({variables}.map(v => [v, s.getPropertyValue('--' + v)])))"
    colours = page.evaluate(f"{read}(getComputedStyle(document.documentElement))")
    for ground in ("paper", "raised", "tint"):
        for ink in ("ink", "soft", "link", "warn"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours. Source: WCAG 2.2, "relative luminance" and "contrast ratio"."""

    def luminance(colour: str) -> float:
        channels = [int(colour.strip()[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


QUOTES = [
    "Prices fell again, said R&D-heavy makers.",
    "The model has 1.2 trillion parameters, of which 32 billion are active for each word it writes or reads aloud.",
    "这一模型共有1.2万亿参数，每次只激活其中的320亿个，训练使用了4096块加速卡，前后历时九周，费用没有公布，团队也没有说明原因。",
    "许可协议禁止军事用途。",
]


@pytest.mark.parametrize("quote", QUOTES)
def test_the_browser_opens_a_page_at_the_sentence(page, tmp_path, quote):
    filler = "".join(f"<p>Paragraph {n} is here to fill the page. 第{n}段。</p>" for n in range(120))
    html = f"<!DOCTYPE html><meta charset='utf-8'>{filler}<p id='goal'>{quote.replace('&', '&amp;')}</p>{filler}"
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    page.screen(1280, 900)
    page.open(f"{(tmp_path / 'page.html').as_uri()}#:~:text={text_directive(quote, text=quote, start=0)}")
    time.sleep(0.3)
    top = page.evaluate("document.getElementById('goal').getBoundingClientRect().top")
    assert 0 <= top < 900
    assert page.evaluate("scrollY") > 1000
