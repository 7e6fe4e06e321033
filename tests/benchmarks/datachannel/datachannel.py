#!/usr/bin/env python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# datachannel.py: data channels of all stacks that are installed, side by side.
#
# datachannel.py [--short] [--seconds N] [--only WORD ...] [--stack NAME ...]
#     BENCH_DATACHANNEL
#
# A line a workload: what each stack does, and ours against the best of the
# others. --json prints what each run says, too.

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
OURS = 'peerconnection'
NATIVE = (OURS, 'webrtcbin')
NODE = ('node-datachannel', 'wrtc')
NOT_INSTALLED = 77
TIMEOUT = 240                   # seconds, a run

# name: options of bench-datachannel
WORKLOADS = {
    '16 KiB': ['--size=16384'],
    '1 KiB': ['--size=1024'],
    '64 KiB': ['--size=65536'],
    '16 KiB, 100 channels': ['--size=16384', '--channels=100'],
    '16 KiB, two processes': ['--size=16384', '--processes=2'],
    '1 KiB, two processes': ['--size=1024', '--processes=2'],
    '16 KiB, 10 associations': ['--size=16384', '--associations=10'],
    '16 KiB, 100 associations': ['--size=16384', '--associations=100'],
    'ping-pong': ['--latency', '--size=64'],
    'ping-pong, two processes': ['--latency', '--size=64', '--processes=2'],
}
SHORT = ('16 KiB', '1 KiB', 'ping-pong')


def command(stack, program):
    if stack in NATIVE:
        return [program]
    node = shutil.which('node') or shutil.which('nodejs')
    return [node, str(HERE / 'datachannel.mjs')] if node else None


def run(stack, program, options):
    """What it prints, or None: not installed, or it failed."""
    start = command(stack, program)
    if start is None:
        return None
    try:
        done = subprocess.run([*start, '--stack', stack, *options],
                              capture_output=True, text=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        print(f'{stack} {options}: no end', file=sys.stderr)
        return None
    line = done.stdout.strip().splitlines()[-1:]
    if not line:
        if done.returncode != NOT_INSTALLED:
            print(f'{stack} {options}: {done.stderr[-500:]}', file=sys.stderr)
        return None
    return json.loads(line[0])


def cell(result):
    if result is None:
        return '-'
    if result['mode'] == 'latency':
        return f'{result["median_us"]} us ({result["p95_us"]})'
    return f'{result["mb_per_s"]:.0f} at {result["cpu_s_per_gb"]:.1f}'


def ratio(results, key, best):
    """Ours to the best of the others, or None."""
    others = [r[key] for name, r in results.items() if r and name != OURS]
    if not results.get(OURS) or not others or not best(others):
        return None
    return results[OURS][key] / best(others)


def verdict(results):
    if any(r and r['mode'] == 'latency' for r in results.values()):
        ratios = [('time', ratio(results, 'median_us', min))]
    else:
        ratios = [('speed', ratio(results, 'mb_per_s', max)),
                  ('CPU', ratio(results, 'cpu_s_per_gb', min))]
    return ', '.join(f'{name} x{value:.2f}' for name, value in ratios if value)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('program', help='bench-datachannel')
    parser.add_argument('--short', action='store_true')
    parser.add_argument('--seconds', type=float)
    parser.add_argument('--only', action='append', metavar='WORKLOAD',
                        help='; '.join(WORKLOADS))
    parser.add_argument('--stack', action='append', choices=NATIVE + NODE)
    parser.add_argument('--json', action='store_true')
    args = parser.parse_args()

    names = args.only or (SHORT if args.short else list(WORKLOADS))
    seconds = args.seconds or (1 if args.short else 4)
    stacks = args.stack or NATIVE + NODE
    print('MB/s at CPU seconds per GB; microseconds, median (p95)')
    print('\t'.join(['workload', *stacks, 'ours / best of the others']))
    for name in names:
        options = [*WORKLOADS[name], f'--seconds={seconds}']
        results = {s: run(s, args.program, options) for s in stacks}
        for result in filter(None, results.values() if args.json else ()):
            print(json.dumps(result))
        print('\t'.join([name, *map(cell, results.values()),
                         verdict(results)]), flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
