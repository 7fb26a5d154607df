"""What a build reads before it compares it with the last one."""
