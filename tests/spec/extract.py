#!/usr/bin/env python3
"""Takes the examples out of specifications in the form of CommonMark's own `spec.txt`.

    extract.py SPEC                 all examples
    extract.py SPEC --extensions    only those of an extension, and the task lists

Sections stay as `## NAME`; examples stay as they are, with `→` for a tab.
"""

import re
import sys

FENCE = "`" * 32
PATTERN = re.compile(rf"^(#{{1,3}} [^\n]*)$|^{FENCE} example *(\w*)\n(.*?)^{FENCE}$", re.M | re.S)


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    text = text.split("\n...\n", 1)[-1]
    only_extensions = "--extensions" in sys.argv[2:]
    section, written = "", ""
    for match in PATTERN.finditer(text):
        heading, tag, example = match.groups()
        if heading:
            section = heading.lstrip("# ")
            continue
        if only_extensions and not tag:
            continue
        if section != written:
            print(f"## {section}\n")
            written = section
        print(f"{FENCE} example\n{example}{FENCE}\n")


main()
