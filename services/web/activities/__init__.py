"""值日: duty shifts of a school."""
