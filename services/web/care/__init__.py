"""今天, 记录, 结对: what a teacher does for the children paired with them."""
