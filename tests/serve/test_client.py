"""The typed client against a real server."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from byline import client as client_module
from byline.client import ApiError, Client, ModelUse, Resource


@pytest.fixture
def client(server: Any) -> Any:
    with Client(server.url) as opened:
        yield opened


def test_an_edition_and_its_stories_with_their_evidence(client: Client) -> None:
    edition = client.edition()
    assert [line.id for line in client.editions()] == [edition.id]
    story = client.story(edition.contents[0].id)
    assert story.sentences[0].citations[0].number == 1
    assert story.sentences[0].citations[0].link.startswith("http")
    assert client.claims(story.id)
    assert client.ledger(edition.id) == edition.ledger
    assert edition.ledger.models == ModelUse(), "no language model was asked"


def test_iterators_go_over_all_pages(client: Client) -> None:
    stories = list(client.stories())
    assert len(stories) > 20
    assert len({story.id for story in stories}) == len(stories)
    assert len(list(client.search("AI"))) > 20
    assert list(client.changes(datetime(2025, 7, 28, tzinfo=UTC)))
    assert client.said("GLM-4.5").stories
    assert len(list(client.sources())) > 10


def test_what_did_not_change_is_not_sent_again(client: Client) -> None:
    first = client.edition()
    seen: list[int] = []
    client._http.event_hooks["response"].append(lambda answer: seen.append(answer.status_code))
    assert client.edition() == first
    assert seen == [304]


def test_errors_say_what_the_server_said(client: Client) -> None:
    with pytest.raises(ApiError, match="There is no such edition") as caught:
        client.edition("1999-01-01")
    assert caught.value.status == 404
    with pytest.raises(ApiError, match="no answer"):
        Client("http://127.0.0.1:9", timeout_s=2).edition()


def test_a_path_in_an_id_stays_an_id(client: Client) -> None:
    with pytest.raises(ApiError) as caught:
        client.story("../editions")
    assert caught.value.status == 404


def test_the_client_knows_every_field_of_the_schema(server: Any) -> None:
    schemas = server.app.openapi()["components"]["schemas"]
    names = {"Edition": "EditionDetail", "Hit": "SearchHit"}
    for name, kind in vars(client_module).items():
        if isinstance(kind, type) and issubclass(kind, Resource) and kind is not Resource:
            schema = schemas[names.get(name, name)]
            fields = {field.name for field in msgspec.structs.fields(kind)}
            assert fields == set(schema["properties"]), json.dumps(name)
