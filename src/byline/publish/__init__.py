"""Publish an edition: compose it, render it as static files, write them, show it in a terminal."""
