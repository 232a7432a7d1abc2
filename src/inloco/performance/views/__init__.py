"""The pages of performance: the overview, an indicator, a figure and the children behind it."""
