"""What people own: the files of ``content/`` as values, and what is wrong with them."""
