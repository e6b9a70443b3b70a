"""The standards' pages: seen by the site, written by managers, checked while one types, byte for byte as imported."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lotgate import standards
from lotgate.store.models import Account, Material, Role, StandardState, StandardVersion
from lotgate.store.services import standards as services
from store.builders import account, lots, site

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TEXTS = {file.stem: file.read_bytes() for file in sorted((EXAMPLES / "standards").glob("*.toml"))}
ACTS = (
    "standards:confirm",
    "standards:release",
    "standards:withdraw",
    "standards:next",
    "standards:form",
    "standards:text",
)


@pytest.fixture
def manager() -> Account:
    return account(Role.MANAGER)


@pytest.fixture
def draft(manager: Account) -> StandardVersion:
    return services.read_in(account=manager, name="x.toml", data=TEXTS["ethyl-acetate"])


def as_(one: Account) -> Client:
    client = Client()
    client.force_login(one)
    return client


def at(name: str, *arguments: object) -> str:
    return reverse(f"standards:{name}", args=arguments)


class Fields(HTMLParser):
    """What a browser would send of the form ``#standard``."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select = given["name"]
            self.values[self._select] = ""
        elif tag == "option" and "selected" in given:
            self.values[self._select] = given["value"]
        elif tag == "input" and "name" in given and (given.get("type") != "checkbox" or "checked" in given):
            self.values[given["name"]] = given.get("value", "on")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def form_of(client: Client, draft: StandardVersion) -> dict[str, str]:
    parser = Fields()
    parser.feed(client.get(at("form", draft.pk)).content.decode())
    return parser.values


@pytest.mark.parametrize("name", TEXTS)
def test_a_form_sent_as_it_came_changes_no_byte(manager: Account, name: str):
    version = services.read_in(account=manager, name="x.toml", data=TEXTS[name])
    client = as_(manager)
    assert client.post(at("form", version.pk), form_of(client, version)).status_code == 302
    version.refresh_from_db()
    assert version.text.encode() == TEXTS[name]


def test_a_change_in_the_form_changes_that_and_nothing_else(manager: Account, draft: StandardVersion):
    client = as_(manager)
    fields = form_of(client, draft)
    client.post(at("form", draft.pk), fields | {"c-1-limit": "≥ 99.8", "c-3-gone": "on"})
    before = standards.loads(draft.text)
    draft.refresh_from_db()
    after = standards.loads(draft.text)
    assert after.characteristics[1].limit.text == "≥ 99.8"
    kept = [one for number, one in enumerate(before.characteristics) if number not in (1, 3)]
    assert [one for one in after.characteristics if one.limit.text != "≥ 99.8"] == kept


def test_what_the_form_does_not_show_stays(manager: Account):
    version = services.read_in(account=manager, name="x.toml", data=TEXTS["pump-motor"])
    client = as_(manager)
    client.post(at("form", version.pk), form_of(client, version) | {"note": "checked by the pump group"})
    before = standards.loads(version.text)
    version.refresh_from_db()
    after = standards.loads(version.text)
    assert (after.characteristics, after.rules, after.demands) == (before.characteristics, before.rules, before.demands)


def test_a_row_that_is_filled_in_is_a_new_characteristic(manager: Account, draft: StandardVersion):
    client = as_(manager)
    free = len(standards.loads(draft.text).characteristics)
    added = {
        f"c-{free}-name": "Iron",
        f"c-{free}-limit": "≤ 1",
        f"c-{free}-unit": "mg/kg",
        f"c-{free}-aliases": "Fe；铁",
    }
    client.post(at("form", draft.pk), form_of(client, draft) | added)
    draft.refresh_from_db()
    iron = standards.loads(draft.text).characteristics[-1]
    assert (iron.name, iron.limit.text, iron.unit, iron.aliases, iron.required) == (
        "Iron",
        "≤ 1",
        "mg/kg",
        ("Fe", "铁"),
        True,
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"c-1-formula": "max(nothing"}, "c-1-formula"),
        ({"c-2-name": "水分"}, "c-3-name"),
        ({"effective": "soon"}, "effective"),
        ({"names": ""}, "names"),
        ({"c-4-readings": "many"}, "c-4-readings"),
    ],
)
def test_faults_are_told_at_their_fields_while_one_types(
    manager: Account, draft: StandardVersion, changed: dict[str, str], field: str
):
    client = as_(manager)
    text = client.post(at("check"), form_of(client, draft) | changed).content.decode()
    assert f'data-field="{field}"' in text
    answer = client.post(at("form", draft.pk), form_of(client, draft) | changed)
    assert answer.status_code == 422
    assert f'data-field="{field}"' in answer.content.decode()
    assert StandardVersion.objects.get(pk=draft.pk).text == draft.text


