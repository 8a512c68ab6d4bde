"""Actions of health, one module per model."""
