//! Looks at a value through another name of its type. Expected values may be of any type that compares with the
//! argument; where theirs *is* the argument's type, the argument's own `Debug` can print them.

use std::any::TypeId;
use std::mem;

/// `value` as a `B`, if `A` and `B` are one type but for lifetimes.
///
/// The result lives no longer than the borrow of `value`. It is meant for printing alone: a lifetime parameter inside
/// `B` is not to be relied on.
pub(crate) fn view<A: ?Sized, B: ?Sized + 'static>(value: &A) -> Option<&B> {
    if typeid::of::<A>() != TypeId::of::<B>() {
        return None;
    }
    debug_assert_eq!(size_of::<&A>(), size_of::<&B>());
    // SAFETY: equal ids make `A` and `B` the same type up to lifetimes, so the two references have the same layout,
    // and the value behind them is a valid `B`. The lifetime of the reference itself is kept; those inside the type
    // are seen by nothing but `Debug`, while `value` is borrowed.
    Some(unsafe { mem::transmute_copy::<&A, &B>(&value) })
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
