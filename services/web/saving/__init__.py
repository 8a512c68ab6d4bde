"""What a form answers, that it is carried out once, and that nobody overwrites unseen what another has changed."""
