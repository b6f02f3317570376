#!/bin/sh
# Starts Tandem with Docker: makes `.env` with fresh secrets where there is none, then `docker compose up`.
# Arguments go to `docker compose up`, such as -d (in the background). Ctrl+C ends it; data stays in Docker's volumes.
set -eu

say() { printf 'tandem: %s\n' "$*"; }
fail() {
  printf 'tandem: %s\n' "$*" >&2
  exit 1
}

# The value that file $1 gives variable $2, without quotes and without a comment in its place; empty where there is none.
value_of() {
  sed -n "s/^[[:space:]]*$2[[:space:]]*=[[:space:]]*//p" "$1" | tail -n 1 | sed "s/^#.*//; s/^[\"']//; s/[\"' ]*\$//"
}

# Gives variable $2 of file $1 a fresh secret: 32 random bytes in hex.
fill() {
  secret=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
  [ "${#secret}" -eq 64 ] || fail "no random bytes could be read from /dev/urandom"
  filled=$(sed "s/^[[:space:]]*$2[[:space:]]*=.*/$2=$secret/" "$1")
  printf '%s\n' "$filled" > "$1"
  [ "$(value_of "$1" "$2")" = "$secret" ] || printf '%s=%s\n' "$2" "$secret" >> "$1"
}

# Written aside and moved: .env is never there by half, nor readable by others.
complete_env() {
  umask 077
  draft=$(mktemp .env.XXXXXX) || fail "no file can be written in $PWD"
  trap 'rm -f "$draft"' EXIT
  if [ -e .env ]; then
    cat .env > "$draft" || fail ".env cannot be read"
  else
    cat .env.example > "$draft"
    fill "$draft" POSTGRES_PASSWORD
  fi
  fill "$draft" SECRET_KEY
  mv "$draft" .env
  trap - EXIT
}

cd "$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)"

command -v docker > /dev/null 2>&1 ||
  fail "docker is missing: install Docker Engine with Compose (https://docs.docker.com/engine/install), or use npm start"
docker compose version > /dev/null 2>&1 ||
  fail "docker has no compose: install the Docker Compose plugin (https://docs.docker.com/compose/install)"
docker info > /dev/null 2>&1 ||
  fail "docker does not answer: start its service, or be a user who may use it (docker info says more)"

if [ ! -e .env ]; then
  complete_env
  say "made .env from .env.example with fresh secrets, readable by you only; keep it with your backups"
elif [ -z "${SECRET_KEY:-$(value_of .env SECRET_KEY)}" ]; then
  complete_env
  say "put a fresh SECRET_KEY into .env"
fi

# An empty variable of the environment would win over .env.
[ -n "${SECRET_KEY:-}" ] || unset SECRET_KEY
port=${PORT:-$(value_of .env PORT)}
say "docker compose up: builds for some minutes the first time, then serves http://localhost:${port:-8000}"
exec docker compose up --build "$@"
