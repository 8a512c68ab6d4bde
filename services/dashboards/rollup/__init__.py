"""The rollup of schools by quarter and week: `columns`, the counts of `quarters`, `triggers` that mark it stale."""
