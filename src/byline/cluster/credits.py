"""Credit lines: a text that says whose it is.

A credit alone proves nothing (a report may credit an agency for one quote); beside
shared text it makes a smaller share enough.
"""

from __future__ import annotations

import re

_EDGE_CHARACTERS = 500
"""Credits stand in the first or the last lines."""

_NAME = r"(?P<name>[A-Z0-9][\w&.’'-]*(?: (?:of|the|and|&|[A-Z0-9][\w&.’'-]*)){0,5})"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\((?P<name>Reuters|AP|AFP|UPI|PA|dpa|DPA|EFE|ANSA|TASS|Xinhua|Kyodo|Bloomberg|IANS|PTI|ANI|CNW)\)",
        r"\((?P<name>[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,3} (?:Wire|Newswire|Agency|Press|News Service|Syndicate))\)",
        r"^(?P<name>Reuters|Associated Press|Agence France-Presse|AP|AFP)\b\s*(?:[-–—:|]|$)",
        r"(?i:(?:originally|first) (?:appeared|published|ran|posted)(?: \w+)?(?: in| on| by| at)) (?:the |The )?"
        + _NAME,
        r"(?i:(?:republished|reprinted|reproduced|syndicated)(?: \w+){0,2} (?:from|by|courtesy of)) (?:the |The )?"
        + _NAME,
        r"(?i:(?:story|article|report) (?:was )?(?:provided|produced|supplied|distributed) by) (?:the |The )?" + _NAME,
        r"(?m:^)\W*(?i:source|via|credit)s?: " + _NAME,
        r"(?P<name>新华社|新华网|中新社|中新网|央视新闻|路透社|法新社|美联社|彭博社|共同社|塔斯社)[^\n。，]{0,16}(?:电|讯|消息)",
        r"(?:转载自|转自|原载于?|首发于|本文来自|文章来自|内容来自|稿件来源)\s*[:：]?\s*[《「“]?(?P<name>[^\s》」”，。；)）]{2,20})",
        r"(?m:^)\W*(?:来源|文章来源|新闻来源)\s*[:：]\s*[《「“]?(?P<name>[^\s》」”，。；)）]{2,20})",
        r"[（(]\s*(?P<name>新华社|中新社|路透社|法新社|美联社|彭博社)[^）)]{0,10}[）)]",
    )
)


def credited(text: str) -> str:
    """Return whom the first or last lines of a text credit as its author, "" where nobody."""
    edges = text if len(text) <= 2 * _EDGE_CHARACTERS else f"{text[:_EDGE_CHARACTERS]}\n{text[-_EDGE_CHARACTERS:]}"
    for pattern in _PATTERNS:
        if match := pattern.search(edges):
            return match["name"].rstrip(".’'-")
    return ""
