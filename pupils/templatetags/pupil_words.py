"""The field's words in templates."""

from django import template

from pupils import clock_words, identity, words

register = template.Library()

register.filter("year_group", words.year_group)
register.filter("role_label", words.role_label)
register.filter("kind_label", clock_words.kind_label)
register.filter("school_line", identity.school_line)
