//! The layout of a learning map: a grid cell for each step, and the lines between steps.
//!
//! In: for each step, which others it needs and whether it is optional. Out: an order to read them in, a cell of a
//! grid for each, and the lines between cells; or no grid, if a plain list is clearer.
//!
//! What always holds: no two steps share a cell; a line begins and ends in the middle of its steps' cells; each step
//! comes after all that it needs, in the order and, inside a band, from left to right. The grid has at most
//! [`COLUMNS`] columns and [`ROWS`] rows, so that a theme can have a class for each.
//!
//! Deliberately not here: what a step is. Needs that form a circle were reported before; here they are dropped.

use std::fmt;

/// Ranks side by side; what comes later starts again at the left, in the next band of rows.
pub(super) const COLUMNS: usize = 4;
pub(super) const ROWS: usize = 12;
/// Past this, steps are a list.
const MOST: usize = 24;
/// Past this, steps that simply follow each other are a list.
const MOST_IN_SEQUENCE: usize = 8;

/// The facts of a step that its place depends on.
#[derive(Clone, Debug, Default)]
pub(super) struct Point {
    /// Indices of other points.
    pub needs: Vec<usize>,
    pub optional: bool,
}

/// The picture of some steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MapPicture {
    /// Of each point: column and row, from 1.
    pub cells: Vec<(usize, usize)>,
    /// 1 to 4.
    pub columns: usize,
    /// 1 to 12.
    pub rows: usize,
    /// From a step to each that needs it.
    pub lines: Vec<MapLine>,
}

/// A line from the middle of one cell to that of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MapLine {
    /// Column and row of the cell, from 1.
    pub from: (usize, usize),
    /// Column and row of the cell, from 1.
    pub to: (usize, usize),
    /// Where it runs between two bands: the row above. `None` inside a band.
    pub below: Option<usize>,
    /// It begins or ends at something optional.
    pub dashed: bool,
}

/// As the `d` of an SVG path whose unit is a cell: straight in a row, else one curve; from band to band along the
/// gap between them.
impl fmt::Display for MapLine {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        // Cells count from 1, so the middle of the first is at 0.5.
        let ((x, y), (to_x, to_y)) = ((self.from.0 - 1, self.from.1 - 1), (self.to.0 - 1, self.to.1 - 1));
        write!(f, "M{x}.5 {y}.5")?;
        match self.below {
            Some(row) => write!(f, "V{row}H{to_x}.5V{to_y}.5"),
            None if y == to_y => write!(f, "H{to_x}.5"),
            None => write!(f, "C{} {y}.5 {to_x} {to_y}.5 {to_x}.5 {to_y}.5", x + 1),
        }
    }
}

/// The order in which the points are read, and their picture; `None` for a list.
pub(super) fn lay_out(points: &[Point]) -> (Vec<usize>, Option<MapPicture>) {
    let order = order(points);
    let mut place = vec![0; points.len()];
    for (at, point) in order.iter().enumerate() {
        place[*point] = at;
    }
    // From here on, points are their places in the order: what one needs comes before it.
    let needs: Vec<Vec<usize>> = order
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let mut needs: Vec<usize> =
                points[*point].needs.iter().filter_map(|need| place.get(*need).copied()).collect();
            needs.retain(|need| *need < at);
            needs.sort_unstable();
            needs.dedup();
            needs
        })
        .collect();
    let optional: Vec<bool> = order.iter().map(|point| points[*point].optional).collect();
    let picture = picture(&needs, &optional).map(|picture| {
        let cells = place.iter().map(|at| picture.cells[*at]).collect();
        MapPicture { cells, ..picture }
    });
    (order, picture)
}

/// The order as written, but a point waits for those that it needs.
fn order(points: &[Point]) -> Vec<usize> {
    let mut order = Vec::with_capacity(points.len());
    let mut missing: Vec<usize> = Vec::with_capacity(points.len());
    let mut needed_by = vec![Vec::new(); points.len()];
    for (at, point) in points.iter().enumerate() {
        let mut needs: Vec<usize> =
            point.needs.iter().copied().filter(|need| *need < points.len() && *need != at).collect();
        needs.sort_unstable();
        needs.dedup();
        missing.push(needs.len());
        for need in needs {
            needed_by[need].push(at);
        }
    }
    let mut ready: std::collections::BTreeSet<usize> = (0..points.len()).filter(|at| missing[*at] == 0).collect();
    let mut waiting: std::collections::BTreeSet<usize> = (0..points.len()).filter(|at| missing[*at] > 0).collect();
    // In a circle, the first that is left comes next.
    while let Some(at) = ready.pop_first().or_else(|| waiting.pop_first()) {
        waiting.remove(&at);
        order.push(at);
        for after in &needed_by[at] {
            missing[*after] -= 1;
            if missing[*after] == 0 && waiting.remove(after) {
                ready.insert(*after);
            }
        }
    }
    order
}

