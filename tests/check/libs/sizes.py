#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# sizes.py: no file and no function swallows the rest.
#
# A file or function over its budget is listed in sizes.txt with its size and a
# reason. What is listed must have exactly that size, so that the list only
# shrinks: whoever makes it smaller lowers the number, or takes the line away.
#
# sizes.py SOURCE_ROOT CTAGS

import pathlib
import re
import statistics
import subprocess
import sys

MAX_FILE = 700                  # lines, .c and .h
MAX_MEDIAN = 250                # lines, of the .c files of the product
MAX_FUNCTION = 80               # lines, from its name to its closing brace
MAX_CLASS_INIT = 120            # tables of properties, signals and pads

PRODUCT = ('gst', 'gst-libs')
FOLDERS = PRODUCT + ('tests',)


def sources(root, folders):
    for folder in folders:
        for path in sorted((root / folder).rglob('*.[ch]')):
            yield path.relative_to(root).as_posix()


def count_lines(root, path):
    return len((root / path).read_text().splitlines())


def functions(root, paths, ctags):
    """Yields (path, function, lines)."""
    output = subprocess.run(
        [ctags, '--languages=C,C++', '--langmap=C:.c.h', '--kinds-C=f',
         '--fields=+ne', '--excmd=number', '-I', 'G_DECLARE_FINAL_TYPE+',
         '-f', '-', *paths],
        cwd=root, check=True, capture_output=True, text=True).stdout
    for line in output.splitlines():
        if line.startswith('!'):
            continue
        name, path = line.split('\t')[:2]
        begin = re.search(r'\tline:(\d+)', line)
        end = re.search(r'\tend:(\d+)', line)
        if begin and end:
            yield path, name, int(end.group(1)) - int(begin.group(1)) + 1


def read_exceptions(path):
    entries = {}
    for line in path.read_text().splitlines():
        if not line.strip() or line.startswith('#'):
            continue
        name, size, reason = line.split(None, 2)
        entries[name] = int(size)
        assert reason
    return entries


def measure(root, ctags):
    """Everything that has a budget: name -> (size, budget)."""
    sizes = {}
    paths = list(sources(root, FOLDERS))
    for path in paths:
        sizes[path] = (count_lines(root, path), MAX_FILE)
    for path, name, lines in functions(root, paths, ctags):
        budget = MAX_CLASS_INIT if name.endswith('class_init') \
            else MAX_FUNCTION
        sizes[f'{path}:{name}'] = (lines, budget)
    return sizes


def check(sizes, exceptions):
    for name, (size, budget) in sizes.items():
        allowed = exceptions.get(name)
        if size > budget and allowed is None:
            yield f'{name} has {size} lines, the budget is {budget}'
        elif allowed is not None and size > allowed:
            yield f'{name} grew from {allowed} to {size} lines'
        elif allowed is not None and size <= budget:
            yield f'{name} is within its budget: take it off the list'
        elif allowed is not None and size < allowed:
            yield f'{name} has {size} lines: lower the {allowed} in the list'
    for name in exceptions.keys() - sizes.keys():
        yield f'{name} is listed, and is not there'


def main(root, ctags):
    root = pathlib.Path(root).resolve()
    here = pathlib.Path(__file__).resolve().parent
    sizes = measure(root, ctags)
    wrong = list(check(sizes, read_exceptions(here / 'sizes.txt')))

    lines = [sizes[path][0] for path in sources(root, PRODUCT)
             if path.endswith('.c')]
    median = statistics.median(lines)
    if median > MAX_MEDIAN:
        wrong.append(f'the median .c file has {median} lines, '
                     f'the budget is {MAX_MEDIAN}')
    n_functions = sum(':' in name for name in sizes)
    if n_functions < len(lines):
        wrong.append(f'only {n_functions} functions found: is that ctags?')

    print(f'{len(lines)} .c files of {min(lines)} to {max(lines)} lines, '
          f'median {median}; {n_functions} functions')
    print('\n'.join(wrong))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
