"""Input formats: day first, as staff write dates. Django's own list begins with the ISO form."""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"]
