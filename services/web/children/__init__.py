"""The list of children, one child with its family, and roster imports."""
