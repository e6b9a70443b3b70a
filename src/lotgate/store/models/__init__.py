"""The tables, one module a family. Import models from here."""

from lotgate.store.models.accounts import Account, Role, Site
from lotgate.store.models.audit import AuditEntry, AuditHead
from lotgate.store.models.decisions import Meaning, Ruling, Signature
from lotgate.store.models.deliveries import Document, Original, Source, Upload, UploadState
from lotgate.store.models.lots import DECIDED_STATES, OPEN_STATES, CorrectionRecord, Lot, LotState
from lotgate.store.models.standards import Material, StandardState, StandardVersion
from lotgate.store.models.workers import Worker

__all__ = [
    "DECIDED_STATES",
    "OPEN_STATES",
    "Account",
    "AuditEntry",
    "AuditHead",
    "CorrectionRecord",
    "Document",
    "Lot",
    "LotState",
    "Material",
    "Meaning",
    "Original",
    "Role",
    "Ruling",
    "Signature",
    "Site",
    "Source",
    "StandardState",
    "StandardVersion",
    "Upload",
    "UploadState",
    "Worker",
]
