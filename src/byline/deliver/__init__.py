"""Editions on their way out of the house: mail servers, webhooks, and the outbox that sends each once."""
