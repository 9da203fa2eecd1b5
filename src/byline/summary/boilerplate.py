"""What stands between the sentences of an article: notices, captions, calls to subscribe, markup."""

from __future__ import annotations

import re

from byline.summary.glued_en import head_end

_LEFT_OUT = re.compile(r"(?<=[\u4e00-\u9fff”」）%]) (?:\.\.\.|…)$")
"""Dots behind a space stand for the full stop and what came after it; without a space they cut the sentence (of 45
such ends read, 44 were whole sentences)."""
_CREDITS_ZH = re.compile(
    r"(?:(?:文|作者|编辑|采访|撰文|责编)\s?[｜丨|]\s?[\u4e00-\u9fffA-Za-z·]{2,8}\s+)+(?=[\u4e00-\u9fffA-Za-z\d《“「])"
)
""" "文｜张三 编辑｜李四 ...": a byline that ran into the first sentence."""
_START = re.compile(
    r"(?:at a glance|"
    r"update, |read more|read also|see also|subscribe|sign up|sign in|follow us|share this|advertisement|click here"
    r"|editor['’]s note"
    r"|editors['’] note|written by|reporting by|additional reporting|edited by|editing by|translated by"
    r"|originally published|published \d|(?:image|images|illustration|diagram|figure) (?:generated|created|made"
    r"|courtesy|via)"
    r"|join our|get our|download (?:the|our)|copyright|©|all rights|more on)\b"
    r"|(?:photo|photograph|image|picture|video|sources?|credit|caption|related|watch|listen|updated?|correction"
    r"|clarification"
    r"|disclosure|published in)(?:\s*[:|]|\s+by\b|,? \d| \()|by [A-Z]\w+ [A-Z]\w+$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\bthis (?:article|story|post|piece|column|report) (?:was|is|has|first|originally|appeared|contains|will be)"
    r"|\bour newsletter\b|\bnewsletters?\b.{0,40}\binbox\b|\bcookies?\b.{0,30}\b(?:settings|consent|accept)\b"
    r"|\baffiliate (?:link|commission)|\bviews expressed\b|\ball rights reserved\b|\bsubscribe (?:to|now|here)\b"
    r"|\bterms of (?:use|service)\b.{0,30}\bprivacy\b|\ban earlier version of\b|\bwas amended\b|\bhas been corrected\b"
    r"|\bappeared first on\b|\bread the full\b|\bcontributed to this\b|\bpictured (?:above|below|here)\b"
    r"|\bfile photo\b|\bgetty images\b"
    r"|\bin this (?:episode|video|article|post|guide|tutorial|issue|newsletter|edition|section|chapter|series)\b"
    r"|\b(?:today|this week)['’]s (?:show|episode|newsletter|issue|edition|highlights|download)\b|\blisten to\b"
    r"|\brecap of\b|\bapple podcasts\b|\bspotify\b.{0,30}\b(?:listen|subscribe|podcast)|\bexecutive summary\b"
    r"|\b(?:speaks?|joins?|spoke|joined|sat down|discuss(?:es|ed)?)\b.{0,60}\bwith (?:bloomberg|cnbc|wired|the verge)\b"
    r"|\bwelcome to\b|\blaunching today\b|\bcheck out\b|\bon sale\b|\bpromo code\b|\bdiscuss(?:es)? the outlook\b"
    r"|\b(?:claude|chatgpt|cursor|gemini|copilot) was used (?:for|to)\b|\bepisode of\b"
    r"|\b(?:speaks on|spoke to [^.]* on) bloomberg\b|\b(?:organi[sz]ations|companies|customers|teams) trust\b"
    r"|\b\d+ min(?:ute)? read\b"
    r"|^(?:bloomberg|cnbc|reuters)['’]s [\w. ’'-]{4,40} (?:reports?|explains?|discusses|breaks down|has more)\b"
    r"|\bsecurities act\b|\bsolicitation of (?:an )?offer|\boffers? to sell\b|\bforward-looking statements?\b"
    r"|\bhere are (?:the|all the|some) details\b|\bthere['’]s a lot to look forward to\b|\bthe excitement is building\b"
    r"|\b(?:shares?|offers?|gives?|has|reveals?) (?:some )?(?:fresh|new|more|further) details (?:on|about|of)\b"
    r"|\bmore ?(?:…|\.\.\.)$|\[(?:…|\.\.\.)\]$|https?://|www\."
)
_KEYS = (
    "bloomberg's |bloomberg’s |cnbc's |cnbc’s |reuters' |reuters's |"
    "securities act|solicitation of|offer to sell|offers to sell|forward-looking|details|a lot to look|excitement is|"
    "min read|episode of|was used|on bloomberg|s trust"
    "|minute read|this article|this story|this post|this piece|this column"
    "|this report"
    "|newsletter|cookie"
    "|affiliate|views expressed|all rights|subscribe|terms of|earlier version|was amended|been corrected|contributed to"
    "|pictured|file photo|getty|in this |today's |today’s |this week's |this week’s |listen to|recap|podcast"
    "|spotify|executive summary|with bloomberg|with cnbc|with wired|with the verge|welcome to|launching today"
    "|check out|on sale|promo code|the outlook|appeared first|read the full|more…|more...|more …|more ...|[…]"
    "|[...]|http|www."
).split("|")
"""One of these must be there before the slow pattern is tried: a fifth of the filter's time."""
_ZH = re.compile(
    r"责任编辑|风险提示|特别提示|如有出入|仅供参考|不代表.{0,8}(?:观点|立场)|谨慎决策|本文(?:来自|转自|为|系|首发"
    r"|作者)|转载(?:请|自|须)|版权(?:所有|声明|归)|未经授权|扫码|关注我们|点击(?:这里|此处|下方|链接|查看|阅读|进入|关注|蓝字|上方)"
    r"|(?:欢迎|点击|免费)订阅|订阅(?:我们|本|频道)|更正[：:启]|编者按|图源|评论区|点赞|文末|欢迎(?:大家|指出|留言|在评论|交流|试用|体验)"
    r"|图片来源|图[：:]"
    r"|(?:封面)?来源\s?[｜丨|]|直达链接|(?:开箱|一同开启|送上).{0,8}图赏|评测室|(?<!\d)\d{1,3} ?秒看重[點点]"
    r"|记者[：:]|编辑[：:]|文[／/|]|来源[：:]|欢迎(?:投稿|关注|跟帖)|阅读原文|公众号|延伸阅读|^广告|广告合作|https?://"
    r"|展开全文|本帖|\d\d:\d\d:\d\d [^，。]{0,8}[发發][布佈]|^(?:文|作者|编辑|采访|撰文)\s?[｜丨]"
)
_MARKUP = re.compile(
    r"^\[|^[*•·-] |: [*•·] "
    r"|(?<!\w)\*\w|\*\*|`|\$\\|\\[a-z]{2,}|\[\]|\]\(|^#{1,6} |^[>|] |\s\|\s.*\s\|\s|</?[a-z]+>|&[a-z]{2,6};"
    r"|\[Vol|#\d+[A-Z]\b|\$[a-z] ?=|={3,}|-{3,}|\w\(\)|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\uFE0F]"
)
"""What a reader would see as code: Markdown, LaTeX, tables, entities, pictograms."""
_SIGNS = frozenset("*[]`$\\#>|<&=")
_SIGNS_TOGETHER = ("()", "- ", "---")
"""One of these must be there, in a text of ASCII, before the slow pattern is tried."""
_STARS_BEFORE = re.compile(
    r"(?:(?:\*\*|__)(?:[\w ()/&-]{1,40}(?::(?:\*\*|__)|(?:\*\*|__):))?\s*)+(?=[A-Z\d\"“‘\u3400-\u9fff])"
)
_STARS_BEHIND = re.compile(r"\s*(?:\*\*|__)\s*$")
""" "**Abstract:** Models ..." and an emphasis that begins or ends outside the sentence."""


