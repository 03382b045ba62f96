"""Charts as SVG that the server draws: values in, drawings out, no clock, no database."""
