//! What stands before the content of a line: the signs of quotes, and blanks.

/// Columns of a tab.
const TAB: usize = 4;

/// The beginning of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct LinePrefix {
    /// How many signs of quotes.
    pub(super) quotes: usize,
    /// The blanks behind the last of them, in columns.
    pub(super) columns: usize,
    /// All of it, in bytes.
    pub(super) length: usize,
}

impl LinePrefix {
    pub(super) fn of(line: &str) -> LinePrefix {
        LinePrefix::up_to(usize::MAX, line)
    }

    /// The beginning up to the blanks behind so many signs of quotes.
    pub(super) fn up_to(most: usize, line: &str) -> LinePrefix {
        let (mut quotes, mut columns) = (0, 0);
        let mut bytes = line.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b' ' => columns += 1,
                b'\t' => columns += TAB,
                b'>' if quotes < most => {
                    (quotes, columns) = (quotes + 1, 0);
                    // The first blank belongs to the sign.
                    bytes.next_if(|(_, byte)| *byte == b' ');
                }
                _ => return LinePrefix { quotes, columns, length: at },
            }
        }
        LinePrefix { quotes, columns, length: line.len() }
    }

    /// How many bytes of a line stay that has at least these quotes and columns, and how many behind them make up `more`
    /// columns. A line with fewer gives what it has.
    pub(super) fn split(&self, line: &str, more: usize) -> (usize, usize) {
        let (mut quotes, mut columns, mut stays) = (0, 0, None);
        let mut bytes = line.bytes().enumerate().peekable();
        loop {
            if quotes >= self.quotes && columns >= self.columns && stays.is_none() {
                stays = bytes.peek().map(|(at, _)| *at);
            }
            if columns >= self.columns + more && stays.is_some() {
                break;
            }
            match bytes.next_if(|(_, byte)| matches!(byte, b' ' | b'\t') || *byte == b'>' && quotes < self.quotes) {
                Some((_, b' ')) => columns += 1,
                Some((_, b'\t')) => columns += TAB,
                Some(_) => {
                    (quotes, columns) = (quotes + 1, 0);
                    bytes.next_if(|(_, byte)| *byte == b' ');
                }
                None => break,
            }
        }
        let end = bytes.peek().map_or(line.len(), |(at, _)| *at);
        let stays = stays.unwrap_or(end);
        (stays, end - stays)
    }
}

#[cfg(test)]
mod tests {
    use super::LinePrefix;

    #[test]
    fn a_line_begins_with_quotes_and_blanks() {
        for (line, quotes, columns, length) in [
            ("a", 0, 0, 0),
            ("  a", 0, 2, 2),
            ("\ta", 0, 4, 1),
            ("> > \ta", 2, 4, 5),
            (">a", 1, 0, 1),
            ("   ", 0, 3, 3),
        ] {
            assert_eq!(LinePrefix::of(line), LinePrefix { quotes, columns, length }, "{line:?}");
        }
    }

    #[test]
    fn the_indentation_of_a_container_is_taken_off() {
        for (first, line, more, expect) in [
            ("a", "    b", 4, (0, 4)),
            ("  a", "      b", 4, (2, 4)),
            ("  a", "\t  b", 4, (1, 2)),
            ("> a", ">     b", 4, (2, 4)),
            ("a", "\tb", 4, (0, 1)),
            ("a", "  b", 4, (0, 2)),
            ("a", "        b", 4, (0, 4)),
        ] {
            assert_eq!(LinePrefix::of(first).split(line, more), expect, "{first:?} {line:?}");
        }
    }
}
