"""Reads of this app: who counts as left behind (`classification`, `basis`), lists of pupils, families."""
