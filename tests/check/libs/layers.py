#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# layers.py: the one law of the architecture, as a fact (docs/design/layers.md).
#
#   gst/ -> gst-libs/gst/peerconnection/ -> .../core/ -> GLib and data
#
# 1. What the core archive wants from outside is on a list of pure things: no
#    thread, lock, clock, random source, main context, socket, GObject, element.
# 2. #include only points down, as docs/design/layers.dot shows it, and folders
#    do not include each other in a ring.
# 3. The prefix of a file or symbol tells its layer.
# 4. The shared library shows gst_ symbols only, and its installed headers
#    include none that is not installed.
#
# layers.py SOURCE_ROOT CORE_ARCHIVE SHARED_LIBRARY

import pathlib
import re
import subprocess
import sys

LIBRARY = 'gst-libs/gst/peerconnection'
CORE = LIBRARY + '/core'

# 1. Families of functions that hold or change data, and nothing else. What is
# not matched fails: if it is pure, its family belongs here.
PURE = re.compile('(?:' + '|'.join((
    r'pc_\w+',
    r'_GLOBAL_OFFSET_TABLE_|__stack_chk_fail|__tls_get_addr',
    r'__(asan|ubsan|lsan|tsan|sanitizer)_\w+',
    r'__gcov_\w+|_?_?(fentry|mcount)_*',
    # GLib: containers and strings
    r'g_(array|byte_array|bytes|ptr_array|list|slist|queue|sequence)_\w+',
    r'g_(hash_table|tree)_\w+',
    r'g_(ascii|str|strv|string|utf8|unichar|base64|checksum|hmac)_\w+',
    r'g_str(chomp|chug|cmp0|concat|delimit|down|dup|dupv|dup_printf|'
    r'dup_vprintf|escape|freev|has_\w+|join|joinv|lcpy|ndup|nfill|reverse|'
    r'rstr|split|split_set|strip|tod|up)',
    r'g_(direct|int|int64|double)_(hash|equal)',
    r'g_(qsort_with_data|bit_\w+|spaced_primes_closest)',
    r'g_\w+_printf|g_snprintf|g_vsnprintf',
    # GLib: memory, reference counts
    r'g_(malloc|malloc0|malloc_n|malloc0_n|realloc|realloc_n|free|memdup2)',
    r'g_(slice|rc_box|atomic_rc_box|ref_count|atomic_ref_count)_\w+',
    r'g_atomic_(int|pointer)_\w+',
    # GLib: errors and assertions
    r'g_(error|quark)_\w+',
    r'g_(set_error|set_error_literal|clear_error)',
    r'g_propagate(_prefixed)?_error|g_prefix_error(_literal)?',
    r'g_(return_if_fail|assert)\w*|g_assertion_message\w*',
    # GStreamer: messages and packets as data
    r'gst_sdp_\w+',
    r'gst_(rtp|rtcp)_buffer_\w+|gst_rtcp_packet_\w+',
    r'gst_(mini_object|buffer|memory|map)_\w+',
    # C
    r'(mem|str)(?!error|signal)\w+',
    r'abs|labs|(floor|ceil|lround|round|fabs|sqrt|exp|log|pow|fm\w+)f?',
    r'is[a-z]+|to(lower|upper)|__ctype_\w+|__isoc99_sscanf|sscanf',
)) + ')$')

# What a core function must never want, by name, so that nobody adds it above.
IMPURE = re.compile(
    r'g_(thread|mutex|cond|rec_mutex|rw_lock|private|once|static)_|'
    r'g_get_\w*time|g_date_time_new_now|g_timer_|'
    r'g_random|g_rand_|g_uuid_string_random|'
    r'g_(main|timeout|idle|source|io|poll|async_queue|task|cancellable)|'
    r'g_(socket|inet|file|spawn|get(env|_home)|setenv)|'
    r'g_(object|type|signal|param|value|closure|boxed)_|'
    r'gst_(element|pad|bin|clock|object|bus|pipeline|task|caps_feat|debug)|'
    r'(pthread|sem|epoll)_|clock_gettime|gettimeofday|time$|'
    r'(get)?random|rand$|socket|send|recv|poll|select|open|fopen|write|read')

# 2. Which folder may include which other one is the picture in docs/design.
PICTURE = 'docs/design/layers.dot'
ARROW = re.compile(r'^\s*(\w+) -> (\w+);', re.M)

# Anything that would pull GObject classes or the world into the core.
CORE_SYSTEM = re.compile(
    r'<(glib\.h|gst/sdp/[\w-]+\.h|gst/rtp/[\w-]+\.h|string\.h|math\.h|stdlib\.h|'
    r'stdarg\.h|stddef\.h|stdint\.h|stdio\.h|limits\.h|errno\.h|ctype\.h)>$')

