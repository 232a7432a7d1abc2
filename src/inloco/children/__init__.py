"""Children: who may see which child, a person's list of children, and a child's page."""
