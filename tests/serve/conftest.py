"""The sample newsroom's edition, and a desk over its store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from byline.evaluate.sample import SampleRun, sample_run
from byline.sample.newsroom import SampleNewsroom
from byline.serve.desk import Desk


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleRun]:
    """One run of the whole pipeline on the sample."""
    folder = tmp_path_factory.mktemp("served")
    with SampleNewsroom() as sample, sample_run(sample, folder, workers=1) as done:
        yield done


@pytest.fixture(scope="session")
def desk(demo: SampleRun) -> Desk:
    """What questions are asked of."""
    return Desk(demo.newsroom.store, demo.newsroom.catalogue, summary=demo.newsroom.config.summary)
