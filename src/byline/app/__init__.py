"""Composition root: settings in, a working newsroom out. The only place that constructs."""
