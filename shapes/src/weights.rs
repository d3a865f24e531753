//! How often what is drawn.

use crate::argument::{self, Argument};
use crate::shape::Entry;

/// Percentages, unless said otherwise. `--weight statics=50` sets one.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Methods that are async in some way.
    pub(crate) asynchronous: usize,
    /// Methods without `self`.
    pub(crate) statics: usize,
    /// Methods that take `self` otherwise than by reference.
    pub(crate) receivers: usize,
    /// Traits and types with parameters.
    pub(crate) trait_generics: usize,
    /// Methods with one attribute more.
    pub(crate) attributes: usize,
    /// Of ten arguments: how many have a type without a name,
    pub(crate) implied: usize,
    /// how many are generic,
    pub(crate) generic: usize,
    /// and how many are patterns, or of types that only some traits have.
    pub(crate) special: usize,
    /// Of ten items: how many are not traits.
    pub(crate) entries: usize,
}

impl Weights {
    pub(crate) const DEFAULT: Weights = Weights {
        asynchronous: 45,
        statics: 12,
        receivers: 16,
        trait_generics: 20,
        attributes: 20,
        implied: 1,
        generic: 2,
        special: 2,
        entries: 4,
    };

    /// Sets one by its name.
    pub(crate) fn set(&mut self, name: &str, value: usize) -> bool {
        let weight = match name {
            "asynchronous" => &mut self.asynchronous,
            "statics" => &mut self.statics,
            "receivers" => &mut self.receivers,
            "trait_generics" => &mut self.trait_generics,
            "attributes" => &mut self.attributes,
            "implied" => &mut self.implied,
            "generic" => &mut self.generic,
            "special" => &mut self.special,
            "entries" => &mut self.entries,
            _ => return false,
        };
        *weight = value;
        true
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        let others = [Entry::MockTrait, Entry::Inherent, Entry::Module, Entry::TraitImpl, Entry::MockOwn];
        let mut entries = vec![Entry::Trait; 5 * 10_usize.saturating_sub(self.entries)];
        for other in others {
            entries.extend(vec![other; self.entries]);
        }
        entries
    }

    pub(crate) fn arguments(&self) -> Vec<&'static [Argument]> {
        let named = 10_usize.saturating_sub(self.implied + self.generic + self.special);
        let mut rows = vec![argument::PLAIN; named];
        rows.extend(vec![argument::IMPLIED; self.implied]);
        rows.extend(vec![argument::GENERIC; self.generic]);
        rows.extend(vec![argument::SPECIAL; self.special]);
        rows
    }
}
