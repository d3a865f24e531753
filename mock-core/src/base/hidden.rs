//! A pointer behind which debug info does not look.
//!
//! The compiler describes the types that a crate mentions, with all that can be reached from them, and anew in each of the
//! units that it makes code in. From a mock everything can be reached: its journal, its plan, its session. Behind an `Arc`
//! this was two fifths of the debug info of a crate with 50 mocks, which is written, linked and loaded whenever one of its
//! tests is edited.

use std::marker::PhantomData;
use std::mem::{self, ManuallyDrop, MaybeUninit};
use std::ops::Deref;
use std::ptr;
use std::sync::Arc;

/// Names what is hidden: a pointer that had its type as a parameter would be described with it.
pub(crate) trait Hides {
    /// What is hidden.
    type Hidden;
}

/// An `Arc` of what `H` hides.
pub(crate) struct Hidden<H: Hides> {
    /// The `Arc<H::Hidden>` itself, which is a pointer, whatever its bytes are.
    place: MaybeUninit<*const ()>,
    _hides: PhantomData<H>,
}

// SAFETY: it is an `Arc<H::Hidden>`, which can be sent and shared if what is in it can be both.
unsafe impl<H: Hides<Hidden: Send + Sync>> Send for Hidden<H> {}
// SAFETY: as above.
unsafe impl<H: Hides<Hidden: Send + Sync>> Sync for Hidden<H> {}

impl<H: Hides> Hidden<H> {
    /// Hides it.
    #[inline(always)]
    pub(crate) fn new(arc: Arc<H::Hidden>) -> Self {
        const { assert!(size_of::<Arc<H::Hidden>>() == size_of::<*const ()>()) };
        const { assert!(align_of::<Arc<H::Hidden>>() == align_of::<*const ()>()) };
        let arc = ManuallyDrop::new(arc);
        // SAFETY: these are all the bytes of it, as was asserted, and it is not used any more.
        let place = unsafe { *(&raw const arc).cast::<MaybeUninit<*const ()>>() };
        Hidden { place, _hides: PhantomData }
    }

    /// The `Arc` that it is.
    #[inline(always)]
    pub(crate) fn arc(&self) -> &Arc<H::Hidden> {
        // Not by a pointer, which is looked at before it is followed if code is not optimised, at every step of a call.
        // SAFETY: `new` has put it there, and `drop` alone takes it out.
        unsafe { mem::transmute::<&MaybeUninit<*const ()>, &Arc<H::Hidden>>(&self.place) }
    }
}

impl<H: Hides> Deref for Hidden<H> {
    type Target = H::Hidden;

    #[inline(always)]
    fn deref(&self) -> &H::Hidden {
        self.arc()
    }
}

impl<H: Hides> Clone for Hidden<H> {
    #[inline(always)]
    fn clone(&self) -> Self {
        Self::new(Arc::clone(self.arc()))
    }
}

impl<H: Hides> Drop for Hidden<H> {
    fn drop(&mut self) {
        // SAFETY: `new` has put it there, and nobody uses it any more.
        unsafe { ptr::drop_in_place((&raw mut self.place).cast::<Arc<H::Hidden>>()) };
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::Arc;

    use super::{Hidden, Hides};

    struct OfText;

    impl Hides for OfText {
        type Hidden = String;
    }

    #[test]
    fn it_is_an_arc() {
        let arc = Arc::new("north".to_owned());
        let hidden = Hidden::<OfText>::new(Arc::clone(&arc));
        let copy = hidden.clone();
        assert_eq!(*copy, "north");
        assert!(Arc::ptr_eq(copy.arc(), &arc));
        assert_eq!(Arc::strong_count(&arc), 3);
        drop((hidden, copy));
        assert_eq!(Arc::strong_count(&arc), 1);
    }

    #[test]
    fn it_goes_to_other_threads_only_with_what_can_be_shared() {
        struct OfCell;
        impl Hides for OfCell {
            type Hidden = Cell<u8>;
        }
        /// Has several implementations for what is `Send` or `Sync`, so that it is not clear which one is meant.
        trait OnceIfNeither<Case> {
            fn is_clear() {}
        }
        impl<T> OnceIfNeither<()> for T {}
        impl<T: Send> OnceIfNeither<u8> for T {}
        impl<T: Sync> OnceIfNeither<u16> for T {}
        <Hidden<OfCell> as OnceIfNeither<_>>::is_clear();
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Hidden::<OfText>::new(Arc::default()));
    }
}
