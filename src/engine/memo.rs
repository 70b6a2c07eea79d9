//! Tables that remember the values of pure functions.
//!
//! The contract: the function is pure; its key is the hash of *all* its arguments, made by
//! [`Hash128::of_value`] over the whole argument, never of fields listed by hand; diagnostics are part of the
//! value, so that they are repeated with it. Then a remembered value is the value, and a warm build gives
//! what a build from nothing gives. Only this room touches a table.

use crate::model::{ByHash, Hash128};
use parking_lot::Mutex;
use std::{
    hash::Hash,
    sync::atomic::{AtomicU32, Ordering},
};

/// A table. It keeps what was asked for since the last but one [`Memo::sweep`].
#[derive(Debug)]
pub(super) struct Memo<V> {
    inner: Mutex<Inner<V>>,
    /// A single build asks for nothing twice; it would only hold memory.
    on: bool,
    #[cfg(test)]
    pub fault: Option<super::tests::Fault<V>>,
}

#[derive(Debug)]
struct Inner<V> {
    values: ByHash<Kept<V>>,
    /// How many sweeps there were.
    age: u32,
    /// How many values were asked for since the last one.
    asked: usize,
    missed: usize,
}

#[derive(Debug)]
struct Kept<V> {
    value: V,
    /// The age in which it was asked for.
    asked: AtomicU32,
}

impl<V> Default for Inner<V> {
    fn default() -> Inner<V> {
        Inner { values: ByHash::default(), age: 0, asked: 0, missed: 0 }
    }
}

impl<V> Inner<V> {
    /// The value of a key, and whether it was not asked for since the last sweep.
    fn get(&self, key: Hash128) -> Option<(&V, bool)> {
        let kept = self.values.get(&key)?;
        let is_first = kept.asked.swap(self.age, Ordering::Relaxed) != self.age;
        Some((&kept.value, is_first))
    }

    fn put(&mut self, key: Hash128, value: V) {
        self.asked += 1;
        self.values.insert(key, Kept { value, asked: AtomicU32::new(self.age) });
    }

    fn sweep(&mut self) {
        if self.asked < self.values.len() {
            let age = self.age;
            self.values.retain(|_, kept| *kept.asked.get_mut() == age);
        }
        self.age = self.age.wrapping_add(1);
        self.asked = 0;
    }
}

impl<V: Clone> Memo<V> {
    pub(super) fn new(on: bool) -> Memo<V> {
        Memo {
            inner: Mutex::default(),
            on,
            #[cfg(test)]
            fault: None,
        }
    }

    /// The value of `make`, which depends on `input` alone.
    pub(super) fn of<I: Hash>(&self, input: &I, make: impl FnOnce(&I) -> V) -> V {
        if !self.on {
            self.inner.lock().missed += 1;
            return make(input);
        }
        let key = self.key(input);
        {
            let inner = &mut *self.inner.lock();
            if let Some((value, is_first)) = inner.get(key) {
                let value = self.again(value);
                inner.asked += usize::from(is_first);
                return value;
            }
            inner.missed += 1;
        }
        // Not under the lock: other threads go on, and at worst a value is made twice.
        let value = make(input);
        self.inner.lock().put(key, value.clone());
        value
    }

    /// Forgets what was not asked for since the last sweep; how many values had to be made since then.
    pub(super) fn sweep(&self) -> usize {
        let mut inner = self.inner.lock();
        inner.sweep();
        std::mem::take(&mut inner.missed)
    }

    /// Sweeps once more than `most` values were asked for: for a table that is asked for a few values at a time.
    pub(super) fn bound(&self, most: usize) {
        let mut inner = self.inner.lock();
        if inner.asked > most {
            inner.sweep();
        }
    }

    fn key(&self, input: &impl Hash) -> Hash128 {
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            return fault.key(input);
        }
        Hash128::of_value(input)
    }

    fn again(&self, value: &V) -> V {
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            return fault.again(value.clone());
        }
        value.clone()
    }
}
