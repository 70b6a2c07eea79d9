//! A sorted map by path, whose versions share their unchanged batches.
//!
//! In: paths and values. Out: the map, and the differences between two versions.
//!
//! What always holds: entries are in batches, in the order of their paths; no batch is empty, none has more than [`MOST`].
//! A clone shares all batches, and a change copies one batch. So a new version of a map of ten thousand files is cheap,
//! and comparing two versions skips the batches that they share.
//!
//! Deliberately not here: operations of maps that snapshots do not need.

use crate::model::RelPath;
use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

/// Most entries of a batch.
const MOST: usize = if cfg!(test) { 4 } else { 128 };

/// A sorted map by path. Clones share unchanged batches.
#[derive(Clone, Debug)]
pub struct PathMap<V> {
    batches: Vec<Arc<Vec<(RelPath, V)>>>,
    len: usize,
}

/// A path whose value differs: the path, the value before, the value now.
pub type Difference<'m, V> = (&'m RelPath, Option<&'m V>, Option<&'m V>);

impl<V> Default for PathMap<V> {
    fn default() -> PathMap<V> {
        PathMap { batches: Vec::new(), len: 0 }
    }
}

impl<V> PathMap<V> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// In the order of the paths.
    pub fn iter(&self) -> Iter<'_, V> {
        Iter { map: self, at: (0, 0), left: self.len }
    }

    /// The paths, sorted.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &RelPath> {
        self.iter().map(|(path, _)| path)
    }

    /// The values, in the order of their paths.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The value at a path.
    pub fn get(&self, path: &RelPath) -> Option<&V> {
        let (batch, place) = self.find(path);
        place.ok().map(|place| &self.batches[batch][place].1)
    }

    /// Whether there is a value at a path.
    pub fn contains_key(&self, path: &RelPath) -> bool {
        self.get(path).is_some()
    }

    /// The batch that a path is or would be in, and its place there.
    fn find(&self, path: &RelPath) -> (usize, Result<usize, usize>) {
        let batch = self.batches.partition_point(|batch| batch[0].0 <= *path).saturating_sub(1);
        let entries = self.batches.get(batch).map_or(&[][..], |batch| batch);
        (batch, entries.binary_search_by(|(known, _)| known.cmp(path)))
    }
}

impl<V: Clone> PathMap<V> {
    /// Inserts a value. Returns the value before.
    pub fn insert(&mut self, path: RelPath, value: V) -> Option<V> {
        let (at, place) = self.find(&path);
        if self.batches.is_empty() {
            self.batches.push(Arc::default());
        }
        let batch = Arc::make_mut(&mut self.batches[at]);
        match place {
            Ok(place) => return Some(std::mem::replace(&mut batch[place].1, value)),
            Err(place) => batch.insert(place, (path, value)),
        }
        self.len += 1;
        if batch.len() > MOST {
            let rest = batch.split_off(MOST / 2);
            self.batches.insert(at + 1, Arc::new(rest));
        }
        None
    }

    /// Removes the value of a path.
    pub fn remove(&mut self, path: &RelPath) -> Option<V> {
        let (at, Ok(place)) = self.find(path) else { return None };
        let (_, value) = Arc::make_mut(&mut self.batches[at]).remove(place);
        if self.batches[at].is_empty() {
            self.batches.remove(at);
        }
        self.len -= 1;
        Some(value)
    }
}

impl<V: PartialEq> PathMap<V> {
    /// The differences to another version, in the order of the paths.
    pub fn differences<'m>(&'m self, now: &'m PathMap<V>) -> Vec<Difference<'m, V>> {
        let mut differences = Vec::new();
        let (mut a, mut b) = (self.iter(), now.iter());
        loop {
            while a.batch().is_some_and(|batch| b.batch().is_some_and(|other| Arc::ptr_eq(batch, other))) {
                a.pass_batch();
                b.pass_batch();
            }
            let (then, now) = match (a.entry(), b.entry()) {
                (None, None) => return differences,
                (Some(then), Some(now)) if then.0 < now.0 => (Some(then), None),
                (Some(then), Some(now)) if then.0 > now.0 => (None, Some(now)),
                entries => entries,
            };
            let (was, is) = (then.map(|(_, was)| was), now.map(|(_, is)| is));
            differences.extend(then.or(now).filter(|_| was != is).map(|(path, _)| (path, was, is)));
            then.and_then(|_| a.next());
            now.and_then(|_| b.next());
        }
    }
}

