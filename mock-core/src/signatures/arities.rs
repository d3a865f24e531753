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
methods!(arity1 1: First E0 a 0);
methods!(arity2 2: First E0 a 0, Second E1 b 1);
methods!(arity3 3: First E0 a 0, Second E1 b 1, Third E2 c 2);
methods!(arity4 4: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3);
methods!(arity5 5: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4);
methods!(arity6 6: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4, Sixth E5 f 5);
methods!(arity7 7: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4, Sixth E5 f 5, Seventh E6 g 6);
methods!(arity8 8: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4, Sixth E5 f 5, Seventh E6 g 6, Eighth E7 h 7);
methods!(arity9 9: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4, Sixth E5 f 5, Seventh E6 g 6, Eighth E7 h 7, Ninth E8 i 8);
methods!(arity10 10: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4, Sixth E5 f 5, Seventh E6 g 6, Eighth E7 h 7, Ninth E8 i 8, Tenth E9 j 9);
methods!(arity11 11: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4, Sixth E5 f 5, Seventh E6 g 6, Eighth E7 h 7, Ninth E8 i 8, Tenth E9 j 9, Eleventh E10 k 10);
methods!(arity12 12: First E0 a 0, Second E1 b 1, Third E2 c 2, Fourth E3 d 3, Fifth E4 e 4, Sixth E5 f 5, Seventh E6 g 6, Eighth E7 h 7, Ninth E8 i 8, Tenth E9 j 9, Eleventh E10 k 10, Twelfth E11 l 11);
