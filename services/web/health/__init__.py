"""体检: the county's campaigns, a school's days and findings, the nurse's station."""
