//! What no method has that is not async. What is for async methods alone others have in name, hidden, with a bound that never
//! holds, so that a test that asks for it is told why it can't be had: an unmet bound on all of an implementation would be
//! told by the names of kinds.

use crate::kinds::kind::{Borrowed, BorrowedMut, Kind, Owned, Tied};
use crate::kinds::lent::{Shared, SharedMut};
use crate::kinds::tied::TiedBeside;
use crate::values::param::Param;
use crate::values::shape::{Shape, ShapeMut};

/// What no value is that is given at once.
#[diagnostic::on_unimplemented(
    message = "this method is not async: its calls are answered at once",
    label = "for methods that are async, or declared with their futures",
    note = "write `returning` or `return_const` to answer, and ask for calls rather than for awaits: `assert_called`"
)]
pub trait IsFuture {}

/// A kind whose calls are answered at once.
pub trait Immediate: Kind {
    /// What they give, for a text.
    type Given: ?Sized;
}

impl<R: 'static> Immediate for Owned<R> {
    type Given = R;
}

impl<M: Param> Immediate for Tied<M> {
    type Given = M::Of<'static>;
}

impl<M: Param, S: 'static> Immediate for TiedBeside<M, S> {
    type Given = M::Of<'static>;
}

macro_rules! lending {
    ($($kind:ident: $shape:ident $(+ $mut:tt)?;)*) => {$(
        impl<T: ?Sized + $shape> Immediate for $kind<T> {
            type Given = &'static $($mut)? T;
        }
    )*};
}

lending! {
    Borrowed: Shape;
    Shared: Shape;
    BorrowedMut: ShapeMut + mut;
    SharedMut: ShapeMut + mut;
}
