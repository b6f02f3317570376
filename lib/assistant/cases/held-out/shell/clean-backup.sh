#!/usr/bin/env bash
set -euo pipefail
IFS=$'\n\t'

usage() {
  cat <<EOF
Usage: ${0##*/} [-n] SOURCE TARGET
EOF
}

dry_run=0
while getopts ":nh" option; do
  case "$option" in
    n) dry_run=1 ;;
    h)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
done
shift $((OPTIND - 1))

if (($# != 2)); then
  usage >&2
  exit 2
fi

source_dir=$1
target_dir=$2
stamp=$(date +%Y-%m-%d)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

copied=0
while IFS= read -r -d '' file; do
  name=${file#"$source_dir"/}
  if [[ $name == *.tmp || -z ${name} ]]; then
    continue
  fi
  if ((dry_run)); then
    printf 'would copy %s\n' "$name"
  else
    mkdir -p -- "$work/$(dirname -- "$name")"
    cp -- "$file" "$work/$name"
  fi
  copied=$((copied + 1))
done < <(find "$source_dir" -type f -print0)

if [ "$copied" -gt 0 ] && [ "$dry_run" -eq 0 ]; then
  tar -C "$work" -czf "$target_dir/backup-$stamp.tar.gz" .
fi
cd "$target_dir" || exit 1
echo "copied $copied files"
