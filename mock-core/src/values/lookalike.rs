//! Looks at a value through another name of its type. Expected values may be of any type that compares with the
//! argument; where theirs *is* the argument's type, the argument's own `Debug` can print them.
//!
//! The id of a type knows nothing of lifetimes, so nothing here may be told one for another: a value is looked at either
//! as its own type, which has none but `'static`, or as one that has none at all.

use std::any::TypeId;
use std::error::Error;
use std::ptr;

/// A type without lifetimes.
///
/// # Safety
///
/// It has no parameter for a lifetime, and is a reference to nothing.
pub(crate) unsafe trait Timeless: 'static {}

// SAFETY: text has none.
unsafe impl Timeless for str {}
// SAFETY: likewise.
unsafe impl Timeless for String {}
// SAFETY: likewise, and what is in it lives for ever.
unsafe impl Timeless for std::io::Error {}
// SAFETY: see its declaration.
unsafe impl Timeless for std::fmt::Error {}
// SAFETY: see its declaration.
unsafe impl Timeless for crate::values::expected::Any {}

/// `value` as a `B`, if `A` is that.
pub(crate) fn same<A: ?Sized + 'static, B: ?Sized + 'static>(value: &A) -> Option<&B> {
    if TypeId::of::<A>() != TypeId::of::<B>() {
        return None;
    }
    // SAFETY: both live for ever, so one id is one type.
    Some(unsafe { *ptr::from_ref(&value).cast::<&B>() })
}

/// `value` as a `B`, if `A` is that, whatever it may borrow.
pub(crate) fn timeless<A: ?Sized, B: ?Sized + Timeless>(value: &A) -> Option<&B> {
    if typeid::of::<A>() != TypeId::of::<B>() {
        return None;
    }
    // SAFETY: the ids are those of types without regard to lifetimes. As `B` has none, `A` has none, and is `B`.
    Some(unsafe { *ptr::from_ref(&value).cast::<&B>() })
}

/// `value` as text, if it is text or refers to some.
pub(crate) fn text<A: ?Sized>(value: &A) -> Option<&str> {
    if typeid::of::<A>() == TypeId::of::<&'static str>() {
        // SAFETY: it is a `&str` of some life, which is no shorter than that of the reference to it.
        return Some(unsafe { **ptr::from_ref(&value).cast::<&&str>() });
    }
    timeless::<A, str>(value).or_else(|| timeless::<A, String>(value).map(String::as_str))
}

/// `value` as an error, if it is a box of one, whatever that may borrow.
pub(crate) fn boxed_error<'r, A>(value: &'r A) -> Option<&'r (dyn Error + 'r)> {
    macro_rules! boxed {
        ($($(+ $bound:ident)*;)*) => {$(
            if typeid::of::<A>() == TypeId::of::<Box<dyn Error $(+ $bound)*>>() {
                // SAFETY: it is a box of an object that lives at least as long as the reference to it.
                let boxed: &'r Box<dyn Error $(+ $bound)* + 'r> = unsafe { &*ptr::from_ref(value).cast() };
                return Some(&**boxed);
            }
        )*};
    }
    boxed!(; + Send; + Send + Sync;);
    None
}

#[cfg(test)]
mod tests {
    use super::{boxed_error, same, text, timeless};

    #[test]
    fn the_same_type_is_seen_through() {
        assert_eq!(same::<u32, u32>(&7), Some(&7));
        assert_eq!(same::<&'static str, &'static str>(&"north"), Some(&"north"));
        assert_eq!(same::<[u8], [u8]>(&[1, 2]), Some(&[1, 2][..]));
    }

    #[test]
    fn another_type_is_not() {
        assert_eq!(same::<str, String>("north"), None);
        assert_eq!(same::<u32, i32>(&7), None);
        assert_eq!(timeless::<str, String>("north"), None);
    }

    #[test]
    fn text_of_any_life_is_text() {
        let owned = String::from("north");
        let borrowed: &str = &owned;
        assert_eq!([text(&owned), text(borrowed), text(&borrowed)], [Some("north"); 3]);
        assert_eq!(text(&7), None);
        assert_eq!(text(&[borrowed]), None);
    }

    #[test]
    fn a_boxed_error_of_any_life_is_one() {
        #[derive(Debug)]
        struct Of<'a>(&'a str);
        impl std::fmt::Display for Of<'_> {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.0)
            }
        }
        impl std::error::Error for Of<'_> {}
        let owned = String::from("lost");
        let boxed: Box<dyn std::error::Error + Send + Sync + '_> = Box::new(Of(&owned));
        assert_eq!(boxed_error(&boxed).map(ToString::to_string).as_deref(), Some("lost"));
        assert!(boxed_error(&Of(&owned)).is_none());
    }

    /// An id knows nothing of lifetimes, and what a type does for `'static` it need not do for another.
    #[test]
    fn a_value_that_borrows_is_no_lookalike_of_one_that_does_not() {
        #[allow(dead_code)]
        struct Name<'a>(&'a str);
        let owned = String::from("north");
        assert_eq!(typeid::of::<Name<'_>>(), std::any::TypeId::of::<Name<'static>>());
        // `same::<_, Name<'static>>(&Name(&owned))` does not compile: `owned` does not live long enough.
        assert!(timeless::<_, str>(&Name(&owned)).is_none());
        assert!(text(&Name(&owned)).is_none());
    }
}
