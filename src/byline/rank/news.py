"""What in the title of a publisher's own post tells news, and what shows that it tells none.

Laboratories, companies and authorities fill their own pages with more than news: how to
build something with a product, what a customer did with it, an audit that was passed, a
prize, a round-up of the week. Only titles are read: they say what a post is for, while
every such text speaks of something new somewhere.
"""

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_NEWS = _any(
    r"\b(?:announc|releas|launch|introduc|unveil|debut|deprecat|acquir|open-?sourc)(?:es?|ed|ing)\b",
    r"\b(?:roll(?:s|ing)? out|ships|adds|gains|raises|appoints|is here|(?:comes?|coming|moves?|moving) to)\b",
    r"\bnow (?:generally )?(?:available|supports?|supported|in|on|with)\b|\bavailable (?:now|today)\b",
    r"\b(?:is|are) (?:now|open source|out of beta)\b|\bgeneral(?:ly)? availab(?:le|ility)\b|^[^:,]{3,40} releases?$",
    r"\b(?:public|technical|developer|research) preview\b|\bin (?:preview|beta)\b",
    r"\b(?:meet|welcome|say hello to|partners?|partnering|partnership|teams? up|collaborat(?:es?|ion))\b",
    r"\b(?:joins|names|expands?|retires|sunsets|first look|next generation of|statement)\b",
    r"\b(?:adopts|passes|signs|issues|publishes|proposes|fines|orders|sues|opens an? (?:inquiry|investigation))\b",
    "发布|推出|上线|开源|宣布|公告|声明|亮相|登陆|公测|内测|开放|收购|融资|签署|任命|下线|迁移|升级|更新|新增|合作|携手|介绍",
)
_RELEASE = re.compile(
    r"^\W*(?:[A-Z][\w+-]*[ -]){0,4}[A-Z][A-Za-z+]*[ -]?v?\d{1,2}(?:\.\d{1,2})?\b(?![%,]?\d| (?:ways|things|tips))"
)
"""A title that opens with a name and its version: "Tern 2", "Lakeside Tern-2.5 Mini: faster answers"."""
_TOLD = (
    "us(?:es?|ed|ing)|buil[dt]s?|cut|scal|are|is|mak|mad|achiev|transform|revolution|optimi|improv|accelerat|r[ua]n|deliver"
    "|help|turn|ship|unlock|reduc|sav|redesign"
)
_DO = (
    "build|create|deploy|use|implement|moderni[sz]e|automate|optimi[sz]e|improve|secure|choose|understand|configure|enhance"
    "|streamline|orchestrate|leverage|explore|simplify|integrate|customi[sz]e|learn|migrate|manage|debug|evaluate"
    "|fine-tune|protect|extend|analy[sz]e|connect|apply|enable|accelerate|uphold"
)
_GUIDE = _any(
    rf"^\W*how (?:to|do|does|can|should|I|we|our|the)\b|^\W*how [\w.&'’-]+(?: [\w.&'’-]+){{0,6}} (?:{_TOLD})",
    # As a command only: "Building our compute" and "Testing ads" tell what a laboratory does.
    rf"^\W*(?:{_DO})\b(?! (?:is|are|now)\b)",
    r"\b(?:get(?:ting)? started|step[- ]by[- ]step|best practices?|tutorial|walk-?through|cookbook)\b",
    r"\b(?:case stud(?:y|ies)|guide|course|workshop|webinar|lessons (?:learned|from)|tips|deep dive|part \d+)\b",
    r"^\W*\d+ (?:new )?(?:ways|things|tips|demos|moments)\b",
    r"\b(?:customers?|engineers|enterprises|teams|companies) (?:use|uses|using|build|are using)\b",
    r"如何|怎样|教程|指南|手把手|最佳实践|实践|经验总结|案例|入门|^(?:使用|利用|基于|用|借助|构建)",
)
_ROUTINE = _any(
    r"\b(?:SOC ?[123]|ISO(?:/IEC)? ?\d{4,5}|PCI(?: DSS)?|HIPAA|FedRAMP|attestation|compliance reports?)\b",
    r"\b(?:weekly|monthly|round-?up|recap|catch up|newsletter|top announcements)\b|\bthe latest .{0,20}news we\b",
    r"\b(?:magic quadrant|gartner|forrester|named (?:an? )?leader|recogni[sz]ed as|awards?|heroes)\b",
    r"\b(?:celebrat(?:es?|ing)|register now|sign up|join us|hackathon|quiz|challenge winners)\b",
    "魔力象限|荣获|周报|月报|回顾|报名",
)


def news_in(title: str) -> str:
    """Return the words of a title that announce something, "" where there are none or they stand in no news."""
    found = None if without_news(title) else _NEWS.search(title) or _RELEASE.search(title)
    return found[0].strip() if found else ""


def without_news(title: str) -> bool:
    """Tell whether a title is that of a guide, a customer's story, an audit, a prize or a round-up."""
    return bool(_GUIDE.search(title) or _ROUTINE.search(title))
