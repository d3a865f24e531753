//! Methods of up to twelve parameters, by their number. For one that has more the macro writes such a module itself.

use std::ops::Deref;

use crate::expectations::arity::Arity;
use crate::kinds::capability::Known;
use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::verification::calls::Calls;

impl<A: Arity, K: Kind> Deref for Calls<Method<A, K>> {
    type Target = A::Verifying<K>;

    #[inline(always)]
    fn deref(&self) -> &A::Verifying<K> {
        // SAFETY: it is the same.
        unsafe { &*(&raw const *self).cast() }
    }
}

/// Declares a module for each number of parameters, those of its line and of the lines above.
macro_rules! methods {
    ($bounds:tt $m:ident 0; $($lines:tt)*) => {
        methods!(@module $bounds $m 0 []);
        methods!(@further $bounds [] $($lines)*);
    };

    (@further $bounds:tt [$($above:tt)*]) => {};
    (
        @further $bounds:tt [$($above:tt)*]
        $m:ident $n:literal: $P:ident $a:ident $i:tt $judges:tt $expects:tt $eq:tt; $($lines:tt)*
    ) => {
        methods!(@module $bounds $m $n [$($above)* ($P $a $i $judges $expects $eq)]);
        methods!(@further $bounds [$($above)* ($P $a $i $judges $expects $eq)] $($lines)*);
    };

    (@module $bounds:tt $m:ident $n:literal [$(($P:ident $a:ident $i:tt $judges:tt $expects:tt $eq:tt))*]) => {
        $crate::__asyncmock_arity!(tuples: pub mod $m, $n, $bounds: $($P $a $i $judges $expects $eq),*);

        impl<$($P: Known),*> Known for ($($P,)*) {
            const KNOWN: Self = ($($P::KNOWN,)*);
        }
    };
}

// A compiler's note on a bound that is not met shows these lines. Parameters that are called by one letter get no hints in
// an editor, which knows them by no better name here.
methods! {
    {
        expecting {
            with [AnyThread + 'static]
            with_args
            withf [F: Fn(..) -> bool + AnyThread + 'static]
            withf_st [F: Fn(..) -> bool + 'static]
            times once never
        }
        answering {
            plain {
                returning [F: FnMut(..) -> K::Out + AnyThread + 'static]
                returning_st [F: FnMut(..) -> K::Out + 'static]
                return_once [F: FnOnce(..) -> K::Out + AnyThread + 'static]
                return_once_st [F: FnOnce(..) -> K::Out + 'static]
            }
            tied {
                returning [F: for<'a, 'b> Closure<..> + AnyThread + 'static]
                returning_st [F: for<'a, 'b> Closure<..> + 'static]
                return_once [F: for<'a, 'b> ClosureOnce<..> + AnyThread + 'static]
                return_once_st [F: for<'a, 'b> ClosureOnce<..> + 'static]
            }
            awaited {
                resolving [F: FnMut(..) -> K::Value + AnyThread + 'static]
                resolving_async [F: AsyncFn(..) -> K::Value + AnyThread + Sync + 'static]
                returning_async [
                    F: FnMut(..) -> Fut + AnyThread + 'static, // if it borrows: `resolving_async`
                    Fut: Future<Output = K::Value> + GoesWith<K::Sent> + 'static
                ]
                return_once_async [
                    F: FnOnce(..) -> Fut + AnyThread + 'static,
                    Fut: Future<Output = K::Value> + GoesWith<K::Sent> + 'static
                ]
            }
            guard {
                returning_guard [F: FnMut(..) -> V + AnyThread + 'static, K::Value: Gives<V, W>]
            }
        }
        verifying {
            called { assert_called_with assert_called_once_with assert_any_call }
            awaited { assert_awaited_with assert_awaited_once_with assert_any_await }
            views {
                with_args [Sync]
                matching [F: Fn(..) -> bool + Send + Sync + 'static]
            }
        }
    }
    arity0 0;
    arity1 1: First a 0 [E0: Judges<First>] [First: ParamExpect<E0>] [First: ParamEq<E0>];
    arity2 2: Second b 1 [E1: Judges<Second>] [Second: ParamExpect<E1>] [Second: ParamEq<E1>];
    arity3 3: Third c 2 [E2: Judges<Third>] [Third: ParamExpect<E2>] [Third: ParamEq<E2>];
    arity4 4: Fourth d 3 [E3: Judges<Fourth>] [Fourth: ParamExpect<E3>] [Fourth: ParamEq<E3>];
    arity5 5: Fifth e 4 [E4: Judges<Fifth>] [Fifth: ParamExpect<E4>] [Fifth: ParamEq<E4>];
    arity6 6: Sixth f 5 [E5: Judges<Sixth>] [Sixth: ParamExpect<E5>] [Sixth: ParamEq<E5>];
    arity7 7: Seventh g 6 [E6: Judges<Seventh>] [Seventh: ParamExpect<E6>] [Seventh: ParamEq<E6>];
    arity8 8: Eighth h 7 [E7: Judges<Eighth>] [Eighth: ParamExpect<E7>] [Eighth: ParamEq<E7>];
    arity9 9: Ninth i 8 [E8: Judges<Ninth>] [Ninth: ParamExpect<E8>] [Ninth: ParamEq<E8>];
    arity10 10: Tenth j 9 [E9: Judges<Tenth>] [Tenth: ParamExpect<E9>] [Tenth: ParamEq<E9>];
    arity11 11: Eleventh k 10 [E10: Judges<Eleventh>] [Eleventh: ParamExpect<E10>] [Eleventh: ParamEq<E10>];
    arity12 12: Twelfth l 11 [E11: Judges<Twelfth>] [Twelfth: ParamExpect<E11>] [Twelfth: ParamEq<E11>];
}
