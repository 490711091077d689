"""A complete sample audit on the sample evidence, to look at and to try things on."""
