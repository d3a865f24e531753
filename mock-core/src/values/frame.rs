//! Arguments and values of a call, on the stack of whoever makes it. The core moves them without their types, and these
//! are its hands: what is owned is dropped once, and a value is read only where one was written.

use std::marker::PhantomData;
use std::mem::{self, ManuallyDrop};
use std::ptr;

use crate::values::call_values::Values;
use crate::values::description::MethodInfo;

/// The arguments of a call, in a tuple of the caller's. They are dropped with this, unless they are taken.
pub struct Arguments<'c> {
    tuple: *mut (),
    info: &'static MethodInfo,
    /// Those before it have been dropped.
    next: usize,
    _tuple: PhantomData<&'c mut ()>,
}

impl<'c> Arguments<'c> {
    /// Takes over the arguments in a tuple.
    ///
    /// # Safety
    ///
    /// They are arguments of the method, and not used by anybody else from now on.
    pub(crate) unsafe fn of(tuple: *mut (), info: &'static MethodInfo) -> Self {
        Arguments { tuple, info, next: 0, _tuple: PhantomData }
    }

    /// Looks at them.
    #[inline(always)]
    pub(crate) fn values(&self) -> Values<'_> {
        // SAFETY: they are there as long as this is.
        unsafe { Values::of_arguments(self.tuple, self.info) }
    }

    /// Where they are. Whoever asks owns them.
    #[inline(always)]
    pub fn take(self) -> *mut () {
        ManuallyDrop::new(self).tuple
    }
}

impl Drop for Arguments<'_> {
    fn drop(&mut self) {
        while let Some(param) = self.info.params().get(self.next) {
            // Those that are left are dropped also if this one panics.
            let rest = Arguments { next: self.next + 1, ..*self };
            // SAFETY: it is an argument of the method, which is dropped here alone.
            unsafe { param.drop_argument(self.tuple) };
            self.next = rest.next;
            mem::forget(rest);
        }
    }
}

/// Room for a call's value. Whoever gives the value writes it there.
pub struct Room<'c> {
    place: *mut (),
    _place: PhantomData<&'c mut ()>,
}

/// A value that was written: without it, nobody reads one.
pub struct Written<'c> {
    place: *mut (),
    _place: PhantomData<&'c mut ()>,
}

impl<'c> Room<'c> {
    /// The room at a place.
    ///
    /// # Safety
    ///
    /// There is room for a value of the method, which is used for nothing else from now on.
    pub(crate) unsafe fn at(place: *mut ()) -> Self {
        Room { place, _place: PhantomData }
    }

    /// Writes the value.
    ///
    /// # Safety
    ///
    /// It is of the type that there is room for.
    #[inline(always)]
    pub unsafe fn put<T>(self, value: T) -> Written<'c> {
        // SAFETY: as the caller says.
        unsafe {
            ptr::write(self.place as *mut T, value);
            self.written()
        }
    }

    /// Says that the value is written.
    ///
    /// # Safety
    ///
    /// It is.
    unsafe fn written(self) -> Written<'c> {
        Written { place: self.place, _place: PhantomData }
    }

    /// Has a function write the value.
    ///
    /// # Safety
    ///
    /// The function writes one of the type that there is room for, or panics.
    pub(crate) unsafe fn put_by(self, write: impl FnOnce(*mut ())) -> Written<'c> {
        write(self.place);
        Written { place: self.place, _place: PhantomData }
    }
}

#[cfg(feature = "serde")]
impl<'c> Room<'c> {
    /// Has a function write the value, which may say that it could not.
    ///
    /// # Safety
    ///
    /// The function writes one of the type that there is room for, panics, or gives an error.
    pub(crate) unsafe fn try_put_by(
        self,
        write: impl FnOnce(*mut ()) -> Result<(), String>,
    ) -> Result<Written<'c>, String> {
        write(self.place)?;
        Ok(Written { place: self.place, _place: PhantomData })
    }
}

impl Written<'_> {
    /// Where it is.
    #[cfg(feature = "serde")]
    pub(crate) fn place(&self) -> *const () {
        self.place
    }

    /// Takes the value.
    ///
    /// # Safety
    ///
    /// It is of this type.
    #[inline(always)]
    pub(crate) unsafe fn take<T>(self) -> T {
        // SAFETY: it was written, and is read once.
        unsafe { ptr::read(self.place as *const T) }
    }
}
