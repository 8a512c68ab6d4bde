"""到期资料: how long records are kept, and the lists to confirm before some are deleted."""
