"""A server on loopback that speaks the protocol of OpenAI and plays what real ones do wrong."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-very-secret-0123456789"
KEY_ENV = "TEST_MODEL_KEY"


@dataclass
class Answer:
    """What the server sends."""

    content: str | None = ""
    status: int = 200
    finish: str = "stop"
    reasoning: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""
    drip_s: float = 0.0
    """Seconds between the bytes."""
    usage: tuple[int, int] = (100, 50)

    def body(self) -> bytes:
        if self.raw:
            return self.raw
        if self.status != 200:
            return json.dumps({"error": {"message": self.content, "type": "invalid_request_error"}}).encode()
        message: dict[str, object] = {"role": "assistant", "content": self.content}
        if self.reasoning:
            message["reasoning_content"] = self.reasoning
        return json.dumps(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 0,
                "model": "fake",
                "choices": [{"index": 0, "message": message, "finish_reason": self.finish}],
                "usage": {
                    "prompt_tokens": self.usage[0],
                    "completion_tokens": self.usage[1],
                    "total_tokens": sum(self.usage),
                },
            }
        ).encode()


Request = dict[str, Any]  # Any: JSON as it came
Behaviour = Callable[[Request], Answer]


class FakeServer:
    """Plays one behaviour after the other, the last one for ever; keeps every request."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.behaviours: list[Behaviour] = [faithful]
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def plays(self, *behaviours: Behaviour) -> FakeServer:
        self.behaviours = list(behaviours)
        return self

    def formats(self) -> list[str]:
        return [r.get("response_format", {}).get("type", "plain") for r in self.requests]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.requests.append(request)
                fake.headers.append({name.lower(): value for name, value in self.headers.items()})
                fake.times.append(time.monotonic())
                behaviour = fake.behaviours.pop(0) if len(fake.behaviours) > 1 else fake.behaviours[0]
                self._send(behaviour(request))

            def _send(self, answer: Answer) -> None:
                body = answer.body()
                self.send_response(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    if not answer.drip_s:
                        self.wfile.write(body)
                        return
                    for at in range(len(body)):
                        self.wfile.write(body[at : at + 1])
                        self.wfile.flush()
                        time.sleep(answer.drip_s)
                except OSError:
                    return

            def log_message(self, _format: str, *_args: object) -> None:
                return

        return Handler


def sent(request: Request) -> list[dict[str, str]]:
    """The sentences that the request holds, as data."""
    found: list[dict[str, str]] = json.loads(request["messages"][-1]["content"])["sentences"]
    return found


def reworded(request: Request, change: Callable[[str], str]) -> Answer:
    """An answer that changes every sentence and cites it rightly."""
    told = [{"text": change(s["text"]), "cites": [s["id"]]} for s in sent(request)]
    return Answer(content=json.dumps({"sentences": told}))


def faithful(request: Request) -> Answer:
    return reworded(request, lambda text: text)


def swaps_numbers(request: Request) -> Answer:
    return reworded(request, lambda text: re.sub(r"\d+", lambda m: str(int(m[0]) + 1), text))


def swaps_names(request: Request) -> Answer:
    return reworded(request, lambda text: text.replace("Acme", "Bolt"))


def drops_not(request: Request) -> Answer:
    return reworded(request, lambda text: re.sub(r" does not need\b", " needs", text))


def adds_link(request: Request) -> Answer:
    return reworded(request, lambda text: f"{text} See https://evil.example/now")


def wrong_ids(request: Request) -> Answer:
    told = [{"text": s["text"], "cites": [f"{s['id']}99"]} for s in sent(request)]
    return Answer(content=json.dumps({"sentences": told}))


def blank(_request: Request) -> Answer:
    return Answer(content="   \n  ")


def cut(request: Request) -> Answer:
    return Answer(content=(faithful(request).content or "")[:40], finish="length")


def cut_without_a_word(request: Request) -> Answer:
    return Answer(content=(faithful(request).content or "")[:-4])


def reasons_elsewhere(request: Request) -> Answer:
    return Answer(content="", reasoning=faithful(request).content or "")


def thinks_aloud(request: Request) -> Answer:
    return Answer(
        content='<think>{"sentences": []} or not?</think>```json\n' + (faithful(request).content or "") + "\n```"
    )


def no_schema(request: Request) -> Answer:
    """DeepSeek: json_schema is not to be had."""
    if request.get("response_format", {}).get("type") == "json_schema":
        return Answer(status=400, content="This response_format type is unavailable now")
    return faithful(request)


def no_schema_by_500(request: Request) -> Answer:
    """llama-cpp-python: a form that it does not know is an internal error."""
    if request.get("response_format", {}).get("type") == "json_schema":
        return Answer(status=500, content="response_format.type: Input should be 'text' or 'json_object'")
    return faithful(request)


def no_format(request: Request) -> Answer:
    if "response_format" in request:
        return Answer(status=400, content="response_format is not supported")
    return faithful(request)


def no_thinking_field(request: Request) -> Answer:
    if "chat_template_kwargs" in request:
        return Answer(status=400, content="unknown field chat_template_kwargs")
    return faithful(request)


def fixed_temperature(request: Request) -> Answer:
    """Kimi: any temperature but its own is refused."""
    if "temperature" in request:
        return Answer(status=400, content="invalid temperature: only 1 is allowed for this model")
    return faithful(request)


def wants_the_word_json(request: Request) -> Answer:
    """Qwen: JSON mode needs the word in the messages, and thinking to be off."""
    words = " ".join(message["content"] for message in request["messages"]).lower()
    if "json" not in words or request.get("enable_thinking") is not False:
        return Answer(status=400, content="'messages' must contain the word 'json' in some form")
    return faithful(request)


def fails(_request: Request) -> Answer:
    return Answer(status=500, content="internal error")


def drips(request: Request) -> Answer:
    return Answer(content=faithful(request).content, drip_s=0.05)


def knows_no_such_key(request: Request) -> Answer:
    """A server that repeats the key in its error, as some do."""
    return Answer(status=401, content=f"Incorrect API key provided: {KEY}")
