"""A verdict or a reading for people and programs: console, HTML with evidence boxes, Excel, JSON. No decisions here."""
