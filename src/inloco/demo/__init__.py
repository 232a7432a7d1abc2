"""The demonstration: a made-up county with people, reports, papers, a plan and a board, all made by the real actions.

``county`` makes the extracts and loads them; ``people``, ``quality``, ``papers``, ``plan`` and ``board`` make the records.
"""