fn picture(needs: &[Vec<usize>], optional: &[bool]) -> Option<MapPicture> {
    let is_sequence = needs.iter().enumerate().all(|(at, needs)| needs.iter().copied().eq(at.checked_sub(1)));
    if needs.len() < 2 || needs.len() > MOST || is_sequence && needs.len() > MOST_IN_SEQUENCE {
        return None;
    }
    let ranks = ranks(needs);
    let main = main_line(needs, optional);
    let mut cells = vec![(0, 0); needs.len()];
    let mut rows = 0;
    for band in 0..=ranks.iter().max()? / COLUMNS {
        let mut taken = vec![(usize::MAX, usize::MAX)];
        let mut height = 1;
        for at in (0..needs.len()).filter(|at| ranks[*at] / COLUMNS == band) {
            let column = ranks[at] % COLUMNS;
            // The first row is the main line's; a side line stays in its row.
            let beside = needs[at].iter().map(|need| cells[*need].1).find(|row| *row > rows + 1).unwrap_or(rows + 2);
            let row = if main[at] { rows + 1 } else { (beside..).find(|row| !taken.contains(&(column, *row)))? };
            taken.push((column, row));
            height = height.max(row - rows);
            cells[at] = (column + 1, row);
        }
        rows += height;
    }
    if rows > ROWS {
        return None;
    }
    let band_end = |at: usize| {
        let band = ranks[at] / COLUMNS;
        (0..needs.len()).filter(|other| ranks[*other] / COLUMNS == band).map(|other| cells[other].1).max().unwrap_or(0)
    };
    let lines = (0..needs.len()).flat_map(|at| needs[at].iter().map(move |need| (*need, at)));
    let lines = lines.map(|(from, to)| MapLine {
        from: cells[from],
        to: cells[to],
        below: (ranks[from] / COLUMNS != ranks[to] / COLUMNS).then(|| band_end(from)),
        dashed: optional[from] || optional[to],
    });
    let lines = lines.collect();
    let columns = cells.iter().map(|(column, _)| *column).max()?;
    Some(MapPicture { cells, columns, rows, lines })
}

/// For each point, the length of the longest chain of needs before it.
fn ranks(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut ranks: Vec<usize> = Vec::with_capacity(needs.len());
    for needs in needs {
        ranks.push(needs.iter().map(|need| ranks[*need] + 1).max().unwrap_or(0));
    }
    ranks
}

