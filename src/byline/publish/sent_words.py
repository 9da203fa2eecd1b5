"""The words of what is sent out, in English and Chinese: mails, messages, Markdown. `labels` says them."""

from __future__ import annotations

SENT_WORDS: dict[str, tuple[str, str]] = {
    "permalink": ("Story page", "报道页面"),
    "read_on": ("Read the whole story", "阅读全文"),
    "on_the_web": ("Read this edition on the web", "在网页上阅读本期"),
    "in_this_edition": ("In this edition", "本期内容"),
    "more_stories": ("{n} more story|{n} more stories", "另有 {n} 则报道"),
    "more_sentences": ("{n} more sentence|{n} more sentences", "另有 {n} 句"),
    "more_sources": ("{n} more source sentence|{n} more source sentences", "另有 {n} 条来源原句"),
    "unsubscribe": ("Unsubscribe", "退订"),
    "why_mail": (
        "You receive this because {address} subscribed to {title}.",
        "您收到此邮件，是因为 {address} 订阅了{title}。",
    ),
    "numbers_note": (
        "Every number leads to the source sentence behind it.",
        "每个编号均指向其来源原句。",
    ),
}