impl<V: PartialEq> PartialEq for PathMap<V> {
    fn eq(&self, other: &PathMap<V>) -> bool {
        self.len == other.len && self.differences(other).is_empty()
    }
}

impl<V: Clone> Extend<(RelPath, V)> for PathMap<V> {
    fn extend<I: IntoIterator<Item = (RelPath, V)>>(&mut self, entries: I) {
        entries.into_iter().for_each(|(path, value)| drop(self.insert(path, value)));
    }
}

impl<V: Clone> FromIterator<(RelPath, V)> for PathMap<V> {
    fn from_iter<I: IntoIterator<Item = (RelPath, V)>>(entries: I) -> PathMap<V> {
        let mut map = PathMap::default();
        map.extend(entries);
        map
    }
}

impl<V: Hash> Hash for PathMap<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.len.hash(state);
        self.iter().for_each(|entry| entry.hash(state));
    }
}

/// An iterator over a map.
#[derive(Debug)]
pub struct Iter<'m, V> {
    map: &'m PathMap<V>,
    /// Batch and place.
    at: (usize, usize),
    left: usize,
}

impl<'m, V> Iter<'m, V> {
    /// The batch that begins here.
    fn batch(&self) -> Option<&'m Arc<Vec<(RelPath, V)>>> {
        self.map.batches.get(self.at.0).filter(|_| self.at.1 == 0)
    }

    fn pass_batch(&mut self) {
        self.left -= self.batch().map_or(0, |batch| batch.len());
        self.at.0 += 1;
    }

    fn entry(&self) -> Option<(&'m RelPath, &'m V)> {
        let (path, value) = &self.map.batches.get(self.at.0)?[self.at.1];
        Some((path, value))
    }
}

impl<'m, V> Iterator for Iter<'m, V> {
    type Item = (&'m RelPath, &'m V);

    fn next(&mut self) -> Option<Self::Item> {
        let (batch, place) = self.at;
        let entry = self.entry()?;
        self.at = if place + 1 < self.map.batches[batch].len() { (batch, place + 1) } else { (batch + 1, 0) };
        self.left -= 1;
        Some(entry)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<V> ExactSizeIterator for Iter<'_, V> {}

#[cfg(test)]
mod tests {
    use super::{PathMap, RelPath};
    use std::collections::BTreeMap;

    fn path(name: impl ToString) -> RelPath {
        RelPath::new(&name.to_string()).expect("a path")
    }

    #[test]
    fn what_came_went_or_changed_is_named_in_order() {
        let map = |of: &[(&str, u8)]| of.iter().map(|(name, value)| (path(name), *value)).collect::<PathMap<u8>>();
        let (then, now) = (map(&[("a", 1), ("b", 2), ("d", 5)]), map(&[("a", 1), ("c", 3), ("d", 4)]));
        let found: Vec<(&str, Option<&u8>, Option<&u8>)> =
            then.differences(&now).into_iter().map(|(path, was, is)| (path.as_str(), was, is)).collect();
        assert_eq!(found, [("b", Some(&2), None), ("c", None, Some(&3)), ("d", Some(&5), Some(&4))]);
    }

    /// It does what a tree does, whatever is done to it, and versions do not disturb each other.
    #[test]
    fn it_is_a_map() {
        let mut random = 7_u64;
        let mut below = |limit: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % limit
        };
        let mut versions = vec![(PathMap::default(), BTreeMap::new())];
        for _ in 0..3000 {
            let (mut map, mut tree) = versions[below(versions.len() as u64) as usize].clone();
            for _ in 0..below(6) {
                let (name, value) = (path(below(60)), below(4));
                match below(3) {
                    0 => assert_eq!(map.remove(&name), tree.remove(&name)),
                    _ => assert_eq!(map.insert(name.clone(), value), tree.insert(name, value)),
                }
            }
            assert!(map.iter().eq(tree.iter()) && map.len() == tree.len());
            let (other, of_other) = &versions[below(versions.len() as u64) as usize];
            let paths = tree.keys().chain(of_other.keys()).collect::<std::collections::BTreeSet<_>>();
            let expect = paths.into_iter().map(|path| (path, of_other.get(path), tree.get(path)));
            let expect: Vec<_> = expect.filter(|(_, was, is)| was != is).collect();
            assert_eq!(other.differences(&map), expect);
            assert_eq!(*other == map, expect.is_empty());
            for name in (0..60).map(path) {
                assert_eq!(map.get(&name), tree.get(&name));
            }
            match versions.len() {
                20 => versions[below(20) as usize] = (map, tree),
                _ => versions.push((map, tree)),
            }
        }
    }
}
