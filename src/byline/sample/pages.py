"""The outlets' pages as HTML: articles in seven templates, home pages, and the page for a wrong address."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from byline.sample.markdown import blocks
from byline.sample.records import Outlet, SampleArticle, Style

_TEMPLATES: dict[Style, str] = {
    "wire": "semantic.html",
    "broadsheet": "semantic.html",
    "portal": "portal.html",
    "magazine": "magazine.html",
    "blog": "blog.html",
    "company": "blog.html",
    "institute": "institute.html",
    "forum": "forum.html",
    "oldschool": "oldschool.html",
    "zh-portal": "portal.html",
    "zh-blog": "blog.html",
}
_MONTHS = "January February March April May June July August September October November December".split()

_WORDS = {
    "en": {
        "nav": ("Home", "World", "Business", "Technology", "Opinion", "Contact"),
        "cookies": "We use cookies to remember your settings. You can refuse all that are not needed.",
        "accept": "Accept all",
        "refuse": "Only what is needed",
        "newsletter": "Get our morning letter. One e-mail a day, no tracking. Enter your address:",
        "subscribe": "Sign up",
        "related": "More from us",
        "share": "Share this page",
        "comments": "Comments",
        "replies": ("Thanks for keeping this short.", "Is there a longer version of this somewhere?"),
        "reply_names": ("fieldmouse", "tin_kettle"),
        "footer": "All rights reserved. Imprint · Privacy · Accessibility · Corrections policy",
        "by": "By",
        "missing": "There is no page at this address.",
    },
    "zh": {
        "nav": ("首页", "要闻", "科技", "财经", "评论", "联系我们"),
        "cookies": "本站使用 Cookie 保存您的设置，您可以拒绝非必要的 Cookie。",
        "accept": "全部接受",
        "refuse": "仅限必要",
        "newsletter": "订阅每日早报，一天一封邮件。请输入邮箱：",
        "subscribe": "订阅",
        "related": "更多报道",
        "share": "分享到",
        "comments": "网友评论",
        "replies": ("写得清楚，谢谢。", "希望有后续报道。"),
        "reply_names": ("山间小路", "半杯清茶"),
        "footer": "版权所有 未经许可不得转载 · 关于我们 · 隐私政策",
        "by": "作者：",
        "missing": "您访问的页面不存在。",
    },
}


def article_page(outlet: Outlet, article: SampleArticle, *, others: Sequence[SampleArticle]) -> bytes:
    """Return an article's page in its outlet's style and encoding; `others` fill the related links."""
    local = article.published.astimezone(outlet.clock)
    parts = blocks(article.body)
    return _render(
        _TEMPLATES[outlet.style],
        outlet=outlet,
        article=article,
        parts=[Markup(part) for part in parts],  # noqa: S704  made and escaped by sample.markdown from bundled files
        half=(len(parts) + 1) // 2,
        when=_told(local, language=outlet.language),
        iso=local.isoformat(),
        ld=_json_ld(outlet, article, iso=local.isoformat()),
        others=[other for other in others if other.id != article.id][:4],
        title=article.title,
    )


def home_page(outlet: Outlet, articles: Sequence[SampleArticle]) -> bytes:
    """Return the outlet's front page: its headlines, newest first."""
    return _render("home.html", outlet=outlet, others=articles, title=outlet.name)


def missing_page(outlet: Outlet) -> bytes:
    """Return the page that goes with a 404."""
    return _render("missing.html", outlet=outlet, others=(), title="404")


def _render(template: str, *, outlet: Outlet, **values: object) -> bytes:
    text = (
        _environment()
        .get_template(template)
        .render(outlet=outlet, words=_WORDS[outlet.language], colour=_colour(outlet), **values)
    )
    return text.encode(outlet.encoding)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _colour(outlet: Outlet) -> str:
    """Return the outlet's own colour, dark enough for white letters."""
    hue = int(hashlib.sha256(outlet.id.encode()).hexdigest()[:4], 16) % 360
    return f"hsl({hue} 45% 30%)"


def _told(at: datetime, *, language: str) -> str:
    if language == "zh":
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M}"


def _json_ld(outlet: Outlet, article: SampleArticle, *, iso: str) -> Markup:
    """Return schema.org metadata; "<" is escaped so that nothing can close the script element."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": iso,
        "dateModified": iso,
        "author": [{"@type": "Person", "name": article.author}],
        "publisher": {"@type": "Organization", "name": outlet.name},
        "articleSection": article.section,
        "mainEntityOfPage": outlet.site + article.path,
    }
    if article.image:
        data["image"] = f"{outlet.site}/images/{article.image}"
    return Markup(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704  "<" is escaped above
