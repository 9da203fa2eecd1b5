"""Learned models: embedders."""
