"""What a story has that earlier editions did not show.

Told by articles and not by stories: a story that was merged or split since is
known by what of it was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from byline.records import Appearance, Coverage, Member, News


def news_of(coverages: Sequence[Coverage], history: Sequence[Appearance]) -> dict[int, News]:
    """Return what is new of each story that an earlier edition showed, by story id; stories never shown are left out.

    `history` holds earlier editions' appearances, in any order. O(articles shown + articles).
    """
    shown = shown_before(coverages, history)
    return {c.story.id: news_since(c, shown[c.story.id]) for c in coverages if c.story.id in shown}


def shown_before(coverages: Iterable[Coverage], history: Sequence[Appearance]) -> dict[int, list[Appearance]]:
    """Return by story id the appearances of each story or of one of its articles, oldest first."""
    by_article: dict[int, list[Appearance]] = {}
    by_story: dict[int, list[Appearance]] = {}
    for appearance in history:
        by_story.setdefault(appearance.story_id, []).append(appearance)
        for article_id in appearance.article_ids:
            by_article.setdefault(article_id, []).append(appearance)
    found = {coverage.story.id: _shown(coverage, by_article, by_story) for coverage in coverages}
    return {story_id: shown for story_id, shown in found.items() if shown}


def news_since(coverage: Coverage, shown: Sequence[Appearance]) -> News:
    """Return what is new of a story that `shown` editions showed in whole or in part."""
    last = min(shown, key=lambda a: (_newest_first(a.date), a.position, a.edition_id))
    new = _new_members(coverage, shown)
    ids = {member.article.id for member in new}
    # A copy of what was printed tells nothing; an outlet's second report does.
    reports = {coverage.witness(member) for member in new if _is_report(member, coverage, ids)}
    return News(
        since=last.date,
        edition_id=last.edition_id,
        position=last.position,
        article_ids=tuple(sorted(ids)),
        reports=len(reports),
    )


def _shown(
    coverage: Coverage, by_article: Mapping[int, list[Appearance]], by_story: Mapping[int, list[Appearance]]
) -> list[Appearance]:
    """Return each appearance of the story or of one of its articles once, in a fixed order."""
    found = list(by_story.get(coverage.story.id, ()))
    for member in coverage.members:
        found += by_article.get(member.article.id, ())
    return sorted({(a.edition_id, a.story_id, a.position): a for a in found}.values(), key=_order)


def _order(appearance: Appearance) -> tuple[str, str, int, int]:
    return appearance.date, appearance.edition_id, appearance.position, appearance.story_id


def _newest_first(date: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in date.split("-"))


def _new_members(coverage: Coverage, shown: Sequence[Appearance]) -> list[Member]:
    known = {article_id for appearance in shown for article_id in appearance.article_ids}
    if known:
        return [member for member in coverage.members if member.article.id not in known]
    # An edition that does not say which articles it had showed the oldest ones.
    return list(coverage.members[max(appearance.articles for appearance in shown) :])


def _is_report(member: Member, coverage: Coverage, new: set[int]) -> bool:
    """Tell whether an article brings something: it copies nothing, or nothing that was shown."""
    origin = member.origin.origin_id
    here = {m.article.id for m in coverage.members}
    return origin == member.article.id or origin in new or origin not in here
