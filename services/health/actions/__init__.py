"""Actions of health, one module per subject."""
