"""Which articles copy which, and which tell one story."""
