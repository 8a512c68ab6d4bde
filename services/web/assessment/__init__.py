"""考核: the rounds of a quarter, results and the rows behind a score."""
