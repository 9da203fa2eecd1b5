"""Links that open a page at the quoted sentence."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.publish.fragments import encode, link_to, safe_url, text_directive

LONG = "The model has 1.2 trillion parameters, of which 32 billion are active for each word it writes or reads."


def spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in unquote(words).split())


def first_match(directive: str, page: str) -> tuple[int, int] | None:
    """Find what a browser would: the first range that fits, as the specification says."""
    parts = directive.split(",")
    lead = spaced(parts.pop(0)[:-1]) + r"\s*" if parts[0].endswith("-") else ""
    head = re.search(f"{lead}({spaced(parts[0])})", page, re.IGNORECASE)
    if head is None or len(parts) == 1:
        return head and head.span(1)
    tail = re.compile(spaced(parts[1]), re.IGNORECASE).search(page, head.end(1))
    return (head.start(1), tail.end()) if tail else None


def test_a_short_quote_is_named_whole():
    assert text_directive("Prices fell.", text="Prices fell. More soon.", start=0) == "Prices%20fell."


def test_a_long_quote_is_named_by_both_ends():
    directive = text_directive(LONG, text=LONG, start=0)
    assert directive == "The%20model%20has%201.2,it%20writes%20or%20reads."


def test_hyphen_comma_and_ampersand_are_encoded():
    assert encode("state-of-the-art, R&D 50%") == "state%2Dof%2Dthe%2Dart%2C%20R%26D%2050%25"


def test_the_beginning_grows_until_it_is_the_first_of_its_kind():
    text = f"The model has 1.2 errors a page, a reader says.\n\n{LONG}"
    assert text_directive(LONG, text=text, start=text.index(LONG)).startswith("The%20model%20has%201.2%20trillion,")


def test_the_title_counts_as_part_of_the_page():
    directive = text_directive(LONG, text=LONG, start=0, title="The model has 1.2 trillion parameters, says its maker")
    assert directive.startswith("The%20model%20has%201.2%20trillion%20parameters%2C%20of,")


def test_a_repeated_sentence_is_told_apart_by_the_words_before_it():
    text = "First round: nobody won. The second round was long: nobody won."
    start = text.rindex("nobody won.")
    directive = text_directive("nobody won.", text=text, start=start)
    assert directive == "second%20round%20was%20long%3A-,nobody%20won."
    assert first_match(directive, text) == (start, len(text))


def test_chinese_is_cut_at_punctuation_only():
    clauses = ["这一模型共有1.2万亿参数，", "每次只激活其中的320亿个，", "训练使用了4096块加速卡，", "前后历时九周，"]
    quote = "".join([*clauses, "费用没有公布，", "团队也没有说明原因。"])
    directive = text_directive(quote, text=quote, start=0)
    assert [unquote(part) for part in directive.split(",")] == [clauses[0], "团队也没有说明原因。"]


def test_a_quote_over_two_paragraphs_is_named_by_an_end_in_each():
    text = "Prices fell on Monday again.\n\nNobody had expected that to happen."
    directive = text_directive(text, text=text, start=0)
    assert "%0A" not in directive
    assert first_match(directive, text) == (0, len(text))


def test_the_directive_is_appended_to_an_existing_fragment():
    assert link_to("https://a.example/p#top", "It fell.", text="It fell.", start=0) == (
        "https://a.example/p#top:~:text=It%20fell."
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a.example/p",
        "https:///p",
        "https://a.example/\x00",
        'https://a.example/"onclick=x',
        "http://[::1",
        "https://a.example:99999/",
        "vbscript:x",
        "https://a.example\\@b.example/",
    ],
)
def test_only_http_addresses_become_links(url):
    assert link_to(url, "It fell.", text="It fell.", start=0) == ""


def test_an_ordinary_address_stays_as_it_is():
    assert safe_url("https://a.example:8443/p?q=1&r=2") == "https://a.example:8443/p?q=1&r=2"


sentences = st.lists(
    st.text(alphabet="abc AB-,&%人工，。的\u0301", min_size=1, max_size=40).map(str.strip).filter(bool),
    min_size=1,
    max_size=6,
)


@given(sentences, st.data())
def test_every_directive_is_plain_ascii_that_a_browser_reads_back(parts, data):
    text = "\n\n".join(parts)
    quote = data.draw(st.sampled_from(parts))
    directive = text_directive(quote, text=text, start=text.index(quote))
    assert re.fullmatch(r"[A-Za-z0-9%._~!$'()*+/:;=?@,-]*", directive)
    assert directive.count(",") <= 2
    assert "&" not in directive
    for part in directive.split(","):
        assert "-" not in part.removesuffix("-")


words = st.lists(st.sampled_from("one two three four five six seven eight nine ten".split()), min_size=1, max_size=30)


@given(st.lists(words, min_size=1, max_size=6), st.data())
def test_the_first_match_is_the_quote_unless_its_context_repeats(paragraphs, data):
    lines = [f"{' '.join(line)} mark{number}." for number, line in enumerate(paragraphs)]
    text = "\n\n".join(lines)
    quote = data.draw(st.sampled_from(lines))
    start = text.index(quote)
    directive = text_directive(quote, text=text, start=start)
    assert first_match(directive, text) == (start, start + len(quote))


@given(st.text(max_size=60))
def test_no_address_makes_the_link_writer_fail(url):
    link = link_to(url, "It fell.", text="It fell.", start=0)
    assert link == "" or urlsplit(link).scheme.lower() in ("http", "https")
