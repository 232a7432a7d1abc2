"""From extract to figure, in plain Python: works in a notebook and on the command line, and imports nothing else of ours."""
