"""The people's door: pages, partial pages and what they look like. It finds, asks, calls and answers; rules live in the rooms."""
