"""Byline: a self-hosted newsroom. Feeds in, one daily edition out, every sentence cited."""
