"""Files, HTTP, worker processes, the rules of hosts: what touches the world."""
