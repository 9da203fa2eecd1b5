"""Round-ups of unrelated news: they are alike to every story they mention and would chain them together."""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"\b(?:(?:news|weekly|daily|morning|evening|midday|weekend|monthly|week(?:'s|’s)?) ?"
    r"(?:round-?up|digest|recap|rundown|wrap(?:-up)?)"
    r"|(?:weekly|daily|morning|evening) (?:briefing|brief)"
    r"|week in review|the week in|links? of the (?:day|week)|what we(?:'|’)re reading"
    r"|(?:stories|things) (?:you )?(?:need )?to know (?:today|tonight|this (?:morning|week))"
    r"|newsletter (?:no|#|issue)|issue #\d+|open thread)\b"
    r"|\bin brief\s*[:|–—-]"
    r"|^(?:(?:the|this|today's|today’s) )?(?:download|round-?up|briefing|digest|news in brief|week in \w+"
    r"|(?:top|biggest) (?:stories|news))\s*[:|–—]",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"早报|晚报(?!道)|日报[|｜:：丨]|周报|一周(?:要闻|回顾|盘点|热点|速览|融资)|要闻(?:速览|汇总|精选)"
    r"|新闻(?:速览|速递|汇总)|\d点1氪|氪星晚|(?:今日|每日|本周)(?:快讯|简报|看点|速览|要闻|资讯|热点)|资讯简报"
)
_SEPARATORS = re.compile(r"[;；]")
_MIN_ITEMS = 3
_MIN_ITEM_CHARACTERS = 6


def is_digest(title: str) -> bool:
    """Tell whether a title announces several unrelated items."""
    if _ENGLISH.search(title) or _CHINESE.search(title):
        return True
    items = [item for item in _SEPARATORS.split(title) if len(item.strip()) >= _MIN_ITEM_CHARACTERS]
    return len(items) >= _MIN_ITEMS
