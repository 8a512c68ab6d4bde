"""`files`: photos, certificates and forms of an object; each is opened through the object that it is attached to."""
