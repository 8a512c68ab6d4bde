"""One module per kind of cell. Every cleaner returns (value, problem); an empty cell is (None, None)."""