def test_a_form_without_fault_says_so(manager: Account, draft: StandardVersion):
    client = as_(manager)
    assert "8 characteristics, no fault" in client.post(at("check"), form_of(client, draft)).content.decode()


def test_a_standard_from_nothing(manager: Account):
    client = as_(manager)
    assert client.get(at("new")).status_code == 200
    given = {
        "name": "Brine",
        "key": "RM-9",
        "number": "1",
        "names": "Brine",
        "c-0-name": "Density",
        "c-0-limit": "≥ 1.1",
    }
    assert client.post(at("new"), given | {"c-0-required": "on", "c-0-unit": "g/cm³"}).status_code == 302
    made = StandardVersion.objects.get(key="RM-9")
    assert (made.state, made.written_by) == (StandardState.DRAFT, manager)
    again = client.post(at("new"), given)
    assert again.status_code == 422
    assert 'data-field="number"' in again.content.decode()


def test_text_is_kept_with_its_comments_and_faults_name_their_line(manager: Account, draft: StandardVersion):
    client = as_(manager)
    text = draft.text.replace("[material]", "# Only from the new plant.\n[material]")
    client.post(at("text", draft.pk), {"text": text.replace("\n", "\r\n"), "seen": draft.digest})
    draft.refresh_from_db()
    assert draft.text == text
    wrong = client.post(at("text", draft.pk), {"text": text + "nonsense here\n", "seen": draft.digest})
    assert wrong.status_code == 422
    assert f"Line {len(text.splitlines()) + 1}" in wrong.content.decode()
    assert "nonsense" in wrong.content.decode()


def test_the_file_is_given_back_byte_for_byte(manager: Account, draft: StandardVersion):
    answer = as_(manager).get(at("file", draft.pk))
    assert answer.content == TEXTS["ethyl-acetate"]
    assert answer["Content-Disposition"] == 'attachment; filename="RM-1011-4.toml"'


def test_a_specification_is_imported_confirmed_and_released(manager: Account):
    client = as_(manager)
    (file,) = (EXAMPLES / "specifications").iterdir()
    client.post(at("import"), {"file": SimpleUploadedFile(file.name, file.read_bytes())})
    version = StandardVersion.objects.get()
    assert "Before it can be released" in client.get(at("version", version.pk)).content.decode()
    client.post(at("release", version.pk), {"seen": version.digest})
    assert StandardVersion.objects.get().state == StandardState.DRAFT
    text = version.text.replace("mL 0.1 N NaOH", "mL")
    client.post(at("text", version.pk), {"text": text, "seen": version.digest})
    version.refresh_from_db()
    client.post(at("confirm", version.pk), {"seen": version.digest})
    version.refresh_from_db()
    assert not standards.loads(version.text).draft
    client.post(at("release", version.pk), {"seen": version.digest, "reason": "checked"})
    assert StandardVersion.objects.get().state == StandardState.RELEASED


def test_a_file_that_is_no_standard_is_refused_with_its_reason(manager: Account):
    answer = as_(manager).post(at("import"), {"file": SimpleUploadedFile("x.toml", b"id = \nname = 1\n")})
    assert answer.status_code == 422
    assert "Line 1" in answer.content.decode()
    assert as_(manager).post(at("import")).status_code == 422


def test_versions_are_compared_with_what_they_mean(manager: Account, draft: StandardVersion):
    following = services.next_version(account=manager, version=draft, number="5", reason="")
    services.rewrite(
        account=manager, version=following, text=following.text.replace("≤ 0.04", "≤ 0.02"), seen=following.digest
    )
    text = as_(manager).get(at("compare"), {"before": draft.pk, "after": following.pk}).content.decode()
    assert "<del>≤ 0.04</del>" in text
    assert "tightened" in text


