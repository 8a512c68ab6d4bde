"""Settings, environment variables, URLs and probes. Imports every app; no app imports it."""
