"""One county alone and among eighteen: each work once in both, and how soon a figure follows."""
