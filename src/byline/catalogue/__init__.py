"""The shipped field: sources, topics and entities as data, and their loader."""
