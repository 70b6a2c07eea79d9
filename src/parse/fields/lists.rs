//! Lists of texts.

use super::{Fields, Origin, nfc, split};
use crate::{
    diag::Code,
    model::{Key, Node, Value},
};
use std::{ops::Range, ptr};

/// Terms of one taxonomy that a page has at most: each has a page of its own, and lists show all terms of a page.
const MOST_TERMS: usize = 200;

const LIST: &str = "a list of texts";

impl<'a> Fields<'a> {
    /// A list of texts, or one text that holds several: split at commas, semicolons and line ends.
    /// In a list, only Chinese separators part a text: `[云，开源]` are two, unless it is in quotes. A list in a list stands
    /// for its items, as in categories of Hexo.
    pub fn texts(&mut self, name: &'a str) -> Option<Vec<String>> {
        Some(self.texts_at(name)?.into_iter().map(|(text, _)| text).collect())
    }

    /// The terms of a taxonomy, each with its place: at most `MOST_TERMS`.
    pub fn terms_at(&mut self, name: &'a str) -> Option<Vec<(String, Range<usize>)>> {
        let mut terms = self.texts_at(name)?;
        if let Some((_, at)) = terms.get(MOST_TERMS) {
            let (at, count) = (at.clone(), terms.len());
            self.report(Code::P0361, at, |found| found.arg("field", name).arg("count", count).arg("most", MOST_TERMS));
            terms.truncate(MOST_TERMS);
        }
        Some(terms)
    }

    /// The same, each with the place of its value.
    pub fn texts_at(&mut self, name: &'a str) -> Option<Vec<(String, Range<usize>)>> {
        let node = self.node(name)?;
        let nodes = match &node.value {
            Value::Scalar { .. } => {
                let mut texts = split(self.text_of(name, node, LIST)?);
                let is_here = |(key, of): &&'a (Key, Node)| ptr::eq(of, node) && self.word_lists.contains(&&*key.text);
                if texts.len() == 1 && self.entries.iter().any(|entry| is_here(&entry)) {
                    texts = texts[0].split_whitespace().map(str::to_owned).collect();
                }
                return Some(texts.into_iter().map(|text| (text, node.at.clone())).collect());
            }
            Value::List(nodes) => nodes,
            _ => return self.reject(name, node, LIST),
        };
        let mut texts = Vec::with_capacity(nodes.len());
        for node in nodes.iter().filter(|node| node.value != Value::Null) {
            if matches!(node.value, Value::List(_)) && self.origin != Origin::Config {
                texts.extend(self.items(name, node));
                continue;
            }
            let Some(text) = self.text_of(name, node, LIST) else { continue };
            let is_whole = self.origin == Origin::Config
                || self.origin == Origin::Yaml && matches!(node.value, Value::Scalar { quoted: true, .. });
            let separators: &[char] = if is_whole { &[] } else { &['，', '、', '；'] };
            let parts = text.split(separators).map(str::trim).filter(|part| !part.is_empty());
            texts.extend(parts.map(|part| (nfc(part), node.at.clone())));
        }
        Some(texts)
    }

    /// A list of texts, or one text alone, each with its place; for values that may hold commas.
    pub fn list(&mut self, name: &'a str) -> Option<Vec<(String, Range<usize>)>> {
        let node = self.node(name)?;
        Some(self.items(name, node))
    }

    /// The categories of a page, the widest first: the last list where there are several, as Hexo has them.
    pub fn categories(&mut self) -> Option<Vec<String>> {
        let texts = |list: Vec<(String, Range<usize>)>| list.into_iter().map(|(text, _)| text).collect();
        match self.node("categories")?.value {
            Value::List(_) => self.lists("categories").pop().map(texts),
            _ => self.texts("categories"),
        }
    }

    /// A list of such lists; a list of texts is one alone.
    pub fn lists(&mut self, name: &'a str) -> Vec<Vec<(String, Range<usize>)>> {
        let Some(node) = self.node(name) else { return Vec::new() };
        let is_list = |node: &&Node| matches!(node.value, Value::List(_));
        let lists = match &node.value {
            Value::List(nodes) if nodes.iter().any(|node| is_list(&node)) => nodes.iter().collect(),
            _ => vec![node],
        };
        let lists = lists.into_iter().map(|node| self.items(name, node));
        lists.filter(|items| !items.is_empty()).collect()
    }

    fn items(&mut self, name: &str, node: &'a Node) -> Vec<(String, Range<usize>)> {
        let nodes = if let Value::List(nodes) = &node.value { nodes.as_slice() } else { std::slice::from_ref(node) };
        let mut items = Vec::with_capacity(nodes.len());
        for node in nodes.iter().filter(|node| node.value != Value::Null) {
            if let Some(text) = self.text_of(name, node, LIST).map(str::trim).filter(|text| !text.is_empty()) {
                items.push((nfc(text), node.at.clone()));
            }
        }
        items
    }
}
