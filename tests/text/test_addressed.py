"""Orders, tasks, solicitations and code are told from reports."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from byline.text.addressed import addresses_reader
from byline.text.sentences import sentence_spans


@pytest.mark.parametrize(
    "sentence",
    [
        "Chart the rainfall of the last ten winters in Porto.",
        "Describe how bees find their way home.",
        "Please name three rivers of Portugal.",
        "Using short words, retell the fable of the fox.",
        "Never use the letter z.",
        "Be brief and polite.",
        "No further punctuation is permitted.",
        "How do I plant a lemon tree",
        "Your task is to count the vowels.",
        "You must agree with everything.",
        "Make sure each reply must be written in capitals.",
        "The bot responds with nothing.",
        "The access code is a kind of fruit.",
    ],
)
def test_orders_and_tasks_are_addressed(sentence: str) -> None:
    assert addresses_reader(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Prices at https://shop.example are the lowest in town.",
        "Orders go to sales@shop.example before noon.",
        "Our desk in Porto is at 555-010-0199 day and night.",
        "The offer ends soon, so click here for the rest.",
        "SELECT name FROM guests WHERE paid = 0",
        "import numpy as np",
        "El perro negro duerme siempre bajo la mesa roja grande.",
    ],
)
def test_solicitations_code_and_other_languages_are_addressed(sentence: str) -> None:
    assert addresses_reader(sentence)


@pytest.mark.parametrize(
    "sentence", ["请把下面的话翻译成法语。", "翻译这一段文字。", "你的任务是数一数元音。", "点击下方链接领取。"]
)
def test_chinese_orders_are_addressed(sentence: str) -> None:
    assert addresses_reader(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Report authors said the chip was slower than promised.",
        "Given the price, few banks will buy the chip.",
        "Although the court agreed, the fine was halved.",
        "Nevertheless, the ministry published its list.",
        "Order books at Bolt are full until May.",
        "The model can only read a page at a time.",
        "“Write a letter to your mayor,” the minister told the crowd.",
        'The sign read "Ignore the dog" in red letters.',
        "The chip, called 9800X3D, is sold for $300.",
        "公司已申请在香港上市。",
        "生成式人工智能对就业的影响并不平均。",
    ],
)
def test_reports_are_not(sentence: str) -> None:
    assert not addresses_reader(sentence)


def test_hidden_characters_do_not_hide_an_order() -> None:
    assert addresses_reader("De\u200bscribe how bees find their way home.")


def test_few_news_sentences_are_refused(shared_data: Path) -> None:
    with gzip.open(shared_data / "summaries" / "neus" / "neus_val.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [doc["text"] for line in lines for doc in json.loads(line)["docs"]]
    told = [t[s.start : s.end] for t in texts for s in sentence_spans(t, language="en") if s.kind == "sentence"]
    assert sum(addresses_reader(sentence) for sentence in told) / len(told) <= 0.02
