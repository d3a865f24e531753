//! Values that borrow inside, of which the compiler knows the parts: text in a slice, in a pair, in a map. They are kept with
//! all parts owned, and are seen as they were: of the owned parts the value is made again, and kept beside them.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::values::seen::{Scratch, Seen};

/// How a value with one lifetime is made of its parts.
///
/// # Safety
///
/// A value of a longer life is one of a shorter: a reference to the one may be taken for one to the other.
pub unsafe trait Build: 'static {
    /// The value.
    type Of<'a>;
    /// Its parts, owned.
    type Kept: 'static;

    /// Makes the parts one's own.
    fn keep(value: &Self::Of<'_>) -> Self::Kept;
    /// Makes the value of them again.
    fn lend(kept: &Self::Kept) -> Self::Of<'_>;
}

/// `&T`.
pub struct Loan<T: ?Sized>(PhantomData<fn(&T)>);

// SAFETY: references are so.
unsafe impl<T: ?Sized + ToOwned + 'static> Build for Loan<T> {
    type Of<'a> = &'a T;
    type Kept = T::Owned;

    fn keep(value: &&T) -> T::Owned {
        (*value).to_owned()
    }
    fn lend(kept: &T::Owned) -> &T {
        kept.borrow()
    }
}

/// `T`, which has no lifetime.
pub struct Whole<T>(PhantomData<fn(T)>);

// SAFETY: there is none.
unsafe impl<T: Clone + 'static> Build for Whole<T> {
    type Of<'a> = T;
    type Kept = T;

    fn keep(value: &T) -> T {
        value.clone()
    }
    fn lend(kept: &T) -> T {
        kept.clone()
    }
}

// SAFETY: an `Option` is what is in it.
unsafe impl<B: Build> Build for Option<B> {
    type Of<'a> = Option<B::Of<'a>>;
    type Kept = Option<B::Kept>;

    fn keep(value: &Self::Of<'_>) -> Self::Kept {
        value.as_ref().map(B::keep)
    }
    fn lend(kept: &Self::Kept) -> Self::Of<'_> {
        kept.as_ref().map(B::lend)
    }
}

// SAFETY: likewise.
unsafe impl<B: Build> Build for Vec<B> {
    type Of<'a> = Vec<B::Of<'a>>;
    type Kept = Vec<B::Kept>;

    fn keep(value: &Self::Of<'_>) -> Self::Kept {
        keep_all::<B>(value)
    }
    fn lend(kept: &Self::Kept) -> Self::Of<'_> {
        kept.iter().map(B::lend).collect()
    }
}

/// Makes the parts of each one's own.
fn keep_all<B: Build>(values: &[B::Of<'_>]) -> Vec<B::Kept> {
    let mut kept = Vec::with_capacity(values.len());
    for value in values {
        kept.push(B::keep(value));
    }
    kept
}

// SAFETY: likewise.
unsafe impl<B: Build, const N: usize> Build for [B; N] {
    type Of<'a> = [B::Of<'a>; N];
    type Kept = [B::Kept; N];

    fn keep(value: &Self::Of<'_>) -> Self::Kept {
        value.each_ref().map(B::keep)
    }
    fn lend(kept: &Self::Kept) -> Self::Of<'_> {
        kept.each_ref().map(B::lend)
    }
}

// SAFETY: likewise, of keys and values.
unsafe impl<K: Build, V: Build> Build for HashMap<K, V>
where
    K::Kept: Eq + Hash,
    for<'a> K::Of<'a>: Eq + Hash,
{
    type Of<'a> = HashMap<K::Of<'a>, V::Of<'a>>;
    type Kept = HashMap<K::Kept, V::Kept>;

    fn keep(value: &Self::Of<'_>) -> Self::Kept {
        value.iter().map(|(key, value)| (K::keep(key), V::keep(value))).collect()
    }
    fn lend(kept: &Self::Kept) -> Self::Of<'_> {
        kept.iter().map(|(key, value)| (K::lend(key), V::lend(value))).collect()
    }
}

macro_rules! tuples {
    ($($($B:ident $b:ident),*;)*) => {$(
        // SAFETY: a tuple is what is in it.
        unsafe impl<$($B: Build),*> Build for ($($B,)*) {
            type Of<'a> = ($($B::Of<'a>,)*);
            type Kept = ($($B::Kept,)*);

            fn keep(($($b,)*): &Self::Of<'_>) -> Self::Kept {
                ($($B::keep($b),)*)
            }
            fn lend(($($b,)*): &Self::Kept) -> Self::Of<'_> {
                ($($B::lend($b),)*)
            }
        }
    )*};
}

