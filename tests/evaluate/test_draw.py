"""Stories and pairs for a judge, drawn from a replayed stream."""

from __future__ import annotations

import json
from datetime import date

import pytest

from byline.evaluate.draw import Drawn, draw

# Invented outlets on an invented model.
ONE_EVENT = {
    "Lanternfish 3 language model released with open weights by Harbour Labs": "The laboratory from Porto Alto put the "
    "files of its language model on its site on Thursday, free for companies of any size to run and to change.",
    "Harbour Labs releases Lanternfish 3, a language model with open weights": "Developers can download all weights. "
    "Tests by the makers show gains in coding; nobody outside has repeated them so far.",
    "Open weights: Harbour Labs publishes its Lanternfish 3 language model": "With the release the company answers a "
    "rival's offer from June. Two sizes of the model are there, and a paper describes how the data were chosen.",
}
OTHERS = {
    "A regulator asks for the training data of large language models": "Firms have until October to say which books "
    "and pages their AI models were trained on, the authority wrote to nine developers.",
    "The regulator wants training data of large language models disclosed": "A letter to developers of AI names a date "
    "in autumn. Whoever stays silent may have to pay a fine of two per cent of sales.",
    "Robots that fold towels at home learn from a vision-language-action model": "Engineers filmed forty kitchens and "
    "taught an AI model to move two arms; a towel takes it three minutes.",
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Drawn], list[Drawn], int]:
    raw = tmp_path_factory.mktemp("stream") / "raw.jsonl"
    rows = [
        {
            "id": str(number),
            "url": f"https://outlet-{number}.example.com/item",
            "title": title,
            "source": f"Outlet {number}",
            "site": f"outlet-{number}.example.com",
            "first_seen": f"2025-07-1{number % 2}T0{number}:00:00Z",
            "summary": text,
            "lang": "en",
        }
        for number, (title, text) in enumerate((ONE_EVENT | OTHERS).items(), 1)
    ]
    raw.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return draw(raw, since=date(2025, 7, 10), until=date(2025, 7, 11), count=2)


def test_a_story_of_three_articles_is_drawn_whole(drawn: tuple[list[Drawn], list[Drawn], int]) -> None:
    stories, _, large = drawn
    assert large == 1
    assert {article.title for article in stories[0].articles} == set(ONE_EVENT)


def test_a_story_stands_in_one_pair_at_most(drawn: tuple[list[Drawn], list[Drawn], int]) -> None:
    _, pairs, _ = drawn
    ids = [article.id for pair in pairs for article in pair.articles + pair.other]
    assert ids
    assert len(ids) == len(set(ids))


def test_pairs_come_nearest_first(drawn: tuple[list[Drawn], list[Drawn], int]) -> None:
    _, pairs, _ = drawn
    assert [pair.similarity for pair in pairs] == sorted((pair.similarity for pair in pairs), reverse=True)
