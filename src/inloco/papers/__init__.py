"""Papers for a board: written with live figures, checked for contradictions, signed off, frozen when they are published."""
