"""The order of the stages: the only place that calls stages and writes to the store."""
