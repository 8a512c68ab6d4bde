"""What writes links: a member of staff issues and ends them, whoever has one opens it and answers."""
