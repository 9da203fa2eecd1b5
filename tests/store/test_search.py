"""Search in real texts of both languages, with words that look like syntax."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline.records import Extracted
from byline.store.search import index_text, parse, snippet
from byline.store.sqlite import open_store
from byline.text.words import tokens

SHANGHAI = "世界人工智能大会今天在上海开幕。DeepSeek发布新模型，价格下降。"


def _titles(newsroom, query, **options):
    return {hit.article.title[-1] for hit in newsroom.store.search(query, **options)}


@pytest.fixture
def library(newsroom):
    texts = {
        "a": "The harbour opened a new crane. It lifts GPT-4.1 crates, said Chloé O'Brien.",
        "b": "A crane fell. Nobody was hurt. The price is 1,500 euros.",
        "c": SHANGHAI,
    }
    for entry in newsroom.read(*texts):
        newsroom.extract(entry, texts[entry.key])
    return newsroom


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("crane", "ab"),
        ("CRANE", "ab"),
        ("crane harbour", "a"),
        ("harbour 上海", ""),
        ("title", "abc"),
        ("gpt", "a"),
        ("gpt-4", "a"),
        ("GPT 4.1", "a"),
        ("o'brien", "a"),
        ("o’brien", "a"),
        ("chloe", "a"),
        ("Chloé", "a"),
        ("1,500", "b"),
        ("ＣＲＡＮＥ", "ab"),
        ("cran", ""),
        ("智能", "c"),
        ("人工智能", "c"),
        ("上海 大会", "c"),
        ("deepseek发布新模型", "c"),
        ("大", "c"),
        ("幕", "c"),
        ("智能上海", ""),
        ("海上", ""),
    ],
)
def test_a_query_finds_the_articles_with_all_its_words(library, query, expected):
    assert _titles(library, query) == set(expected)


@pytest.mark.parametrize("query", ["", " ", '"', "'", "*", "-", "()", "^", "\0", "☃", "🙂", "\ud83d", ":", "% _"])
def test_a_query_without_words_finds_nothing(library, query):
    assert library.store.search(query) == []


@pytest.mark.parametrize(
    "query",
    ['"crane', "crane*", "crane)", "title:crane", "NEAR(crane opened)", "crane OR", "NOT crane", "crane AND", "-crane",
     "^crane", "crane; DROP TABLE article", "{title} : crane", 'crane"" "', "crane + opened"],
)  # fmt: skip
def test_syntax_in_a_query_is_only_words(library, query):
    words = {w for phrase in parse(query) for w in phrase.words}
    expected = {k for k in "abc" for hits in library.store.search(k) if hits} and {
        hit.article.title[-1]
        for hit in library.store.search("crane")
        if words <= set(index_text(f"{hit.article.title} {hit.article.text}").split())
    }
    assert _titles(library, query) == expected


def test_a_word_in_the_title_counts_more_than_one_in_the_text(newsroom):
    first, second = newsroom.read("a", "b")
    newsroom.extract(first, "A storm came. " + "Then it went away again. " * 3)
    newsroom.extract(second, "It came. " + "Then it went away again. " * 3, title="Storm")
    assert [hit.article.entry_id for hit in newsroom.store.search("storm")] == [second.id, first.id]
    scores = [hit.score for hit in newsroom.store.search("storm")]
    assert scores == sorted(scores, reverse=True)


def test_newest_first_when_asked(newsroom):
    for entry, hours in zip(newsroom.read("a", "b", "c"), (3, 1, 2), strict=True):
        newsroom.extract(entry, "Rain.", published=newsroom.now - timedelta(hours=hours), id=10**18 - hours)
    found = [hit.article.title[-1] for hit in newsroom.store.search("rain", order="new", limit=2)]
    assert found == ["b", "c"]


def test_a_search_may_begin_at_a_time(newsroom):
    newsroom.publish("a", hours=1)
    late = newsroom.publish("b", hours=9)
    since = newsroom.now - timedelta(hours=24) + timedelta(hours=2)
    assert _titles(newsroom, "text", since=since) == {"b"}
    assert _titles(newsroom, "text", since=late.published) == {"b"}
    assert _titles(newsroom, "text", since=late.published.replace(year=1990)) == {"a", "b"}


def test_a_hit_names_its_source_and_story(newsroom):
    first = newsroom.publish("a")
    newsroom.extract(newsroom.read("loose")[0])
    hits = {hit.article.id: hit for hit in newsroom.store.search("text")}
    assert hits.pop(first.id).story_id == first.id
    assert [(hit.story_id, hit.source.id) for hit in hits.values()] == [(0, "harbour")]


def test_a_long_query_is_cut_and_not_refused(library):
    assert _titles(library, "crane " * 50_000) == {"a", "b"}
    assert library.store.search(" ".join(f"w{i}" for i in range(500))) == []


# ---------------------------------------------------------------- snippets


def test_a_snippet_stands_around_the_first_match():
    text = "Before. " * 100 + "Then the crane fell." + " After." * 100
    shown = snippet(text, parse("crane"), width=60)
    assert "the crane fell" in shown
    assert shown.startswith("…Before")
    assert shown.endswith("…")
    assert len(shown) <= 62


def test_a_snippet_of_chinese_stands_around_its_run():
    text = "天气很好。" * 200 + SHANGHAI + "天气很好。" * 200
    assert "人工智能大会" in snippet(text, parse("人工智能"), width=60)


def test_a_snippet_without_a_match_is_the_beginning():
    assert snippet("Short text.", parse("other")) == "Short text."
    assert snippet("", parse("other")) == ""


def test_a_snippet_is_one_line():
    assert snippet("One.\n\nTwo\tthree.", parse("one")) == "One. Two three."


def test_a_snippet_finds_full_width_and_accented_words():
    text = "word " * 200 + "Ｃｈｌｏé" + " word" * 200
    assert "Ｃｈｌｏé" in snippet(text, parse("chloe"))


# ---------------------------------------------------------------- properties

WORDS = st.text("abcé'-.,1 9ＡÅß\u0301人工智能大会，。", min_size=0, max_size=30)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def _holds(words: list[str], wanted: tuple[str, ...], *, prefix: bool) -> bool:
    if prefix:
        return any(word.startswith(wanted[0]) for word in words)
    return any(tuple(words[i : i + len(wanted)]) == wanted for i in range(len(words)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.one_of(WORDS, ANYTHING), min_size=1, max_size=6), query=st.one_of(WORDS, ANYTHING))
def test_search_finds_exactly_the_texts_with_all_phrases(tmp_path_factory, newsroom_type, texts, query):
    store = open_store(tmp_path_factory.mktemp("search") / "byline.db")
    newsroom = newsroom_type(store)
    entries = newsroom.read(*(f"k{i}" for i in range(len(texts))), title="")
    for number, (entry, text) in enumerate(zip(entries, texts, strict=True)):
        article = newsroom.article(entry, text or " ", id=number + 1)
        store.commit([Extracted(entry_id=entry.id, outcome=article)], now=newsroom.now)
    phrases = parse(query)
    expected = {
        number
        for number, text in enumerate(texts, start=1)
        if phrases and all(_holds(index_text(text).split(), p.words, prefix=p.prefix) for p in phrases)
    }
    assert {hit.article.id for hit in store.search(query)} == expected
    store.close()


@given(text=st.one_of(WORDS, ANYTHING))
def test_every_piece_of_a_text_finds_the_text(text):
    words = index_text(text).split()
    for phrase in parse(text):
        assert _holds(words, phrase.words, prefix=phrase.prefix)


@given(text=ANYTHING)
def test_indexed_words_have_only_letters_and_digits(text):
    assert all(word.isalnum() for word in index_text(text).split())
    assert bool(index_text(text)) == bool(tokens(text))


@given(text=st.one_of(WORDS, ANYTHING), query=ANYTHING)
def test_a_snippet_is_text_of_the_article(text, query):
    shown = snippet(text, parse(query), width=20).strip("…")
    assert " ".join(shown.split()) in " ".join(text.split())
