"""Actions on notifications, deliveries, integrations, opt-outs and incidents; their deletion by age; account mail."""
