"""What of ``content/`` a build leaves out because it is not published yet."""
