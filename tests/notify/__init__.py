"""Notices and deliveries: the ledger, quiet hours, gateways, doors."""
