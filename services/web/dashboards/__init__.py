"""县级看板, 学校 and 学校工作台: numbers first, then who is behind, then the rows."""
