"""Boards: bodies and their constitution, meetings from the plan of the year to agreed minutes, packs and how they are read."""
