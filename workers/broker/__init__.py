"""The message broker: `connection` to it, `sender` of wake-up messages."""
