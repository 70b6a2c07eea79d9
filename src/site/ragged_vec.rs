//! A list for each page, all in one allocation: quick to build and to drop.

use super::PageId;

/// Lists of different lengths, end to end: `[[1, 2], [], [3]]` is `items: [1, 2, 3], ends: [2, 2, 3]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RaggedVec<T> {
    /// Where each list ends in `items`.
    ends: Vec<usize>,
    items: Vec<T>,
}

impl<T> Default for RaggedVec<T> {
    fn default() -> RaggedVec<T> {
        RaggedVec { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T> RaggedVec<T> {
    /// Appends the list of the next page.
    pub fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(self.items.len());
    }

    /// Appends the lists of the next pages.
    pub fn append(&mut self, next: &RaggedVec<T>)
    where
        T: Clone,
    {
        let before = self.items.len();
        self.items.extend_from_slice(&next.items);
        self.ends.extend(next.ends.iter().map(|end| before + end));
    }

    fn range(&self, page: PageId) -> std::ops::Range<usize> {
        page.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[page]
    }

    /// The list of a page.
    pub fn of(&self, page: PageId) -> &[T] {
        &self.items[self.range(page)]
    }

    /// The list of a page, to be changed.
    pub fn of_mut(&mut self, page: PageId) -> &mut [T] {
        let range = self.range(page);
        &mut self.items[range]
    }

    /// The items of all lists, one list behind the other.
    pub fn all(&self) -> &[T] {
        &self.items
    }

    /// The items of all lists, to be changed.
    pub fn all_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl RaggedVec<PageId> {
    /// Builds the lists from pairs of a page and an item of its list, in their order. `each` passes every pair to its
    /// argument; it is called twice. An item equal to the last one of its list is left out.
    pub fn turned(pages: usize, each: impl Fn(&mut dyn FnMut(PageId, PageId))) -> RaggedVec<PageId> {
        let mut last = vec![PageId::MAX; pages];
        let mut ends = vec![0; pages];
        each(&mut |page, item| {
            if last[page] != item {
                last[page] = item;
                ends[page] += 1;
            }
        });
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        // Each end is now where its list begins, and grows to where it ends.
        let mut items = vec![0; sum];
        last.fill(PageId::MAX);
        each(&mut |page, item| {
            if last[page] != item {
                last[page] = item;
                items[ends[page]] = item;
                ends[page] += 1;
            }
        });
        RaggedVec { ends, items }
    }
}

#[cfg(test)]
mod tests {
    use super::RaggedVec;

    #[test]
    fn lists_keep_their_order() {
        let mut lists = RaggedVec::default();
        lists.push([1, 2]);
        let mut next = RaggedVec::default();
        next.push([]);
        next.push([3]);
        lists.append(&next);
        assert_eq!([0, 1, 2].map(|page| lists.of(page).to_vec()), [vec![1, 2], vec![], vec![3]]);
        let pairs = [(2, 7), (0, 7), (2, 7), (2, 5), (0, 6)];
        let turned = RaggedVec::turned(3, |put| pairs.iter().for_each(|(page, item)| put(*page, *item)));
        assert_eq!([0, 1, 2].map(|page| turned.of(page).to_vec()), [vec![7, 6], vec![], vec![7, 5]]);
    }
}
