"""Lists of a month for those who lead: learning, samples, structure, discipline, careers."""
