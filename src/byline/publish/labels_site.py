"""The words of what the whole site shares, in English and Chinese: ways around, search, archive, keys."""

from __future__ import annotations

SITE_WORDS: dict[str, tuple[str, str]] = {
    # ---- ways around
    "search": ("Search", "搜索"),
    "browse": ("Topics and sources", "主题与来源"),
    "about": ("About", "关于"),
    "corrections": ("Corrections", "更正"),
    "pages": ("Pages", "页面"),
    "site_pages": ("This site", "本站"),
    "skip_main": ("Skip to the content", "跳到正文"),
    # ---- a story
    "timeline": ("When it was reported", "报道时间"),
    "timeline.text": (
        "{reports}, {copies}: the first by {first_by} on {first}, the last by {last_by} on {last} (UTC).",
        "共{reports}，{copies}：最早为 {first_by}（{first}），最近为 {last_by}（{last}，UTC）。",
    ),
    "timeline.copies": ("{n} a copy|{n} of them copies", "其中 {n} 篇为转载"),
    "about_story": ("What it is about", "相关主题"),
    "topics": ("Topics", "主题"),
    "entities": ("Names", "名称"),
    "all_sources": ("Sources", "来源"),
    "share": ("Share", "分享"),
    "share.mail": ("Send by e-mail", "用邮件发送"),
    "share.link": ("Copy the link", "复制链接"),
    "share.markdown": ("Copy as Markdown, with citations", "复制为 Markdown（含引文）"),
    "share.done": ("Copied", "已复制"),
    "share.failed": ("The browser did not allow it", "浏览器不允许复制"),
    # ---- keys
    "keys": ("Keyboard", "键盘"),
    "keys.next": ("next story", "下一则"),
    "keys.previous": ("previous story", "上一则"),
    "keys.open": ("open the story", "打开"),
    "keys.search": ("search", "搜索"),
    "keys.help": ("this help", "本说明"),
    "keys.escape": ("close", "关闭"),
    "keys.on": ("Use single keys", "使用单键"),
    "keys.close": ("Close", "关闭"),
    # ---- pages across editions
    "editions.lead": ("Every edition stays at its address.", "每一期的地址都不会改变。"),
    "kind.topic": ("Topic", "主题"),
    "kind.entity": ("Name", "名称"),
    "kind.source": ("Source", "来源"),
    "listed": ("{n} story in all editions|{n} stories in all editions", "各期共 {n} 则报道"),
    "listed.month": ("{n} story of {month}|{n} stories of {month}", "{month}共 {n} 则报道"),
    "listed.earlier": ("By month", "按月"),
    "listed.newest": ("Newest stories", "最新报道"),
    "browse.lead": (
        "Each has a page with the stories of all editions, newest first.",
        "每项都有一页，列出各期相关报道，最新的在前。",
    ),
    "feeds_of": ("Follow it:", "订阅："),
    "nothing_listed": ("Nothing yet.", "暂无。"),
    # ---- search
    "search.label": (
        "Words in headlines, leads, names and the titles of all reports",
        "标题、导语、名称及所有报道的题目",
    ),
    "search.hint": (
        "All words must occur. Chinese needs no spaces. The search runs in this browser; nothing is sent anywhere.",
        "须包含所有词语；中文不需空格。搜索在浏览器内进行，不会发送任何内容。",
    ),
    "search.none": ("No story has all these words.", "没有包含所有词语的报道。"),
    "search.some": ("{n} stories", "{n} 则报道"),
    "search.one": ("1 story", "1 则报道"),
    "search.more": ("The first {n} are shown.", "显示前 {n} 则。"),
    "search.reading": ("Reading older months …", "正在读取更早的月份……"),
    "search.noscript": (
        "Search needs scripts, which are off. The lists of topics, names, sources and editions work without.",
        "搜索需要脚本，目前已关闭。主题、名称、来源与往期列表无需脚本。",
    ),
    # ---- corrections
    "corrections.lead": (
        "From the records: corrected reports, sentences replaced or dropped, stories found to be one, merged or split.",
        "以下均来自记录：带有媒体更正说明的报道、刊出前被核对替换或舍弃的句子、后来合并或拆分的报道。",
    ),
    "corrections.published": (
        "A published edition is not rewritten. A later edition that tells a story again shows what is new in it.",
        "已刊出的各期不再改写；后续各期再次讲述同一报道时，会标明新内容。",
    ),
    "corrections.reports": ("Carries a correction: {outlet}", "带有更正：{outlet}"),
    "corrections.replaced": (
        "{n} sentence replaced by the source’s own words|{n} sentences replaced by the source’s own words",
        "{n} 句改用来源原文",
    ),
    "corrections.dropped": ("{n} sentence dropped|{n} sentences dropped", "舍弃 {n} 句"),
    "corrections.merged": (
        "{n} other story was found to be this one|{n} other stories were found to be this one",
        "另有 {n} 则报道并入本报道",
    ),
    "corrections.none": ("Nothing of the kind in these months.", "这几个月没有此类记录。"),
    "corrections.months": ("The list covers {months}.", "范围：{months}。"),
}
"""Key -> English and Chinese, as in `labels`."""
