"""Settings: precedence, origins, and errors that say what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.config.load import load_config
from byline.errors import ConfigError


def write(folder: Path, text: str) -> Path:
    path = folder / "byline.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_flag_wins_over_the_environment_over_the_file_over_the_default(tmp_path: Path) -> None:
    path = write(tmp_path, '[newsroom]\ntitle = "file"\ntimezone = "Asia/Shanghai"\n[run]\nworkers = 3\n')
    env = {"BYLINE_NEWSROOM__TITLE": "environment", "BYLINE_RUN__WORKERS": "4"}
    loaded = load_config(path, flags=["newsroom.title=flag"], env=env)
    assert loaded.config.newsroom.title == "flag"
    assert loaded.config.run.workers == 4
    assert loaded.config.newsroom.timezone == "Asia/Shanghai"
    assert loaded.config.newsroom.language == "en"


def test_every_value_says_where_it_came_from(tmp_path: Path) -> None:
    path = write(tmp_path, "[newsroom]\n[run]\nworkers = 3\n")
    loaded = load_config(path, flags=["newsroom.title=flag"], env={"BYLINE_NEWSROOM__LANGUAGE": "zh"})
    origins = {(section, key): origin for section, key, _, origin in loaded.rows()}
    assert origins["run", "workers"] == str(path)
    assert origins["newsroom", "title"] == "flag"
    assert origins["newsroom", "language"] == "environment"
    assert origins["newsroom", "timezone"] == "default"


@pytest.mark.parametrize(
    ("text", "named", "advice"),
    [
        ("[newsroom]\ntimezon = 'UTC'\n", "unknown key timezon in [newsroom]", "Did you mean timezone?"),
        ("[newsrom]\ntitle = 'x'\n", "unknown section [newsrom]", "Did you mean newsroom?"),
        ("title = 'x'\n", "unknown section [title]", "Known are"),
        ("[newsroom]\nwindow_hours = 'many'\n", "[newsroom] window_hours", "expected `int`"),
        ("[newsroom]\nwindow_hours = 0\n", "[newsroom] window_hours", ">= 1"),
        ("[newsroom\n", "is not valid TOML", ""),
        (
            "[newsroom]\ntimezone = 'Asia/Shanghia'\n",
            "[newsroom] timezone: there is no",
            'Did you mean "Asia/Shanghai"?',
        ),
    ],
)
def test_a_wrong_setting_is_named_with_the_nearest_right_one(
    tmp_path: Path, text: str, named: str, advice: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(path, env={})
    assert named in str(caught.value)
    assert advice in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load_config(tmp_path / "other.toml", env={})


def test_names_and_passwords_in_addresses_are_masked(tmp_path: Path) -> None:
    loaded = load_config(write(tmp_path, ""), flags=["newsroom.title=http://me:secret@host/"], env={})
    shown = {key: value for _, key, value, _ in loaded.rows()}
    assert shown["title"] == "http://***@host/"


@pytest.mark.parametrize(
    ("text", "named", "advice"),
    [
        ("allow = ['10.0.0.0/8', '10.0.0.0/33']", '[fetch] allow: "10.0.0.0/33"', 'Write "10.0.0.0/32".'),
        (
            "hosts = { 'paper.example' = 'localhost' }",
            '[fetch] hosts: "paper.example" leads to "localhost"',
            "Write an",
        ),
        ("hosts = { 'http://paper.example' = '::1' }", "is no host name", 'Write "paper.example".'),
    ],
)
def test_a_wrong_address_is_refused_as_soon_as_the_file_is_read(
    tmp_path: Path, text: str, named: str, advice: str
) -> None:
    path = write(tmp_path, f"[fetch]\n{text}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(path, env={})
    assert str(caught.value).startswith(f"{path}: ")
    assert named in str(caught.value)
    assert advice in str(caught.value)


def test_a_wrong_address_names_the_flag_it_came_from() -> None:
    with pytest.raises(ConfigError, match="flag: "):
        load_config(None, flags=['fetch.allow=["*"]'], env={})


def test_addresses_of_webhooks_are_shown_without_what_may_be_secret():
    loaded = load_config(flags=['webhooks.urls=["https://u:pw@hooks.example/in?token=abc"]'], env={})
    shown = {(section, key): value for section, key, value, _ in loaded.rows()}
    assert shown["webhooks", "urls"] == ["https://***@hooks.example/in?***"]


def test_secrets_of_delivery_are_no_settings_and_never_shown():
    loaded = load_config(env={"BYLINE_SMTP_PASSWORD": "s3cret", "BYLINE_SLACK_WEBHOOK": "https://hooks.example/s3cret"})
    assert "s3cret" not in str(loaded.rows())


@pytest.mark.parametrize(
    ("flag", "said", "advice"),
    [
        ("foo.bar=1", "unknown key foo.bar: there is no section [foo].", "Known are: newsroom, run, fetch"),
        ("publsh.storys=3", "unknown key publsh.storys", "Did you mean publish.stories?"),
        ("scoring.half_life_hours=9", "unknown key scoring.half_life_hours", "Did you mean rank.half_life_hours?"),
    ],
)
def test_a_flag_of_an_unknown_section_is_named_whole_with_the_nearest_key(tmp_path, flag, said, advice):
    with pytest.raises(ConfigError) as caught:
        load_config(None, flags=[flag], env={})
    assert said in str(caught.value)
    assert advice in f"{caught.value} {caught.value.advice}"


def test_a_variable_of_an_unknown_section_is_named_whole():
    with pytest.raises(ConfigError, match=r"unknown key mial\.host"):
        load_config(None, env={"BYLINE_MIAL__HOST": "x"})
