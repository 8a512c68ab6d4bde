"""提醒: rules, what they would send, and the texts of their messages."""
