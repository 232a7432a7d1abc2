"""How plans are said on pages: frozen values with labels, colours and dates; nothing is decided here."""
