//! Programs, and the values that they export.

use super::read;
use crate::{
    model::{Node, RelPath, Value},
    source::ProjectFiles,
};
use std::collections::BTreeMap;

/// A value as text: `[a {b: c}]`.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Scalar { text, .. } => text.clone(),
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        Value::Table(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, node)| format!("{}: {}", key.text, shown(node))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// What the first of the files exports, and what it computes.
fn value(files: &[(&str, &str)]) -> String {
    let all = files.iter().map(|(path, text)| (RelPath::new(path).unwrap(), text.as_bytes().to_vec()));
    let all: BTreeMap<RelPath, Vec<u8>> = all.collect();
    match read(&RelPath::new(files[0].0).unwrap(), files[0].1, &mut ProjectFiles::in_memory(&all)) {
        Ok(value) if value.computed.is_empty() => shown(&value.root),
        Ok(value) => format!("{} computed {}", shown(&value.root), value.computed.join(", ")),
        Err(error) => {
            let detail = error.args.iter().find(|(name, _)| *name == "detail").map(|(_, detail)| detail.as_str());
            format!("{:?} at {:?}", detail.unwrap_or_default(), error.at)
        }
    }
}

#[test]
fn what_is_written_down_is_known() {
    for (program, expect) in [
        ("export default { a: 'b', 'c-d': [1, true, null], e: `f` }", "{a: b, c-d: [1 true null], e: f}"),
        ("module.exports = { a: -1.5, b: undefined }", "{a: -1.5, b: null}"),
        ("const a = 'x'\nexport default { a, b: a + '/' + `${a}y` }", "{a: x, b: x/xy}"),
        ("const base = { a: 1, b: 2 }\nexport default { ...base, b: 3, c: [...[4], 5] }", "{a: 1, b: 3, c: [4 5]}"),
        ("const all = { a: { b: 'c' } }\nexport default { x: all.a.b }", "{x: c}"),
        ("import { defineConfig } from 'x'\nexport default defineConfig({ a: 1 })", "{a: 1}"),
        ("export default withMermaid(defineConfig({ a: 1 }))", "{a: 1}"),
        ("export default defineConfig(() => ({ a: 1 }))", "{a: 1}"),
        ("export default defineConfig(async () => { const b = 2; return { b } })", "{b: 2}"),
        ("function bar() { return [{ a: 1 }] }\nexport default { b: bar() }", "{b: [{a: 1}]}"),
        (
            "export default { theme: hope({ a: 1 }), all: [star({ b: 2 })] }",
            "{theme: {hope: {a: 1}}, all: [{star: {b: 2}}]}",
        ),
        ("export default { a: process.env.A || 'b', c: null ?? 'd' }", "{a: b, c: d}"),
        ("const a = { b: 1 } as const\nexport default a satisfies B", "{b: 1}"),
        ("/** @type {A} */\nconst a = { b: require.resolve('./c.js') };\nexport default a;", "{b: ./c.js}"),
        ("export const a = 1\nexport const b = [2]", "{a: 1, b: [2]}"),
        ("exports.a = 1\nmodule.exports.b = 2", "{a: 1, b: 2}"),
    ] {
        assert_eq!(value(&[("a.ts", program)]), expect, "{program}");
    }
}

#[test]
fn what_is_computed_is_named() {
    for (program, expect) in [
        ("export default { a: f(1), b: { c: x ? 1 : 2, d: 3 } }", "{b: {d: 3}} computed a, b.c"),
        ("export default { a: [1, f(), 2], ...g() }", "{a: [1 2]} computed a"),
        ("let a = 1\nexport default { a, b: a.c, d: `${e}` }", "{} computed a, b, d"),
        ("export default { get a() { return 1 }, b() { return 2 }, [c]: 3, d: /e/ }", "{} computed b, d"),
        ("export default { a: new B(), c: () => 1, d: process.env.D }", "{} computed a, c, d"),
        ("export default { __proto__: { a: 1 }, constructor: 'b' }", "{__proto__: {a: 1}, constructor: b}"),
        ("export default f", "null computed export default"),
        ("a = 1", "null computed export default"),
    ] {
        assert_eq!(value(&[("a.js", program)]), expect, "{program}");
    }
}

