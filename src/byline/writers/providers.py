"""What each OpenAI-compatible server does differently.

Where the facts come from, and which of them could not be tried against the live
service, stands in docs/guides/llm-writers.md.
"""

from __future__ import annotations

from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from byline.errors import ConfigError
from byline.writers.settings import LlmSettings

Format = Literal["json_schema", "json_object", "plain"]
LADDER: tuple[Format, ...] = ("json_schema", "json_object", "plain")
"""Ways to ask for JSON, the strictest first."""


class Provider(NamedTuple):
    """One kind of server."""

    base_url: str
    """"" where there is no usual one."""
    key_env: str
    """"" where no key is needed."""
    first: Format
    """The rung of the ladder to begin on."""
    extras: dict[str, object]
    """Fields of the request beyond the protocol: thinking is turned off, it costs tokens and breaks JSON."""
    max_tokens_field: str = "max_tokens"
    schema_in_object: bool = False
    """Whether json_object may carry the schema, which is then enforced."""


PROVIDERS: dict[str, Provider] = {
    # Reasoning models refuse max_tokens; every current model takes max_completion_tokens.
    "openai": Provider("https://api.openai.com/v1", "OPENAI_API_KEY", "json_schema", {}, "max_completion_tokens"),
    # json_schema is answered with 400; what is not JSON is replaced by blanks with finish_reason "stop".
    "deepseek": Provider(
        "https://api.deepseek.com", "DEEPSEEK_API_KEY", "json_object", {"thinking": {"type": "disabled"}}
    ),
    # Temperature is fixed by the service: it is never sent unless set. K2.5 and K2.6 think by default; K3 always does.
    "moonshot": Provider(
        "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY", "json_object", {"thinking": {"type": "disabled"}}
    ),
    # JSON needs the word "json" in the prompt, and non-thinking mode for calls that are not streamed.
    "qwen": Provider(
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        "DASHSCOPE_API_KEY",
        "json_object",
        {"enable_thinking": False},
    ),
    # A prompt beyond the context is cut without a word; `ChatClient` compares the counts.
    "ollama": Provider("http://127.0.0.1:11434/v1", "", "json_schema", {"reasoning_effort": "none"}),
    # llama.cpp's own server takes json_schema; that of llama-cpp-python only json_object with a schema inside.
    "llamacpp": Provider(
        "http://127.0.0.1:8080/v1",
        "",
        "json_schema",
        {"chat_template_kwargs": {"enable_thinking": False}},
        schema_in_object=True,
    ),
    # guided_json is gone since 0.12; response_format works in all versions.
    "vllm": Provider(
        "http://127.0.0.1:8000/v1", "", "json_schema", {"chat_template_kwargs": {"enable_thinking": False}}
    ),
    "other": Provider("", "", "json_schema", {}),
}


class Endpoint(NamedTuple):
    """A model of a server. Holds the name of the key's variable, never the key."""

    provider: str
    base_url: str
    model: str
    key_env: str
    prices: tuple[float, float] = (0.0, 0.0)
    """Of a million tokens in and out."""


def endpoint_of(settings: LlmSettings, *, judge: bool = False) -> Endpoint:
    """Return the model that the settings name. Raises ConfigError, naming the key, for what is missing or wrong."""
    mark = "judge_" if judge else ""
    provider, model, key_env = (str(getattr(settings, f"{mark}{key}")) for key in ("provider", "model", "key_env"))
    if not model:
        raise ConfigError(
            "is empty.", subject=f"[llm] {mark}model", advice="Name a model as the server calls it (llm.model=NAME)."
        )
    return Endpoint(
        provider=provider,
        base_url=server_address(provider, getattr(settings, f"{mark}base_url"), setting=f"{mark}base_url"),
        model=model,
        key_env=key_env or PROVIDERS[provider].key_env,
        prices=(getattr(settings, f"{mark}price_in"), getattr(settings, f"{mark}price_out")),
    )


def server_address(provider: str, base_url: str, *, setting: str = "base_url") -> str:
    """Return the address of the API, without a slash at its end.

    Raises ConfigError, naming the setting, where it is missing, not an address, or holds
    a user name or password.
    """
    address = (base_url or PROVIDERS[provider].base_url).rstrip("/")
    subject = f"[llm] {setting}"
    if not address:
        raise ConfigError(
            f'the provider "{provider}" has no usual address.', subject=subject, advice="Name the server's API here."
        )
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError("is not an http or https address.", subject=subject)
    if "@" in parts.netloc or parts.query:
        raise ConfigError(
            "must hold neither user name nor password nor query.",
            subject=subject,
            advice="Put the key in an environment variable.",
        )
    return address
