"""`notifications calls deliveries integrations opt-outs`: messages to people, and what became of each."""
