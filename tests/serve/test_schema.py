"""The API's schema: what clients rely on stays.

Additions are welcome and need a new golden file:
    BYLINE_WRITE_GOLDEN=1 pytest tests/serve/test_schema.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from byline.app.newsroom import Newsroom
from byline.config.load import load_config
from byline.serve.app import Served, build_app

GOLDEN = Path(__file__).parent / "golden" / "openapi.json"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("schema")
    with Newsroom(load_config(None, flags=[f"newsroom.folder={folder}"], env={})) as newsroom:
        found: dict[str, Any] = without_words(json.loads(json.dumps(build_app(newsroom, Served()).openapi())))
    if os.environ.get("BYLINE_WRITE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
    return found


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(GOLDEN.read_text("utf-8"))
    return read


def test_the_schema_is_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")


def test_no_client_of_the_golden_schema_breaks(schema: dict[str, Any], golden: dict[str, Any]) -> None:
    assert list(breaks(golden, schema)) == []


def test_the_golden_file_is_up_to_date(schema: dict[str, Any], golden: dict[str, Any]) -> None:
    assert schema == golden, "the schema grew: BYLINE_WRITE_GOLDEN=1 pytest tests/serve/test_schema.py"


def test_a_removed_path_field_or_value_and_a_new_demand_are_breaks(golden: dict[str, Any]) -> None:
    def changed(edit: str, *path: str) -> list[str]:
        copy = json.loads(json.dumps(golden))
        place = copy
        for part in path[:-1]:
            place = place[int(part) if part.isdigit() else part]
        if edit == "remove":
            del place[path[-1]]
        else:
            place[path[-1]] = [*place.get(path[-1], []), edit]
        return list(breaks(golden, copy))

    assert changed("remove", "paths", "/api/v1/editions")
    assert changed("remove", "paths", "/api/v1/feeds", "post")
    assert changed("remove", "components", "schemas", "Story", "properties", "sentences")
    assert changed("headline", "components", "schemas", "FeedOrder", "required")
    assert not changed("remove", "paths", "/api/v1/editions", "get", "tags")


def without_words(value: Any, *, names: bool = False) -> Any:
    """Return a schema without its descriptions: how a thing is explained may change any day."""
    if isinstance(value, list):
        return [without_words(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {k: v for k, v in value.items() if names or k not in ("description", "title", "summary")}
    return {k: without_words(v, names=k == "properties") for k, v in kept.items()}


def breaks(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield what of the old schema a client may miss in the new one."""
    for path, methods in old["paths"].items():
        for method, operation in methods.items():
            there = new["paths"].get(path, {}).get(method)
            if there is None:
                yield f"{method} {path} is gone"
                continue
            yield from _parameters(f"{method} {path}", operation, there)
            for status in set(operation["responses"]) - set(there["responses"]):
                yield f"{method} {path}: {status} is gone"
    for name, schema in old["components"]["schemas"].items():
        yield from _fields(name, schema, new["components"]["schemas"].get(name, {}))


def _parameters(where: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    was = {one["name"]: one for one in old.get("parameters", [])}
    now = {one["name"]: one for one in new.get("parameters", [])}
    yield from (f"{where}: parameter {name} is gone" for name in was.keys() - now.keys())
    for name, one in now.items():
        if one.get("required") and not was.get(name, {}).get("required"):
            yield f"{where}: parameter {name} is demanded now"


def _fields(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    was, now = old.get("properties", {}), new.get("properties", {})
    yield from (f"{name}.{field} is gone" for field in was.keys() - now.keys())
    for field in was.keys() & now.keys():
        if _kind(was[field]) != _kind(now[field]):
            yield f"{name}.{field} is of another type"
    if name.endswith("Order"):  # what a client sends must not grow in demands
        yield from (
            f"{name}.{field} is demanded now" for field in set(new.get("required", [])) - set(old.get("required", []))
        )
    else:  # what it receives must not shrink in promises
        yield from (
            f"{name}.{field} may be missing now"
            for field in set(old.get("required", [])) - set(new.get("required", []))
        )


def _kind(field: dict[str, Any]) -> str:
    return json.dumps({k: field[k] for k in ("type", "$ref", "items", "anyOf", "format") if k in field}, sort_keys=True)
