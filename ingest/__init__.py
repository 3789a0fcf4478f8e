"""The reading: files become passages and plan elements with evidence. Knows neither RDF store nor web."""
