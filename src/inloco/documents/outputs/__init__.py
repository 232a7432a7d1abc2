"""Each output renders a report from its data alone."""
