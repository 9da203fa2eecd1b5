"""A typed client of the API of `byline serve`."""
