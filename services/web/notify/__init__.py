"""提醒: everybody's inbox; for those who answer for it the rules, the words, what went out and how late."""
