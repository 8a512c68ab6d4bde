"""`clinics checkup-campaigns appointments checkups findings`: a checkup from its draft to its last finding."""