/// The points on the longest chain without optional points; the first of equal ones.
fn main_line(needs: &[Vec<usize>], optional: &[bool]) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(needs.len());
    for (at, needs) in needs.iter().enumerate() {
        let before =
            needs.iter().filter(|need| !optional[**need]).map(|need| (best[*need].0, std::cmp::Reverse(*need)));
        best.push(match before.max() {
            _ if optional[at] => (0, None),
            Some((length, std::cmp::Reverse(need))) => (length + 1, Some(need)),
            None => (1, None),
        });
    }
    let mut main = vec![false; needs.len()];
    let last = (0..needs.len()).max_by_key(|at| (best[*at].0, std::cmp::Reverse(*at))).filter(|at| best[*at].0 > 0);
    let mut next = last;
    while let Some(at) = next {
        main[at] = true;
        next = best[at].1;
    }
    main
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, MapPicture, Point, ROWS, lay_out};

    /// `0 1<0 2?<0,1`: each point with what it needs; `?` for an optional one.
    fn points(text: &str) -> Vec<Point> {
        let point = |word: &str| {
            let (name, needs) = word.split_once('<').unwrap_or((word, ""));
            let needs = needs.split(',').filter(|need| !need.is_empty()).map(|need| need.parse().expect("a number"));
            Point { needs: needs.collect(), optional: name.ends_with('?') }
        };
        text.split_whitespace().map(point).collect()
    }

    fn shown((order, picture): (Vec<usize>, Option<MapPicture>)) -> String {
        let order = order.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
        let Some(picture) = picture else { return format!("{order} list") };
        let cells = picture.cells.iter().map(|(column, row)| format!("{column}{row}")).collect::<Vec<_>>().join(" ");
        let lines = picture.lines.iter().map(|line| format!("{line}{}", if line.dashed { "-" } else { "" }));
        format!("{order} | {cells} | {}", lines.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn steps_stand_as_they_need_each_other() {
        for (text, expect) in [
            ("0 1<0", "0 1 | 11 21 | M0.5 0.5H1.5"),
            ("0 1<0 2<1 3?<1", "0 1 2 3 | 11 21 31 32 | M0.5 0.5H1.5 M1.5 0.5H2.5 M1.5 0.5C2 0.5 2 1.5 2.5 1.5-"),
            // What comes too early waits; what begins with something optional still has its own first row.
            ("0<1 1", "1 0 | 21 11 | M0.5 0.5H1.5"),
            ("0? 1<0", "0 1 | 12 21 | M0.5 1.5C1 1.5 1 0.5 1.5 0.5-"),
            // The fifth is the first of the next band.
            (
                "0 1<0 2<1 3<2 4<3",
                "0 1 2 3 4 | 11 21 31 41 12 | M0.5 0.5H1.5 M1.5 0.5H2.5 M2.5 0.5H3.5 M3.5 0.5V1H0.5V1.5",
            ),
            ("0 1 2", "0 1 2 | 11 12 13 | "),
            ("0", "0 list"),
            ("0<1 1<0", "0 1 | 11 21 | M0.5 0.5H1.5"),
            ("0<0 1<7", "0 1 | 11 12 | "),
            ("", " list"),
        ] {
            assert_eq!(shown(lay_out(&points(text))), expect, "{text}");
        }
    }

    #[test]
    fn what_a_picture_does_not_help_is_a_list() {
        let sequence = |length: usize| {
            (0..length).map(|at| Point { needs: at.checked_sub(1).into_iter().collect(), optional: false })
        };
        let is_list = |points: Vec<Point>| lay_out(&points).1.is_none();
        assert!(!is_list(sequence(8).collect()) && is_list(sequence(9).collect()));
        assert!(is_list(vec![Point::default(); ROWS + 1]));
        let branching = |length: usize| {
            (0..length).map(|at| Point { needs: at.checked_sub(2).into_iter().collect(), optional: at % 2 == 1 })
        };
        assert!(!is_list(branching(24).collect()) && is_list(branching(25).collect()));
    }

    /// The same numbers every time.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % limit
        }
    }

    #[test]
    fn whatever_a_map_looks_like_its_picture_holds_together() {
        let mut random = Random(1);
        let mut pictures = 0;
        for _ in 0..2_000 {
            let length = 1 + random.below(26);
            // What a point needs is anywhere before it in a shuffled order, so that nothing goes in a circle.
            let mut shuffled: Vec<usize> = (0..length).collect();
            (1..length).for_each(|at| shuffled.swap(at, random.below(at + 1)));
            let mut points = vec![Point::default(); length];
            for at in 0..length {
                let needs =
                    (0..random.below(3)).filter(|_| at > 0).map(|_| shuffled[random.below(at.max(1))]).collect();
                points[shuffled[at]] = Point { needs, optional: random.below(4) == 0 };
            }
            let (order, picture) = lay_out(&points);

            let mut place = vec![usize::MAX; length];
            order.iter().enumerate().for_each(|(at, point)| place[*point] = at);
            assert!(place.iter().all(|at| *at < length), "every point is read once");
            for (at, point) in points.iter().enumerate() {
                assert!(point.needs.iter().all(|need| place[*need] < place[at]), "{points:?}");
            }
            let Some(picture) = picture else { continue };
            pictures += 1;
            let mut cells = picture.cells.clone();
            cells.sort_unstable();
            cells.dedup();
            assert_eq!(cells.len(), length, "two cards in one cell: {points:?}");
            let inside = |(column, row): &(usize, usize)| (1..=COLUMNS).contains(column) && (1..=ROWS).contains(row);
            assert!(
                cells.iter().all(inside)
                    && cells.iter().all(|cell| cell.0 <= picture.columns && cell.1 <= picture.rows)
            );
            let mut wanted: Vec<_> = (0..length)
                .flat_map(|at| points[at].needs.iter().map(move |need| (*need, at)))
                .map(|(need, at)| (picture.cells[need], picture.cells[at]))
                .collect();
            wanted.sort_unstable();
            wanted.dedup();
            let mut drawn: Vec<_> = picture.lines.iter().map(|line| (line.from, line.to)).collect();
            drawn.sort_unstable();
            assert_eq!(drawn, wanted, "each need is one line: {points:?}");
            for line in &picture.lines {
                let text = line.to_string();
                let numbers: Vec<f64> =
                    text.split(|c: char| !c.is_ascii_digit() && c != '.').filter_map(|n| n.parse().ok()).collect();
                let middle = |cell: (usize, usize)| (cell.0 as f64 - 0.5, cell.1 as f64 - 0.5);
                assert_eq!((numbers[0], numbers[1]), middle(line.from), "{text}");
                let last = numbers.len() - 1;
                let end = match (line.below, line.from.1 == line.to.1) {
                    (Some(_), _) => (numbers[last - 1], numbers[last]),
                    (None, true) => (numbers[last], numbers[1]),
                    (None, false) => (numbers[last - 1], numbers[last]),
                };
                assert_eq!(end, middle(line.to), "{text}");
                assert!(line.below.is_some() || line.from.0 < line.to.0, "from left to right: {text}");
                assert!(
                    line.below.is_none_or(|row| line.from.1 <= row && row < line.to.1),
                    "between the bands: {text}"
                );
            }
        }
        assert!(pictures > 1_000, "only {pictures} pictures");
    }
}
