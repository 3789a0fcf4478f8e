#!/usr/bin/env bash
# Tar stegen i Dockerfile i en ren Debianrot i stället för i en behållare: där ingen avbild kan hämtas prövas de så.
#   docs/drift/prova.sh ROTMAPP            behöver root, debootstrap och några gigabyte
# Miljöns PIP_… gäller också i roten; mappar som de pekar på (hjul, speglar) nämns i PIP_LOCAL.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
root=$1
file=$here/docs/drift/Dockerfile

[ "$(id -u)" -eq 0 ] || { echo "prova.sh behöver root (chroot)" >&2; exit 77; }
command -v debootstrap >/dev/null || { echo "debootstrap saknas: apt-get install debootstrap" >&2; exit 77; }
mkdir -p "$root"
[ -x "$root/bin/sh" ] || debootstrap --variant=minbase bookworm "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
[ -f /etc/resolv.conf ] && cp /etc/resolv.conf "$root/etc/"
readarray -t pip < <(env | grep '^PIP_' | grep -v '^PIP_\(CERT\|LOCAL\)=')
if [ -n "${PIP_CERT:-}" ]; then cp "$PIP_CERT" "$root/etc/pip.pem"; pip+=(PIP_CERT=/etc/pip.pem); fi
for source in ${PIP_LOCAL:-}; do  # bara för läsning: det som sker i roten får aldrig ändra värdens filer
    mkdir -p "$root$source"; mount --bind "$source" "$root$source"; mount -o remount,bind,ro "$root$source"
done
mount -t proc proc "$root/proc"
trap 'umount -l "$root/proc"; for source in ${PIP_LOCAL:-}; do umount -l "$root$source"; done' EXIT

while read -r word rest; do
    case $word in
        RUN) echo "RUN $rest"; chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
                 "${pip[@]}" sh -c "$rest" </dev/null ;;
        COPY) target=${rest##* }
              for name in ${rest% *}; do
                  [ "${target%/}" = "$target" ] && rm -rf "$root$target" || mkdir -p "$root$target"
                  cp -R "$here/$name" "$root$target"
              done ;;
    esac
done <"$file"

user=(chroot --userspec=rodatraden "$root" /usr/bin/env -i HOME=/data PYTHONDONTWRITEBYTECODE=1
    PATH=/opt/rodatraden/.venv/bin:/usr/bin:/bin RODATRADEN_DATA_DIR=/data)
api=http://127.0.0.1:${PORT:-18999}
answers() { "${user[@]}" python -c "import sys, urllib.request as u; print(u.urlopen(sys.argv[1], timeout=30).status)" "$@"; }
"${user[@]}" rodatraden build /opt/rodatraden/ingest/examples/documents
"${user[@]}" rodatraden serve --port "${PORT:-18999}" & service=$!
for _ in $(seq 120); do
    if answers "$api/ready" 2>/dev/null; then
        answers "$api/fraga?q=Vilka+risker+finns+det"
        kill $service; wait $service
        echo "Stegen håller: $((SECONDS / 60)) min, $(du -csm "$root"/{etc,usr,var,data,opt/rodatraden} | tail -1 | cut -f1) MB."
        exit 0
    fi
    sleep 1
done
kill $service; echo "Tjänsten svarade inte." >&2; exit 1
