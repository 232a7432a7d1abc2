"""What happens to papers: writing, steps, files, corrections."""
