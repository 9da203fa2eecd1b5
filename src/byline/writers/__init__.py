"""Language models as writers: any OpenAI-compatible server, off by default, never trusted."""
