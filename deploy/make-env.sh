#!/usr/bin/env bash
# Writes deploy/.env, which docker-compose.yml reads: every secret fresh and random, nothing known to anybody else.
# An .env that is there already is left alone, since the database behind it knows its passwords.
set -euo pipefail

cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

if [[ -e .env ]]; then
  echo 'deploy/.env exists already and stays as it is. To start anew, remove it and the volumes: docker compose down --volumes' >&2
  exit 1
fi

# Hexadecimal, so that no value needs quoting in a connection string, in YAML or here.
random() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

umask 077
temporary=$(mktemp .env.XXXXXX)
trap 'rm -f "$temporary"' EXIT
while IFS= read -r line || [[ -n $line ]]; do
  case $line in
    POSTGRES_PASSWORD= | RELAYKIT_LOGIN_PASSWORD= | RELAYKIT_OPERATOR_KEY= | RELAYKIT_WRAPPING_KEY= | LIVEKIT_API_SECRET= | S3_SECRET_KEY=)
      printf '%s%s\n' "$line" "$(random 32)" ;;
    S3_ACCESS_KEY=) printf '%s%s\n' "$line" "$(random 10)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <.env.example >"$temporary"
mv "$temporary" .env
echo 'Wrote deploy/.env. Set LIVEKIT_PUBLIC_URL in it to where apps reach LiveKit.'
