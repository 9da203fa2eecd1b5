"""Editions as JSON: ids that no reader rounds, and files of older versions."""

from __future__ import annotations

import json

import msgspec
import pytest

from byline.publish.edition_json import SCHEMA, decode_edition, encode_edition, with_text_ids
from byline.records import Edition, News
from byline.text.hashes import format_id


def _integers(value: object) -> list[int]:
    if isinstance(value, dict):
        return [number for one in value.values() for number in _integers(one)]
    if isinstance(value, list):
        return [number for one in value for number in _integers(one)]
    return [value] if isinstance(value, int) else []


def test_no_integer_of_the_file_is_rounded_by_a_reader_with_floating_point(edition: Edition) -> None:
    body = encode_edition(edition)
    assert max(map(abs, _integers(json.loads(body)))) < 2**53
    # A reader like JavaScript, which has no integers.
    assert json.loads(body, parse_int=float) == json.loads(body)


def test_an_edition_comes_back_as_it_was(edition: Edition, chinese: Edition) -> None:
    for one in (edition, chinese):
        assert decode_edition(encode_edition(one)) == one


def test_a_file_with_integers_for_ids_is_read_as_before(edition: Edition) -> None:
    assert decode_edition(msgspec.json.encode(edition)) == edition


def test_ids_change_in_fields_only_whatever_texts_hold(edition: Edition) -> None:
    odd = '","article_id":12,"article_ids":[12,13],{"story":{"id":12'
    news = News(since=edition.date, edition_id=edition.id, position=1, article_ids=(5, 0))
    story = msgspec.structs.replace(edition.stories[0], news=news)
    many = msgspec.structs.replace(edition, title=odd, notice=odd + "\\", stories=(story, *edition.stories[1:]))
    found = json.loads(encode_edition(many))
    assert found == {"schema": SCHEMA, **json.loads(msgspec.json.encode(with_text_ids(many)))}
    assert (found["title"], found["stories"][0]["news"]["article_ids"]) == (odd, [format_id(5), ""])


def test_ids_are_those_of_pages_and_api(edition: Edition) -> None:
    found = json.loads(encode_edition(edition))
    story, first = found["stories"][0], edition.stories[0]
    assert found["schema"] == SCHEMA
    assert story["coverage"]["story"]["id"] == format_id(first.coverage.story.id)
    assert story["coverage"]["members"][0]["article"]["id"] == format_id(first.coverage.members[0].article.id)
    cited = story["summary"]["headline"]["citations"][0]["passage"]["article_id"]
    assert cited == format_id(first.summary.headline.citations[0].passage.article_id)


def test_an_article_alone_has_a_text_for_its_id_and_its_source_keeps_its_own(edition: Edition) -> None:
    member = edition.stories[0].coverage.members[0]
    assert with_text_ids(member.article)["id"] == format_id(member.article.id)
    assert with_text_ids([member.article])[0]["id"] == format_id(member.article.id)
    assert with_text_ids(member)["source"]["id"] == member.source.id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": SCHEMA + 1}, "a newer Byline wrote it"),
        ({"schema": "x"}, "a newer Byline wrote it"),
        ({"colour": 1}, "unknown field `colour`"),
    ],
)
def test_what_is_no_edition_of_this_schema_is_refused(edition: Edition, change: dict[str, object], said: str) -> None:
    body = json.dumps({**json.loads(encode_edition(edition)), **change}).encode()
    with pytest.raises(msgspec.ValidationError, match=said):
        decode_edition(body)


def test_an_id_that_is_none_is_refused(edition: Edition) -> None:
    found = json.loads(encode_edition(edition))
    found["stories"][0]["coverage"]["story"]["id"] = "nobody"
    with pytest.raises(msgspec.ValidationError, match="is not an id"):
        decode_edition(json.dumps(found).encode())
