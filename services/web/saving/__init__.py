"""How forms are saved: their answers, each sent form carried out once, no change overwritten unseen."""
