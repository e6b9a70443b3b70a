"""What tests of the workbench put into the database."""

from itertools import count

from lotgate.store.models import Account, Role, Site

PASSWORD = "a quiet harbour"  # noqa: S105 - of people who exist in tests only
_numbers = count(1)


def site(name: str = "Plant one") -> Site:
    """The site of this name, made if it is not there."""
    return Site.objects.get_or_create(name=name)[0]


def account(role: Role = Role.INSPECTOR, *, at: Site | None = None, name: str = "Li Wei") -> Account:
    """A new account whose password is :data:`PASSWORD`."""
    made = Account(username=f"account-{next(_numbers)}", printed_name=name, role=role, site=at or site())
    made.set_password(PASSWORD)
    made.save()
    return made
