//! Looks at a value through another name of its type. Expected values may be of any type that compares with the
//! argument; where theirs *is* the argument's type, the argument's own `Debug` can print them.

use std::any::TypeId;
use std::marker::PhantomData;
use std::ptr;

/// A reference to a value of some type, which it does not name: who looks at it is compiled once for all types.
#[derive(Clone, Copy)]
pub(crate) struct Lookalike<'r, 'v> {
    id: TypeId,
    /// Points to a `&'v A` for `'r`, where `id` is that of `A`.
    reference: *const (),
    value: PhantomData<&'r &'v ()>,
}

impl<'r, 'v> Lookalike<'r, 'v> {
    pub(crate) fn new<A: ?Sized>(value: &'r &'v A) -> Self {
        Lookalike { id: typeid::of::<A>(), reference: ptr::from_ref(value).cast(), value: PhantomData }
    }

    /// The id of the value's type, but for lifetimes.
    pub(crate) fn id(self) -> TypeId {
        self.id
    }

    /// The value as a `B`, if that is its type but for lifetimes.
    ///
    /// The result lives no longer than the borrow of the value. It is meant for printing and comparing alone: a
    /// lifetime parameter inside `B` is not to be relied on.
    pub(crate) fn view<B: ?Sized + 'static>(self) -> Option<&'v B> {
        if self.id != TypeId::of::<B>() {
            return None;
        }
        // SAFETY: `reference` points to a `&'v A` that outlives `self`, see `new`. Equal ids make `A` and `B` the same
        // type up to lifetimes, so the two references have the same layout, and the value behind them is a valid `B`.
        // The lifetime of the reference itself is kept; those inside the type are seen by nothing but printing and
        // comparisons of plain types, while the value is borrowed.
        Some(unsafe { *self.reference.cast::<&'v B>() })
    }
}

/// `value` as a `B`, if `A` and `B` are one type but for lifetimes; see [`Lookalike::view`].
pub(crate) fn view<A: ?Sized, B: ?Sized + 'static>(value: &A) -> Option<&B> {
    Lookalike::new(&value).view()
}

#[cfg(test)]
mod tests {
    use super::view;

    #[test]
    fn the_same_type_is_seen_through() {
        let text = String::from("north");
        assert_eq!(view::<str, str>(&text), Some("north"));
        assert_eq!(view::<u32, u32>(&7), Some(&7));
        assert_eq!(view::<&str, &'static str>(&text.as_str()), Some(&"north"));
        assert_eq!(view::<[u8], [u8]>(&[1, 2]), Some(&[1, 2][..]));
    }

    #[test]
    fn another_type_is_not() {
        assert_eq!(view::<str, String>("north"), None);
        assert_eq!(view::<u32, i32>(&7), None);
    }
}
