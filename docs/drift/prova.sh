#!/usr/bin/env bash
# Tar stegen i Dockerfile i en ren Debianrot i stället för i en behållare: där ingen avbild kan hämtas prövas de så.
#   docs/drift/prova.sh ROTMAPP            behöver root, debootstrap och några gigabyte; pip:s egna inställningar gäller
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
root=$1
file=$here/docs/drift/Dockerfile

[ "$(id -u)" -eq 0 ] || { echo "prova.sh behöver root (chroot)" >&2; exit 77; }
command -v debootstrap >/dev/null || { echo "debootstrap saknas: apt-get install debootstrap" >&2; exit 77; }
mkdir -p "$root"
[ -x "$root/bin/sh" ] || debootstrap --variant=minbase bookworm "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
for source in /etc/resolv.conf /etc/pip.conf; do [ -f "$source" ] && cp "$source" "$root$source"; done
for source in ${PIP_LOCAL:-}; do  # bara för läsning: det som sker i roten får aldrig ändra värdens filer
    mkdir -p "$root$source"; mount --bind "$source" "$root$source"; mount -o remount,bind,ro "$root$source"
done
mount -t proc proc "$root/proc"
trap 'umount -l "$root/proc"; for source in ${PIP_LOCAL:-}; do umount -l "$root$source"; done' EXIT

while read -r word rest; do
    case $word in
        RUN) echo "RUN $rest"; chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
                 PIP_EXTRA_INDEX_URL="${PIP_EXTRA_INDEX_URL:-}" PIP_INDEX_URL="${PIP_INDEX_URL:-}" sh -c "$rest" </dev/null ;;
        COPY) target=${rest##* }
              for name in ${rest% *}; do
                  [ "${target%/}" = "$target" ] && rm -rf "$root$target" || mkdir -p "$root$target"
                  cp -R "$here/$name" "$root$target"
              done ;;
    esac
done <"$file"

as_user() { chroot --userspec=rodatraden "$root" /usr/bin/env -i HOME=/data RODATRADEN_MODEL=stub PYTHONDONTWRITEBYTECODE=1 \
    PATH=/opt/rodatraden/.venv/bin:/usr/bin:/bin RODATRADEN_DATA_DIR=/data "$@"; }
as_user rodatraden build /opt/rodatraden/ingest/examples/documents
as_user rodatraden serve --port "${PORT:-18999}" &
for _ in $(seq 120); do
    if as_user python -c "import urllib.request as u; print(u.urlopen('http://127.0.0.1:${PORT:-18999}/ready', timeout=4).read())"
    then kill %1; wait %1; echo "Stegen håller."; exit 0; fi 2>/dev/null
    sleep 1
done
kill %1; echo "Tjänsten svarade inte." >&2; exit 1
