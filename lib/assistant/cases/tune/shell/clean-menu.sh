#!/bin/bash
set -u

declare -A sizes=([small]=10 [medium]=50 [large]=250)

choose() {
  local name=$1
  local size=${sizes[$name]:-}
  if [[ -z $size ]]; then
    printf 'unknown size: %s\n' "$name" >&2
    return 1
  fi
  printf '%s\n' "$size"
}

while getopts "s:h" option; do
  case $option in
    s) choose "$OPTARG" || exit 1 ;;
    h)
      echo "usage: menu [-s SIZE]"
      exit 0
      ;;
    *) exit 2 ;;
  esac
done
