//! Values whose types are known elsewhere: a box of one, with what is needed to move it and to drop it.
//!
//! Nothing here is compiled for each type but two constants, which point to what the type has anyhow.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, needs_drop};
use std::ptr::{self, NonNull};

/// Drops the value at a place.
pub(crate) type DropFn = unsafe fn(*mut ());

/// Of which type something is that knows it no more: of that, and of none that is more general or less.
pub type Exactly<T> = PhantomData<fn(T) -> T>;

/// What there is to know of a type to hold a value of it.
pub struct TypeInfo {
    pub(crate) layout: Layout,
    drop: Option<DropFn>,
}

impl TypeInfo {
    /// What there is to know of this type.
    pub const fn of<T>() -> Self {
        TypeInfo { layout: Layout::new::<T>(), drop: drop_of::<T>() }
    }
}

/// How values of a type are dropped, if they need to be.
pub(crate) const fn drop_of<T>() -> Option<DropFn> {
    if !needs_drop::<T>() {
        return None;
    }
    // SAFETY: pointers to sized types are passed alike, so this is the type's own drop glue, under another name.
    Some(unsafe { std::mem::transmute::<unsafe fn(*mut T), DropFn>(ptr::drop_in_place::<T>) })
}

/// A box of a value.
pub struct Erased {
    place: Place,
    info: &'static TypeInfo,
}

/// Memory for a value, which is freed when it is dropped. What is in it is not.
pub(crate) struct Place {
    data: NonNull<()>,
    layout: Layout,
}

// SAFETY: a value is erased where it can be sent, or where its user says that it stays on its thread; see who makes one.
unsafe impl Send for Erased {}
// SAFETY: a shared reference gives a pointer alone, and whoever follows it answers for that.
unsafe impl Sync for Erased {}

impl Place {
    /// Room for a value of this layout.
    pub(crate) fn new(layout: Layout) -> Self {
        if layout.size() == 0 {
            let data = ptr::without_provenance_mut(layout.align());
            // SAFETY: no alignment is zero.
            return Place { data: unsafe { NonNull::new_unchecked(data) }, layout };
        }
        // SAFETY: the size is not zero.
        let data = unsafe { alloc(layout) };
        let Some(data) = NonNull::new(data) else { handle_alloc_error(layout) };
        Place { data: data.cast(), layout }
    }

    pub(crate) fn as_ptr(&self) -> *mut () {
        self.data.as_ptr()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.layout.size() != 0 {
            // SAFETY: it was allocated with this layout.
            unsafe { dealloc(self.data.as_ptr().cast(), self.layout) };
        }
    }
}

impl Erased {
    /// Boxes a value.
    #[inline(always)]
    pub(crate) fn new<T>(value: T) -> Self {
        let value = ManuallyDrop::new(value);
        // SAFETY: the value is of the type, and is not used any more.
        unsafe { Self::moved((&raw const value).cast(), const { &TypeInfo::of::<T>() }) }
    }

    /// Boxes what is at a place: for those who box many types, each of which would be a function more.
    ///
    /// # Safety
    ///
    /// There is a value of the type, which is not used any more.
    pub unsafe fn moved(from: *const u8, info: &'static TypeInfo) -> Self {
        let place = Place::new(info.layout);
        // Most closures take no room, and the dev profile has many checks before it copies nothing.
        if info.layout.size() != 0 {
            // SAFETY: there is as much at either place.
            unsafe { ptr::copy_nonoverlapping(from, place.as_ptr().cast(), info.layout.size()) };
        }
        Erased { place, info }
    }

    /// The value that is in a place.
    ///
    /// # Safety
    ///
    /// A value of the type has been written there.
    pub(crate) unsafe fn filled(place: Place, info: &'static TypeInfo) -> Self {
        Erased { place, info }
    }

    /// The place, whose value is the caller's from now on.
    pub(crate) fn into_place(self) -> Place {
        let this = ManuallyDrop::new(self);
        // SAFETY: it is not used any more.
        unsafe { ptr::read(&this.place) }
    }

    /// Whether the value is of a type that does something when it is dropped.
    pub(crate) fn needs_drop(&self) -> bool {
        self.info.drop.is_some()
    }

    #[inline(always)]
    pub(crate) fn get(&self) -> *const () {
        self.place.data.as_ptr()
    }

    #[inline(always)]
    pub(crate) fn get_mut(&mut self) -> *mut () {
        self.place.data.as_ptr()
    }
}

impl Drop for Erased {
    fn drop(&mut self) {
        // The place is freed after that, also if it panics.
        if let Some(drop) = self.info.drop {
            // SAFETY: there is a value of the type, and nobody uses it any more.
            unsafe { drop(self.place.as_ptr()) };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Arc;

    use super::Erased;

    #[test]
    fn a_value_is_dropped_with_its_box_once() {
        let number = Arc::new(1);
        let erased = Erased::new(Arc::clone(&number));
        assert_eq!(Arc::strong_count(&number), 2);
        drop(erased);
        assert_eq!(Arc::strong_count(&number), 1);
    }

    #[test]
    fn a_value_that_is_taken_out_is_not_dropped() {
        let number = Arc::new(1);
        let place = Erased::new(Arc::clone(&number)).into_place();
        // SAFETY: it was put there, and the place knows nothing of it.
        let taken = unsafe { place.as_ptr().cast::<Arc<i32>>().read() };
        drop(place);
        assert_eq!(Arc::strong_count(&number), 2);
        drop(taken);
    }

    #[test]
    fn what_takes_no_room_and_what_is_aligned_widely_have_their_places() {
        #[repr(align(128))]
        struct Wide(u8);
        drop(Erased::new(()));
        let wide = Erased::new(Wide(7));
        assert!(wide.get().cast::<Wide>().is_aligned());
        // SAFETY: a `Wide` is in there.
        assert_eq!(unsafe { &*wide.get().cast::<Wide>() }.0, 7);
    }

    #[test]
    fn memory_is_freed_when_a_drop_panics() {
        struct Panics(#[allow(dead_code)] [u8; 64]);
        impl Drop for Panics {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        let erased = Erased::new(Panics([0; 64]));
        assert!(catch_unwind(AssertUnwindSafe(|| drop(erased))).is_err());
    }
}
