"""Feeds and pages in, entries and articles out."""
