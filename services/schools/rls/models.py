"""No tables: Django tells only apps with a models module that their migrations ran."""
