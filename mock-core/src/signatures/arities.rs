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

// Parameters that are called by one letter get no hints in an editor, which knows them by no better name here.
macro_rules! methods {
    ($m:ident $n:literal: $($P:ident $E:ident $a:ident $i:tt),*) => {
        $crate::__asyncmock_arity!(tuples: pub mod $m, $n: $($P $E $a $i),*);

        impl<$($P: Known),*> Known for ($($P,)*) {
            const KNOWN: Self = ($($P::KNOWN,)*);
        }
    };
}

methods!(arity0 0:);
methods!(arity1 1: P0 E0 a 0);
methods!(arity2 2: P0 E0 a 0, P1 E1 b 1);
methods!(arity3 3: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2);
methods!(arity4 4: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3);
methods!(arity5 5: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4);
methods!(arity6 6: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4, P5 E5 f 5);
methods!(arity7 7: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4, P5 E5 f 5, P6 E6 g 6);
methods!(arity8 8: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4, P5 E5 f 5, P6 E6 g 6, P7 E7 h 7);
methods!(arity9 9: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4, P5 E5 f 5, P6 E6 g 6, P7 E7 h 7, P8 E8 i 8);
methods!(arity10 10: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4, P5 E5 f 5, P6 E6 g 6, P7 E7 h 7, P8 E8 i 8, P9 E9 j 9);
methods!(arity11 11: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4, P5 E5 f 5, P6 E6 g 6, P7 E7 h 7, P8 E8 i 8, P9 E9 j 9, P10 E10 k 10);
methods!(arity12 12: P0 E0 a 0, P1 E1 b 1, P2 E2 c 2, P3 E3 d 3, P4 E4 e 4, P5 E5 f 5, P6 E6 g 6, P7 E7 h 7, P8 E8 i 8, P9 E9 j 9, P10 E10 k 10, P11 E11 l 11);
