"""What matters today, as a sum of named parts."""
