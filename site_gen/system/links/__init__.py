"""Whether addresses at other hosts lead to something."""
