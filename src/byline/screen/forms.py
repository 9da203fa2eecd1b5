"""What sort of text an article is: report, opinion, analysis, announcement or interview."""

from __future__ import annotations

import re
from typing import Literal

from byline.records import Article, Source, SourceKind
from byline.screen.lengths import count_words

Form = Literal["report", "opinion", "analysis", "announcement", "interview"]


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_OPINION_LABEL = _any(
    r"\b(?:opinions?|op-?ed|commentary|comment|columns?|columnists?|editorials?|perspectives?|viewpoints?|voices)\b",
    r"\b(?:ideas|letters?|essays?|views?|guest (?:post|essay|column)|my turn|first person)\b",
    "评论|观点|专栏|社论|时评|随笔|杂谈|社評|評論|觀點|專欄|锐评|短评|来信",
)
_OPINION_TITLE = _any(
    r"^\s*[\[(【]?(?:opinion|op-?ed|commentary|column|editorial|comment|viewpoint|essay|perspective|guest post)"
    r"[\])】]?\s*[:|｜–—-]",
    r"[|｜–—-]\s*(?:opinion|op-?ed|commentary|column|editorial|viewpoint|guest essay)\b[^|]*$",
    r"\bthe case (?:for|against)\b",
    r"^\s*[【\[（(]?(?:评论|观点|社论|时评|专栏|随笔|锐评|短评|快评|社評|評論)[】\]）)]?\s*[:：|｜丨·]",
    r"[|｜丨]\s*(?:评论|观点|专栏|时评|锐评)\s*$",
)
_OPINION_PATH = _any(
    r"/(?:opinions?|commentary|comment(?:isfree|-is-free)?|columns?|columnists?|op-?eds?|editorials?|ideas|voices"
    r"|viewpoints?|perspectives?|pinglun|guandian|zhuanlan)(?:/|$)"
)
_ANALYSIS = _any(
    r"^\s*[\[(【]?(?:analysis|explainer|explained|deep dive|in depth|the big read|long read|what we know)"
    r"[\])】]?\s*[:|｜–—-]",
    r"[|｜–—:]\s*(?:analysis|explainer|explained)\s*$|\bexplained\s*$",
    r"^\s*(?:what|why|how) .{10,80}\b(?:means?|matters?|explained|works?)\b",
    r"^\s*[【\[（(]?(?:分析|解读|深度|观察|详解|解析|拆解)[】\]）)]?\s*[:：|｜丨]",
    r"一文(?:读懂|看懂|了解|搞懂)|[|｜丨]\s*(?:分析|解读|深度|观察)\s*$",
)
_ANALYSIS_LABEL = _any(
    r"\b(?:analysis|explainers?|deep dives?|in[- ]depth|long reads?|research briefs?)\b", "分析|解读|深度|观察"
)
_INTERVIEW = _any(
    r"^\s*[\[(【]?(?:interview|q\s?&\s?a|in conversation)[\])】]?\s*[:|｜–—-]|[|｜–—-]\s*(?:interview|q&a)\s*$",
    r"\b(?:an interview with|in conversation with|Q&A with)\b",
    r"^\s*[【\[（(]?(?:专访|对话|访谈|專訪|独家专访)[】\]）)]?\s*[:：|｜丨·\w]|[|｜丨]\s*(?:专访|对话|访谈)\s*$",
)
_INTERVIEW_LABEL = _any(r"\b(?:interviews?|q\s?&\s?a)\b", "专访|访谈|对话")
_QUESTION_LINE = re.compile(r"(?m)^\s*(?:Q\s?[:：.]|问\s?[:：]|[\w .'’-]{2,30}[:：]\s?[^\n]{10,200}[?？]\s*$)")
_QUOTED = re.compile(r"[“\"][^”\"\n]{0,600}[”\"]|「[^」\n]{0,300}」")
_FIRST_PERSON = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|me|my|mine|myself)\b|(?<!自)我(?!们|国|省|市|校|院|军|方|司|爱|的世界)"
)
_WE = _any(r"\b(?:we|we['’](?:re|ve)|our|us)\b", "我们|本公司|我司")
_OWN_NEWS = _any(
    r"\b(?:introduc(?:es?|ing)|announc(?:es?|ing)|launch(?:es|ing)?|releas(?:es?|ing)|unveil(?:s|ing)|now available)\b",
    r"\b(?:is here|meet|welcome|statement)\b",
    "发布|推出|上线|开源|宣布|公告|声明|正式",
)
FIRST_PERSON_SHARE = 1.2
"""First-person words in a hundred, quotations left out, from which on a text is somebody's own view."""
_PUBLISHES_ITSELF = frozenset({SourceKind.LAB, SourceKind.COMPANY, SourceKind.POLICY, SourceKind.RESEARCH})


def form(article: Article, source: Source) -> Form:
    """Return the form of an article: by the publisher's label, the title's mark, the address, then the voice."""
    if _is_opinion(article):
        return "opinion"
    if _INTERVIEW.search(article.title) or _INTERVIEW_LABEL.search(article.section) or _asks(article.text):
        return "interview"
    if source.kind in _PUBLISHES_ITSELF and (_OWN_NEWS.search(article.title) or _speaks_for_itself(article.text)):
        return "announcement"
    if _first_person_share(article.text) >= FIRST_PERSON_SHARE:
        return "opinion"
    if _ANALYSIS.search(article.title) or _ANALYSIS_LABEL.search(article.section):
        return "analysis"
    return "report"


def _is_opinion(article: Article) -> bool:
    return bool(
        _OPINION_LABEL.search(article.section)
        or _OPINION_TITLE.search(article.title)
        or _OPINION_PATH.search(article.url)
    )


def _asks(text: str) -> bool:
    return len(_QUESTION_LINE.findall(text)) >= 3


def _speaks_for_itself(text: str) -> bool:
    return len(_WE.findall(_QUOTED.sub(" ", text))) >= 2


def _first_person_share(text: str) -> float:
    own = _QUOTED.sub(" ", text)
    length = count_words(own)
    return 100 * len(_FIRST_PERSON.findall(own)) / length if length >= 80 else 0.0
