"""A page, or the feed's own content, to an article.

The feed is right about title, date and author more often than the page is, so it comes first and
the page fills the gaps. The text is the page's; the feed's content serves where the page gives less.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from byline.ingest.dates import clamped, parse_date
from byline.ingest.page_credit import image_credit
from byline.ingest.page_facts import PageFacts, read_facts, split_names
from byline.ingest.page_text import page_text, page_tree
from byline.ingest.settings import ExtractSettings
from byline.records import Article, Entry, Failed, Fetched
from byline.text.hashes import sha256_hex, time_id
from byline.text.html import html_to_text, one_line
from byline.text.languages import language_of
from byline.text.urls import absolute_url, url_key

_CORRECTION = re.compile(
    r"^\W{0,3}(?:corrections?(?: (?:appended|and clarifications?))?\s*(?:[:：—–|(,.-]|$)"
    r"|(?:editor[’']s note|update|clarification)\b.{0,80}\b(?:correct|misstat|incorrect)"
    r"|(?:this (?:article|story|post|piece|report)|an earlier version|a previous version)\b.{0,160}"
    r"\b(?:corrected|correct|misstated|incorrectly|misidentified|misspelled|erroneously)"
    r"|corrected on\b|更正|勘误|【更正】|本文已更正|更正启事)",
    re.IGNORECASE | re.MULTILINE,
)

_HEAD_PARAGRAPHS = 5
_MAX_CRUMB = 80

Method = Literal["trafilatura", "resiliparse", "feed"]


def extract_article(entry: Entry, page: Fetched | None, *, settings: ExtractSettings) -> Article | Failed:
    """Return the article of an entry, from its page or, with `page=None`, from the feed's content.

    Failed with kind "not_html" (the page is something else), "too_large" or "no_text". Pure: the same
    arguments give the same article.
    """
    own = _feed_text(entry)
    if page is None:
        return _article(entry, PageFacts(), text=own, method="feed", url=entry.url, settings=settings)
    if len(page.body) > settings.max_page_mb * 1_000_000:
        return Failed(subject=page.url, error="The page is too large to be an article.", kind="too_large")
    tree = page_tree(page.body, content_type=page.content_type)
    if tree is None:
        return Failed(subject=page.url, error="The page is not HTML.", kind="not_html")
    facts = _facts(tree, entry, page=page)
    text, method = _best_text(tree, own, settings=settings)
    url = facts.canonical or page.final_url
    return _article(entry, facts, text=text, method=method, url=url, settings=settings)


def _feed_text(entry: Entry) -> str:
    """Return the longer one of the feed's content and its description."""
    content = html_to_text(entry.content_html) if entry.content_html else ""
    return content if len(content) >= len(entry.summary) else entry.summary


def _facts(tree: Any, entry: Entry, *, page: Fetched) -> PageFacts:
    """Return what the page says about itself; the slow readers only for what nobody else told."""
    facts = read_facts(tree, url=page.final_url)
    facts.image_credit = facts.image_credit or image_credit(tree, image=entry.image_url or facts.image)
    if not (entry.published or parse_date(facts.published)) or not (entry.authors or facts.authors):
        _fill(facts, tree, url=page.final_url)
    return facts


def _fill(facts: PageFacts, tree: Any, *, url: str) -> None:
    from copy import deepcopy

    from trafilatura.metadata import extract_metadata

    try:
        found = extract_metadata(deepcopy(tree), default_url=url)
    except Exception:  # a library bug on one page costs its by-line, not the article
        return
    facts.title = facts.title or one_line(found.title or "")
    facts.authors = facts.authors or tuple(split_names((found.author or "").replace(";", ",")))
    if not parse_date(facts.published) and not (found.date or "").endswith("-01-01"):
        # The first of January is what a bare year ("Copyright 2026") turns into.
        facts.published = found.date or ""


def _best_text(tree: Any, own: str, *, settings: ExtractSettings) -> tuple[str, Method]:
    text, method = page_text(tree, min_characters=settings.min_characters)
    # A page behind a wall shows its first lines; some feeds carry the whole article.
    feed_knows_more = len(own) > len(text) and len(text) < settings.min_characters
    if feed_knows_more or len(own) >= max(2 * len(text), 1_000):
        return own, "feed"
    return text, method


def _article(
    entry: Entry, facts: PageFacts, *, text: str, method: Method, url: str, settings: ExtractSettings
) -> Article | Failed:
    address = absolute_url(url) or entry.url
    title = entry.title or facts.title or one_line(text)[:120]
    text = _without_title(text[: settings.max_characters], title).strip()
    if not text or not title:
        return Failed(subject=address or entry.key, error="There is no text in it.", kind="no_text")
    published = entry.published or clamped(parse_date(facts.published), seen_at=entry.seen_at) or entry.seen_at
    key, text_hash = url_key(address) or entry.key, sha256_hex(text)
    language = language_of(text)
    return Article(
        id=time_id(published, key + text_hash),
        entry_id=entry.id,
        source_id=entry.source_id,
        url=address,
        url_key=key,
        title=title,
        text=text,
        text_hash=text_hash,
        language=entry.language if language == "und" else language,
        published=min(published, entry.seen_at),
        seen_at=entry.seen_at,
        authors=entry.authors or facts.authors,
        image_url=facts.image or entry.image_url,
        image_credit=facts.image_credit,
        section=facts.section,
        method=method,
        fetch_id=entry.fetch_id if method == "feed" else 0,
        corrects=_CORRECTION.search(text) is not None,
    )


def _without_title(text: str, title: str) -> str:
    """Return the text without a headline that it repeats, and the section names and crumbs above it."""
    paragraphs = text.split("\n\n", _HEAD_PARAGRAPHS)
    for number, paragraph in enumerate(paragraphs[:-1]):
        if paragraph.casefold() == title.casefold():
            return "\n\n".join(paragraphs[number + 1 :])
        if len(paragraph) > _MAX_CRUMB:
            break
    return text
