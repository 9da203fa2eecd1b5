"""One tree of settings, put together from every part's own."""
