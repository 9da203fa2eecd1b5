"""The local day on which an article was published: "on Saturday" means the newsroom's Saturday."""

from __future__ import annotations

from datetime import date, timedelta

from byline.records import Coverage, Member

# Whole hours east of UTC, winter time, of the countries that AI news comes from; a country
# with several zones has its most populous one. An hour's error moves no weekday that `resolve` trusts.
_HOURS_EAST = {
    "CN": 8, "HK": 8, "TW": 8, "SG": 8, "JP": 9, "KR": 9, "IN": 5, "AU": 10, "AE": 4, "IL": 2, "US": -5, "CA": -5,
    "BR": -3, "DE": 1, "FR": 1, "IT": 1, "ES": 1, "NL": 1, "CH": 1, "SE": 1, "GB": 0, "IE": 0, "RU": 3, "TR": 3,
}  # fmt: skip


def local_days(coverage: Coverage) -> dict[int, date]:
    """Return the local day of publication of every article, by article id."""
    return {m.article.id: _local_day(m) for m in coverage.members}


def _local_day(member: Member) -> date:
    country = member.source.country or ("CN" if member.article.language == "zh" else "")
    return (member.article.published + timedelta(hours=_HOURS_EAST.get(country, 0))).date()
