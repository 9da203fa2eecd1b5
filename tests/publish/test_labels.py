"""The words of the pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from byline.publish import labels
from byline.publish.labels import day_in, language_in, moment_in, reason_in, words_in

TEMPLATES = Path(labels.__file__).parent / "templates"
CODE = [
    path.read_text(encoding="utf-8")
    for path in sorted(Path(labels.__file__).parent.glob("*.py"))
    if not path.name.startswith("labels")
]


def test_every_word_is_said_somewhere():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.iterdir())) + "".join(CODE)
    prefixes = ("section.", "tier.", "kind.", "form.", "keys.", "corrections.", "by_hand.")
    assert [
        k for k in labels._WORDS if f'"{k}"' not in text and f"'{k}'" not in text and not k.startswith(prefixes)
    ] == []


@pytest.mark.parametrize("key", sorted(labels._WORDS))
def test_both_languages_fill_in_the_same_values(key):
    english, chinese = labels._WORDS[key]
    for form in english.split("|"):
        assert set(re.findall(r"{(\w+)}", form)) == set(re.findall(r"{(\w+)}", chinese))


def test_numbers_choose_the_form():
    say = words_in("en")
    assert (say("outlets", n=1), say("outlets", n=1200)) == ("1 outlet", "1,200 outlets")
    assert words_in("zh")("outlets", n=1) == "1 家媒体"


def test_braces_in_values_are_not_read_as_placeholders():
    assert words_in("en")("copy_of", name="{0.__class__}") == "copy of {0.__class__}"


def test_an_unknown_reason_is_shown_in_its_own_words():
    assert reason_in("en", "brand_new") == "brand new"
    assert reason_in("en", "http_404") == "the server answered 404"
    assert reason_in("zh", "off_topic") == "与本领域无关"


def test_an_unknown_language_shows_its_code():
    assert language_in("en", "tlh") == "tlh"
    assert language_in("zh", "en") == "英文"
    assert language_in("en", "und") == ""


def test_dates_are_written_as_readers_write_them():
    assert day_in("en", date(2025, 7, 28), weekday=True) == "Monday 28 July 2025"
    assert day_in("zh", date(2025, 7, 28), weekday=True) == "2025年7月28日 星期一"
    assert moment_in("en", datetime(2025, 7, 28, 9, 4, tzinfo=UTC)) == "28 Jul, 09:04"
