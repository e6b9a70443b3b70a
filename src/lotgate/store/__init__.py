"""What the workbench keeps: deliveries, readings, corrections, decisions, standards, accounts, the audit trail.

``services`` write (each change with its audit entry, in one transaction), ``selectors`` read.
"""
