"""Which articles copy which."""

from __future__ import annotations

import random

import msgspec
import pytest

from byline.cluster.copies import CopyIndex
from byline.cluster.reading import read
from byline.cluster.settings import CopySettings
from byline.records import Article, Origin, WindowItem

from .conftest import MakeArticle


def _prose(seed: int, words: int, *, vocabulary: int = 3000) -> str:
    """Return pseudo-prose: any two seeds share words, but no run of four."""
    numbers = random.Random(seed)
    return " ".join(f"word{numbers.randrange(vocabulary)}" for _ in range(words))


def _chinese(seed: int, characters: int) -> str:
    numbers = random.Random(seed)
    return "".join(chr(0x4E00 + numbers.randrange(800)) for _ in range(characters))


def _find(*articles: Article) -> list[Origin]:
    return CopyIndex(CopySettings()).find(articles)


def _item(article: Article, origin: Origin) -> WindowItem:
    return WindowItem(
        article_id=article.id,
        story_id=article.id,
        origin_id=origin.origin_id,
        source_id=article.source_id,
        time=article.published,
        language=article.language,
        title=article.title,
        text=article.text,
        url_key=article.url_key,
    )


def test_independent_texts_are_their_own_origins(article: MakeArticle) -> None:
    found = _find(*(article(_prose(seed, 300)) for seed in range(20)))
    assert all(origin.origin_id == origin.article_id for origin in found)


@pytest.mark.parametrize("kept", [0.7, 0.4, 0.25])
def test_a_cut_copy_is_found(article: MakeArticle, kept: float) -> None:
    text = _prose(1, 600)
    copy = " ".join(text.split()[: int(600 * kept)])
    found = _find(article(text), article(_prose(2, 600)), article(copy))
    assert found[2].origin_id == 1
    assert found[2].evidence == "shares 100 % of its text"


def test_a_framed_and_edited_copy_is_found(article: MakeArticle) -> None:
    words = _prose(1, 500).split()
    words[::20] = ["edited"] * len(words[::20])
    copy = f"An introduction of our own. {' '.join(words)} Read more on our site."
    assert _find(article(_prose(1, 500)), article(copy))[1].origin_id == 1


def test_a_copy_with_case_and_punctuation_changed_is_the_same_text(article: MakeArticle) -> None:
    found = _find(
        article("The lab’s model -- it says -- is OPEN to all who ask."),
        article("The lab's model, it says, is open to all who ask"),
    )
    assert found[1] == Origin(article_id=2, origin_id=1, share=1.0, evidence="same text")


@pytest.mark.parametrize("kept", [1.0, 0.7, 0.4, 0.25])
def test_chinese_copies_are_found_without_word_borders(article: MakeArticle, kept: float) -> None:
    text = _chinese(1, 400)
    found = _find(article(text), article(_chinese(2, 400)), article("导语。" + text[: int(400 * kept)] + "（完）"))
    assert [origin.origin_id for origin in found] == [1, 2, 1]


def test_a_copy_of_a_copy_has_the_first_article_as_its_origin(article: MakeArticle) -> None:
    first, added = _prose(1, 200), _prose(2, 150)
    found = _find(article(first), article(f"{first} {added}"), article(f"{added} {first[:400]}"))
    assert [origin.origin_id for origin in found] == [1, 1, 1]


def test_a_later_revision_of_a_page_is_its_own_origin(article: MakeArticle) -> None:
    text = _prose(1, 300)
    found = _find(
        article(text, source="lakeside", key="page"),
        article(text, source="harbour"),
        article(f"{text} Correction: one word.", source="lakeside", key="page"),
    )
    assert [origin.origin_id for origin in found] == [1, 1, 3]


def test_a_roundup_that_contains_a_short_item_is_no_copy(article: MakeArticle) -> None:
    item = _prose(1, 60)
    assert _find(article(item), article(f"{_prose(2, 500)} {item} {_prose(3, 500)}"))[1].origin_id == 2


def test_an_outlets_own_template_makes_no_copy(article: MakeArticle) -> None:
    template = _prose(1, 60)
    notices = [article(f"{_prose(seed, 30)} {template}", source="exchange") for seed in (2, 3)]
    assert [origin.origin_id for origin in _find(*notices)] == [1, 2]


def test_a_credit_makes_a_smaller_share_enough(article: MakeArticle) -> None:
    wire = _prose(1, 300)
    part = " ".join(wire.split()[:100])
    plain, credited = f"{part} {_prose(2, 180)}", f"LAKESIDE (Lakeside Wire) - {part} {_prose(3, 180)}"
    found = _find(article(wire), article(plain), article(credited))
    assert [origin.origin_id for origin in found] == [1, 2, 1]
    assert found[2].evidence.startswith("credits Lakeside Wire and shares ")


def test_a_credit_alone_proves_nothing(article: MakeArticle) -> None:
    found = _find(*(article(f"(Reuters) {_prose(seed, 200)}") for seed in range(3)))
    assert [origin.origin_id for origin in found] == [1, 2, 3]


def test_very_short_texts_are_copies_only_word_for_word(article: MakeArticle) -> None:
    text = "The ministry approved four new reactors on Tuesday after a long debate"
    found = _find(article(text), article(text + " in parliament"), article(text + "."))
    assert [origin.origin_id for origin in found] == [1, 2, 1]


