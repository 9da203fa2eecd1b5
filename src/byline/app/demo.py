"""The demonstration: the whole pipeline against the bundled sample newsroom, over HTTP on loopback."""

from __future__ import annotations

from pathlib import Path

import msgspec

from byline.app.newsroom import Newsroom
from byline.config.load import FILE_NAME, Loaded
from byline.config.newsroom import NewsroomSettings
from byline.config.tree import Config
from byline.ingest.settings import FetchSettings
from byline.publish.settings import PublishSettings
from byline.rank.settings import RankSettings
from byline.run.settings import RunSettings
from byline.sample.newsroom import SampleNewsroom

NOTICE = (
    "Invented sample. The outlets, their staff and everybody quoted are invented; statements about real organisations "
    "keep to public facts of 11 to 28 July 2025."
)


def demo_newsroom(sample: SampleNewsroom, folder: Path, *, workers: int = 0) -> Newsroom:
    """Return a newsroom that reads the running sample and keeps everything under `folder`."""
    config = Config(
        newsroom=NewsroomSettings(title="The Sample Byline", folder="newsroom", window_hours=72),
        run=RunSettings(workers=workers),
        fetch=msgspec.structs.replace(
            FetchSettings(), hosts=sample.hosts, allow=("127.0.0.0/8",), delay_s=0.0, connections_per_domain=4
        ),
        # One edition for three days: what is told on the first of them must not fade before the last.
        rank=msgspec.structs.replace(RankSettings(), source_half_life_hours=72.0, half_life_hours=72.0),
        publish=msgspec.structs.replace(PublishSettings(), folder="site", stories=40, notice=NOTICE),
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_text(_settings(config), "utf-8")
    newsroom = Newsroom(Loaded(config=config, origins={}, base=folder))
    newsroom.add_feeds(sample.sources, sample.feeds)
    return newsroom


def _settings(config: Config) -> str:
    """Return settings with which other commands read the sample: byline serve --config byline-demo/byline.toml."""
    newsroom, publish = config.newsroom, config.publish
    return (
        "# The bundled sample newsroom, for reading: byline read --config byline-demo/byline.toml\n"
        "# Its outlets answer only while byline demo runs.\n"
        f'[newsroom]\ntitle = "{newsroom.title}"\nfolder = "{newsroom.folder}"\n'
        f"window_hours = {newsroom.window_hours}\n\n"
        f'[publish]\nfolder = "{publish.folder}"\nstories = {publish.stories}\nnotice = "{publish.notice}"\n'
    )
