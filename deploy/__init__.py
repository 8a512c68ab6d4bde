"""Puts one release of Nuanyang on a machine: a launcher for one machine, containers, system services."""
