"""今天, 记录: a teacher's day, and what is written down of it."""
