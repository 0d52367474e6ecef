# shellcheck shell=bash disable=SC2034 # cluster.sh uses the names set here
# The container engine: podman, or Docker where HALLIGAN_ENGINE says so. What the two want said differently is said here.

export HALLIGAN_ENGINE=${HALLIGAN_ENGINE:-podman}
network=halligan
cluster_label=io.x-k8s.kind.cluster

engine() { "$HALLIGAN_ENGINE" "$@"; }

case $HALLIGAN_ENGINE in
  podman)
    export KIND_EXPERIMENTAL_PROVIDER=podman KIND_EXPERIMENTAL_PODMAN_NETWORK=$network
    label_format="{{index .Labels \"$cluster_label\"}}"
    build_image() { podman build -q "$@"; }
    build_one_layer() { podman build -q --layers=false --cgroup-manager cgroupfs "$@"; }
    import_image() { podman import -q - "$1"; }
    save_images() { podman save -q -m -o "$@"; }
    image_tree() { podman image mount "$1"; } # image_tree IMAGE WORK: prints a folder with the image's files
    drop_image_tree() { podman image unmount "$1" >/dev/null; }
    bridge_name() { podman network inspect -f '{{.NetworkInterface}}' "$network" 2>/dev/null; }
    remove_nodes() { podman rm -f -v -t 0 "$@" >/dev/null; }
    # kind gives each node a named volume for /var, labelled with the node's name.
    remove_volumes() { # remove_volumes CLUSTER
      local volume
      podman volume ls --format json |
        jq -r --arg of "^$1-(control-plane|worker)[0-9]*\$" '.[] | select(.Labels // {} | keys | any(test($of))) | .Name' |
        while read -r volume; do podman volume rm "$volume" >/dev/null; done
    }
    ;;
  docker)
    export KIND_EXPERIMENTAL_PROVIDER=docker KIND_EXPERIMENTAL_DOCKER_NETWORK=$network BUILDX_NO_DEFAULT_ATTESTATIONS=1
    label_format="{{.Label \"$cluster_label\"}}"
    build_image() { docker build -q "$@"; }
    build_one_layer() { docker build -q "$@"; }
    import_image() { docker import - "$1"; }
    save_images() { docker save -o "$@"; }
    image_tree() {
      local container
      container=$(docker create "$1" none)
      mkdir "$2/tree"
      docker export "$container" | tar -x -C "$2/tree"
      docker rm "$container" >/dev/null
      echo "$2/tree"
    }
    drop_image_tree() { :; }
    bridge_name() { docker network inspect -f '{{.Id}}' "$network" 2>/dev/null | sed 's/^\(.\{12\}\).*/br-\1/'; }
    remove_nodes() { docker rm -f -v "$@" >/dev/null; }
    remove_volumes() { :; } # they have no name, and go with their node
    ;;
  *) die "HALLIGAN_ENGINE is '$HALLIGAN_ENGINE'" "nothing was changed" "set it to podman or docker" ;;
esac

image_exists() { engine image inspect "$1" >/dev/null 2>&1; }

network_exists() { engine network inspect "$network" >/dev/null 2>&1; }

# need_engine: podman is installed where it is missing; Docker must be there.
need_engine() {
  case $HALLIGAN_ENGINE in
    podman) need_commands podman:podman runc:runc /usr/lib/podman/netavark:netavark /usr/lib/podman/aardvark-dns:aardvark-dns ;;
    docker) docker version >/dev/null 2>&1 || die "no Docker engine answers" "nothing was changed" "start it, or unset HALLIGAN_ENGINE to use podman" ;;
  esac
}
