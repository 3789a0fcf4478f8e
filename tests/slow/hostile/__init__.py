"""Files that mean harm or have met it, made from a seed: damaged ones, bombs, loops, scripts and odd nodes."""
