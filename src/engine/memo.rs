//! Tables that remember the values of pure functions.
//!
//! The contract: the function is pure; its key is the hash of *all* its arguments, made by
//! [`Hash128::of_value`] over the whole argument, never of fields listed by hand; complaints are part of the
//! value, so that they are repeated with it. Then a remembered value is the value, and a warm build gives
//! what a build from nothing gives. Only this room touches a table.

use crate::model::Hash128;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A table. It keeps what was asked for since the last but one [`Memo::sweep`].
#[derive(Debug)]
pub struct Memo<V> {
    inner: Mutex<Inner<V>>,
    /// A single build asks for nothing twice; it would only hold memory.
    on: bool,
    #[cfg(test)]
    pub fault: Option<super::tests::Fault<V>>,
}

#[derive(Debug)]
struct Inner<V> {
    /// Asked for since the last sweep.
    young: HashMap<Hash128, V>,
    /// Not asked for since then, but before.
    old: HashMap<Hash128, V>,
    missed: usize,
}

impl<V: Clone> Memo<V> {
    pub fn new(on: bool) -> Memo<V> {
        Memo {
            inner: Mutex::new(Inner { young: HashMap::new(), old: HashMap::new(), missed: 0 }),
            on,
            #[cfg(test)]
            fault: None,
        }
    }

    /// The value of `make`, which depends on `input` alone.
    pub fn of<I: Hash>(&self, input: &I, make: impl FnOnce(&I) -> V) -> V {
        if !self.on {
            self.lock().missed += 1;
            return make(input);
        }
        let key = self.key(input);
        {
            let mut inner = self.lock();
            if let Some(value) = inner.young.get(&key) {
                return self.again(value);
            }
            if let Some(value) = inner.old.remove(&key) {
                inner.young.insert(key, value.clone());
                return self.again(&value);
            }
            inner.missed += 1;
        }
        // Not under the lock: other threads go on, and at worst a value is made twice.
        let value = make(input);
        self.lock().young.insert(key, value.clone());
        value
    }

    /// Forgets what was not asked for since the last sweep; how many values had to be made since then.
    pub fn sweep(&self) -> usize {
        let mut inner = self.lock();
        inner.old = std::mem::take(&mut inner.young);
        std::mem::take(&mut inner.missed)
    }

    /// Sweeps once more than `most` values were asked for: for a table that is asked for a few values at a time.
    pub fn bound(&self, most: usize) {
        let mut inner = self.lock();
        if inner.young.len() > most {
            inner.old = std::mem::take(&mut inner.young);
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

    fn lock(&self) -> MutexGuard<'_, Inner<V>> {
        // A panic in another thread cannot have left the table half changed.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
