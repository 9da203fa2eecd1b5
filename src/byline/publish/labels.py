"""The words of the pages themselves, in English and Chinese.

An English text may have two forms, "one|many"; the number `n` chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from byline.publish.labels_site import SITE_WORDS
from byline.publish.reasons import REASONS
from byline.publish.sent_words import SENT_WORDS

Say = Callable[..., str]
"""say(key, n=None, **values) -> words in the page's language."""

_WORDS: dict[str, tuple[str, str]] = {
    **SITE_WORDS,
    **SENT_WORDS,
    # ---- page furniture
    "skip": ("Skip to the stories", "跳到正文"),
    "editions": ("All editions", "往期"),
    "how": ("How this is checked", "如何核对"),
    "front": ("Front page", "头版"),
    "stories": ("{n} story|{n} stories", "{n} 则报道"),
    "minutes": ("{n} minute here, {all} in full|{n} minutes here, {all} in full", "本页约 {n} 分钟，全部约 {all} 分钟"),
    "end": ("That is the whole edition.", "本期到此为止。"),
    "single_source": ("From one source so far", "目前仅有单一来源"),
    "fewer_sources": ("From fewer sources", "来源较少"),
    "single_note": (
        "Nobody else has reported these independently yet; read them as one outlet’s word.",
        "以下内容尚无其他独立来源报道，请视为一家之言。",
    ),
    "no_stories": ("No story of this day could be published.", "本日没有可以发布的报道。"),
    "next": ("Next story", "下一则"),
    "previous": ("Previous story", "上一则"),
    "notice": ("Note", "说明"),
    # ---- a story
    "independent": ("{n} independent source|{n} independent sources", "{n} 个独立来源"),
    "outlets": ("{n} outlet|{n} outlets", "{n} 家媒体"),
    "and_more": ("and {n} more", "等另外 {n} 家"),
    "picture": ("Picture: {credit}", "图：{credit}"),
    "section.happened": ("What happened", "事件"),
    "section.numbers": ("The numbers", "数字"),
    "section.voices": ("Voices", "各方说法"),
    "section.differ": ("Where the sources differ", "来源分歧"),
    "section.open": ("Still open", "尚待回答"),
    "section.background": ("Background", "背景"),
    "section.opinion": ("Opinion", "观点"),
    "opinion_note": (
        "These are their authors’ views, not findings.",
        "以下为作者观点，并非事实陈述。",
    ),
    "differ_note": (
        "Independent sources give different values. Both are shown as written.",
        "各独立来源给出的数值不同，以下均按原文列出。",
    ),
    # ---- its past
    "new": ("New", "新"),
    "new_since": ("New since {day}: {reports}, {sentences}", "自{day}以来新增：{reports}，{sentences}"),
    "reports": ("{n} report|{n} reports", "{n} 篇报道"),
    "sentences": ("{n} sentence|{n} sentences", "{n} 句"),
    "nothing_new": ("Nothing new since {day}", "自{day}以来没有新报道"),
    "continues": ("Continues", "后续"),
    "by_hand.merge": (
        "{day}: an editor put another story ({reports}) into this one",
        "{day}：编辑将另一则报道（{reports}）并入本报道",
    ),
    "by_hand.split": (
        "{day}: an editor made a story of its own of {reports} that stood here",
        "{day}：编辑将其中 {reports}移出，另成一则",
    ),
    "by_hand.from": (
        "{day}: an editor took this story ({reports}) out of another one",
        "{day}：编辑将本报道（{reports}）从另一则中分出",
    ),
    "part_of": ("This story is told here now", "本报道已并入"),
    "in_language": ("in {language}", "{language}"),
    # ---- citations
    "cite": ("Source sentence {n}", "来源句 {n}"),
    "open_at": ("Open at this sentence", "在原文此句处打开"),
    "back": ("Back to the text", "回到正文"),
    "sources": ("The source sentences", "来源原句"),
    "sources_note": (
        "Every numbered passage, exactly as its source wrote it. A link opens the publisher’s page at the sentence.",
        "以下编号段落均与来源原文逐字一致；链接会在媒体页面的相应句子处打开。",
    ),
    "tier.verbatim": ("Word for word", "逐字引用"),
    "tier.trimmed": ("Shortened", "有删节"),
    "tier.title": ("A source’s own headline, its names and numbers checked", "来源原标题，名称与数字已核对"),
    "tier.rewritten": ("Reworded and checked", "改写并已核对"),
    "tier.translated": ("Translated and checked", "翻译并已核对"),
    "tier.also": ("Reports the same", "内容一致"),
    # ---- coverage
    "coverage": ("Coverage", "报道来源"),
    "another_outlet": ("an article elsewhere", "别处文章"),
    "copy_of": ("copy of {name}", "转载自 {name}"),
    "corrected": ("carries a correction", "含更正"),
    "same_owner": ("same owner as {name}", "与 {name} 同属一家"),
    "kind.press": ("press", "媒体"),
    "kind.lab": ("lab", "实验室"),
    "kind.research": ("research", "学术"),
    "kind.newsletter": ("newsletter", "通讯"),
    "kind.community": ("community", "社区"),
    "kind.policy": ("policy", "政策"),
    "kind.company": ("company", "公司"),
    "form.opinion": ("opinion", "观点"),
    "form.analysis": ("analysis", "分析"),
    "form.announcement": ("announcement", "公告"),
    "form.interview": ("interview", "访谈"),
    # ---- why, checks, ledger
    "why": ("Why this story is here", "为何入选"),
    "why_note": (
        "It ranks {position} of {of}. The score is the sum of these parts.",
        "排名第 {position}（共 {of} 则）。得分为以下各项之和。",
    ),
    "part": ("Part", "项"),
    "points": ("Points", "分"),
    "total": ("Total", "合计"),
    "checked_story": ("How its sentences were checked", "句子如何核对"),
    "ledger": ("The ledger of this edition", "本期账目"),
    "ledger.line": (
        "Of {checked} draft sentences, {replaced} were replaced by the source’s own words and {dropped} dropped.",
        "核对草稿 {checked} 句：改用来源原文 {replaced} 句，舍弃 {dropped} 句。",
    ),
    "ledger.reading": ("Read", "阅读"),
    "ledger.left_out": ("Left out, and why", "舍弃及原因"),
    "ledger.unread": ("Could not be read", "未能读取"),
    "ledger.vetoes": ("Replaced or dropped, and why", "改用原文或舍弃的原因"),
    "ledger.checks": ("Sentences", "句子"),
    "ledger.feeds": ("Feeds", "订阅源"),
    "ledger.feeds_failed": ("Feeds that failed", "失败的源"),
    "ledger.read": ("Reports read", "读到的报道"),
    "ledger.kept": ("Kept", "保留"),
    "ledger.dropped": ("Dropped", "舍弃"),
    "ledger.copies": ("Copies of another report", "其中转载"),
    "ledger.formed": ("Stories formed", "形成的事件"),
    "ledger.shown": ("Stories shown", "本期刊出"),
    "ledger.models": ("Language models, in this run", "语言模型（本次运行）"),
    "models.requests": ("Requests", "请求"),
    "models.kept": ("Answers kept from earlier runs", "沿用先前的回答"),
    "models.tokens_in": ("Tokens asked", "输入词元"),
    "models.tokens_out": ("Tokens answered", "输出词元"),
    "models.cost": ("Money, at the operator’s prices", "费用（按运营者所设单价）"),
    "models.no_price": ("no price set", "未设单价"),
    "models.seconds": ("Seconds of waiting", "等待秒数"),
    "check.checked": ("Checked", "核对"),
    "check.published": ("Published", "刊出"),
    "check.replaced": ("Replaced by the source’s own words", "改用来源原文"),
    "check.dropped": ("Dropped", "舍弃"),
    "machine": ("This edition as data", "本期数据"),
    "made": ("Made {at} with Byline {version}", "{at} 由 Byline {version} 制作"),
    "settings": ("The settings of this edition", "本期设置"),
    "inputs": ("Fingerprint of its inputs", "输入指纹"),
}

