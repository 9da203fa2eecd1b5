"""The title as the first line of an article's own text, and whether it states something by itself.

Much of what feeds tell is a title and nothing else. Where that title opens the
stored text it is a passage like any other, and may be quoted when no sentence can be.

**Source:** on replayed days a third of the English stories had nothing but such a line (docs/log.md).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from byline.records import Coverage, Language, Member, Passage
from byline.summary.alike import dice
from byline.summary.lengths import count_words
from byline.summary.standalone import is_adrift, unfit
from byline.summary.titles import MAX_WORDS, MIN_WORDS, clean_title, is_bait
from byline.summary.units import title_end
from byline.summary.verbs_en import IRREGULAR_PAST, ROOTS, THIRD_PERSON, past
from byline.text.addressed import addresses_reader
from byline.text.words import content_words, has_han

_NOT_FOR_TITLES = frozenset({"fragment", "label", "no_subject"})
"""Reasons that ask for a whole sentence; a title is held to `_says` in their place."""
_SAYS = re.compile(
    rf"(?<=[\w)’'%] )(?:{'|'.join(sorted({*THIRD_PERSON, *IRREGULAR_PAST, 'was', 'were'}))}"
    rf"|to (?:{'|'.join(ROOTS)})"
    rf"|(?:{'|'.join(sorted(past(r) for r in ROOTS))})(?! (?:by|for|with|to|in|from|on|at|as|off)\b))\b",
    re.IGNORECASE,
)
"""A verb that has a subject in front of it: "Acme Launches", "Acme to Cut", "Acme Was"; not "Chips Powered by"."""
_PLURAL_SAYS = re.compile(
    rf"^(?:[\w’'&.-]+ ){{0,5}}?(?:[A-Za-z]{{2,}}[^\Wsui]s|people)"
    rf" (?:{'|'.join(ROOTS)})\b(?! ?(?:,|and\b|or\b|of\b))",
    re.IGNORECASE,
)
""" "Utilities Plot Rise"."""
_OPENS_ASIDE = re.compile(
    r"^(?:how|why|what|when|where|which|who|can|could|should|will|would|is|are|do|does|did|has|have|introducing|building"
    r"|understanding|using|making|exploring|reading|switching|meet|inside|behind|beyond|towards?|from|for|to"
    r"|the (?:case|art"
    r"|rise|future|state|missing|best|next|new|four|three|five|real)|at last|if|it|its|he|she|they|his|her|their"
    r"|my|our|we"
    r"|you|your|i|a|an|some|one|these|this|those|that|here|there|show hn|ask hn|launch hn|tell hn|part"
    r"|step|watch|listen|top"
    r"|\d+ (?!year|percent|million|billion|state|u\.?s)\w+)\b",
    re.IGNORECASE,
)
"""First words of questions, guides, forum posts and half-told titles."""
_FOR_WHAT = re.compile(
    r"\b(?:ways?|how|tools?|guide|approach|things|need|fight|bid|race|plans?|push|deal|efforts?|quest|battle|right|chance|time"
    r"|order|attempt|pressure|pledge|call|aim|goal|ability|server|app|method|framework|system|alternative)$",
    re.IGNORECASE,
)
"""What "to find" belongs to in "Ways to Find": no verb of the title."""
_DOING = re.compile(r"[A-Z][\w-]*ing (?!is\b|was\b|says\b|[A-Z]\w+ (?:is|was|has)\b)")
""" "Testing Systems With Agents": nobody does it."""
_IS = re.compile(
    r"^(?:[\w’'&.,-]+ ){1,9}(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must) (?!to\b)\w"
)
_NOW = re.compile(r"\b(?:now|generally) (?:generally )?(?:available|supported|open|live)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:that|who|which|what|how|where|when|as|if|while)\b", re.IGNORECASE)
_DASH = re.compile(r" [–—-] | —")
_STRAY = re.compile(
    r"[:|]|\b(?:this|these|those|here|it|he|she|they|you|your|we|our|(?-i:us)|i|my|me)\b", re.IGNORECASE
)
_SAYS_ZH = re.compile(
    r"发布|推出|宣布|收购|投资|融资|上线|开源|起诉|裁员|计划|获得?|将|称|表示|警告|预计|达成|签署|成立|加入|辞职|离职|任命|批准|禁止|要求|回应|否认|披露"
    r"|曝光|突破\d|超过?|完成|启动|开放|支持|升级|更新|下架|暂停|关闭|上涨|下跌|涨|跌|亏损|盈利|营收|出售|购买|采购|建设|部署|合作|引入|新增|允许|提出|提交|拟|考虑"
    r"|入选|登顶|夺冠|败诉|胜诉|驳回|裁定|罚款|调查|开幕|闭幕|举行|召开|发表|展示|登陆|进入|取代|放弃|取消|延期|推迟|恢复|扩大|缩减|增长|下降|减少|增加"
)
_STRAY_ZH = re.compile(
    r"我|你|您|咱|吗|呢|求助|请教|分享创造|有没有|说真的|太\w{1,4}了|怎么|如何|为什么|为何"
    r"|是否|哪|什么|[？?！!]|^\[|每日|日报|周报|早报|晚报|精选|指南|教程|Show HN"
)
_MIN_HAN = 8


class TitleLine(NamedTuple):
    """A title that is quoted from the first line of its article."""

    text: str
    passage: Passage
    language: Language
    member: Member


def choose_title_line(coverage: Coverage, *, language: str) -> TitleLine | None:
    """Return the title that tells the story by itself, in words of its article's text; None where none does.

    The edition's language goes first, then the title most like the others, then the oldest article.
    """
    found = [line for m in coverage.members if (line := _line(m)) is not None]
    stems = {line.member.article.id: frozenset(content_words(line.text)) for line in found}

    def shared(line: TitleLine) -> float:
        ours = stems[line.member.article.id]
        return sum(dice(ours, theirs) for other, theirs in stems.items() if other != line.member.article.id)

    ranked = sorted(found, key=lambda x: (x.language != language, -round(shared(x), 6), x.member.article.id))
    return next(iter(ranked), None)


def _line(member: Member) -> TitleLine | None:
    end = title_end(member)
    text = clean_title(member)
    start = member.article.title.find(text)
    if not end or start < 0 or member.kept.form in ("opinion", "analysis") or not states(text):
        return None
    passage = Passage(article_id=member.article.id, start=start, end=start + len(text), quote=text)
    return TitleLine(text, passage, "zh" if has_han(text) else "en", member)


def states(title: str) -> bool:
    """Tell whether a title says by itself who did what: a subject with its verb, no question, bait or guide."""
    chinese = has_han(title)
    if not MIN_WORDS <= count_words(title) <= MAX_WORDS or is_bait(title) or addresses_reader(title):
        return False
    reasons = set(unfit(title, language="zh" if chinese else "en")) - _NOT_FOR_TITLES
    if reasons or is_adrift(title):
        return False
    return _states_zh(title) if chinese else _states_en(title)


def _states_en(title: str) -> bool:
    if _OPENS_ASIDE.match(title) or _DOING.match(title) or _STRAY.search(title):
        return False
    claim = _IS.match(title)
    if (claim and not _RELATIVE.search(claim[0])) or _NOW.search(title) or _PLURAL_SAYS.match(title):
        return True
    head = _DASH.split(title)[0]
    return any(_has_subject(head, m) for m in _SAYS.finditer(head))


def _has_subject(head: str, verb: re.Match[str]) -> bool:
    """Tell whether a verb is the title's own: not one of "ways to find", nor of "a server that gives"."""
    before = head[: verb.start()].rstrip()
    aim = verb[0].lower().startswith("to ") and _FOR_WHAT.search(before)
    return not aim and _RELATIVE.search(before) is None


def _states_zh(title: str) -> bool:
    return len(title) >= _MIN_HAN and _SAYS_ZH.search(title) is not None and _STRAY_ZH.search(title) is None
