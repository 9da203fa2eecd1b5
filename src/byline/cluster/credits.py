"""Credit lines: a text that says whose it is.

A credit alone proves nothing (a report may credit an agency for one quote); beside
shared text it makes a smaller share enough.
"""

from __future__ import annotations

import re

_EDGE_CHARACTERS = 400
"""Credits stand in the first or the last lines."""

_NAME = r"(?P<name>[A-Z0-9][\w&.’'-]*(?: (?:of|the|and|&|[A-Z0-9][\w&.’'-]*)){0,5})"
_THE = r"(?:the |The )?"
_AGENCIES = "新华社|新华网|中新社|中新网|央视新闻|路透社|法新社|美联社|彭博社|共同社|塔斯社"
_PATTERNS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("(",), r"\((?P<name>Reuters|AP|AFP|UPI|PA|dpa|DPA|EFE|ANSA|TASS|Xinhua|Kyodo|Bloomberg|IANS|PTI|ANI|CNW)\)"),
    (
        (" Wire)", "Newswire)", "Agency)", "Press)", "News Service)", "Syndicate)"),
        r"\((?P<name>[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,3} (?:Wire|Newswire|Agency|Press|News Service|Syndicate))\)",
    ),
    (
        ("Reuters", "Associated Press", "Agence France", "AP", "AFP"),
        r"^(?P<name>Reuters|Associated Press|Agence France-Presse|AP|AFP)\b\s*(?:[-–—:|]|$)",
    ),
    (
        ("appeared", "published", "posted", " ran "),
        r"\b(?:[Oo]riginally|[Ff]irst) (?:appeared|published|ran|posted)(?: \w+)? (?:in|on|by|at) " + _THE + _NAME,
    ),
    (
        ("epublished", "eprinted", "eproduced", "yndicated"),
        r"\b(?:[Rr]epublished|[Rr]eprinted|[Rr]eproduced|[Ss]yndicated)(?: \w+){0,2} (?:from|by|courtesy of) "
        + _THE
        + _NAME,
    ),
    (
        ("provided by", "produced by", "supplied by", "distributed by"),
        r"\b(?:story|article|report) (?:was )?(?:provided|produced|supplied|distributed) by " + _THE + _NAME,
    ),
    (("ource", "ia: ", "redit"), r"(?m:^)\W*(?:[Ss]ources?|[Vv]ia|[Cc]redits?): " + _NAME),
    (("电", "讯", "消息"), rf"(?P<name>{_AGENCIES})[^\n。，]{{0,16}}(?:电|讯|消息)"),
    (
        ("转载自", "转自", "原载", "首发于", "来自"),
        r"(?:转载自|转自|原载于?|首发于|(?:本文|文章|内容|稿件)来自)\s*[:：]?\s*[《「“]?(?P<name>[^\s》」”，。；)）]{2,20})",
    ),
    (("来源",), r"(?m:^)\W*(?:文章|新闻|稿件)?来源\s*[:：]\s*[《「“]?(?P<name>[^\s》」”，。；)）]{2,20})"),
    (("社",), r"[（(]\s*(?P<name>新华社|中新社|路透社|法新社|美联社|彭博社)[^）)]{0,10}[）)]"),
)
"""What a credit line contains, and the line: looking for the former first makes it five times as fast."""
_COMPILED = tuple((hints, re.compile(pattern)) for hints, pattern in _PATTERNS)


def credited(text: str) -> str:
    """Return whom the first or last lines of a text credit as its author, "" where nobody."""
    edges = text if len(text) <= 2 * _EDGE_CHARACTERS else f"{text[:_EDGE_CHARACTERS]}\n{text[-_EDGE_CHARACTERS:]}"
    for hints, pattern in _COMPILED:
        for hint in hints:
            if hint in edges:
                match = pattern.search(edges)
                if match:
                    return match["name"].rstrip(".’'-")
                break
    return ""
