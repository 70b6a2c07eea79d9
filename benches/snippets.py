"""Code blocks for made-up posts: a few shapes for each language, with names and numbers filled in, so that hardly two are alike.

In: a seeded `random.Random`. Out: the text between the fences, without the last line break.
"""

TABLES = ["orders", "users", "metrics", "tracks", "articles", "payments", "sensors", "sessions", "invoices", "follows"]
COLUMNS = ["id", "uid", "amount", "region", "status", "created_at", "payload", "score", "tags", "device_no"]
WORDS = ["batch", "cache", "chunk", "cursor", "frame", "index", "lease", "queue", "ring", "route", "shard", "token", "vector", "worker"]
TYPES = ["int8", "int4", "text", "timestamptz", "numeric(12,2)", "jsonb", "text[]", "boolean default false"]


def code(rng, language):
    return rng.choice(SHAPES[language])(rng)


def columns(rng, low, high):
    return rng.sample(COLUMNS, rng.randint(low, high))


def sql_create(rng):
    lines = [f"  {column} {rng.choice(TYPES)}{rng.choice(['', '', ' not null'])},  -- {rng.choice(WORDS)}" for column in columns(rng, 2, 6)]
    return "\n".join([f"create table {rng.choice(TABLES)}_{rng.randint(1, 99)} (", *lines, "  primary key (pk)", ");"])


def sql_select(rng):
    table, (a, b) = rng.choice(TABLES), columns(rng, 2, 2)
    return (f"select {a}, count(*) as n, avg({b}) filter (where {b} > {rng.randint(1, 900)})\nfrom {table}\n"
            f"where {a} is not null and created_at >= '20{rng.randint(15, 25)}-0{rng.randint(1, 9)}-01'\ngroup by {a} order by n desc limit {rng.randint(5, 500)};")


def sql_index(rng):
    table, column = rng.choice(TABLES), rng.choice(COLUMNS)
    return f"create index concurrently idx_{table}_{rng.randint(1, 999)} on {table} using {rng.choice(['btree', 'gin', 'brin', 'hash'])} ({column});"


def sql_insert(rng):
    table = rng.choice(TABLES)
    return (f"insert into {table} ({', '.join(columns(rng, 2, 3))})\nselect i, (random() * {rng.randint(10, 9999)})::int, md5(i::text)\n"
            f"from generate_series(1, {rng.randint(1, 900)}0000) as t(i)\non conflict do nothing;\nanalyze {table};")


def sql_window(rng):
    table, (a, b) = rng.choice(TABLES), columns(rng, 2, 2)
    return (f"with recursive hops(id, depth) as (\n  select {a}, 0 from {table} where {b} = {rng.randint(1, 99999)}\n  union all\n"
            f"  select t.{a}, h.depth + 1 from {table} t join hops h on t.{b} = h.id where h.depth < {rng.randint(2, 9)}\n)\n"
            f"select id, min(depth), row_number() over (partition by id order by depth) from hops group by id, depth; -- {rng.choice(WORDS)}")


def text_plan(rng):
    table, column = rng.choice(TABLES), rng.choice(COLUMNS)
    cost, rows = rng.randint(100, 90000), rng.randint(1, 999999)
    lines = [f" Sort  (cost={cost}.{rng.randint(10, 99)}..{cost + 40}.12 rows={rows} width={rng.randint(4, 99)}) (actual time={rng.randint(1, 900)}.{rng.randint(100, 999)} rows={rows} loops=1)",
             f"   Sort Key: {column}", f"   ->  Bitmap Heap Scan on {table}  (cost=12.{rng.randint(10, 99)}..{cost}.08 rows={rows} width=44)",
             f"         Recheck Cond: ({column} = {rng.randint(1, 9999)})", f"         Buffers: shared hit={rng.randint(1, 9999)} read={rng.randint(0, 99)}",
             f" Planning Time: 0.{rng.randint(100, 999)} ms", f" Execution Time: {rng.randint(1, 999)}.{rng.randint(100, 999)} ms"]
    return "\n".join(["                     QUERY PLAN", "-" * 60, *lines])


def text_rows(rng):
    a, b = columns(rng, 2, 2)
    rows = "\n".join(f" {rng.randint(1, 99999999):>12} | {rng.choice(WORDS)}_{rng.randint(1, 999)}" for _ in range(rng.randint(3, 14)))
    return f" {a:^12} | {b}\n{'-' * 14}+{'-' * 14}\n{rows}\n({rows.count(chr(10)) + 1} rows)"


