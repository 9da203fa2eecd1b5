"""What was wrong with the arguments of a tool, and what is allowed, in plain sentences.

The library's own words name its classes and link to its manual; an agent that reads them cannot
tell which value to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, InputRequiredResult
from pydantic import ValidationError

SHOWN_CHARS = 60
"""Characters of a wrong value that are told back."""
# Any: a JSON schema, and a value that some client sent.
Schema = Mapping[str, Any]


class PlainServer(MCPServer):
    """A server of tools whose complaints about arguments are sentences."""

    # Any: what a client sends.
    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool. Raises ToolError in plain words where its arguments are not well put."""
        tool = next((one for one in await self.list_tools() if one.name == name), None)
        properties = tool.input_schema.get("properties", {}) if tool is not None else {}
        strange = sorted(set(arguments) - set(properties)) if tool is not None else []
        if strange:
            known = ", ".join(properties) or "none"
            raise ToolError(f"{name} takes no argument {_shown(strange[0])}; its arguments are: {known}.")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            raise ToolError(sentences(error.__cause__, properties)) from error


def sentences(error: ValidationError, properties: Schema) -> str:
    """Return one sentence for each argument that is wrong: what it was, and what it takes."""
    found: dict[str, str] = {}
    for one in error.errors():
        name = str(one["loc"][0]) if one["loc"] else "the arguments"
        wrong = "is missing" if one["type"] == "missing" else f"was {_shown(one['input'])}"
        found.setdefault(name, f"{name} {wrong}; it takes {allowed(properties.get(name, {}))}.")
    return " ".join(found.values())


def allowed(schema: Schema) -> str:
    """Return in words what an argument of this JSON schema takes."""
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    kind = kinds[0] if kinds else schema
    if "enum" in kind:
        return " or ".join(_shown(value) for value in kind["enum"])
    if kind.get("format") == "date-time":
        return "a time like 2025-07-28T06:00:00Z"
    if kind.get("type") == "integer":
        return f"a whole number from {kind['minimum']} to {kind['maximum']}" if "maximum" in kind else "a whole number"
    most, least = kind.get("maxLength"), kind.get("minLength", 0)
    length = f" of {f'{least} to' if least else 'at most'} {most} characters" if most else ""
    return f"a text{length}"


def _shown(value: Any) -> str:
    try:
        text = msgspec.json.encode(value).decode()
    except (TypeError, ValueError):
        text = type(value).__name__
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
