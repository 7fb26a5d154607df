"""LaTeX commands in running text: what is shown in their place."""
