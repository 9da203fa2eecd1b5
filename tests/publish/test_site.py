"""The pages of an edition, read strictly."""

from __future__ import annotations


def test_every_page_is_well_formed(pages):
    assert len(pages) == 3 + 11
