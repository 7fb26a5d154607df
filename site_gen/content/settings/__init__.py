"""Parts of ``content/site.yaml``: what its keys are for, and the rules for hosts in it."""
