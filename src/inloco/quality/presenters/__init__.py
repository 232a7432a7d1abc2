"""How findings are said: the list, one finding, the numbers by check, team and worker."""
