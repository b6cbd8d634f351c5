# shellcheck shell=bash
# Where recordings of 'up' and 'demo' go: an object store that the LiveKit simulator keeps, as RelayKit's managed storage.

readonly STORE_BUCKET=recordings

USE_STORE=''
STORE_URL=''

# Sets USE_STORE and STORE_URL, after choose_livekit: workers of a real LiveKit may not reach what listens on loopback here, and
# whoever names a bucket means that one.
choose_storage() {
  USE_STORE='' STORE_URL=http://127.0.0.1:$RELAYKIT_STORE_PORT
  [[ -z $USE_SIMULATOR || -n ${RelayKit__ManagedStorage__Bucket:-} ]] || USE_STORE=yes
}

# Exports it as managed storage, for the Silos and Apis that start from here on. Tenants may try it as a bucket of their own too.
configure_storage() {
  export RelayKit__ManagedStorage__Endpoint=$STORE_URL RelayKit__ManagedStorage__Bucket=$STORE_BUCKET
  export RelayKit__ManagedStorage__Region=us-east-1 RelayKit__ManagedStorage__ForcePathStyle=true
  export RelayKit__ManagedStorage__AccessKeyId=$STORE_KEY_ID RelayKit__ManagedStorage__SecretAccessKey=$STORE_SECRET
  export RelayKit__Storage__AllowPrivateAddresses=${RelayKit__Storage__AllowPrivateAddresses:-true}
}

# A recording from nothing, to be pasted as it stands.
show_recording() {
  cat <<TEXT
To record a room and download the file, paste this into another terminal (the simulator plays ada and her camera):

  rk() { curl -s "$API_URL/v1/\$1" -H 'Authorization: Bearer $API_KEY' -H 'Content-Type: application/json' "\${@:2}"; }
  of() { sed "s/.*\"\$1\":\"\([^\"]*\)\".*/\1/"; }
  ROOM=\$(rk rooms -d '{"name":"studio"}' | of livekit_name); TOKEN=\$(rk rooms/studio/tokens -d '{"identity":"ada"}' | of token)
  curl -s $LIVEKIT_URL/sim/join -d "{\"token\":\"\$TOKEN\"}"; sleep 1
  curl -s $LIVEKIT_URL/sim/publish -d "{\"room\":\"\$ROOM\",\"identity\":\"ada\",\"source\":\"camera\"}"
  ID=\$(rk recordings -d '{"room":"studio","consent_confirmed":true}' | of id); sleep 5
  rk recordings/\$ID/stop -d '{}'; sleep 5
  curl -s -o studio.mp4 "\$(rk recordings/\$ID/download -d '{}' | of url)"; ls -l studio.mp4

TEXT
}
