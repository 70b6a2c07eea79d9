//! The messages of the template library, in our words.

use crate::diag::{SyntaxError, nearest, reworded};

/// The library's messages and ours; see [`reworded`].
const WORDS: &[(&str, &str)] = &[
    ("Unexpected end of input", "it ends too early"),
    ("String opened with `{}` is missing {}", "the quote is not closed"),
    ("unexpected end of string", "the quote is not closed"),
    ("unexpected end of raw block", "{% raw %} is not closed by {% endraw %}"),
    ("Closing comment tag `{}` not found", "the comment is not closed by {}"),
    ("Unexpected character", "this character is not expected here"),
    ("Invalid float", "this is no number"),
    ("Invalid Integer", "this is no number"),
    ("Unknown tag", "it cannot be understood here"),
    ("Unknown filter `{}`", "there is no filter `{}`"),
    ("Filter `{}` is not registered", "there is no filter `{}`"),
    ("Unknown test `{}`", "there is no test `{}`"),
    ("Unknown function `{}`", "there is no function `{}`"),
    ("Unknown component `{}`", "there is no component `{}`"),
    ("Component '{}' not found", "there is no component `{}`"),
    ("Unknown template `{}`", "there is no template `{}`"),
    ("Template '{}' not found", "there is no template `{}`"),
    ("Variable `{}` is not defined.{}", "there is no variable `{}`"),
    ("Variable `{}` exists but its value is undefined", "the variable `{}` has no value"),
    ("Field `{}` is not defined{}", "there is no field `{}`"),
    ("Map does not have a key {} and no default values were defined", "there is no field `{}`"),
    ("Tried to render a variable that is undefined", "the value is not defined"),
    ("Tried to escape an undefined value", "the value is not defined"),
    ("Cannot index into an undefined value", "the value is not defined"),
    ("Cannot slice an undefined value", "the value is not defined"),
    ("{} is undefined", "the value is not defined"),
    ("Cannot divide by 0", "nothing can be divided by 0"),
    ("super() called outside of a block", "`super()` has no block above it"),
    ("Tried to use super() in the top level block", "`super()` has no block above it"),
    ("Template already contains a block named `{}`", "there are two blocks `{}`"),
    ("Template already contains a component named `{}`", "there are two components `{}`"),
    ("Component `{}` is defined in both {}", "there are two components `{}`"),
    ("Template is already extending `{}`", "a template extends one other only"),
    ("`extends` needs to be the first tag of the template", "`extends` must be the first tag"),
    ("`extends` cannot be nested in other tags.", "`extends` must be the first tag"),
    ("Blocks cannot be written inside a {}.", "a block cannot stand here"),
    ("Component definitions cannot be written in another tag.", "a component cannot be defined here"),
    ("This content would be ignored: {}", "what is outside of blocks is not shown where a template extends another"),
    (
        "block was named `{}` in the opening tag, found `{}` as name in the end tag",
        "it begins as `{}` and ends as `{}`",
    ),
    (
        "component was named `{}` in the opening tag, found `{}` as name in the end tag",
        "it begins as `{}` and ends as `{}`",
    ),
    ("Closing tag '{}' doesn't match opening tag '{}'", "it ends as `{}` and begins as `{}`"),
    ("Unclosed component '{}'", "the component `{}` is not closed"),
    ("Unknown argument(s) {} in component call.{}", "the component has no argument {}"),
    ("Argument `{}` (type: {}) missing.", "the argument `{}` is missing"),
    ("Argument `{}` missing.", "the argument `{}` is missing"),
    ("Implicit argument `{}`{} not found in context or passed directly.", "the argument `{}` is missing"),
    ("Missing keyword argument `{}`", "the argument `{}` is missing"),
    ("Keyword argument `{}` is defined more than once", "the argument `{}` is there twice"),
    ("Component argument `{}` is defined more than once", "the argument `{}` is there twice"),
    ("{} can only be used in a for loop", "`{}` works in `for` only"),
    ("`{}` cannot be used inside a {}", "`{}` works in `for` only"),
    ("{} is a reserved keyword of Tera, it cannot be assigned to.", "`{}` cannot be set"),
    ("Invalid syntax for `set`: {}", "`set` needs a name and an equals sign"),
    ("Found invalid field of `loop`: {}. {}", "`loop` has no field `{}`"),
    // What a theme throws is in its own words.
    ("throw: {}", "{}"),
    ("plural needs {}", "`plural` needs a table with `one` and `other`"),
    ("The expression is too complex", "it is nested too deep"),
    ("The template nesting is too deep", "it is nested too deep"),
    ("Maximum render recursion depth for components exceeded.", "it is nested too deep"),
    ("Identifiers can only have up to {}", "it is nested too deep"),
    ("Arrays can have a maximum of {}", "it is nested too deep"),
];

/// The same, of types of values.
const OF_TYPES: &[(&str, &str)] = &[
    ("Cannot compare {} with {}", "{} cannot be compared with {}"),
    ("Cannot sort: {} and {} are not comparable", "{} cannot be compared with {}"),
    ("Math operations can only be done on numbers, found {}", "only numbers can be computed with, and this is {}"),
    ("Only numbers can be used in arithmetic. This is a {}", "only numbers can be computed with, and this is {}"),
    ("Only numbers can be negated. This is a {}", "only numbers can be computed with, and this is {}"),
    ("This filter can only be used on a number, received {}.", "only numbers can be computed with, and this is {}"),
    ("`+` requires both operands to be numbers, found {} and {}", "only numbers can be added, and these are {} and {}"),
    ("Iteration not possible on type {}", "`for` needs a list, and this is {}"),
    (
        "Key/value iteration is not possible on type {}, only on maps.",
        "`for` with two names needs a table, and this is {}",
    ),
    ("Component argument `{}` (type: {}) does not match expected type: {}", "the argument `{}` is {}, and must be {}"),
    ("Invalid type for the value, expected {} but got {}", "the value must be {}, and is {}"),
];

