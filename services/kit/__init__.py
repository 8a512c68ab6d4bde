"""Tools without domain terms: clock, task dispatch, vault, ids, pagination, sandbox, Excel, PDF. Imports no app."""
