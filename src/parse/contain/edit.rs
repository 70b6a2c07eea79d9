//! Changes to the HTML of a body. Its holes and the lines of its blocks move along.

use crate::model::{Body, Hole};

/// A change to the HTML: `insert` replaces `remove` bytes at `at`.
pub(super) struct Edit {
    pub(super) at: usize,
    /// Number of holes that stand before the change, those at the same offset included.
    pub(super) holes: usize,
    pub(super) remove: usize,
    pub(super) insert: String,
}

/// Makes the changes, and moves holes and lines along.
pub(super) fn apply(body: &mut Body, html: &str, edits: &[Edit]) {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let (mut holes, mut lines) = (Vec::with_capacity(body.holes.len()), std::mem::take(&mut body.lines));
    let (mut from, mut hole, mut line) = (0, 0, 0);
    for edit in edits {
        let start = out.len();
        out.push_str(&html[from..edit.at.max(from)]);
        let before = |at: usize, hole: usize| at < edit.at || at == edit.at && hole < edit.holes;
        while hole < body.holes.len() && before(body.holes[hole].at, hole) {
            // A hole in a removed tag is removed, too.
            if body.holes[hole].at >= from {
                holes.push(Hole { at: start + body.holes[hole].at - from, ..body.holes[hole] });
            }
            hole += 1;
        }
        while line < lines.len() && (lines[line].0 as usize) <= edit.at {
            let moved = start + (lines[line].0 as usize).saturating_sub(from);
            lines[line].0 = u32::try_from(moved).unwrap_or(u32::MAX);
            line += 1;
        }
        from = from.max(edit.at + edit.remove);
        out.push_str(&edit.insert);
        let removed = edit.at + 1..edit.at + edit.remove;
        hole += body.holes[hole..].iter().take_while(|hole| removed.contains(&hole.at)).count();
    }
    let start = out.len();
    out.push_str(&html[from..]);
    holes.extend(body.holes[hole..].iter().map(|hole| Hole { at: start + hole.at.saturating_sub(from), ..*hole }));
    for (at, _) in &mut lines[line..] {
        *at = u32::try_from(start + (*at as usize).saturating_sub(from)).unwrap_or(u32::MAX);
    }
    (body.html, body.holes, body.lines) = (out, holes, lines);
}
