"""`schools classes staff terms school-days`: the schools of the county and their calendar."""
