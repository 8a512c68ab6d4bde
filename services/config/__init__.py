"""The roof: settings, environment, URLs. It names every room; no room imports it."""
