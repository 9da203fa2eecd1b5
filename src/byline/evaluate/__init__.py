"""Measuring the newsroom: evaluators that read a file and print a figure."""
