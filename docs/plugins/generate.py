#!/usr/bin/python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the element reference from the elements themselves.

generate.py DIR          writes DIR/<element>.md for each element
generate.py --check DIR  says which files are out of date, and fails then
"""

import os
import re
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import GObject, Gst  # noqa: E402

ELEMENTS = {
    "peerconnection": "gst/peerconnection/gstpeerconnection.c",
    "rtcice": "gst/ice/gstrtcice.c",
    "rtcdtlssrtp": "gst/dtls/gstrtcdtlssrtp.c",
    "rtcsctp": "gst/sctp/gstrtcsctp.c",
    "rtcrtp": "gst/rtp/gstrtcrtp.c",
}
SOURCE_ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                           "..", "..")


def description(source):
    """The SECTION block of a source file, as Markdown."""
    with open(os.path.join(SOURCE_ROOT, source), encoding="utf-8") as file:
        match = re.search(r"/\*\*\n \* SECTION:.*?\n(.*?)\n \*/", file.read(),
                          re.S)
    if not match:
        return ""
    lines = [re.sub(r"^ \* ?", "", line) for line in
             match.group(1).split("\n")]
    text = "\n".join(line for line in lines
                     if not re.match(r"@\w+:", line)).strip()
    text = re.sub(r"^\|\[.*$", "```", text, flags=re.M)
    text = re.sub(r"^\]\|.*$", "```", text, flags=re.M)
    text = re.sub(r"^## ", "### ", text, flags=re.M)
    return re.sub(r"#Gst\w+:([\w-]+)", r"`\1`", text)


def default_value(pspec):
    value = pspec.get_default_value()
    if isinstance(pspec, (GObject.ParamSpecEnum, GObject.ParamSpecFlags)):
        return getattr(value, "value_nick", str(value))
    if isinstance(pspec, (GObject.ParamSpecObject, GObject.ParamSpecBoxed)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return ""
    return f"`{value}`" if value != "" else "`\"\"`"


def access(pspec):
    words = []
    if pspec.flags & GObject.ParamFlags.READABLE:
        words.append("read")
    if pspec.flags & GObject.ParamFlags.WRITABLE:
        words.append("construct" if pspec.flags
                     & GObject.ParamFlags.CONSTRUCT_ONLY else "write")
    return ", ".join(words)


def own_properties(element):
    gtype = type(element).__gtype__
    return sorted((p for p in element.list_properties()
                   if p.owner_type == gtype), key=lambda p: p.name)


def signal_row(signal_id):
    query = GObject.signal_query(signal_id)
    params = ", ".join(t.name for t in query.param_types)
    action = ("action" if query.signal_flags & GObject.SignalFlags.ACTION
              else "signal")
    returns = query.return_type.name
    return f"| `{query.signal_name}` | {action} | {params or '–'} | {returns} |"


def document(name, source):
    element = Gst.ElementFactory.make(name, None)
    factory = element.get_factory()
    gtype = type(element).__gtype__
    out = [f"# {name}", "", factory.get_metadata("description") + ".", "",
           f"*{factory.get_metadata('klass')}*", "",
           f"<!-- Made by generate.py from the element and {source}. -->", "",
           description(source), "", "## Pads", "",
           "| template | direction | presence | caps |", "|---|---|---|---|"]
    for template in factory.get_static_pad_templates():
        caps = template.get_caps().to_string().replace("|", "\\|")
        out.append(f"| `{template.name_template}` | "
                   f"{template.direction.value_nick} | "
                   f"{template.presence.value_nick} | `{caps}` |")
    out += ["", "## Properties", "",
            "| name | type | access | default | meaning |",
            "|---|---|---|---|---|"]
    for pspec in own_properties(element):
        out.append(f"| `{pspec.name}` | {pspec.value_type.name} | "
                   f"{access(pspec)} | {default_value(pspec)} | "
                   f"{(pspec.blurb or '').replace('|', '/')} |")
    signals = GObject.signal_list_ids(gtype)
    if signals:
        out += ["", "## Signals", "", "| name | kind | parameters | returns |",
                "|---|---|---|---|"]
        out += sorted(signal_row(s) for s in signals)
    return "\n".join(out) + "\n"


def main(arguments):
    check = arguments[:1] == ["--check"]
    directory = arguments[-1]
    Gst.init(None)
    stale = []
    for name, source in ELEMENTS.items():
        path = os.path.join(directory, name + ".md")
        text = document(name, source)
        if check:
            with open(path, encoding="utf-8") as file:
                if file.read() != text:
                    stale.append(path)
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    for path in stale:
        print(f"{path} is out of date: run docs/plugins/generate.py "
              f"docs/plugins in meson devenv")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
