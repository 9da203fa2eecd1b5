#!/usr/bin/env bash
# Installs the system packages that tests use: a browser and fonts that hold Chinese. Needs root on Debian or Ubuntu;
# elsewhere it says what is missing, and the tests that need it skip with a reason.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "Not installed: ${missing[*]} (needs apt-get and root); browser tests will skip."
  exit 0
fi
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
