//! For which of two lifetimes an argument borrows, of a method whose value borrows from some of its arguments only.

use crate::values::param::Param;

/// Which of the two it is.
///
/// # Safety
///
/// An argument is the parameter's own, for some lifetime.
pub unsafe trait Side: 'static {
    /// An argument of a parameter there.
    type Of<'tied, 'aside, P: Param>;
}

/// That of the value.
pub struct Along;

/// One that the value knows nothing of.
pub struct Aside;

// SAFETY: it is one of the parameter's.
unsafe impl Side for Along {
    type Of<'tied, 'aside, P: Param> = P::Of<'tied>;
}

// SAFETY: as above.
unsafe impl Side for Aside {
    type Of<'tied, 'aside, P: Param> = P::Of<'aside>;
}
