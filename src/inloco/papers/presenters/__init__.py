"""How papers are said on pages."""