def is_boilerplate(body: str) -> bool:
    """Tell whether an English sentence speaks of its own page, or of how to read on."""
    if _START.match(body):
        return True
    lowered = body.lower()
    return bool([key for key in _KEYS if key in lowered]) and _INSIDE.search(lowered) is not None


def is_boilerplate_zh(body: str) -> bool:
    """Tell the same of a Chinese sentence."""
    return _ZH.search(body) is not None


def bare_span(sentence: str) -> tuple[int, int]:
    """Return where a sentence begins and ends without a label, byline or date in front and without emphasis marks.

    A Chinese sentence also ends in front of " ...", where an aggregator left the rest of a text out.
    """
    byline = _CREDITS_ZH.match(sentence)
    head, last = byline.end() if byline else head_end(sentence), _left_out(sentence)
    if "**" not in sentence and "__" not in sentence:
        return head, last
    before, behind = _STARS_BEFORE.match(sentence), _STARS_BEHIND.search(sentence)
    start = before.end() if before else head
    end = behind.start() if behind and behind.start() > start else last
    return start, end


def _left_out(sentence: str) -> int:
    dots = _LEFT_OUT.search(sentence)
    return dots.start() if dots else len(sentence)


def has_markup(sentence: str) -> bool:
    """Tell whether a sentence carries markup, code or pictograms."""
    plain = sentence.isascii() and _SIGNS.isdisjoint(sentence) and not any(sign in sentence for sign in _SIGNS_TOGETHER)
    return not plain and _MARKUP.search(sentence) is not None
