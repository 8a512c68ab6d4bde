"""消息: the inbox, calls to make, deliveries, the delivery log and integrations."""