tuples! {
    A a;
    A a, B b;
    A a, B b, C c;
    A a, B b, C c, D d;
}

/// A value that borrows inside, as it was: it derefs to its parts, which are owned.
pub struct Inside<B: Build> {
    /// Made of the parts, and dropped before they are.
    value: ManuallyDrop<B::Of<'static>>,
    /// A box, to which there are references in the value.
    kept: NonNull<B::Kept>,
}

// SAFETY: both its parts can be sent, and whoever has one of them can see the other.
unsafe impl<B: Build> Send for Inside<B>
where
    B::Kept: Send + Sync,
    B::Of<'static>: Send + Sync,
{
}
// SAFETY: likewise.
unsafe impl<B: Build> Sync for Inside<B>
where
    B::Kept: Send + Sync,
    B::Of<'static>: Send + Sync,
{
}

impl<B: Build> Inside<B> {
    fn of(kept: B::Kept) -> Self {
        let kept = NonNull::from(Box::leak(Box::new(kept)));
        // SAFETY: the parts are there, and are not changed, until after the value was dropped; nobody is given it for longer.
        let value = ManuallyDrop::new(B::lend(unsafe { kept.as_ref() }));
        Inside { value, kept }
    }

    /// Keeps a value that is seen.
    ///
    /// # Safety
    ///
    /// It is one of this kind, and there is room for what is kept.
    pub(crate) unsafe fn keep(seen: Seen, to: *mut ()) {
        // SAFETY: as the caller says.
        unsafe { to.cast::<Self>().write(Self::of(B::keep(seen.get::<B::Of<'_>>()))) };
    }

    /// Looks at the value.
    ///
    /// # Safety
    ///
    /// One was kept at the place, and stays as long as what is seen is used.
    pub(crate) unsafe fn see(place: *const (), _: *mut Scratch) -> Seen {
        // SAFETY: as the caller says. It is seen for a shorter while than it is said to live.
        Seen::of::<B::Of<'static>>(unsafe { &(*place.cast::<Self>()).value })
    }
}

impl<B: Build> Inside<Vec<B>> {
    /// Keeps a slice that is seen.
    ///
    /// # Safety
    ///
    /// As [`keep`](Inside::keep).
    pub(crate) unsafe fn keep_slice(seen: Seen, to: *mut ()) {
        // SAFETY: as the caller says.
        unsafe { to.cast::<Self>().write(Self::of(keep_all::<B>(seen.get::<[B::Of<'_>]>()))) };
    }

    /// Looks at the slice.
    ///
    /// # Safety
    ///
    /// As [`see`](Inside::see).
    pub(crate) unsafe fn see_slice(place: *const (), _: *mut Scratch) -> Seen {
        // SAFETY: as above.
        Seen::of::<[B::Of<'static>]>(unsafe { &(*place.cast::<Self>()).value })
    }
}

impl<B: Build> Drop for Inside<B> {
    fn drop(&mut self) {
        // SAFETY: both are dropped here alone, and the parts after what refers to them.
        unsafe {
            ManuallyDrop::drop(&mut self.value);
            drop(Box::from_raw(self.kept.as_ptr()));
        }
    }
}

impl<B: Build> Deref for Inside<B> {
    type Target = B::Kept;

    fn deref(&self) -> &B::Kept {
        // SAFETY: they are there as long as this.
        unsafe { self.kept.as_ref() }
    }
}

impl<B: Build<Kept: fmt::Debug>> fmt::Debug for Inside<B> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(out)
    }
}

impl<B: Build<Kept: PartialEq<U>>, U: ?Sized> PartialEq<U> for Inside<B> {
    fn eq(&self, other: &U) -> bool {
        **self == *other
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Inside, Loan, Whole};

    #[test]
    fn a_value_is_made_of_what_is_kept_of_it() {
        let pair = Inside::<Option<(Loan<str>, Whole<u32>)>>::of(Some(("a".to_owned(), 1)));
        let moved = Box::new(pair);
        assert_eq!(*moved.value, Some(("a", 1)));
        assert_eq!(*moved, Some(("a".to_owned(), 1)));
        let list = Inside::<Vec<[Loan<[u8]>; 2]>>::of(vec![[vec![1], vec![2, 3]]]);
        assert_eq!(*list.value, [[&[1][..], &[2, 3]]]);
        let map = Inside::<HashMap<Loan<str>, Loan<u32>>>::of(HashMap::from([("a".to_owned(), 1)]));
        assert_eq!(map.value["a"], &1);
    }
}
