# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# waiting.py: for what a connection does, and where to be found by it.

import socket

from gi.repository import GLib

DEADLINE_MS = 20000
TICK_MS = 20            # for conditions that no event announces


def own_address():
    """One that connections gather: loopback where there is no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(('192.0.2.1', 9))
        except OSError:
            return '127.0.0.1'
        return probe.getsockname()[0]


def wait(condition, what):
    context = GLib.MainContext.default()
    late = []
    deadline = GLib.timeout_source_new(DEADLINE_MS)
    deadline.set_callback(lambda *_: late.append(True) or True)
    tick = GLib.timeout_source_new(TICK_MS)
    tick.set_callback(lambda *_: True)
    for timer in deadline, tick:
        timer.attach(context)
    while not condition():
        if late:
            raise AssertionError('waited in vain for ' + what)
        context.iteration(True)
    for timer in deadline, tick:
        timer.destroy()


def finish(thing, name, *arguments):
    """What NAME_async and NAME_finish lead to."""
    done = []
    getattr(thing, name + '_async')(
        *arguments, None, lambda _, result: done.append(result))
    wait(lambda: done, name)
    return getattr(thing, name + '_finish')(done[0])
