"""Decision rules: a finding for every requirement, none skipped, each saying why; a decision for every lot."""
