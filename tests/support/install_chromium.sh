#!/bin/sh
# Puts Debian's Chromium on the machine where that is allowed; without it the browser tests say so and are skipped.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null && exit 0
fi
echo "No Chromium here, so the browser tests will be skipped. Install it with: apt-get install chromium" >&2
