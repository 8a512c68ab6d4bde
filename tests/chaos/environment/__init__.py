"""What a scenario runs on: servers, processes, fake gateways, cut connections, work that never succeeds."""
