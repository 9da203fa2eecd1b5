"""The sample newsroom: invented outlets on loopback."""
