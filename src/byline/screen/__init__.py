"""What belongs in the newsroom and what does not, with the reason."""
