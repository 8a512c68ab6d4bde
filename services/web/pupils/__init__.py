"""Pages of pupils: everyone enrolled, with or without a case file; leaving and coming back."""
