"""The writer of the settings: what is built, and what is refused in one sentence."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from byline.app.newsroom import Newsroom
from byline.app.writing import Writing, open_writing
from byline.config.load import load_config
from byline.errors import ConfigError
from byline.summary.extractive import ExtractiveWriter
from byline.writers.judge import LlmJudge
from byline.writers.llm import LlmWriter

LOCAL = ("newsroom.writer=llm", "llm.provider=ollama", "llm.model=small")


def build(tmp_path: Path, *flags: str, env: dict[str, str] | None = None) -> Writing:
    loaded = load_config(tmp_path / "byline.toml", flags=flags, env={})
    with ExitStack() as closing:
        return open_writing(loaded.config, folder=tmp_path, closing=closing, env=env or {})


@pytest.fixture(autouse=True)
def settings_file(tmp_path: Path) -> None:
    (tmp_path / "byline.toml").write_text("", "utf-8")


def test_no_model_is_asked_unless_the_settings_say_so(tmp_path: Path) -> None:
    writing = build(tmp_path)
    assert isinstance(writing.writer, ExtractiveWriter)
    assert writing.judge is None


def test_a_local_model_needs_no_key_and_a_judge_is_another_model(tmp_path: Path) -> None:
    writing = build(tmp_path, *LOCAL, "llm.judge_provider=ollama", "llm.judge_model=other")
    assert isinstance(writing.writer, LlmWriter)
    assert isinstance(writing.judge, LlmJudge)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("llm.model=",), "llm] model: is empty"),
        (("llm.provider=other",), "llm] base_url: the provider"),
        (("llm.base_url=localhost:1234",), "llm] base_url: is not an http"),
        (("llm.base_url=http://me:secret@127.0.0.1/v1",), "neither user name nor password"),
        (("llm.provider=deepseek",), "environment variable DEEPSEEK_API_KEY: is not set"),
        (("llm.key_env=MY_KEY",), "environment variable MY_KEY: is not set"),
        (("llm.judge_provider=ollama",), "llm] judge_model: is empty"),
        (("llm.judge_provider=ollama", "llm.judge_model=small"), "is the writer's own model"),
    ],
)
def test_what_cannot_work_is_refused_by_name(tmp_path: Path, flags: tuple[str, ...], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        build(tmp_path, *LOCAL, *flags)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["sk-very-secret-0123456789", "verysecret0123456789"])
def test_a_key_in_the_settings_is_refused_without_repeating_it(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        build(tmp_path, *LOCAL, f'llm.key_env="{key}"')
    assert key not in str(caught.value)


def test_an_edition_keeps_which_models_wrote_it_and_no_key_or_address(tmp_path: Path) -> None:
    flags = (*LOCAL, "llm.base_url=http://10.0.0.7/v1", "llm.key_env=MY_KEY")
    settings = Newsroom(load_config(tmp_path / "byline.toml", flags=flags, env={})).deciding_settings()
    assert settings["llm"]["model"] == "small"
    assert not {"10.0.0.7", "MY_KEY"} & {part for value in settings["llm"].values() for part in str(value).split("/")}
    assert "llm" not in Newsroom(load_config(tmp_path / "byline.toml", env={})).deciding_settings()