def text_log(rng):
    def line():
        return (f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02} {rng.randint(0, 23):02}:{rng.randint(0, 59):02} [{rng.randint(100, 99999)}] "
                f"{rng.choice(['LOG', 'WARN', 'ERROR'])}: {rng.choice(WORDS)} {rng.choice(['started', 'timed out', 'was cancelled', 'is full', 'recovered'])} after {rng.randint(1, 9999)} ms")
    return "\n".join(line() for _ in range(rng.randint(1, 8)))


def bash_install(rng):
    word = rng.choice(WORDS)
    return f"sudo apt-get install -y {word}-tools\nsystemctl enable --now {word}d.service\nss -lntp | grep {rng.randint(1024, 65000)}"


def bash_loop(rng):
    return (f"#!/usr/bin/env bash\nset -euo pipefail\nfor i in $(seq 1 {rng.randint(2, 64)}); do\n  psql -h 127.0.0.1 -p {rng.randint(5000, 6000)} -c \"vacuum {rng.choice(TABLES)}_${{i}}\" "
            f">> /var/log/{rng.choice(WORDS)}.log 2>&1 &\ndone\nwait")


def bash_one(rng):
    return rng.choice(["docker run -d --name {w}{n} -p {n}:5432 -e TZ=Asia/Shanghai example/{w}:{m}", "git clone https://git.example.org/open/{w}.git && cd {w} && make -j{m} install",
                       "export {u}_HOME=/opt/{w}-{m}.{n}  # 安装位置\nexport PATH=\"${u}_HOME/bin:$PATH\"", "perf record -F {n} -g -- ./{w} --threads {m}"]).format(
        w=rng.choice(WORDS), u=rng.choice(WORDS).upper(), m=rng.randint(2, 16), n=rng.randint(1000, 9999))


def python_class(rng):
    name, field = rng.choice(WORDS), rng.choice(COLUMNS)
    return f'''from dataclasses import dataclass, field


@dataclass
class {name.capitalize()}{rng.randint(1, 99)}:
    """一个{rng.choice(["简单", "有界", "可重入"])}的 {name}。"""
    limit: int = {rng.randint(8, 4096)}
    {field}s: list[str] = field(default_factory=list)

    def push(self, value: str) -> bool:
        if len(self.{field}s) >= self.limit:
            raise OverflowError(f"{name} is full: {{self.limit}}")
        self.{field}s.append(value.strip())
        return True  # 已加入'''


def python_script(rng):
    table = rng.choice(TABLES)
    return f'''import csv, sys

totals = {{}}
with open("{table}_{rng.randint(1, 999)}.csv", encoding="utf-8") as rows:
    for row in csv.DictReader(rows):
        key = row["{rng.choice(COLUMNS)}"] or "未知"
        totals[key] = totals.get(key, 0) + float(row["{rng.choice(COLUMNS)}"]) * {rng.randint(2, 99)}.5
for key, total in sorted(totals.items(), key=lambda item: -item[1])[:{rng.randint(3, 30)}]:
    print(f"{{key:<20}} {{total:>12.2f}}", file=sys.stderr)'''


def c_function(rng):
    name, size = rng.choice(WORDS), rng.choice([16, 64, 256, 1024, 4096])
    return f'''#include <stdint.h>
#include <stdlib.h>

#define {name.upper()}_SIZE {size}

typedef struct {name}_node {{
    uint64_t key;
    struct {name}_node *next;   /* 同一个桶里的下一个 */
}} {name}_node;

static {name}_node *buckets[{name.upper()}_SIZE];

int {name}_insert_{rng.randint(1, 999)}(uint64_t key)
{{
    {name}_node **slot = &buckets[(key * {rng.randint(3, 9999) * 2 + 1}u) % {name.upper()}_SIZE];
    for ({name}_node *n = *slot; n != NULL; n = n->next)
        if (n->key == key)
            return 0;
    {name}_node *fresh = malloc(sizeof *fresh);
    if (fresh == NULL)
        return -1;
    fresh->key = key;
    fresh->next = *slot;
    *slot = fresh;
    return 1;
}}'''


SHAPES = {
    "sql": [sql_create, sql_select, sql_index, sql_insert, sql_window],
    "text": [text_plan, text_rows, text_log],
    "bash": [bash_install, bash_loop, bash_one],
    "python": [python_class, python_script],
    "c": [c_function],
}
