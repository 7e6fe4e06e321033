#!/usr/bin/python3
# gst-peerconnection
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the element reference from the elements themselves.

generate.py DIR          writes DIR/<element>.md for each element
generate.py --check DIR  says which files are out of date, and fails then

Properties and pad templates are asked of the elements; the story, what the
pads carry and the parameters of signals stand in comments of their sources.
Whatever is described in neither is an error.
"""

import glob
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


class Undocumented(Exception):
    pass


def markdown(text):
    """GTK-Doc as Markdown."""
    text = re.sub(r"(?<!\n)\n(?=\|\[)", "\n\n", text)
    text = re.sub(r'^\|\[<!-- language="(\w+)" -->$',
                  lambda m: "```" + m.group(1).lower(), text, flags=re.M)
    text = re.sub(r"^\|\[$", "```sh", text, flags=re.M)
    text = re.sub(r"^\]\|$", "```", text, flags=re.M)
    text = re.sub(r"[#%@](NULL|TRUE|FALSE)\b", r"`\1`", text)
    text = re.sub(r"#Gst\w+::?([\w-]+)", r"`\1`", text)
    return re.sub(r"[#@](\w+)\b", r"`\1`", text)


def blocks(path):
    """The GTK-Doc blocks of a file: name, parameters, the rest."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for match in re.finditer(r"^ *\/\*\*\n(.*?)\n *\*/", text, re.S | re.M):
        lines = [re.sub(r"^ *\* ?", "", line)
                 for line in match.group(1).split("\n")]
        name, parameters, body = lines[0].rstrip(":"), [], []
        for line in lines[1:]:
            parameter = re.match(r"@(\w+):\s*(.*)", line)
            if parameter and not body:
                parameters.append(list(parameter.groups()))
            elif parameters and not body and line.startswith(" "):
                parameters[-1][1] += " " + line.strip()
            elif line or body:
                body.append(line)
        yield name, parameters, "\n".join(body).strip()


def section(element, source):
    """The story of an element in parts: heading ("" is the first) and text."""
    for name, _, body in blocks(os.path.join(SOURCE_ROOT, source)):
        if name != "SECTION:element-" + element:
            continue
        body = re.sub(r"\n*^Since: .*", "", body, flags=re.M)
        parts = re.split(r"^## (.*)$\n+", body, flags=re.M)
        return dict(zip([""] + parts[1::2],
                        (markdown(p.strip()) for p in parts[0::2])))
    raise Undocumented(f"{source} has no SECTION:element-{element}")


def signal_docs(source):
    folder = os.path.dirname(os.path.join(SOURCE_ROOT, source))
    return {name.split("::")[1]: (parameters, body)
            for path in sorted(glob.glob(os.path.join(folder, "*.c")))
            for name, parameters, body in blocks(path) if "::" in name}


def cell(text):
    return " ".join(text.split()).replace("|", "\\|")


def sentence(text):
    text = cell(text)
    return text[:1].upper() + text[1:]


def default_value(pspec):
    value = pspec.default_value
    if pspec.value_type.is_a(GObject.TYPE_ENUM):
        return f"`{value.value_nick}`"
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, (int, float)) or value \
        else "`\"\"`"


def value_range(pspec):
    """What an integer or an enumeration may be."""
    if pspec.value_type.is_a(GObject.TYPE_ENUM):
        values = sorted(type(pspec.default_value).__enum_values__.items())
        return ": " + ", ".join(f"`{v.value_nick}`" for _, v in values)
    if pspec.value_type in (GObject.TYPE_INT, GObject.TYPE_UINT):
        return f", {pspec.minimum} to {pspec.maximum}"
    return ""


def access(pspec):
    words = []
    if pspec.flags & GObject.ParamFlags.READABLE:
        words.append("read")
    if pspec.flags & GObject.ParamFlags.WRITABLE:
        words.append("construct" if pspec.flags
                     & GObject.ParamFlags.CONSTRUCT_ONLY else "write")
    if int(pspec.flags) & Gst.PARAM_MUTABLE_READY:
        words.append("before PAUSED")
    return ", ".join(words)


