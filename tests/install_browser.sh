#!/bin/sh
# The browser tests drive the system's Chromium, tests of exports open their files with LibreOffice.
# Root installs what is missing; others get a message that says what to install.
set -eu
found() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}
chinese() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn)" ]; }

office() { command -v soffice >/dev/null; }

if found && chinese && office; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "browser: installing chromium, Chinese fonts and LibreOffice without its windows"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-cjk fontconfig libreoffice-calc-nogui libreoffice-writer-nogui >/dev/null
    exit 0
fi
if ! office; then
    echo "browser: LibreOffice is missing and tests of exports need it. Install it, for example:" >&2
    echo "         sudo apt-get install libreoffice-calc-nogui libreoffice-writer-nogui" >&2
    exit 1
fi
if found; then
    echo "browser: no Chinese font here (fonts-noto-cjk); pictures will show boxes, tests still count"
    exit 0
fi
echo "browser: Chromium is missing and the browser tests need it. Install it, for example:" >&2
echo "         sudo apt-get install chromium fonts-noto-cjk" >&2
exit 1
