"""Editions and their files."""
