"""How the performance pages say what they show: one frozen value for each page, so that templates only loop."""
