"""The account pages: opened, changed and closed by administrators, one's own by everybody."""

import pytest
from django.test import Client
from django.urls import reverse

from lotgate.store.models import Account, AuditEntry, Role, Site
from store.builders import PASSWORD, account, site

pytestmark = pytest.mark.django_db

OTHER = "an even quieter bay"
NEW = {
    "printed_name": "Zhao Min",
    "username": "zhao",
    "role": Role.INSPECTOR,
    "language": "zh-hans",
    "password": OTHER,
    "repeated": OTHER,
    "site": "",
}


@pytest.fixture
def administrator() -> Account:
    return account(Role.ADMINISTRATOR, name="Ada Min")


def as_(one: Account) -> Client:
    client = Client()
    client.force_login(one)
    return client


def pages(one: Account) -> list[str]:
    return [
        reverse("accounts:list"),
        reverse("accounts:new"),
        reverse("accounts:site"),
        reverse("accounts:change", args=(one.pk,)),
        reverse("accounts:reset", args=(one.pk,)),
    ]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.MANAGER, Role.AUDITOR])
def test_only_administrators_see_and_change_accounts(role: Role):
    someone, client = account(), as_(account(role))
    for page in pages(someone):
        assert client.get(page).status_code == 403
        assert client.post(page, NEW).status_code in (403, 405)
    assert not AuditEntry.objects.filter(action__startswith="account.", actor__role=role).exclude(
        action="account.signed-in"
    )


def test_administrators_see_every_page(administrator: Account):
    for page in pages(account()):
        assert as_(administrator).get(page).status_code == 200


def test_accounts_of_another_site_do_not_exist(administrator: Account):
    stranger = account(at=site("Plant two"), name="Sam Stranger")
    client = as_(administrator)
    assert "Sam Stranger" not in client.get(reverse("accounts:list")).content.decode()
    for page in pages(stranger)[3:]:
        assert client.get(page).status_code == 404
        assert client.post(page, NEW | {"is_active": "on"}).status_code == 404


def test_who_is_not_signed_in_is_led_to_the_door():
    for page in (*pages(account()), reverse("accounts:me")):
        assert Client().get(page).url.startswith(reverse("accounts:sign-in"))


def test_a_new_account_begins_with_a_password_of_its_own(administrator: Account):
    as_(administrator).post(reverse("accounts:new"), NEW)
    client = Client()
    client.post(reverse("accounts:sign-in"), {"username": "ZHAO", "password": OTHER})
    assert client.get(reverse("audit:list")).url == reverse("accounts:me")
    assert client.get(reverse("accounts:me")).status_code == 200
    own = "a password of my own"
    client.post(reverse("accounts:me"), {"old": OTHER, "password": own, "repeated": own})
    zhao = Account.objects.get(username="zhao")
    assert zhao.check_password(own)
    assert not zhao.password_is_temporary
    assert client.get(reverse("accounts:me")).status_code == 200  # still signed in


def test_a_name_is_taken_whatever_its_case(administrator: Account):
    for name, status in (("Zhao", 302), ("ZHAO", 422)):
        assert as_(administrator).post(reverse("accounts:new"), NEW | {"username": name}).status_code == status


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"password": "zhaozhaozhao", "repeated": "zhaozhaozhao"}, "password"),
        ({"repeated": "another"}, "repeated"),
        ({"password": "1234567890", "repeated": "1234567890"}, "password"),
        ({"role": "owner"}, "role"),
        ({"site": "Plant nine"}, "role"),
    ],
)
def test_what_does_not_do_is_said_beside_its_field(administrator: Account, changed: dict[str, str], wrong: str):
    answer = as_(administrator).post(reverse("accounts:new"), NEW | {"username": "zhaozhao"} | changed)
    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert not Account.objects.filter(username="zhaozhao").exists()


def test_another_site_begins_with_its_administrator(administrator: Account):
    as_(administrator).post(reverse("accounts:new"), NEW | {"site": "Plant nine", "role": Role.ADMINISTRATOR})
    assert Account.objects.get(username="zhao").site == Site.objects.get(name="Plant nine")


def test_a_change_is_in_the_trail_with_both_values(administrator: Account):
    someone = account(name="Li Wei")
    new = {"printed_name": "Li Wei", "role": Role.MANAGER, "is_active": "on", "reason": "promoted"}
    as_(administrator).post(reverse("accounts:change", args=(someone.pk,)), new)
    entry = AuditEntry.objects.get(action="account.changed")
    assert (entry.old["role"], entry.new["role"], entry.reason) == ("inspector", "manager", "promoted")


def test_a_closed_account_is_out_at_once(administrator: Account):
    someone = account()
    there = as_(someone)
    assert there.get(reverse("accounts:me")).status_code == 200
    as_(administrator).post(
        reverse("accounts:change", args=(someone.pk,)), {"printed_name": "Li Wei", "role": Role.INSPECTOR}
    )
    assert there.get(reverse("accounts:me")).status_code == 302


def test_the_last_administrator_stays(administrator: Account):
    page = reverse("accounts:change", args=(administrator.pk,))
    for new in ({"role": Role.AUDITOR, "is_active": "on"}, {"role": Role.ADMINISTRATOR}):
        answer = as_(administrator).post(page, {"printed_name": "Ada Min"} | new)
        assert answer.status_code == 422
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)


def test_a_reset_ends_the_sessions_of_its_owner(administrator: Account):
    someone = account()
    there = as_(someone)
    as_(administrator).post(
        reverse("accounts:reset", args=(someone.pk,)), {"password": OTHER, "repeated": OTHER, "reason": "lost"}
    )
    assert there.get(reverse("accounts:me")).status_code == 302
    someone.refresh_from_db()
    assert someone.password_is_temporary


def test_ones_own_password_needs_the_old_one():
    someone = account()
    client = as_(someone)
    wrong = client.post(reverse("accounts:me"), {"old": "a guess", "password": OTHER, "repeated": OTHER})
    assert "old" in wrong.context["form"].errors
    same = client.post(reverse("accounts:me"), {"old": PASSWORD, "password": PASSWORD, "repeated": PASSWORD})
    assert "password" in same.context["form"].errors
    someone.refresh_from_db()
    assert someone.check_password(PASSWORD)


def test_no_password_is_ever_in_the_trail(administrator: Account):
    as_(administrator).post(reverse("accounts:new"), NEW)
    assert not [entry for entry in AuditEntry.objects.all() if OTHER in f"{entry.old}{entry.new}{entry.reason}"]


def test_the_sites_settings_are_in_the_trail(administrator: Account):
    client = as_(administrator)
    client.post(reverse("accounts:site"), {"name": "Plant one", "release_by_second_person": "on"})
    entry = AuditEntry.objects.get(action="site.changed")
    assert entry.new["release_by_second_person"] is True
    site("Plant two")
    assert client.post(reverse("accounts:site"), {"name": "Plant two"}).status_code == 422
