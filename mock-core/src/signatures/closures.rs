//! What the functions that call a test's closures have in common, whatever the [number](crate::signatures::arity) of their
//! parameters.

use std::any::TypeId;
use std::fmt;
use std::mem::transmute;

use crate::doubles::guard_forms::CallOfGuard;
use crate::engine::giver::Giver;
use crate::expectations::demands::Judges;
use crate::matching::matcher::{Eval, JudgeInfo};
use crate::matching::predicate::Predicate;
use crate::values::description::Show;
use crate::values::param::Param;
use crate::values::seen::Seen;

/// What the texts call a function of `withf` and `matching`.
pub const FUNCTION: &str = "<function>";

/// What there is to know of a predicate on a parameter.
pub const fn judge_info<P, E>() -> JudgeInfo
where
    P: Param,
    E: Judges<P> + 'static,
{
    unsafe fn eval<P: Param, E: for<'x> Predicate<P::Item<'x>>>(predicate: *const (), seen: Seen) -> bool {
        // SAFETY: this is the predicate, and what the parameter sees.
        unsafe { (*(predicate as *const E)).eval(seen.get::<P::Item<'_>>()) }
    }
    let eval = if size_of::<&P::Item<'static>>() == size_of::<usize>() {
        let thin: fn(&E, &P::Item<'static>) -> bool = <E as Predicate<P::Item<'static>>>::eval;
        // SAFETY: references of one word are passed as pointers are, and the function is one for items of any life.
        Eval::Thin(unsafe {
            transmute::<fn(&E, &P::Item<'static>) -> bool, unsafe fn(*const (), *const ()) -> bool>(thin)
        })
    } else {
        Eval::Seen(eval::<P, E>)
    };
    let print = Show::thin::<E>(<E as fmt::Display>::fmt).expect("a predicate has a size");
    JudgeInfo { eval, print, id: TypeId::of::<E>() }
}

/// The closure of `return_once`, which the expectation's supply allows to be taken once.
///
/// # Safety
///
/// At the place is such a closure, or none any more.
pub unsafe fn take<F>(answer: *mut ()) -> F {
    // SAFETY: as the caller says.
    unsafe { (*(answer as *mut Option<F>)).take() }.expect("an expectation that answers once is used once")
}

/// The data of `returning_guard`.
pub struct MakingGuards<V, G, F> {
    /// Makes what a guard is on.
    pub make: F,
    /// Makes the guard.
    pub give: fn(V, &CallOfGuard) -> G,
    /// Whose call it is.
    pub giver: Giver,
}