def property_rows(gtype):
    pspecs = [p for p in GObject.list_properties(gtype)
              if p.owner_type == gtype]
    rows = ["| name | type | access | default | meaning |",
            "|---|---|---|---|---|"]
    for pspec in sorted(pspecs, key=lambda p: p.name):
        if not pspec.blurb:
            raise Undocumented(f"{gtype.name}:{pspec.name} has no blurb")
        rows.append(f"| `{pspec.name}` | {pspec.value_type.name}"
                    f"{value_range(pspec)} | {access(pspec)} | "
                    f"{default_value(pspec)} | {cell(pspec.blurb)} |")
    return rows if len(rows) > 2 else []


def pads(name, factory, listed):
    carries = dict(re.findall(r"^- `(\S+)`: (.*(?:\n  .*)*)", listed, re.M))
    rows = ["| pad | direction | presence | caps | carries |",
            "|---|---|---|---|---|"]
    pad_types = []
    # A cached registry has them in another order than a fresh one.
    for template in sorted(factory.get_static_pad_templates(),
                           key=lambda t: t.name_template):
        if template.name_template not in carries:
            raise Undocumented(f"{name}: the section \"Pads\" does not say "
                               f"what {template.name_template} carries")
        rows.append(f"| `{template.name_template}` | "
                    f"{template.direction.value_nick} | "
                    f"{template.presence.value_nick} | "
                    f"`{cell(template.get_caps().to_string())}` | "
                    f"{sentence(carries[template.name_template])} |")
        gtype = template.get().props.gtype
        if gtype.is_a(Gst.Pad) and property_rows(gtype):
            pad_types.append((template.name_template, gtype))
    for template, gtype in pad_types:
        rows += ["", f"Properties of a pad `{template}`:", ""]
        rows += property_rows(gtype)
    return rows


def signals(gtype, docs):
    ids = GObject.signal_list_ids(gtype)
    out = []
    for query in sorted((GObject.signal_query(i) for i in ids),
                        key=lambda q: q.signal_name):
        if query.signal_name not in docs:
            raise Undocumented(f"{gtype.name}::{query.signal_name} has no "
                               f"comment")
        parameters, body = docs[query.signal_name]
        # the element itself comes first where it is named at all
        parameters = parameters[len(parameters) - len(query.param_types):]
        action = query.signal_flags & GObject.SignalFlags.ACTION
        result = "" if query.return_type == GObject.TYPE_NONE \
            else f" → {query.return_type.name}"
        names = ", ".join(name for name, _ in parameters)
        out += ["", f"### {query.signal_name} ({names}){result}", ""]
        if action:
            out += ["*An action, to be emitted by the application.*", ""]
        body = re.sub(r"\n*^Since: .*", "", body, flags=re.M)
        body = re.sub(r"^Returns:", "*Returns*", body, flags=re.M)
        out.append(markdown(body))
        if parameters:
            out.append("")
        for (name, text), kind in zip(parameters, query.param_types):
            text = re.sub(r"^\((.*?)\): *", r"", text)
            out.append(f"- `{name}` ({kind.name}): {markdown(text)}")
    return ["", "## Signals"] + out if out else []


def document(name, source):
    element = Gst.ElementFactory.make(name, None)
    if element is None:
        raise Undocumented(f"there is no element {name} here: run this in "
                           f"meson devenv")
    factory = element.get_factory()
    gtype = type(element).__gtype__
    story = section(name, source)
    out = [f"# {name}", "",
           f"<!-- Made by generate.py from the element and {source}. -->", "",
           f"{factory.get_metadata('description')}. "
           f"Class *{factory.get_metadata('klass')}*, rank none.", "",
           story.pop("")]
    out += ["", "## Pads", ""] + pads(name, factory, story.pop("Pads", ""))
    out += ["", "## Properties", ""] + property_rows(gtype)
    out += signals(gtype, signal_docs(source))
    if not story:
        raise Undocumented(f"{source}: no example")
    for heading, text in story.items():
        out += ["", f"## {heading}", "", text]
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
              f"docs/plugins in meson devenv", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Undocumented as problem:
        sys.exit(str(problem))
