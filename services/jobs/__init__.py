"""Long work as rows: imports, optimisers, rounds. A job is restartable, watched with a progress bar, and never lost."""