def test_texts_that_say_nothing_are_no_copies(article: MakeArticle) -> None:
    found = _find(article("Comments", title="One"), article("Comments", title="Two"), article(""), article(""))
    assert [origin.origin_id for origin in found] == [1, 2, 3, 4]


def test_boilerplate_of_many_outlets_makes_no_copy(article: MakeArticle) -> None:
    footer = _prose(99, 30)
    articles = [article(f"{_prose(seed, 90)} {footer}") for seed in range(12)]
    assert _find(*articles, article(f"{_prose(50, 20)} {footer}"))[-1].origin_id == 13


def test_an_origin_is_forgotten_after_the_window(article: MakeArticle) -> None:
    text = _prose(1, 100)
    found = CopyIndex(CopySettings(window_days=2)).find([article(text, hours=0), article(text, hours=49)])
    assert found[1].origin_id == 2


def test_restart_between_any_two_batches_changes_nothing(article: MakeArticle) -> None:
    texts = [_prose(seed % 7, 200 + 40 * (seed % 3)) for seed in range(40)]
    articles = [article(text) for text in texts]
    whole = _find(*articles)
    for cut in range(1, 40, 7):
        index = CopyIndex(CopySettings())
        index.restore([_item(a, o) for a, o in zip(articles[:cut], whole[:cut], strict=True)])
        assert index.find(articles[cut:]) == whole[cut:]


def test_what_was_read_before_finds_as_the_text_does(article: MakeArticle) -> None:
    texts = [_prose(seed % 7, 200 + 40 * (seed % 3)) for seed in range(40)] + [
        "Read more",
        "Read more",
        _chinese(1, 90),
    ]
    articles = [article(text) for text in texts * 2]
    whole, readings = _find(*articles), [read(a.title, a.text) for a in articles]
    items = [_item(a, o) for a, o in zip(articles[:43], whole, strict=False)]
    index = CopyIndex(CopySettings())
    index.restore(msgspec.structs.replace(i, text="", reading=r) for i, r in zip(items, readings, strict=False))
    assert index.find(articles[43:], readings[43:]) == whole[43:]


def test_batches_of_any_size_give_the_same_origins(article: MakeArticle) -> None:
    articles = [article(_prose(seed % 50, 120)) for seed in range(600)]
    whole = _find(*articles)
    index = CopyIndex(CopySettings(window_days=60))
    assert [origin for a in articles for origin in index.find([a])] == whole


def test_old_articles_are_dropped_from_memory(article: MakeArticle) -> None:
    index = CopyIndex(CopySettings(window_days=1))
    articles = [article(_prose(seed, 30), hours=seed) for seed in range(2000)]
    found = index.find([*articles, article(articles[-1].text, hours=2000)])
    assert len(index) < 600
    assert found[-1].origin_id == articles[-1].id


def test_teasers_that_share_a_closing_sentence_are_no_copies(article: MakeArticle) -> None:
    closing = "The announcement was made on Thursday at a meeting in the harbour city"
    teasers = []
    for seed in range(3):
        title = _prose(seed, 11)
        teasers.append(article(f"{title}\n\n{title}. {closing}.", title=title))
    assert [origin.origin_id for origin in _find(*teasers)] == [1, 2, 3]


def test_chinese_teasers_that_share_a_closing_sentence_are_no_copies(article: MakeArticle) -> None:
    closing = _chinese(99, 30)
    teasers = [article(f"{_chinese(seed, 35)}。{closing}。") for seed in range(3)]
    assert [origin.origin_id for origin in _find(*teasers)] == [1, 2, 3]


def test_a_short_teaser_that_stands_in_the_article_whole_is_a_copy(article: MakeArticle) -> None:
    text = _prose(1, 180)
    assert _find(article(text), article(" ".join(text.split()[:30])))[1].origin_id == 1


def test_a_new_headline_and_lead_hide_no_copy(article: MakeArticle) -> None:
    text = _prose(1, 300)
    copy = f"{_prose(2, 50)} {' '.join(text.split()[50:])}"
    assert _find(article(text), article(copy, title="Another headline"))[1].origin_id == 1


def test_a_copy_with_a_paragraph_put_in_is_found(article: MakeArticle) -> None:
    words = _prose(1, 300).split()
    assert (
        _find(article(" ".join(words)), article(" ".join([*words[:150], _prose(2, 80), *words[150:]])))[1].share > 0.7
    )


def test_a_translation_is_no_copy(article: MakeArticle) -> None:
    assert _find(article(_prose(1, 300)), article(_chinese(1, 500)))[1].origin_id == 2


@pytest.mark.parametrize("credit", ["（新华社）", "新华社北京7月26日电 "])
def test_a_chinese_credit_alone_proves_nothing(article: MakeArticle, credit: str) -> None:
    found = _find(*(article(credit + _chinese(seed, 300)) for seed in range(3)))
    assert [origin.origin_id for origin in found] == [1, 2, 3]


def test_an_update_of_a_page_is_no_copy_even_word_for_word(article: MakeArticle) -> None:
    text = _prose(1, 300)
    found = _find(*(article(text, source="lakeside", key="page") for _ in range(2)))
    assert [origin.origin_id for origin in found] == [1, 2]


def test_the_same_text_at_another_address_of_one_outlet_is_a_copy(article: MakeArticle) -> None:
    text = _prose(1, 300)
    found = _find(*(article(text, source="lakeside", key=key) for key in ("page", "another")))
    assert [origin.origin_id for origin in found] == [1, 1]