#[test]
fn files_beside_a_program_are_read() {
    for (files, expect) in [
        (
            &[
                (
                    "d/a.ts",
                    "import b, { c as d } from './b'\nimport * as e from '../e.js'\nexport default { b, d, e: e.f }",
                ),
                ("d/b.ts", "export const c = [1]\nexport default { x: 2 }"),
                ("e.mjs", ""),
                ("e.ts", "export const f = 'g'"),
            ][..],
            "{b: {x: 2}, d: [1], e: g}",
        ),
        (
            &[
                ("a.js", "const b = require('./b.json')\nmodule.exports = { b, c: require('./c') }"),
                ("b.json", "{\"x\": [1]}"),
                ("c/index.js", "module.exports = [2]"),
            ],
            "{b: {x: [1]}, c: [2]}",
        ),
        (
            &[
                ("a.ts", "import { x } from './b'\nexport default { x: x(), y: x }"),
                ("b/index.ts", "export { x } from './c'"),
                ("b/c.ts", "export const x = () => [1]"),
            ],
            "{x: [1], y: [1]}",
        ),
        (
            &[
                ("a.ts", "import { x } from './b'\nexport default { x }"),
                ("b.ts", "export * from './c'"),
                ("c.ts", "export const x = 1"),
            ],
            "{x: 1}",
        ),
        (
            &[("a.ts", "import x from '../../b'\nimport y from 'c'\nimport z from '/d'\nexport default { x, y, z }")],
            "{} computed x, y, z",
        ),
        (
            &[
                ("a.ts", "import b from './b'\nexport default { b }"),
                ("b.ts", "import a from './a'\nexport default { c: a.b, d: 1 }"),
            ],
            "{b: {d: 1}} computed b.c",
        ),
        (&[("a.ts", "import b from './b'\nexport default { b }"), ("b.ts", "}{")], "{} computed b"),
    ] {
        assert_eq!(value(files), expect, "{files:?}");
    }
}

#[test]
fn hostile_programs_take_no_time() {
    let many = |text: &str, count: usize| text.repeat(count);
    let laughs: String = (1..60).map(|n| format!("const a{n} = [a{0}, a{0}, a{0}]\n", n - 1)).collect();
    let laughs = format!("const a0 = ['ha']\n{laughs}export default {{ a: a59, b: 1 }}");
    for (program, expect) in [
        (laughs, "computed a"),
        ("const a = b\nconst b = a\nexport default { a, c: 1 }".to_owned(), "{c: 1} computed a"),
        (format!("export default {{ c: 1, a: {}1{} }}", many("[", 60), many("]", 60)), "c: 1"),
        (format!("export default {}", many("[", 250_000)), "at Some"),
        (format!("export default {}", many("!", 250_000)), "at Some"),
        (many("a", 300_000), "larger than 256 KB"),
        ("export default {".to_owned(), "at Some"),
    ] {
        let found = value(&[("a.js", &program)]);
        assert!(found.contains(expect), "{}: {}", &program[..40.min(program.len())], &found[..200.min(found.len())]);
    }
}

/// The parser goes down a level for each of these, and must not leave its stack.
#[test]
fn nested_texts_fit_into_the_stack() {
    for (start, end) in [
        ("[", "]"),
        ("(", ")"),
        ("{a:", "}"),
        ("!", ""),
        ("-", ""),
        ("+ ", ""),
        ("~", ""),
        ("`${", "}`"),
        ("a=>", ""),
        ("a?", ""),
        ("a?b:", ""),
        ("a=", ""),
        ("a**", ""),
        ("new ", ""),
        ("await ", ""),
        ("typeof ", ""),
        ("<a>", "</a>"),
        ("<A>", ""),
        ("(a", ""),
        ("f(", ")"),
        ("a[", "]"),
        ("class{a=", "}"),
        ("function(){return ", "}"),
        ("({a(){", "}})"),
        ("...", ""),
        ("a,", ""),
        ("a.", ""),
        ("a??", ""),
        ("a||", ""),
        ("a+", ""),
        ("yield ", ""),
        ("import(", ")"),
    ] {
        let count = (super::LONGEST - 64) / (start.len() + end.len());
        let text = format!("export default {}1{}", start.repeat(count), end.repeat(count));
        // Only there is markup a value.
        let file = if start.starts_with('<') { "a.js" } else { "a.ts" };
        value(&[(file, &text)]);
    }
    for statement in [
        "{",
        "if(a)",
        "while(a)",
        "for(;;)",
        "a:",
        "do ",
        "try{",
        "if(a);else ",
        "switch(a){case 1:",
        "function f(){",
        "()=>{",
        "namespace a{",
        "class A{static{",
        "@a ",
        "export default class{static{",
    ] {
        let text = statement.repeat((super::LONGEST - 64) / statement.len());
        value(&[("a.ts", &text)]);
    }
    for type_ in [
        "[",
        "(",
        "{a:",
        "keyof ",
        "a extends b?",
        "a<",
        "()=>",
        "readonly ",
        "a|",
        "a&",
        "infer ",
        "typeof a<",
        "`${",
        "new()=>",
        "asserts a is ",
    ] {
        let text = format!("type A = {}", type_.repeat((super::LONGEST - 64) / type_.len()));
        value(&[("a.ts", &text)]);
    }
}
