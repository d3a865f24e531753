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

macro_rules! methods {
    ($m:ident $n:literal: $($P:ident $E:ident $a:ident $i:tt),*) => {
        $crate::__asyncmock_arity!(tuples: pub mod $m, $n: $($P $E $a $i),*);

        impl<$($P: Known),*> Known for ($($P,)*) {
            const KNOWN: Self = ($($P::KNOWN,)*);
        }
    };
}

methods!(arity0 0:);
methods!(arity1 1: P0 E0 a0 0);
methods!(arity2 2: P0 E0 a0 0, P1 E1 a1 1);
methods!(arity3 3: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2);
methods!(arity4 4: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3);
methods!(arity5 5: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4);
methods!(arity6 6: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5);
methods!(arity7 7: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6);
methods!(arity8 8: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7);
methods!(arity9 9: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8);
methods!(arity10 10: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9);
methods!(arity11 11: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10);
methods!(arity12 12: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11);
