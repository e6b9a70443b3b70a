"""What a finding says, in every language at once, from ``data/findings.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from lotgate.model.certificate import HeaderField

LANGUAGES = ("en", "zh")

FIELD_NAMES: Mapping[HeaderField, Mapping[str, str]] = {
    HeaderField.PRODUCT: {"en": "product", "zh": "产品名称"},
    HeaderField.GRADE: {"en": "grade", "zh": "牌号"},
    HeaderField.SUPPLIER: {"en": "supplier", "zh": "供应商"},
    HeaderField.CUSTOMER: {"en": "customer", "zh": "客户"},
    HeaderField.CERTIFICATE_NO: {"en": "certificate number", "zh": "证书编号"},
    HeaderField.BATCH: {"en": "lot", "zh": "批号"},
    HeaderField.QUANTITY: {"en": "quantity", "zh": "数量"},
    HeaderField.ORDER_NO: {"en": "order number", "zh": "订单号"},
    HeaderField.MANUFACTURED: {"en": "date of manufacture", "zh": "生产日期"},
    HeaderField.EXPIRES: {"en": "expiry date", "zh": "有效期"},
    HeaderField.RETEST: {"en": "retest date", "zh": "复检日期"},
    HeaderField.REPORTED: {"en": "date of the report", "zh": "报告日期"},
    HeaderField.STANDARD: {"en": "product standard", "zh": "执行标准"},
    HeaderField.CONCLUSION: {"en": "conclusion", "zh": "结论"},
    HeaderField.INSPECTION_DOCUMENT: {"en": "inspection document", "zh": "检验文件类型"},
}


def say(code: str, **operands: str | Mapping[str, str]) -> dict[str, str]:
    """The sentence of ``code`` in each language. An operand may itself have a text for each language."""
    templates = _templates()[code]
    return {
        lang: templates[lang].format_map({k: v if isinstance(v, str) else v[lang] for k, v in operands.items()})
        for lang in LANGUAGES
    }


def codes() -> tuple[str, ...]:
    """Every code that has a sentence."""
    return tuple(_templates())


@lru_cache(maxsize=1)
def _templates() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("lotgate.lexicon") / "data" / "findings.toml").read_text("utf-8"))
