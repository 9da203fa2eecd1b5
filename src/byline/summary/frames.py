"""What an amount says about the event: how long, how many dead, how much paid.

Two sentences with hardly a word in common can still give different values for
one thing ("was unreachable for about three hours", "lasted four hours and 10
minutes"). Both must use a word of one frame near the amount, in a story where
that frame has one subject.
"""

from __future__ import annotations

from typing import NamedTuple


class Frame(NamedTuple):
    """Words that say what an amount measures."""

    name: str
    units: frozenset[str]
    """Units of the amounts it can hold; empty for any money."""
    words: tuple[str, ...]
    """Beginnings of English words, and Chinese words, one of which stands within reach of the amount."""


FRAMES = (
    Frame(
        "duration",
        frozenset({"minutes", "day", "week"}),
        tuple(
            "last|unreachable|outage|offline|down for|unavailable|dark for|interrupt|could not serve"
            "|中断|持续|故障|瘫痪|宕机".split("|")
        ),
    ),
    Frame(
        "dead",
        frozenset({"peopl", "person", "worker", "passeng", "resid", "civilian", "人", "名"}),
        ("killed", "dead", "died", "death", "死亡", "遇难", "丧生"),
    ),
    Frame(
        "hurt",
        frozenset({"peopl", "person", "worker", "passeng", "resid", "civilian", "人", "名"}),
        ("injured", "wounded", "hurt", "受伤"),
    ),
    Frame(
        "jobs",
        frozenset({"job", "worker", "employe", "staff", "posit", "role", "peopl", "人", "名"}),
        ("cut", "lay off", "laid off", "layoff", "dismiss", "fire", "裁员", "裁减"),
    ),
    Frame(
        "price",
        frozenset(),
        ("paid", "pay ", "acquire", "bought", "purchase", "takeover", "deal worth", "收购", "并购"),
    ),
    Frame("raised", frozenset(), ("raised", "raises", "funding round", "in funding", "investment round", "融资")),
    Frame("valued", frozenset(), ("valued", "valuation", "worth", "估值")),
    Frame(
        "score",
        frozenset({"point", "分"}),
        ("score", "reach", "report", "mean ", "average", "measur", "achiev", "得分", "成绩", "测得"),
    ),
)


def frame_of(unit: str, kind: str, around: str) -> str:
    """Return the name of the frame that an amount with these words around it fills, "" where none fits."""
    lowered = around.lower()
    for frame in FRAMES:
        fits = unit in frame.units if frame.units else kind == "money"
        if fits and any(word in lowered for word in frame.words):
            return frame.name
    return ""
