# shellcheck shell=bash
# Whom 'up' and 'demo' bill by: a simulator of Stripe, unless a Stripe is configured.

readonly STRIPE_KEY=sk_test_simulator
readonly STRIPE_LOG=$LOG_DIR/stripe.log

# Cents; so much that the few minutes of a demo are worth a line that is not 0.00.
readonly PARTICIPANT_MINUTE_PRICE=4.5
readonly RECORDING_MINUTE_PRICE=9.5

USE_STRIPE=''
STRIPE_URL=''

# Sets USE_STRIPE and STRIPE_URL, after choose_livekit: whoever has a LiveKit or a Stripe of their own bills by that, or by nobody.
choose_payment() {
  USE_STRIPE='' STRIPE_URL=http://127.0.0.1:$RELAYKIT_STRIPE_PORT
  [[ -z $USE_SIMULATOR || -n ${RelayKit__Stripe__ApiKey:-} ]] || USE_STRIPE=yes
}

# configure_payment INCLUDED: exports it, and a plan to choose that includes so many minutes, for the Silos and Apis that start from here on.
configure_payment() {
  export RelayKit__Stripe__ApiKey=$STRIPE_KEY RelayKit__Stripe__ApiBase=$STRIPE_URL
  export RelayKit__Stripe__WebhookSecret=$STRIPE_WEBHOOK_SECRET RelayKit__Stripe__ThinWebhookSecret=$STRIPE_THIN_SECRET
  local plan=RelayKit__Billing__Plans__metered__
  export "${plan}Name=Metered" "${plan}Currency=usd"
  export "${plan}Prices__participant_minutes__Included=$1" "${plan}Prices__participant_minutes__UnitPrice=$PARTICIPANT_MINUTE_PRICE" \
    "${plan}Prices__participant_minutes__ProviderPriceId=price_participant_minutes"
  export "${plan}Prices__recording_minutes__Included=0" "${plan}Prices__recording_minutes__UnitPrice=$RECORDING_MINUTE_PRICE" \
    "${plan}Prices__recording_minutes__ProviderPriceId=price_recording_minutes"
}

# start_stripe INCLUDED: with prices that are those of the plan.
start_stripe() {
  start_process stripe "$STRIPE_LOG" "${STRIPE_DLL%/*}" "$DOTNET" "$STRIPE_DLL" --urls "$STRIPE_URL" --api-key "$STRIPE_KEY" \
    --meter relaykit_participant_minutes --price "price_participant_minutes:$PARTICIPANT_MINUTE_PRICE:relaykit_participant_minutes:$1" \
    --meter relaykit_recording_minutes --price "price_recording_minutes:$RECORDING_MINUTE_PRICE:relaykit_recording_minutes" \
    --webhook-url "$API_URL/webhooks/stripe" --webhook-secret "$STRIPE_WEBHOOK_SECRET" \
    --thin-webhook-url "$API_URL/webhooks/stripe/thin" --thin-webhook-secret "$STRIPE_THIN_SECRET"
  wait_until_ready stripe 'the Stripe simulator' "$STRIPE_LOG" 30 http_ok "$RELAYKIT_STRIPE_PORT" /sim/totals
}

# How to subscribe, to be pasted as it stands.
show_payment() {
  cat <<TEXT
To subscribe the tenant and see its bill (the simulator plays Stripe; its page is at the url that the first call prints):

  curl -s "$API_URL/v1/billing/checkout" -H 'Authorization: Bearer $API_KEY' -H 'Content-Type: application/json' \\
    -d '{"plan":"metered","success_url":"$API_URL/docs","cancel_url":"$API_URL/docs"}'
  curl -s "$API_URL/v1/billing/invoices" -H 'Authorization: Bearer $API_KEY'

TEXT
}
