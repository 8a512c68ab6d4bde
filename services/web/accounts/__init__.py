"""Login, second factor, own sessions, and getting back in: allauth's pages that are used, and ours."""
