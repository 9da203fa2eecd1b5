"""A story as a mail."""

from __future__ import annotations

import dataclasses
from urllib.parse import parse_qs, urlsplit

from byline.publish.share import MOST_CHARACTERS, mail_address
from byline.publish.view import view_edition


def lead(edition):
    return view_edition(edition, images={}, min_independent=2).stories[0]


def test_the_mail_names_the_story_and_its_reports(edition):
    asked = parse_qs(urlsplit(mail_address(lead(edition))).query)
    assert asked["subject"] == [edition.stories[0].summary.headline.text]
    assert all(group[0].name in asked["body"][0] for group in lead(edition).coverage)


def test_no_headline_can_add_a_field_to_the_mail(edition):
    story = lead(edition)
    line = dataclasses.replace(story.headline, text="News&cc=a@b.example\r\nBcc: c@d.example?x=#y")
    address = mail_address(dataclasses.replace(story, headline=line))
    assert set(parse_qs(urlsplit(address).query)) == {"subject", "body"}
    assert "\n" not in address
    assert "\r" not in address


def test_a_mail_stays_short(edition):
    story = lead(edition)
    many = dataclasses.replace(story, coverage=story.coverage * 40)
    assert len(parse_qs(urlsplit(mail_address(many)).query)["body"][0]) <= MOST_CHARACTERS + 200
