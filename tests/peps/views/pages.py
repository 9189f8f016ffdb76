"""Pages of a PEP as a test opens and sends them."""

from django.urls import reverse


def page(name, pep):
    return reverse(name, kwargs={"ref": pep.ref})


def body_of(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


def post(client, user, url, data=None):
    client.force_login(user)
    return client.post(url, data or {}, follow=True)


def seen_of(pep):
    """What the form of the page sends back: the version of each section that it showed."""
    return {"seen": [f"{row.key}:{row.version}" for row in pep.sections.all()]}


def judge(client, user, pep, marks):
    """Send the rubric from a page of the plan as it stands."""
    pep.refresh_from_db()
    return post(client, user, page("peps:assure", pep), marks | {"version": pep.version})
