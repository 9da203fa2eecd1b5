"""The live server: pages, API, MCP and A2A over what the store holds."""
