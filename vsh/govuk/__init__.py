"""Form fields, tags and the form renderer in GOV.UK markup. Builds on no other part."""
