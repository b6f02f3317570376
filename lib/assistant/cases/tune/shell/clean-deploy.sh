#!/bin/sh
# Copies the build to a server and restarts the service there.
set -eu

usage() {
  echo "usage: $0 HOST" >&2
  exit 2
}

[ $# -eq 1 ] || usage
host=$1
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

npm run build -- --out "$build"
rsync -a --delete "$build/" "$host:/srv/app/"
ssh "$host" systemctl restart app

if ssh "$host" systemctl is-active --quiet app; then
  echo "running on $host"
else
  echo "app did not start on $host" >&2
  exit 1
fi
