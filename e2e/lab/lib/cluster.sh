# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# Reading and describing clusters: their names, nodes and addresses. Nothing here changes a cluster.

# Only containers on the lab's own network are the lab's.
lab_clusters() { engine ps -a --filter "network=$network" --format "$label_format" | sed '/^$/d' | sort -u; }

nodes_of() { engine ps -a --filter "network=$network" --filter "label=$cluster_label=$1" --format '{{.Names}}' | sort; }

control_plane_of() { nodes_of "$1" | grep -E -- '-control-plane[0-9]*$' | head -1; }

node_inspect() { engine inspect -f "$2" "$1"; }
# An engine whose monitors were killed goes on calling their containers running: only entering one tells.
node_runs() { engine exec "$1" true 2>/dev/null; }
node_state() { if node_runs "$1"; then echo running; else echo dead; fi; }
node_address() { node_inspect "$1" "{{(index .NetworkSettings.Networks \"$network\").IPAddress}}"; }
node_role() { node_inspect "$1" '{{index .Config.Labels "io.x-k8s.kind.role"}}'; }

home_of() { echo "$cache/clusters/$1"; }

# role_of NAME: what it was started as; half-made where starting it was cut short.
role_of() { cat "$(home_of "$1")/role" 2>/dev/null || echo half-made; }

valid_name() {
  [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] ||
    die "'$1' is no cluster name" "nothing was changed" "use 1 to 31 lower-case letters, digits and dashes"
}

need_cluster() {
  valid_name "$1"
  [ -n "$(nodes_of "$1")" ] || die "the lab has no cluster called '$1'" "nothing was changed" "see e2e/lab/status, or start it with e2e/lab/up $1"
}

# nodes_json NAME: [{name,role,address}]
nodes_json() {
  local node
  for node in $(nodes_of "$1"); do
    jq -n --arg name "$node" --arg role "$(node_role "$node")" --arg address "$(node_address "$node")" '{$name, $role, $address}'
  done | jq -s .
}
