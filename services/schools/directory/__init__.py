"""The directory of a county's schools (学校名录): read from a file or a form, checked, compared, written.

`entries` one school as it is given · `reader` a file's rows · `checks` what is wrong with them · `changes` what they
would change · `writing` the rows of township, school and site.
"""
