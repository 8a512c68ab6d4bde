"""Files kept encrypted outside the database.

`contents` write and read the encrypted bytes · `actions` keep a file, delete it. Model: StoredFile.
"""
