# shellcheck shell=bash
# What only the owner may read: generated secrets and .relaykit/dev.json.

# random_base62 LENGTH
random_base62() {
  local pool=''
  while ((${#pool} < $1)); do
    pool+=$(head -c 1024 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9')
  done
  printf '%s' "${pool:0:$1}"
}

# random_hex BYTES
random_hex() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# Sets OPERATOR_KEY, LIVEKIT_SECRET, POSTGRES_PASSWORD, WRAPPING_KEY and those of the simulators' object store and Stripe, generated at
# the first run.
load_secrets() {
  local file=$STATE_DIR/secrets.env name value
  OPERATOR_KEY='' LIVEKIT_SECRET='' POSTGRES_PASSWORD='' WRAPPING_KEY='' STORE_KEY_ID='' STORE_SECRET=''
  STRIPE_WEBHOOK_SECRET='' STRIPE_THIN_SECRET=''
  if [[ -s $file ]]; then
    while IFS='=' read -r name value; do
      case $name in
        OPERATOR_KEY | LIVEKIT_SECRET | POSTGRES_PASSWORD | WRAPPING_KEY | STORE_KEY_ID | STORE_SECRET | STRIPE_WEBHOOK_SECRET | STRIPE_THIN_SECRET)
          printf -v "$name" '%s' "$value"
          ;;
      esac
    done <"$file"
    [[ -n $OPERATOR_KEY && -n $LIVEKIT_SECRET && -n $POSTGRES_PASSWORD ]] ||
      die "$file is incomplete." "./relaykit reset makes a new one (and a new, empty database)."
    # Written by a version that had no secrets of tenants to wrap, no object store, or no Stripe.
    if [[ -z $WRAPPING_KEY ]]; then
      WRAPPING_KEY=$(random_hex 32)
      printf 'WRAPPING_KEY=%s\n' "$WRAPPING_KEY" >>"$file" || die "Cannot write $file."
    fi
    if [[ -z $STORE_KEY_ID || -z $STORE_SECRET ]]; then
      STORE_KEY_ID=$(random_base62 20) STORE_SECRET=$(random_base62 40)
      printf '%s=%s\n' STORE_KEY_ID "$STORE_KEY_ID" STORE_SECRET "$STORE_SECRET" >>"$file" || die "Cannot write $file."
    fi
    if [[ -z $STRIPE_WEBHOOK_SECRET || -z $STRIPE_THIN_SECRET ]]; then
      STRIPE_WEBHOOK_SECRET=whsec_$(random_base62 32) STRIPE_THIN_SECRET=whsec_$(random_base62 32)
      printf '%s=%s\n' STRIPE_WEBHOOK_SECRET "$STRIPE_WEBHOOK_SECRET" STRIPE_THIN_SECRET "$STRIPE_THIN_SECRET" >>"$file" || die "Cannot write $file."
    fi
  else
    OPERATOR_KEY="rk_op_$(random_base62 43)"
    LIVEKIT_SECRET=$(random_base62 43)
    POSTGRES_PASSWORD=$(random_base62 32)
    WRAPPING_KEY=$(random_hex 32)
    STORE_KEY_ID=$(random_base62 20) STORE_SECRET=$(random_base62 40)
    STRIPE_WEBHOOK_SECRET=whsec_$(random_base62 32) STRIPE_THIN_SECRET=whsec_$(random_base62 32)
    (
      umask 077
      printf '%s=%s\n' OPERATOR_KEY "$OPERATOR_KEY" LIVEKIT_SECRET "$LIVEKIT_SECRET" \
        POSTGRES_PASSWORD "$POSTGRES_PASSWORD" WRAPPING_KEY "$WRAPPING_KEY" \
        STORE_KEY_ID "$STORE_KEY_ID" STORE_SECRET "$STORE_SECRET" \
        STRIPE_WEBHOOK_SECRET "$STRIPE_WEBHOOK_SECRET" STRIPE_THIN_SECRET "$STRIPE_THIN_SECRET" >"$file.new" && mv -f "$file.new" "$file"
    ) || die "Cannot write $file."
  fi
  OPERATOR_KEY=${RelayKit__OperatorKey:-$OPERATOR_KEY}
  WRAPPING_KEY=${RelayKit__Secrets__WrappingKeys__0:-$WRAPPING_KEY}
}

json_escape() {
  local text=${1//\\/\\\\}
  printf '%s' "${text//\"/\\\"}"
}

# write_dev_json: from API_URL, API_URLS, API_KEY, OPERATOR_KEY, LIVEKIT_*, PG_CONNECTION and, if there is one, the object store.
write_dev_json() {
  local file=$STATE_DIR/dev.json
  (
    umask 077
    {
      printf '{\n'
      printf '  "%s": "%s",\n' \
        api_url "$(json_escape "$API_URL")" \
        api_key "$(json_escape "$API_KEY")" \
        operator_key "$(json_escape "$OPERATOR_KEY")" \
        livekit_url "$(json_escape "$LIVEKIT_URL")" \
        livekit_api_key "$(json_escape "$LIVEKIT_API_KEY")" \
        livekit_api_secret "$(json_escape "$LIVEKIT_API_SECRET")"
      [[ -z $USE_STORE ]] || printf '  "%s": "%s",\n' \
        storage_endpoint "$STORE_URL" storage_bucket "$STORE_BUCKET" \
        storage_access_key_id "$STORE_KEY_ID" storage_secret_access_key "$STORE_SECRET"
      printf '  "api_urls": ['
      printf '"%s"' "${API_URLS[0]}"
      ((${#API_URLS[@]} == 1)) || printf ', "%s"' "${API_URLS[@]:1}"
      printf '],\n  "postgres": "%s"\n}\n' "$(json_escape "$PG_CONNECTION")"
    } >"$file.new" && mv -f "$file.new" "$file"
  ) || die "Cannot write $file."
}

# dev_json NAME: the value of one field, empty when the file or the field is not there.
dev_json() {
  local value
  [[ -s $STATE_DIR/dev.json ]] || return 0
  value=$(sed -n "s/^  \"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$STATE_DIR/dev.json")
  value=${value//\\\"/\"}
  printf '%s' "${value//\\\\/\\}"
}
