"""Who knocks: user, login, second factor, tokens. Real names live in the schools' own rows, never here."""
