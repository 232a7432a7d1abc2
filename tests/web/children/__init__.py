"""The pages about children and who may see them."""
