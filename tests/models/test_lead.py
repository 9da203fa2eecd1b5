"""What of an article is embedded."""

from __future__ import annotations

from byline.models.lead import lead_text


def test_title_and_first_sixty_words() -> None:
    lead = lead_text("A title", " ".join(f"w{i}" for i in range(100)))
    assert lead.startswith("A title. w0 w1")
    assert lead.endswith(" w59")


def test_a_hundred_chinese_characters_are_sixty_words() -> None:
    assert lead_text("标题", "字" * 300) == "标题. " + "字" * 100


def test_a_text_that_begins_with_its_title_says_it_once() -> None:
    assert lead_text("Model released", "Model released\n\nIt is free.") == "Model released. It is free."


def test_width_variants_become_plain() -> None:
    assert lead_text("ＧＰＵ　ﬁnder", "") == "GPU finder"


def test_a_text_without_title_or_a_title_without_text() -> None:
    assert lead_text("", "Only text.") == "Only text."
    assert lead_text("Only title", " \n") == "Only title"
    assert lead_text("", "") == ""


def test_monstrous_words_are_cut() -> None:
    assert len(lead_text("T" * 10_000, "x" * 5_000_000 + " y" * 50)) < 700
