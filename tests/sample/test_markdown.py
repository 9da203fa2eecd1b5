from __future__ import annotations

from byline.sample.markdown import blocks, plain


def test_each_kind_of_block_becomes_its_element() -> None:
    body = "One.\n\n## Two\n\n> Three\n\n- four\n- five"
    assert blocks(body) == [
        "<p>One.</p>",
        "<h2>Two</h2>",
        "<blockquote><p>Three</p></blockquote>",
        "<ul><li>four</li><li>five</li></ul>",
    ]


def test_markup_in_a_text_is_escaped() -> None:
    assert blocks("a < b & <script>") == ["<p>a &lt; b &amp; &lt;script&gt;</p>"]


def test_links_become_anchors_in_html_and_words_in_plain_text() -> None:
    assert blocks("See [the draft](/draft).") == ['<p>See <a href="/draft">the draft</a>.</p>']
    assert plain("See [the draft](/draft).") == ["See the draft."]


def test_broken_lines_are_joined_with_a_blank_but_not_in_chinese() -> None:
    assert blocks("one\ntwo") == ["<p>one two</p>"]
    assert blocks("人工\n智能") == ["<p>人工智能</p>"]


def test_plain_text_gives_a_line_for_each_block_and_item() -> None:
    assert plain("## Head\n\n- four\n- five\n\n> said") == ["Head", "four", "five", "said"]
