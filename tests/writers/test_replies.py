"""The JSON object in what models send."""

import pytest

from byline.writers.replies import json_object


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('Sure! {"a": {"b": "}"}} Anything else?', '{"a": {"b": "}"}}'),
        ('```json\n{"a": "\\"{"}\n```', '{"a": "\\"{"}'),
        ('<think>{"a": 1}</think>{"a": 2}', '{"a": 2}'),
        ('{"no": 1} is wrong</think>{"a": 2}', '{"a": 2}'),
        ('<think>{"a": 1} and so on', ""),
        ('{not json} {"a": 3}', '{"a": 3}'),
        ('{"a": 1', ""),
        ("", ""),
        ("{" * 2_000, ""),
    ],
)
def test_the_first_whole_object_after_the_thinking_is_found(content: str, found: str) -> None:
    assert json_object(content) == found
