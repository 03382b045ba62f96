"""How numbers are written in the languages of the pages."""
