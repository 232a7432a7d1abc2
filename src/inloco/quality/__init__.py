"""Data quality: what cannot be right in the newest extract, who mends it by when, and whether the next one shows it mended."""
