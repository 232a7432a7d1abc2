"""Boards in the browser, one module a noun."""
