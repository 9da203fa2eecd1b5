"""A headline without what its site puts around it."""

from __future__ import annotations

import re
import unicodedata

_TAGS = re.compile(r"^(?:\s*(?:\[[^\[\]]{1,16}\]|【[^【】]{1,10}】))+\s*(?=\S)")
_LABELS = re.compile(
    r"^(?:(?:Show|Ask|Tell|Launch) HN|(?:Exclusive|Breaking|Sources?|Watch|Report|Analysis|Breakingviews|Live)"
    r"|快讯|独家|突发|最新|消息称|报道)\s*[:：\-–—|｜]\s*(?=\S)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^[\u4e00-\u9fff]{2,8}\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日\s*(?:电|讯|消息|[|｜])\s*[,，:：|｜]?\s*(?=\S)"
)
_CREDIT = re.compile(r"\s+\([^()]{2,40}/[^()/]{2,40}\)$|\s+\((?:[A-Z][\w.&'’-]*\s?){1,4}\)$")
_OUTLET = re.compile(r"\s+[-–—|｜]\s+((?:(?:[A-Z][\w.&'’-]*|of|the|and|for)\s?){1,5})$")
_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_]+")
_MIN_LEFT = 4
"""So many words or Chinese characters must be left of a headline."""


def bare_headline(title: str) -> str:
    """Return a headline without its site's tags and labels, a wire's dateline, and the outlet's name at its end.

    "Show HN: ...", "[share] ...", "... - Reuters", "... (Jane Roe/Lakeside Post)" and the like come again and
    again over headlines that have nothing else in common. Nothing is cut where fewer than four words would be
    left. NFKC, one line. O(length).
    """
    bare = " ".join(unicodedata.normalize("NFKC", title).split())
    for pattern in (_TAGS, _DATELINE, _LABELS, _CREDIT, _OUTLET):
        cut = pattern.sub("", bare)
        if cut != bare and len(_WORD.findall(cut)) >= _MIN_LEFT:
            bare = cut
    return bare
