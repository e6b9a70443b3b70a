#!/bin/sh
# What some tests need beyond Python: a browser for the workbench's pages, a PostgreSQL server for the other database.
# Installed where this can be done without asking (root on a system with apt-get, as in CI); elsewhere these tests skip
# and say what is missing.
set -eu

missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ -n "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not here, and not to be installed without asking:$missing. The tests that need it will skip."
    exit 0
fi
echo "Installing$missing (once) ..."
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1; then
    echo "Could not install$missing. The tests that need it will skip."
fi
