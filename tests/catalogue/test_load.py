"""The shipped catalogue is sound, and a bad one says what to mend."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from byline.catalogue.load import load_catalogue, shipped
from byline.errors import ConfigError
from byline.records import SourceKind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue that a test may spoil."""
    with resources.as_file(resources.files("byline.catalogue") / "data" / "ai") as shipped_folder:
        shutil.copytree(shipped_folder, tmp_path / "field")
    return tmp_path / "field"


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text in one of the files."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_ai_catalogue_covers_the_field_in_two_languages() -> None:
    catalogue = load_catalogue("ai")
    assert shipped() == ["ai"]
    assert len(catalogue.sources) >= 170
    assert sum(source.language == "zh" for source in catalogue.sources) >= 40
    assert {source.kind for source in catalogue.sources} == set(SourceKind)
    assert len(catalogue.topics) >= 15
    assert all(topic.terms["en"] and topic.terms["zh"] for topic in catalogue.topics)
    assert len(catalogue.entities) >= 120


@pytest.mark.parametrize(
    "name", ["英伟达", "通义千问", "月之暗面", "深度求索", "智谱", "豆包", "宇树", "台积电", "世界人工智能大会"]
)
def test_chinese_names_of_the_field_are_known(name: str) -> None:
    entities = load_catalogue("ai").entities
    assert any(name in entity.aliases.get("zh", ()) for entity in entities)


def test_every_feed_belongs_to_a_source_and_every_maker_is_an_entity() -> None:
    catalogue = load_catalogue("ai")
    assert {feed.source_id for feed in catalogue.feeds} == {source.id for source in catalogue.sources}
    assert {entity.maker for entity in catalogue.entities} - {""} <= {entity.id for entity in catalogue.entities}


def test_papers_of_one_house_have_one_owner() -> None:
    owners = {source.id: source.owner_id for source in load_catalogue("ai").sources}
    assert owners["wired"] == owners["ars-technica"]
    assert owners["google-deepmind"] == owners["google-research"]
    assert owners["anthropic"] == "anthropic"


def test_a_folder_of_ones_own_is_read_by_its_path(folder: Path) -> None:
    catalogue = load_catalogue(str(folder))
    assert catalogue.name == "field"
    assert catalogue.sources == load_catalogue("ai").sources


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(ConfigError, match="Use 'ai'"):
        load_catalogue("aj")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("sources.toml", "country =", "contry =", r"sources.toml, source 'openai'.*'contry'.*'country'"),
        ("sources.toml", 'kind = "lab"', 'kind = "labb"', r"source 'openai'.*labb.*press, lab"),
        ("sources.toml", 'id = "anthropic"', 'id = "openai"', r"id 'openai' is there twice"),
        ("sources.toml", "https://openai.com/news/rss.xml", "news/rss.xml", r"'openai'.*not an http"),
        ("sources.toml", "[[source]]", "[[sources]]", r"unknown table 'sources'.*\[\[source\]\]"),
        ("sources.toml", "[[source]]", "[[source", r"not valid TOML"),
        ("entities.toml", 'maker = "openai"', 'maker = "opnai"', r"maker 'opnai'.*'openai'"),
        ("entities.toml", 'aliases.en = ["Anthropic"]', 'aliases.en = ["OpenAI"]', r"'anthropic'.*belongs to 'openai'"),
        ("topics.toml", "weight = 1.0", "weight = 9.0", r"topics.toml, topic 'ai'.*<= 3"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_entry(
    folder: Path, file: str, old: str, new: str, complaint: str
) -> None:
    spoil(folder, file, old, new)
    with pytest.raises(ConfigError, match=complaint):
        load_catalogue(str(folder))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "topics.toml").unlink()
    with pytest.raises(ConfigError, match=r"topics.toml: the file is missing"):
        load_catalogue(str(folder))
