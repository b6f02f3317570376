#!/bin/bash
set -euo pipefail

keep=${KEEP:-7}
folder=${1:?a folder, please}

mapfile -t files < <(find "$folder" -maxdepth 1 -name '*.log' -printf '%T@ %p\n' | sort -rn | cut -d' ' -f2-)

for file in "${files[@]:keep}"; do
  printf 'removing %s\n' "$file"
  rm -- "$file"
done

for file in "${files[@]:0:keep}"; do
  [[ $file == *.gz ]] || gzip -k -- "$file"
done
