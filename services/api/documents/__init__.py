"""`exports`: any list of this API as a file. The same serializers, filters and permissions as the list itself."""