/// What stands in a template, or should.
const TOKENS: &[(&str, &str)] = &[
    ("identifier", "a name"),
    ("string", "a text in quotes"),
    ("integer", "a whole number"),
    ("float", "a number"),
    ("bool", "true or false"),
    ("content", "text"),
    ("raw content", "text"),
    ("comment", "a comment"),
];

/// Types of values, as the library calls them.
const TYPES: &[(&str, &str)] = &[
    ("undefined", "nothing"),
    ("none", "nothing"),
    ("string", "a text"),
    ("bool", "true or false"),
    ("i64", "a whole number"),
    ("u64", "a whole number"),
    ("i128", "a whole number"),
    ("u128", "a whole number"),
    ("usize", "a whole number"),
    ("u32", "a whole number"),
    ("i32", "a whole number"),
    ("u8", "a whole number"),
    ("integer", "a whole number"),
    ("f64", "a number"),
    ("float", "a number"),
    ("number", "a number"),
    ("Number", "a number"),
    ("&str", "a text"),
    ("array", "a list"),
    ("&[Value]", "a list"),
    ("Vec<Value>", "a list"),
    ("Map", "a table"),
    ("map/struct", "a table"),
    ("map", "a table"),
];

/// Our words for a template that cannot be read.
pub(super) fn of_syntax(message: &str) -> String {
    let known = reworded(message, WORDS).or_else(|| unexpected(message));
    known.unwrap_or_else(|| SyntaxError::Other.text().to_owned())
}

/// Our words for a template that fails on a page.
pub(super) fn of_rendering(message: &str) -> String {
    let known = reworded(message, WORDS).or_else(|| reworded(&with_types(message), OF_TYPES));
    known.unwrap_or_else(|| "this cannot be computed".to_owned())
}

/// Names of types are words of the library, too.
fn with_types(message: &str) -> String {
    let typed = |text: String, (name, noun): &(&str, &str)| text.replace(&format!("`{name}`"), noun);
    TYPES.iter().fold(message.to_owned(), typed)
}

/// The name that was probably meant, of those that the library lists.
pub(super) fn meant(message: &str) -> Option<String> {
    let (error, names) = message.split_once(". Available ")?;
    let name = error.split('`').nth(1)?;
    let (_, names) = names.split_once(": ")?;
    nearest(name, names.split(", ")).map(str::to_owned)
}

/// `Found identifier but expected %}.`
fn unexpected(message: &str) -> Option<String> {
    let (found, expected) = message.strip_prefix("Found ")?.split_once(" but ")?;
    let word = |token: &str| TOKENS.iter().find(|(known, _)| *known == token).map(|(_, word)| (*word).to_owned());
    let sign = |token: &str| match token.trim_matches('`') {
        sign if sign.is_empty() || sign.contains(['`', ' ']) => None,
        sign => Some(format!("`{sign}`")),
    };
    let found = word(found).or_else(|| sign(found))?;
    let expected = expected.strip_prefix("expected ").map(|expected| expected.strip_suffix('.').unwrap_or(expected));
    let expected = expected.and_then(|expected| word(expected).or_else(|| sign(expected)));
    Some(match expected {
        Some(expected) => format!("found {found}, expected {expected}"),
        None => format!("{found} is not expected here"),
    })
}

#[cfg(test)]
mod tests {
    use super::{OF_TYPES, WORDS, of_rendering, of_syntax};
    use crate::diag::has_chinese;

    #[test]
    fn all_words_are_there_in_chinese() {
        for (_, ours) in WORDS.iter().chain(OF_TYPES).filter(|(_, ours)| *ours != "{}") {
            assert!(has_chinese(&ours.replace("{}", "x")), "{ours}");
        }
        for message in ["Found identifier but expected %}.", "Found `}}` but expected one of: integer, `(`", "?"] {
            assert!(has_chinese(&of_syntax(message)), "{message}");
        }
        assert!(has_chinese(&of_rendering("?")));
    }

    #[test]
    fn what_is_found_and_expected_is_named() {
        for (message, ours) in [
            ("Found identifier but expected %}.", "found a name, expected `%}`"),
            ("Found `%}` but expected identifier.", "found `%}`, expected a name"),
            ("Found `}}` but expected one of: integer, float or `(`", "`}}` is not expected here"),
            ("Found string but was expecting `elif`, `else` or `endif`.", "a text in quotes is not expected here"),
            ("Field `a` is not defined. Available fields: b", "there is no field `a`"),
            ("words of a later version", "it cannot be understood here"),
        ] {
            assert_eq!(of_syntax(message), ours);
        }
        for (message, ours) in [
            ("Variable `map` is not defined.", "there is no variable `map`"),
            ("Cannot compare `string` with `i64`", "a text cannot be compared with a whole number"),
            ("words of a later version", "this cannot be computed"),
        ] {
            assert_eq!(of_rendering(message), ours);
        }
    }
}
