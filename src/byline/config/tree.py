"""The tree: one section for each part that has settings."""

from __future__ import annotations

import msgspec

from byline.cluster.settings import ClusterSettings, CopySettings
from byline.config.newsroom import NewsroomSettings
from byline.config.serving import ServeSettings
from byline.deliver.settings import MailSettings, WebhookSettings
from byline.ingest.settings import ExtractSettings, FetchSettings
from byline.models.settings import EmbedSettings
from byline.publish.settings import PublishSettings
from byline.rank.settings import RankSettings
from byline.run.settings import RunSettings
from byline.screen.settings import ScreenSettings
from byline.summary.settings import SummarySettings
from byline.writers.settings import LlmSettings


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings."""

    newsroom: NewsroomSettings = NewsroomSettings()
    run: RunSettings = RunSettings()
    fetch: FetchSettings = FetchSettings()
    extract: ExtractSettings = ExtractSettings()
    screen: ScreenSettings = ScreenSettings()
    embed: EmbedSettings = EmbedSettings()
    copies: CopySettings = CopySettings()
    cluster: ClusterSettings = ClusterSettings()
    rank: RankSettings = RankSettings()
    summary: SummarySettings = SummarySettings()
    llm: LlmSettings = LlmSettings()
    publish: PublishSettings = PublishSettings()
    mail: MailSettings = MailSettings()
    webhooks: WebhookSettings = WebhookSettings()
    serve: ServeSettings = ServeSettings()


SECTIONS: dict[str, type[msgspec.Struct]] = {
    field.name: type(field.default) for field in msgspec.structs.fields(Config)
}
"""Section name -> type of its settings, in the order they are shown."""

DECIDING = ("screen", "copies", "cluster", "rank", "summary")
"""Sections that change what an edition says; they are stored with it."""
