"""`files`: photos, certificates and forms of a case file; each is opened through the object it is attached to."""
