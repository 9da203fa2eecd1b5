"""Words of the articles in the window."""

from __future__ import annotations

import numpy as np
import pytest

from byline.cluster.lexicon import PRIOR_ARTICLES, Lexicon, Shared
from byline.cluster.names import read_words
from byline.cluster.reading import read_words_only, word_lists_of

TITLES = ["Heron model opened by Lakeside", "Tern 7 flies in March", "Comet passes the sun", "the Heron lands"]


def _lexicon(titles: list[str] = TITLES) -> Lexicon:
    lexicon = Lexicon()
    for title in titles:
        lexicon.add(read_words(title, ""))
    return lexicon


def _shared(lexicon: Lexicon, title: str, count: int) -> Shared:
    return lexicon.shared(lexicon.read(read_words(title, "")), np.arange(count))


def test_equal_titles_share_everything_and_strangers_nothing() -> None:
    shared = _shared(_lexicon(), TITLES[0], 4)
    assert shared.words[0] == pytest.approx(1.0)
    assert shared.title[0] == shared.contained[0] == pytest.approx(1.0)
    assert shared.words[2] == shared.rarest[2] == 0.0


def test_a_shared_name_counts_among_names() -> None:
    shared = _shared(_lexicon(), "what of Heron now", 4)
    assert shared.names[0] > 0.0
    assert shared.names[1] == 0.0


def test_numbers_are_shared_or_differ() -> None:
    lexicon = _lexicon()
    assert _shared(lexicon, "Tern 7 again", 4).numbers[1] == 1.0
    assert _shared(lexicon, "Tern 9 again", 4).differ[1] == 1.0


def test_rare_words_lead_to_those_who_share_them() -> None:
    lexicon = _lexicon()
    assert lexicon.sharing(lexicon.read(read_words("a Heron", "")), 16) == [0, 3]
    assert lexicon.sharing(lexicon.read(read_words("nothing known", "")), 16) == []


def test_what_is_kept_compares_as_if_nothing_else_had_come() -> None:
    kept = _lexicon()
    kept.keep([1, 3])
    fresh = _lexicon([TITLES[1], TITLES[3]])
    for ours, theirs in zip(_shared(kept, "Heron 7", 2), _shared(fresh, "Heron 7", 2), strict=True):
        assert ours.tolist() == theirs.tolist()
    own = kept.read(read_words("Heron 7", ""))
    assert kept.sharing(own, 16) == fresh.sharing(fresh.read(read_words("Heron 7", "")), 16)


def test_which_of_many_equally_rare_words_lead_on_does_not_depend_on_what_came_before() -> None:
    words = [
        f"{first}{last}"
        for first in ("Bal", "Dor", "Fim", "Gun", "Ket", "Lop")
        for last in ("mox", "rik", "tub", "vaz", "zel")
    ]
    asked = read_words(" ".join(words), "")
    forth, back = _lexicon([*words]), _lexicon([*reversed(words)])
    found = {words[number] for number in forth.sharing(forth.read(asked), 99)}
    assert {words[::-1][number] for number in back.sharing(back.read(asked), 99)} == found
    assert len(found) < len(words)


def test_stored_words_are_those_that_were_read() -> None:
    lexicon = _lexicon()
    stored, read = lexicon.stored(1), lexicon.read(read_words(TITLES[1], ""))
    assert [part.tolist() for part in stored] == [part.tolist() for part in read]


def test_an_article_without_words_shares_nothing() -> None:
    lexicon = _lexicon(["", "Heron"])
    assert _shared(lexicon, "Heron", 2).words.tolist() == [0.0, pytest.approx(1.0)]
    assert _shared(lexicon, "", 2).words.tolist() == [0.0, 0.0]


def _cosine(left: dict[str, float], right: dict[str, float]) -> float:
    dot = sum(weight * right.get(word, 0.0) for word, weight in left.items())
    return dot / (sum(w * w for w in left.values()) * sum(w * w for w in right.values())) ** 0.5


def test_the_likeness_of_words_is_what_dictionaries_give() -> None:
    lexicon = _lexicon()
    articles = [*map(read_words, TITLES, [""] * 4)]
    seen = {word: sum(word in other.words for other in articles) for article in articles for word in article.words}
    idf = {word: np.log((len(TITLES) + PRIOR_ARTICLES) / (count + 1)) for word, count in seen.items()}
    weights = [
        {word: idf[word] * (1 + np.log(count)) for word, count in zip(article.words, article.counts, strict=True)}
        for article in articles
    ]
    found = lexicon.shared(lexicon.read(articles[0]), np.array([3, 0, 3]))
    assert found.words.tolist() == pytest.approx([_cosine(weights[0], weights[other]) for other in (3, 0, 3)])
    assert found.rarest[0] == pytest.approx(idf["heron"] / np.log(len(TITLES) + PRIOR_ARTICLES))


def test_an_article_that_shares_several_words_goes_before_those_that_share_one() -> None:
    lexicon = _lexicon(["Heron flies", "Lakeside opens", "Heron of Lakeside", "Comet", "Lakeside again"])
    asked = lexicon.read(read_words("Heron at Lakeside", ""))
    assert lexicon.sharing(asked, 1) == [2]
    assert lexicon.sharing(asked, 16) == [0, 1, 2, 4]


def test_what_is_kept_is_found_and_leaves_the_rest_unfound() -> None:
    lexicon = _lexicon()
    lexicon.keep([2, 3])
    lexicon.add(read_words("Heron again", ""))
    assert lexicon.sharing(lexicon.read(read_words("a Heron by Lakeside", "")), 16) == [1, 2]


def test_what_arrives_together_compares_as_one_by_one() -> None:
    texts = [f"{TITLES[n % 4]} word{n % 3} Name{n % 2}" for n in range(9)]
    together, alone = _lexicon(), _lexicon()
    kept = np.array([n != 4 for n in range(9)])
    arrived = together.arrive(word_lists_of([read_words_only(text, "") for text in texts]), kept, np.ones(9, np.bool_))
    near = np.arange(4)
    shared = together.shared_each(arrived, np.repeat(np.arange(9), 4), np.tile(near, 9))
    owners, numbers = together.sharing_each(arrived, 3)
    for place, text in enumerate(texts):
        own = alone.read(read_words(text, ""))
        assert numbers[owners == place].tolist() == alone.sharing(own, 3)
        for ours, theirs in zip(shared, alone.shared(own, near), strict=True):
            assert np.allclose(ours[4 * place : 4 * place + 4], theirs, rtol=0, atol=1e-12)
        if kept[place]:
            alone.add(read_words(text, ""))
    assert len(together) == len(alone) == 12
