"""Published sentences as HTML."""

from __future__ import annotations

import lxml.html

from byline.publish.cited import said
from byline.publish.shapes import Line


def line(text: str) -> Line:
    return Line(text=text, lang="", language="", speaker="", tier="verbatim", marks=())


def test_a_sentence_keeps_the_names_of_models_on_one_line() -> None:
    shown = lxml.html.fromstring(str(said(line("GLM-4.5 beats GPT-5 <b> in state-of-the-art tests."), "en")))
    assert [one.text for one in shown.find_class("nb")] == ["GLM-4.5", "GPT-5"]
    assert shown.find_class("text")[0].text_content() == "GLM-4.5 beats GPT-5 <b> in state-of-the-art tests."
