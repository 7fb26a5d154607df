"""Pages, as values -> HTML, by the templates of the theme."""
