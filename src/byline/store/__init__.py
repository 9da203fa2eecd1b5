"""Stores: where the newsroom keeps what it knows."""
