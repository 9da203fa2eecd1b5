"""Claims, cited sentences and the check of each."""
