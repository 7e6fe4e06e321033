# shellcheck shell=sh
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What scripts/demo and scripts/check share: packages and the build.

build_packages='gcc pkg-config meson ninja-build gobject-introspection
  libgirepository1.0-dev libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev
  libnice-dev libssl-dev libsrtp2-dev libusrsctp-dev libsoup-3.0-dev
  libjson-glib-dev'
run_packages='gstreamer1.0-tools gstreamer1.0-plugins-base
  gstreamer1.0-plugins-good gir1.2-gstreamer-1.0 gir1.2-gst-plugins-base-1.0
  python3 python3-gi'
test_packages='universal-ctags indent binutils chromium firefox-esr
  gstreamer1.0-plugins-ugly fonts-dejavu-core python3-aiortc openssl golang-go
  golang-github-pion-webrtc.v3-dev coturn iproute2'
# npm's: peers of the interop tests and of the benchmarks
test_modules='node-datachannel@0.33.4 @roamhq/wrtc@0.10.0'
sanitize_packages='libasan8 libubsan1'
fuzz_packages='clang libclang-rt-14-dev'

say () {
  printf '== %s\n' "$*"
}

# install_packages NAME...: those that are missing, with apt-get.
install_packages () {
  missing=
  for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
      grep -q 'ok installed' || missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  say "installing$missing"
  sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  # shellcheck disable=SC2086
  $sudo apt-get install -y -qq --no-install-recommends $missing > /dev/null
}

# install_modules DIR NAME@VERSION...: npm's packages, into DIR/node_modules.
# Their binaries come within them: no script of theirs runs. Tests skip what
# cannot be had.
install_modules () {
  dir=$1
  shift
  [ "$(cat "$dir/installed" 2>/dev/null)" = "$*" ] && return 0
  command -v node > /dev/null || install_packages nodejs
  command -v npm > /dev/null || install_packages npm
  say "installing $*"
  mkdir -p "$dir"
  if npm install --prefix "$dir" --no-save --ignore-scripts --no-audit \
      --no-fund --fetch-retries=1 --loglevel=error "$@" > "$dir/log" 2>&1; then
    echo "$*" > "$dir/installed"
  else
    cat "$dir/log"
    say 'they cannot be had: their tests are skipped'
  fi
}

# build DIR [meson options]: all, or what $targets names.
build () {
  dir=$1
  shift
  say "building in $dir"
  if [ -f "$dir/build.ninja" ]; then
    meson configure "$dir" "$@" > /dev/null
  else
    meson setup "$dir" "$@" > "$dir.log" 2>&1 ||
      { cat "$dir.log"; return 1; }
    mv "$dir.log" "$dir/setup.log"
  fi
  # shellcheck disable=SC2086
  ninja -C "$dir" -j2 ${targets-} > "$dir/build.log" 2>&1 ||
    { tail -n 60 "$dir/build.log"; return 1; }
}