# 3.
FILE_PREFIX = [
    (CORE + '/', re.compile(r'pc')),
    # the event and media interfaces are W3C names without RTC in front
    (LIBRARY + '/', re.compile(r'rtc|mediastream|messageevent|peerconnection\.h')),
    ('gst/', re.compile(r'gst|plugin\.c')),
]

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"][^>"]+[>"])', re.M)


def nm(*args):
    output = subprocess.run(['nm', *args], check=True, capture_output=True,
                            text=True).stdout
    return sorted({line.split()[-1] for line in output.splitlines()
                   if len(line.split()) >= 2})


def check_core_symbols(archive):
    for symbol in nm('-u', archive):
        if IMPURE.match(symbol):
            yield f'the core wants {symbol}, which is not pure'
        elif not PURE.match(symbol):
            yield (f'the core wants {symbol}: if it is pure, add its family '
                   'to PURE in layers.py')
    for symbol in nm('-g', '--defined-only', archive):
        if not symbol.startswith('pc_'):
            yield f'{symbol} of the core does not begin with pc_'


def check_exports(library):
    for symbol in nm('-D', '--defined-only', library):
        if not symbol.startswith('gst_'):
            yield f'the library shows {symbol}'


def sources(root):
    for top in ('gst', 'gst-libs'):
        for path in sorted((root / top).rglob('*.[ch]')):
            yield path.relative_to(root).as_posix()


def index_headers(root):
    """Headers by their names: an include path can make any folder count."""
    headers = {}
    for path in sources(root):
        headers.setdefault(path.rsplit('/', 1)[1], []).append(path)
    return headers


def resolve(root, headers, path, include):
    """The file of this tree that is meant, or None for one of the system."""
    name = include[1:-1]
    beside = root / pathlib.Path(path).parent / name
    for candidate in (beside, root / 'gst-libs' / name, root / 'gst' / name):
        if candidate.is_file():
            return candidate.resolve().relative_to(root).as_posix()
    return next(iter(headers.get(name, [])), None)


def layer(path):
    if path.startswith(CORE + '/'):
        return 'core'
    if path.startswith(LIBRARY + '/'):
        return 'library'
    return path.split('/')[1]


def read_picture(root):
    """Layer -> all layers that it reaches by arrows."""
    arrows = {}
    for source, target in ARROW.findall((root / PICTURE).read_text()):
        arrows.setdefault(source, set()).add(target)
    return {source: reach(arrows, source) for source in arrows}


def reach(arrows, start):
    found, todo = set(), [start]
    while todo:
        new = arrows.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found


def check_includes(root):
    allowed = read_picture(root)
    headers = index_headers(root)
    folders = {}
    for path in sources(root):
        source = layer(path)
        for include in INCLUDE.findall((root / path).read_text()):
            target = resolve(root, headers, path, include)
            if target is None:
                if source == 'core' and not CORE_SYSTEM.match(include):
                    yield f'{path} includes {include}'
                continue
            if source != layer(target) and \
                    layer(target) not in allowed.get(source, set()):
                yield f'{path} ({source}) includes {target}'
            here, there = (pathlib.Path(p).parent.as_posix()
                           for p in (path, target))
            if here != there:
                folders.setdefault(here, set()).add(there)
    for folder in sorted(folders):
        if folder in reach(folders, folder):
            yield f'{folder} includes itself by way of other folders'
    for name, paths in headers.items():
        if len(paths) > 1 and name.endswith('.h'):
            yield f'{name} is the name of {" and ".join(paths)}'


def check_file_names(root):
    for path in sources(root):
        name = path.rsplit('/', 1)[1]
        for folder, prefix in FILE_PREFIX:
            if path.startswith(folder):
                if not prefix.match(name):
                    yield f'{path}: the name does not tell the layer'
                break


def check_installed_headers(root):
    text = (root / LIBRARY / 'meson.build').read_text()
    listed = re.search(r'rtc_headers = files\((.*?)\)', text, re.S).group(1)
    installed = {f'{LIBRARY}/{name}' for name in re.findall(r"'(.*?)'", listed)}
    headers = index_headers(root)
    umbrella = set()
    for path in sorted(installed):
        for include in INCLUDE.findall((root / path).read_text()):
            target = resolve(root, headers, path, include)
            if target is not None and target not in installed:
                yield f'{path} is installed, {target} is not'
            if path.endswith('/peerconnection.h'):
                umbrella.add(target)
    for path in sorted(installed - umbrella):
        if not path.endswith('/peerconnection.h'):
            yield f'peerconnection.h does not include {path}'


def main(root, archive, library):
    root = pathlib.Path(root).resolve()
    wrong = [*check_core_symbols(archive), *check_exports(library),
             *check_includes(root), *check_file_names(root),
             *check_installed_headers(root)]
    n_sources = len(list(sources(root)))
    print(f'{n_sources} files, {len(wrong)} against the law')
    print('\n'.join(wrong))
    return 1 if wrong or n_sources == 0 else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
