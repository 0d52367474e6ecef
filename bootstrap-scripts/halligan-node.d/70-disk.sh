# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- files that must outlive a kill, a full disk and a power loss ----
# What takes an act back is on the disk before the act, and the act on a manifest is a rename inside /etc/kubernetes.

record() { # record NAME: stdin replaces a small file of ours in one step, and is on the disk when this returns
  cat >"$store/$1.new" && sync "$store/$1.new" && mv "$store/$1.new" "$store/$1" && sync "$store" && return 0
  rm -f "$store/$1.new"
  return 1
} 2>/dev/null

move() { # move FROM TO: between the manifests folder and the one around it, in one step
  mv -f "$1" "$2" || return 1
  sync "$manifests" "$kubernetes" || : # a power loss then finds it as it was before, which is whole as well
} 2>/dev/null

cannot_write() {
  fail CannotWrite \
    "halligan-node cannot write to $store or $kubernetes: the disk is full, read-only or broken; nothing was changed" \
    "see df -h $store $kubernetes, make room or repair the disk, then run the same command again"
}

sum_of() { { sha256sum <"$1"; } 2>/dev/null || echo none; }

same_file() { [ -f "$1" ] && [ "$(sum_of "$1")" = "$(sum_of "$2")" ]; }

is_there() { [ -f "$1" ] || [ -L "$1" ]; }

# An empty or torn one is never put back.
is_whole() { [ -L "$1" ] || grep -qE "kind[\"']?: *[\"']?Pod" "$1" 2>/dev/null; }

# What a power loss leaves of a file that was not synced.
is_blank() { is_there "$1" && ! grep -q '[[:graph:]]' "$1" 2>/dev/null; }

can_move() { # can_move FILE: from the manifests folder to the one around it, by a rename and not by a copy
  [ "$(stat -c %d "$manifests/.")" = "$(stat -c %d "$kubernetes/.")" ] || return 1
  ln -f "$1" "$kubernetes/.halligan-probe" && rm -f "$kubernetes/.halligan-probe"
} 2>/dev/null

need_movable() { # need_movable FILE
  { [ -w "$kubernetes" ] && [ -w "$manifests" ]; } || cannot_write
  can_move "$1" || fail NoManifest "$manifests is on another file system or mount than $kubernetes, \
so halligan-node cannot replace $1 in one step; nothing was changed" "make $manifests a plain folder of $kubernetes"
}

adopt() { # what an earlier version kept in its store moves beside the manifests; one that is torn stays where it is
  older=$store/kube-apiserver.yaml
  if [ -f "$older.before" ] && ! [ -f "$kept" ] && is_whole "$older.before"; then
    record grown-sums <"$older.sum" && copy_whole "$older.before" "$kept" &&
      rm -f "$older.before" "$older.sum" || return 1
  fi
  if [ -f "$store/$lifecycle" ] && ! is_there "$frozen" && is_whole "$store/$lifecycle"; then
    copy_whole "$store/$lifecycle" "$frozen" && rm -f "$store/$lifecycle" || return 1
  fi
} 2>/dev/null

copy_whole() { cp -p "$1" "$2.new" && sync "$2.new" && mv "$2.new" "$2" && sync "$kubernetes"; } # copy_whole FROM TO

