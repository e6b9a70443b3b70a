"""The workbench: pages for inspectors and quality managers. One Django app a page family; views are thin."""
