# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# What the tests say: run a verb, and claim something about its answer.

join_parts() { # fills halligan_node: the program as install-node makes it
  halligan_node=$place/halligan-node
  "$scripts/halligan-node.d/join" >"$halligan_node"
  chmod 755 "$halligan_node"
}

node() { # node VERB ...: fills answer and code; whatever happens, the answer is one line of JSON
  code=0
  answer=$(on_node "$halligan_node" "$@") || code=$?
  one_json_line
}

one_json_line() {
  [ -n "$answer" ] || flunk "no answer (exit $code)" # some versions of jq are content with nothing
  [ "$(wc -l <<<"$answer")" = 1 ] || flunk "not one line: $answer"
  jq -e 'has("ok") and has("verb")' <<<"$answer" >/dev/null || flunk "not the JSON that was promised: $answer"
}

flunk() { echo "FLUNKED: $*"; return 1; }

claim() { # claim JQ-EXPRESSION: holds of the answer
  [ -n "$answer" ] || flunk "no answer to claim $1 of"
  jq -e "$1" <<<"$answer" >/dev/null || flunk "$1 does not hold of $answer (exit $code)"
}

claim_ok() { same "$code" 0 "exit of $answer" && claim '.ok == true'; }

claim_refused() { # claim_refused REASON EXIT
  [ "$code" = "$2" ] || flunk "exit is $code, not $2: $answer" || return 1
  claim ".ok == false and .reason == \"$1\" and (.message | length > 10) and (.fix | length > 5)"
}

same() { [ "$1" = "$2" ] || flunk "${3-value} is '$1', not '$2'"; }

between() { { [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]; } || flunk "${4-value} is $1, not within $2..$3"; }

quiet() { "$@" >/dev/null 2>&1; }

until_true() { # until_true SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || flunk "never came true: $*" || return 1
    sleep 0.1
  done
}

isolate() { # isolate [SECONDS [OPTION...]]
  node isolate --port 6443 --admins 10.77.1.0/24,fd77::1:0/112 --own "$node_address,fd77::1" --ttl "${1-30}" "${@:2}"
}

claim_connect() { # claim_connect CLIENT open|refused|timeout [HOST]: and a refusal is at once, not after a repeated SYN
  local state took
  read -r state took < <(tcp "$1" connect "${3-$node_address}" 6443)
  same "$state" "$2" "connection of $1"
  [ "$2" != refused ] || between "$took" 0 800 "milliseconds to the refusal"
}
