#!/usr/bin/env python3
"""Writes a made-up blog of any size, always the same for the same arguments.

Its shape is that of a real blog of 4,000 Chinese posts: about 8 kB a post with a long tail, code in 30 % of them, 2 to 10 links to other
posts, about 4 of 120 tags, the same block of links at every end, a folder for each month. `raw` is such a repository as it is, with metadata
in headings; `hugo` is the same posts with front matter, in a Hugo project's folders. Titles, dates, tags and bodies are the same in both.
"""
import argparse
import calendar
import json
import math
import os
import random
import struct
import sys
import zlib

sys.dont_write_bytecode = True  # nothing but the posts is written
import prose
import snippets

LANGUAGES = {"sql": 42, "text": 24, "bash": 18, "python": 10, "c": 6}
PICTURE = "group.png"


def plan(count, seed):
    """Date, folder, file name, tags, title and author of every post, the oldest first."""
    rng = random.Random(f"{seed}")
    months = max(48, min(192, count // 20))
    dates = []
    for i in range(count):
        year, month = divmod(2025 * 12 + 11 - (months - 1 - i * months // count), 12)
        dates.append((year, month + 1, rng.randint(1, calendar.monthrange(year, month + 1)[1])))
    weights = [1 / (rank + 1) ** 0.9 for rank in range(len(prose.TAGS))]
    posts, same_day = [], {}
    for i, (year, month, day) in enumerate(sorted(dates)):
        number = same_day[year, month, day] = same_day.get((year, month, day), 0) + 1
        tags = []
        wanted = min(8, max(2, int(rng.gauss(4.3, 1.6))))
        while len(tags) < wanted:
            tag = rng.choices(prose.TAGS, weights)[0]
            if tag not in tags:
                tags.append(tag)
        title = prose.fill(rng, rng.choice(prose.TITLES), t=tags[0], u=tags[1])
        posts.append({
            "index": i, "date": f"{year}-{month:02}-{day:02}", "folder": f"{year}{month:02}", "name": f"{year}{month:02}{day:02}_{number:02}",
            "tags": tags, "title": title, "author": rng.choice(prose.AUTHORS),
        })
    return posts


def neighbours(rng, post, posts):
    """The posts that this one links to: mostly ones shortly before it."""
    chosen = set()
    wanted = min(rng.randint(2, 10), len(posts) - 1)
    while len(chosen) < wanted:
        near = rng.random() < 0.7
        i = int(post["index"] - rng.expovariate(1 / (len(posts) * 0.08 + 5))) if near else rng.randrange(len(posts))
        if 0 <= i < len(posts) and i != post["index"]:
            chosen.add(i)
    return [posts[i] for i in sorted(chosen, reverse=True)]


def size(rng):
    """Bytes of a body: 5 to 7 kB for most, a tenth longer, a few very long."""
    draw = rng.random()
    if draw > 0.985:
        return rng.randint(25_000, 66_000)
    if draw < 0.10:
        return min(70_000, int(4_000 * (1 - rng.random()) ** (-1 / 1.9)))
    return int(min(13_000, max(2_600, rng.lognormvariate(math.log(6_600), 0.42))))


def block(rng, number):
    """The next block of a body, with a heading before every sixth."""
    if number % 6 == 5:
        return ("## " if number % 18 == 5 else "### ") + prose.fill(rng, rng.choice(prose.HEADS))
    return rng.choices([prose.paragraph, prose.bullets, prose.table, prose.quote], [62, 32, 4.5, 1.5])[0](rng)


def body(post, posts, seed, picture):
    rng = random.Random(f"{seed}:{post['index']}")

    def link(other):
        return f"[《{other['title']}》](../{other['folder']}/{other['name']}.md)"

    linked = neighbours(rng, post, posts)
    extra = [rng.choice(prose.LEADS) + link(other) for other in linked[: len(linked) // 2]]
    if rng.random() < 0.30:
        for language in rng.choices(list(LANGUAGES), list(LANGUAGES.values()), k=rng.choices([1, 2, 3, 4, 5, 6], [30, 25, 18, 12, 9, 6])[0]):
            extra.append(f"```{language}\n{snippets.code(rng, language)}\n```")
    blocks = []
    written = 600 + sum(len(text.encode()) for text in extra)
    wanted = size(rng)
    while written < wanted or len(blocks) < 3:
        blocks.append(block(rng, len(blocks)))
        written += len(blocks[-1].encode()) + 12
    for text in extra:
        blocks.insert(rng.randint(0, len(blocks)), text)
    first = f"../{posts[0]['folder']}/{posts[0]['name']}.md"
    tail = [line.format(first=first, picture=picture) for line in prose.TAIL]
    parts = ["## 背景", *blocks, "## 参考", *map(link, linked[len(linked) // 2 :]), *tail]
    # Blanks at the ends of lines and on empty ones, as editors of such blogs leave them.
    return "\n  \n".join(text if text.startswith("```") else text.replace("\n", "  \n") + " " * rng.choice([2, 2, 4, 3]) for text in parts) + "\n"


def raw(post, text):
    blank = " " * (8 + post["index"] % 40)
    fields = [("作者", post["author"]), ("日期", post["date"]), ("标签", " , ".join(post["tags"]))]
    head = "".join(f"### {name}{blank}\n{value}{blank}\n{blank}\n" for name, value in fields)
    return f"## {post['title']}    \n{blank}\n{head}----{blank}\n{blank}\n{text}"


def hugo(post, text):
    def yaml(value):  # JSON is YAML
        return json.dumps(value, ensure_ascii=False)

    return f"---\ntitle: {yaml(post['title'])}\ndate: {post['date']}\nauthor: {yaml(post['author'])}\ntags: {yaml(post['tags'])}\n---\n\n{text}"


def png(side):
    """A grey square with a frame, so that there is a picture to publish."""
    rows = b"".join(b"\0" + bytes(40 if min(x, y, side - 1 - x, side - 1 - y) < 8 else 200 for x in range(side)) for y in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def write(data, *path):
    path = os.path.join(*path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--posts", type=int, required=True, help="number of posts, at least 2")
    arguments.add_argument("--dialect", choices=["raw", "hugo"], default="raw")
    arguments.add_argument("--out", required=True, help="folder, new or empty")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    if options.posts < 2:
        arguments.error("--posts: at least 2, because posts link to each other")
    if os.path.isdir(options.out) and os.listdir(options.out):
        arguments.error(f"--out: {options.out} is not empty")
    posts = plan(options.posts, options.seed)
    is_raw = options.dialect == "raw"
    # Hugo publishes what is in `static` at the root; a relative link to it would not resolve from a page's own folder.
    picture = f"../pic/{PICTURE}" if is_raw else f"/pic/{PICTURE}"
    content = options.out if is_raw else os.path.join(options.out, "content")
    total = 0
    for post in posts:
        text = (raw if is_raw else hugo)(post, body(post, posts, options.seed, picture))
        total += len(text.encode())
        write(text, content, post["folder"], post["name"] + ".md")
    if not is_raw:
        for folder in {post["folder"] for post in posts}:
            write(f"---\ntitle: {folder[:4]} 年 {int(folder[4:])} 月\n---\n", content, folder, "_index.md")
    write(png(256), options.out, "pic" if is_raw else "static/pic", PICTURE)
    print(f"{len(posts)} posts, {total} bytes, {total // len(posts)} a post")


if __name__ == "__main__":
    main()
