"""The commented settings file."""

from __future__ import annotations

from pathlib import Path

from byline.config.load import load_config
from byline.config.template import describe, template
from byline.config.tree import SECTIONS, Config


def test_the_written_file_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "byline.toml"
    path.write_text(template(), "utf-8")
    assert load_config(path, env={}).config == Config()


def test_the_written_file_with_every_comment_taken_away_gives_the_defaults_too(tmp_path: Path) -> None:
    lines = [
        line.removeprefix("# ") if line.startswith("# ") and " = " in line and line[2].islower() else line
        for line in template().splitlines()
    ]
    path = tmp_path / "byline.toml"
    path.write_text("\n".join(line for line in lines if not line.startswith("# ")), "utf-8")
    loaded = load_config(path, env={})
    assert loaded.config == Config()
    assert len(loaded.origins) == sum(len(struct.__struct_fields__) for struct in SECTIONS.values())


def test_every_key_has_a_description() -> None:
    missing = [
        f"{section}.{key}"
        for section, struct in SECTIONS.items()
        for key in struct.__struct_fields__
        if len(describe(struct, key)) < 10
    ]
    assert missing == []
