"""``python -m inloco`` is the ``inloco`` command."""

from inloco.cli import main

main()
