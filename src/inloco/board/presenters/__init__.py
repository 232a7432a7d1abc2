"""How boards are said: words, tags and tables of each page."""
