//! Filters and functions for templates. Pure: text in, text out.

use crate::model::safe;
use tera::{Kwargs, State, Tera, TeraResult, Value};

pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("fill", fill);
    tera.register_filter("plural", plural);
    tera.register_filter("number", number);
    tera.register_filter("under", under);
    tera.register_function("throw", throw);
}

/// `{{ throw(message="...") }}`: an error with the theme's own words, marked as such (`words`).
fn throw(arguments: Kwargs, _: &State) -> TeraResult<bool> {
    Err(tera::Error::message(format!("throw: {}", arguments.must_get::<&str>("message")?)))
}

/// `{{ t.page_n | fill(n=3) }}`: each `{name}` in the text replaced by the argument of that name.
fn fill(text: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let replace = |text: String, (name, value): (&tera::value::Key, &Value)| {
        text.replace(&format!("{{{}}}", name.as_value()), &value.to_string())
    };
    Ok(arguments.iter().fold(text.to_owned(), replace))
}

/// `{{ t.articles | plural(n=x) }}`: the text `one` or `other` of the table, `{n}` replaced by the number.
fn plural(texts: Value, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let n = arguments.must_get::<i64>("n")?;
    let key = if n == 1 { "one" } else { "other" };
    let text = texts.get_from_path(key).or_else(|| texts.get_from_path("other")).and_then(Value::as_str);
    let text = text.ok_or_else(|| tera::Error::message("plural needs a table with `one` and `other`"))?;
    Ok(text.replace("{n}", &grouped(n)))
}

/// `{{ 12345 | number }}`: `12,345`.
fn number(number: i64, _: Kwargs, _: &State) -> String {
    grouped(number)
}

fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `{{ link.url | under(root=root) }}`: an address of the site under the root, any other as it is.
fn under(url: &str, arguments: Kwargs, _: &State) -> TeraResult<String> {
    let root = arguments.must_get::<&str>("root")?;
    let schemes = ["mailto:", "tel:", "//", "#"];
    let url = safe(url);
    let elsewhere = url.contains("://") || schemes.iter().any(|start| url.starts_with(start));
    Ok(if elsewhere { url.to_owned() } else { format!("{root}{url}") })
}
