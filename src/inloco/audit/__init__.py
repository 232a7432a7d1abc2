"""The append-only record of every change and of every look at a child."""