def test_release_withdrawal_next_version_and_four_eyes_by_their_buttons(manager: Account, draft: StandardVersion):
    client = as_(manager)
    client.post(at("release", draft.pk), {"seen": draft.digest, "reason": "checked"})
    client.post(at("four-eyes"), {"version": draft.pk, "four_eyes": "on"})
    assert Material.objects.get().four_eyes
    client.post(at("four-eyes"), {"version": draft.pk})
    assert not Material.objects.get().four_eyes
    client.post(at("next", draft.pk), {"number": "5", "reason": "less water"})
    client.post(at("withdraw", draft.pk), {"reason": "no longer bought"})
    assert dict(StandardVersion.objects.values_list("number", "state")) == {
        "4": StandardState.WITHDRAWN,
        "5": StandardState.DRAFT,
    }


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUDITOR])
def test_colleagues_see_and_do_not_write(draft: StandardVersion, role: Role):
    client = as_(account(role))
    for page in (at("list"), at("version", draft.pk), at("file", draft.pk), at("impact", draft.pk)):
        assert client.get(page).status_code == 200
    for name in ACTS:
        assert client.post(reverse(name, args=(draft.pk,)), {"seen": draft.digest, "text": ""}).status_code == 403
    for name in ("new", "import", "check"):
        assert client.post(at(name), {"version": draft.pk}).status_code == 403
    assert client.post(at("four-eyes"), {"version": draft.pk}).status_code == 403
    assert "Release" not in client.get(at("version", draft.pk)).content.decode()
    assert StandardVersion.objects.get() == draft


def test_another_sites_standard_does_not_exist(draft: StandardVersion):
    client = as_(account(Role.ADMINISTRATOR, at=site("Plant two")))
    assert "Ethyl" not in client.get(at("list")).content.decode()
    for page in (at("version", draft.pk), at("file", draft.pk), at("impact", draft.pk), at("form", draft.pk)):
        assert client.get(page).status_code == 404
    for name in ACTS:
        assert client.post(reverse(name, args=(draft.pk,)), {"seen": draft.digest}).status_code == 404
    assert client.post(at("check"), {"version": draft.pk}).status_code == 404
    assert client.post(at("four-eyes"), {"version": draft.pk}).status_code == 404


def test_who_is_not_signed_in_is_led_to_the_door(draft: StandardVersion):
    for page in (at("list"), at("version", draft.pk), at("file", draft.pk), at("new")):
        assert Client().get(page).url.startswith(reverse("accounts:sign-in"))


def test_the_list_makes_the_same_number_of_queries_whatever_its_length(manager: Account):
    client, counts = as_(manager), []
    for names in (list(TEXTS)[:2], list(TEXTS)[2:]):
        for name in names:
            services.read_in(account=manager, name="x.toml", data=TEXTS[name])
        client.get(at("list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(at("list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_certificate_without_a_standard_gives_one_to_confirm(manager: Account):
    lot, _ = lots("ethyl-acetate-two-lots.pdf", at=manager.site)
    page = reverse("standards:from-document", args=(lot.document_id,))
    client = as_(manager)
    assert page in client.get(reverse("review:lot", args=(lot.pk,))).content.decode()
    made = client.post(page)
    version = StandardVersion.objects.get()
    assert made.url == at("version", version.pk)
    one = standards.loads(version.text)
    assert one.draft
    assert "≤ 0.05" in {each.limit.text.replace("≤0", "≤ 0") for each in one.characteristics if each.limit}
    assert client.post(page).status_code == 409


def test_only_writers_of_the_site_draft_from_its_certificates(manager: Account):
    lot, _ = lots("ethyl-acetate-two-lots.pdf", at=manager.site)
    page = reverse("standards:from-document", args=(lot.document_id,))
    assert as_(account(Role.INSPECTOR)).post(page).status_code == 403
    assert as_(account(Role.ADMINISTRATOR, at=site("Plant two"))).post(page).status_code == 404
    assert not StandardVersion.objects.exists()
