"""A standard's life: draft, edit, release, next version, withdrawal; and who may do what to whose."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from lotgate import standards
from lotgate.errors import Conflict, FaultyStandard, Forbidden, StandardError
from lotgate.model.verdict import Decision
from lotgate.standards.validation import open_points
from lotgate.store.models import Account, AuditEntry, LotState, Role, StandardState, StandardVersion
from lotgate.store.selectors.standards import families, impact, versions
from lotgate.store.services import standards as service
from lotgate.store.services.judging import rejudge_open
from store.builders import account, lots, site
from store.builders import released as deliver

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TEXT = """# A comment that people care about.
format = "lotgate.standard/1"
id = "RM-1"
name = "Soda ash"

[version]
number = "1"

[material]
names = ["Soda ash", "纯碱"]

[[characteristic]]
name = "Total alkali"
limit = "≥ 99.2"
unit = "%"
"""


def text(number: str = "1", limit: str = "≥ 99.2", effective: str = "") -> str:
    made = TEXT.replace('number = "1"', f'number = "{number}"').replace("≥ 99.2", limit)
    return made.replace("[material]", f"effective = {effective}\n\n[material]") if effective else made


@pytest.fixture
def manager() -> Account:
    return account(Role.MANAGER)


def released(manager: Account, number: str = "1", effective: str = "", **more: str) -> StandardVersion:
    version = service.add(account=manager, text=text(number, effective=effective, **more))
    return service.release(account=manager, version=version, seen=version.digest, reason="checked")


def states() -> dict[str, str]:
    return dict(StandardVersion.objects.values_list("number", "state"))


def test_what_is_imported_is_exported_byte_for_byte(manager: Account):
    for file in sorted((EXAMPLES / "standards").glob("*.toml")):
        version = service.read_in(account=manager, name=file.name, data=file.read_bytes())
        assert StandardVersion.objects.get(pk=version.pk).text.encode() == file.read_bytes()
        assert version.digest == standards.load(file)[0].digest


def test_a_specification_becomes_a_draft_that_cannot_be_released_unseen(manager: Account):
    (specification,) = (EXAMPLES / "specifications").iterdir()
    version = service.read_in(account=manager, name=specification.name, data=specification.read_bytes())
    assert standards.loads(version.text).draft
    *_, last = open_points(standards.loads(version.text))
    assert last.startswith("The standard is a draft")
    with pytest.raises(StandardError):
        service.release(account=manager, version=version, seen=version.digest, reason="")


def test_a_file_that_is_no_standard_says_so(manager: Account):
    with pytest.raises(StandardError):
        service.read_in(account=manager, name="x.pdf", data=b"not a PDF at all")
    with pytest.raises(StandardError, match="UTF-8"):
        service.read_in(account=manager, name="x.toml", data="名".encode("gb18030"))
    assert not StandardVersion.objects.exists()


def test_every_fault_is_told(manager: Account):
    with pytest.raises(FaultyStandard) as caught:
        service.add(account=manager, text=TEXT.replace("limit", "limmit").replace('id = "RM-1"\n', ""))
    assert len(caught.value.faults) > 1


def test_the_same_version_twice_is_a_conflict(manager: Account):
    service.add(account=manager, text=TEXT)
    with pytest.raises(Conflict, match="version 1"):
        service.add(account=manager, text=TEXT)


def test_two_sites_have_their_own(manager: Account):
    service.add(account=manager, text=TEXT)
    stranger = account(Role.MANAGER, at=site("Plant two"))
    service.add(account=stranger, text=TEXT)
    assert versions(manager).count() == versions(stranger).count() == 1


def test_an_edit_is_kept_with_both_texts(manager: Account):
    version = service.add(account=manager, text=TEXT)
    edited = service.rewrite(account=manager, version=version, text=text(limit="≥ 99.4"), seen=version.digest)
    assert edited.digest != version.digest
    entry = AuditEntry.objects.get(action="standard.edited")
    assert (entry.old["text"], entry.new["text"]) == (TEXT, edited.text)


def test_two_writers_do_not_overwrite_each_other(manager: Account):
    version = service.add(account=manager, text=TEXT)
    seen = version.digest
    service.rewrite(account=manager, version=version, text=text(limit="≥ 99.4"), seen=seen)
    with pytest.raises(Conflict, match="meanwhile"):
        service.rewrite(account=manager, version=version, text=text(limit="≥ 99.0"), seen=seen)


def test_a_released_version_is_never_edited(manager: Account):
    version = released(manager)
    with pytest.raises(Conflict) as caught:
        service.rewrite(account=manager, version=version, text=text(limit="≥ 90"), seen=version.digest)
    assert "new version" in caught.value.advice


def test_a_release_is_of_what_was_seen(manager: Account):
    version = service.add(account=manager, text=TEXT)
    seen = version.digest
    service.rewrite(account=manager, version=version, text=text(limit="≥ 90"), seen=seen)
    with pytest.raises(Conflict):
        service.release(account=manager, version=version, seen=seen, reason="")


def test_an_open_limit_is_not_released(manager: Account):
    version = service.add(account=manager, text=text(limit="99.2"))
    with pytest.raises(StandardError, match="no side"):
        service.release(account=manager, version=version, seen=version.digest, reason="")


def test_a_new_version_takes_the_place_of_the_old(manager: Account):
    released(manager, "1")
    released(manager, "2")
    assert states() == {"1": StandardState.WITHDRAWN, "2": StandardState.RELEASED}
    assert AuditEntry.objects.filter(action="standard.withdrawn").count() == 1


def test_versions_with_days_of_their_own_stand_beside_each_other(manager: Account):
    today = timezone.localdate()
    released(manager, "1", effective=str(today - timedelta(days=400)))
    released(manager, "2", effective=str(today - timedelta(days=10)))
    released(manager, "3", effective=str(today + timedelta(days=10)))
    assert set(states().values()) == {StandardState.RELEASED}


def test_a_version_that_would_never_judge_is_refused(manager: Account):
    today = timezone.localdate()
    released(manager, "2", effective=str(today - timedelta(days=10)))
    late = service.add(account=manager, text=text("1a", effective=str(today - timedelta(days=20))))
    with pytest.raises(Conflict, match="go on judging"):
        service.release(account=manager, version=late, seen=late.digest, reason="")
    assert states()["1a"] == StandardState.DRAFT


def test_a_second_person_releases_where_the_site_asks_for_one(manager: Account):
    manager.site.release_by_second_person = True
    manager.site.save()
    version = service.add(account=manager, text=TEXT)
    with pytest.raises(Forbidden, match="by you"):
        service.release(account=manager, version=version, seen=version.digest, reason="")
    service.release(account=account(Role.MANAGER), version=version, seen=version.digest, reason="")
    assert states() == {"1": StandardState.RELEASED}


def test_the_next_version_begins_as_a_copy(manager: Account):
    version = released(manager)
    following = service.next_version(account=manager, version=version, number="2", reason="tighter")
    one = standards.loads(following.text)
    assert following.state == StandardState.DRAFT
    assert one.characteristics == standards.loads(TEXT).characteristics
    assert (one.version.number, one.version.reason, one.version.author) == ("2", "tighter", manager.printed_name)


def test_a_withdrawn_version_stays_readable(manager: Account):
    version = released(manager)
    service.withdraw(account=manager, version=version, reason="no longer bought")
    (family,) = families(manager)
    assert family.current is None
    assert family.versions[0].text == TEXT
    with pytest.raises(Conflict):
        service.withdraw(account=manager, version=version, reason="again")


def test_four_eyes_is_a_rule_of_the_material_and_in_the_trail(manager: Account):
    for demanded in (True, True, False):
        service.demand_four_eyes(account=manager, key="RM-1", demanded=demanded, reason="toxic")
    changes = AuditEntry.objects.filter(action="material.four-eyes").order_by("number")
    assert list(changes.values_list("old", "new")) == [(False, True), (True, False)]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUDITOR])
def test_who_may_not_write_changes_nothing(manager: Account, role: Role):
    version, colleague = service.add(account=manager, text=TEXT), account(role)
    acts = (
        lambda: service.add(account=colleague, text=text("9")),
        lambda: service.read_in(account=colleague, name="x.toml", data=TEXT.encode()),
        lambda: service.next_version(account=colleague, version=version, number="2", reason=""),
        lambda: service.rewrite(account=colleague, version=version, text=text("9"), seen=version.digest),
        lambda: service.release(account=colleague, version=version, seen=version.digest, reason=""),
        lambda: service.withdraw(account=colleague, version=version, reason=""),
        lambda: service.demand_four_eyes(account=colleague, key="RM-1", demanded=True),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert states() == {"1": StandardState.DRAFT}


def test_families_are_found_by_name_or_number(manager: Account):
    service.add(account=manager, text=TEXT)
    service.add(account=manager, text=TEXT.replace("RM-1", "RM-2").replace('"Soda ash"\n', '"Methanol"\n'))
    assert [family.name for family in families(manager)] == ["Methanol", "Soda ash"]
    assert [family.key for family in families(manager, "rm-2")] == ["RM-2"]
    assert [family.key for family in families(manager, "SODA")] == ["RM-1"]


def test_what_a_draft_would_have_changed(manager: Account):
    current = deliver("ethyl-acetate", at=manager.site)
    a_lot, b_lot = lots("ethyl-acetate-two-lots.pdf", at=manager.site)
    following = service.next_version(account=manager, version=current, number="5", reason="")
    assert impact(manager, following).turns == ()
    text = following.text.replace("≥ 99.7", "≥ 99.99")
    following = service.rewrite(account=manager, version=following, text=text, seen=following.digest)
    found = impact(manager, following)
    assert found.looked_at == 1
    assert {turn.lot: (turn.before, turn.after) for turn in found.turns} == {
        a_lot.number: (Decision.ACCEPT, Decision.REJECT),
        b_lot.number: (Decision.REJECT, Decision.REJECT),
    }
    assert {turn.characteristics for turn in found.turns} == {("乙酸乙酯",)}
    for row in (a_lot, b_lot):
        before = row.verdict
        row.refresh_from_db()
        assert row.verdict == before


def test_a_release_judges_again_what_nobody_decided(manager: Account):
    current = deliver("ethyl-acetate", at=manager.site)
    a_lot, _ = lots("ethyl-acetate-two-lots.pdf", at=manager.site)
    following = service.next_version(account=manager, version=current, number="5", reason="")
    text = following.text.replace("≥ 99.7", "≥ 99.99")
    following = service.rewrite(account=manager, version=following, text=text, seen=following.digest)
    service.release(account=manager, version=following, seen=following.digest, reason="")
    rejudge_open(site=manager.site_id, key=following.key)
    a_lot.refresh_from_db()
    assert (a_lot.state, a_lot.standard) == (LotState.REJECT, following)
