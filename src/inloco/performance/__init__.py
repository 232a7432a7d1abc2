"""Performance: figures on pages, uploads of extracts, the monthly report."""
