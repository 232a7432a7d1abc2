"""The pages of performance."""