_LANGUAGES: dict[str, tuple[str, str]] = {
    "en": ("English", "英文"),
    "zh": ("Chinese", "中文"),
    "ja": ("Japanese", "日文"),
    "ko": ("Korean", "韩文"),
    "de": ("German", "德文"),
    "fr": ("French", "法文"),
    "es": ("Spanish", "西班牙文"),
    "pt": ("Portuguese", "葡萄牙文"),
    "it": ("Italian", "意大利文"),
    "ru": ("Russian", "俄文"),
    "ar": ("Arabic", "阿拉伯文"),
    "he": ("Hebrew", "希伯来文"),
    "hi": ("Hindi", "印地文"),
    "nl": ("Dutch", "荷兰文"),
}

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_HAN_DAYS = "一二三四五六日"


def words_in(language: str) -> Say:
    """Return the function that says a key in "en" or "zh"; other languages get English pages."""
    column = _column(language)

    def say(key: str, n: int | None = None, **values: object) -> str:
        text = _WORDS[key][column]
        if "|" in text:
            text = text.split("|")[0 if n == 1 else 1]
        return text.format(n=_grouped(n), **values) if "{" in text else text

    return say


def reason_in(language: str, name: str) -> str:
    """Return a machine reason in plain words; an unknown one with spaces for its underscores."""
    known = REASONS.get(name)
    if known:
        return known[_column(language)]
    if name.startswith("http_"):
        return ("the server answered {}", "服务器返回 {}")[_column(language)].format(name.removeprefix("http_"))
    return name.replace("_", " ").replace(".", " ")


def language_in(language: str, code: str) -> str:
    """Return the name of a language, its code where it is not in the table, "" for "und"."""
    if code in ("", "und"):
        return ""
    known = _LANGUAGES.get(code.partition("-")[0])
    return known[_column(language)] if known else code


def day_in(language: str, day: date, *, weekday: bool = False) -> str:
    """Return a date in words: "28 July 2025", "Monday 28 July 2025", "2025年7月28日 星期一"."""
    if _column(language):
        text = f"{day.year}年{day.month}月{day.day}日"
        return f"{text} 星期{_HAN_DAYS[day.weekday()]}" if weekday else text
    text = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]} {text}" if weekday else text


def short_day_in(language: str, day: date) -> str:
    """Return a day of about this time of year in words: "24 July", "7月24日"."""
    return f"{day.month}月{day.day}日" if _column(language) else f"{day.day} {_MONTHS[day.month - 1]}"


def month_in(language: str, month: str) -> str:
    """Return a month, given as "2025-07", in words: "July 2025", "2025年7月"."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月" if _column(language) else f"{_MONTHS[int(number) - 1]} {year}"


def moment_in(language: str, at: datetime) -> str:
    """Return a short date and time in UTC: "28 Jul, 09:14", "7月28日 09:14"."""
    if _column(language):
        return f"{at.month}月{at.day}日 {at:%H:%M}"
    return f"{at.day} {_MONTHS[at.month - 1][:3]}, {at:%H:%M}"


def _column(language: str) -> int:
    return 1 if language.partition("-")[0] == "zh" else 0


def _grouped(n: int | None) -> str:
    return "" if n is None else f"{n:,}"
