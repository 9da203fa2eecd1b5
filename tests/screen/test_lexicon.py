"""Words are found as a reader would find them, in both scripts."""

from __future__ import annotations

import pytest

from byline.screen.lexicon import Lexicon

TERMS = Lexicon(
    [
        ("AI", "ai"),
        ("AI agent", "agent"),
        ("GPU", "gpu"),
        ("open source", "open"),
        ("AI芯片", "chip"),
        ("大模型", "model"),
    ]
)
NAMES = Lexicon(
    [
        ("Meta", "meta"),
        ("Qwen", "qwen"),
        ("Claude", "claude"),
        ("Claude Code", "code"),
        ("阿里", "ali"),
        ("Thinking Machines", "tml"),
    ],
    names=True,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AI agents on GPUs", ["agent", "gpu"]),
        ("aim, said, MAIN, ai", []),
        ("open-source and open source", ["open", "open"]),
        ("国产AI芯片与 AI 芯片", ["chip", "chip"]),
        ("国产AI大模型", ["ai", "model"]),
        ("", []),
    ],
)
def test_terms_are_whole_words_in_latin_and_substrings_in_han(text: str, expected: list[str]) -> None:
    assert [found.key for found in TERMS.find(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Meta's meta analysis", ["meta"]),
        ("Qwen3-Coder beats Claude 4", ["qwen", "claude"]),
        ("Claude Code and Claudette", ["code"]),
        ("阿里发布Qwen3", ["ali", "qwen"]),
        ("Thinking Machines hires people who build thinking machines", ["tml"]),
    ],
)
def test_names_mind_their_case_and_allow_a_version(text: str, expected: list[str]) -> None:
    assert [found.key for found in NAMES.find(text)] == expected


def test_spans_point_at_the_words() -> None:
    text = "The GPU and the 大模型"
    assert [text[f.start : f.end] for f in TERMS.find(text)] == ["GPU", "大模型"]
