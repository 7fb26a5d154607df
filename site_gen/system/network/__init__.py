"""Requests to hosts by HTTP: a polite client, proxies, and why a host does not answer."""
