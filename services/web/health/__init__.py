"""体检: campaigns of the county, days and findings of a school, the station of a nurse."""
