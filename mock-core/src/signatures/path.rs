//! Methods of a real object by their paths, `<R as Cat>::go`: how the calls of a spy go on to them. For the compiler a path
//! is half the work that a closure is, and six of them at once are two thirds of the work of six.

use crate::kinds::kind::{Async, Owned};
use crate::kinds::object::Handle;
use crate::kinds::real::RealFuture;
use crate::methods::method::Method;
use crate::sessions::mock::Mock;
use crate::values::param::Param;

/// A method of `O`, known by its path, to which calls of the mock's method `M` can go on.
pub trait Path<O, M> {
    /// Passes the calls on.
    fn pass(self, method: &M, mock: &Mock, real: &Handle<O>);
}

/// Methods with so many parameters besides the object: with few, as most are. All paths are one kind of type to the
/// compiler, which compares each of these with each.
macro_rules! path {
    ($($P:ident $a:ident),*) => {
        impl<O: 'static, V: 'static, $($P: Param,)* F> Path<O, Method<($($P,)*), Owned<V>>> for F
        where
            F: for<'s, 'a> Fn(&'s O, $($P::Of<'a>),*) -> V + Send + Sync + 'static,
        {
            fn pass(self, method: &Method<($($P,)*), Owned<V>>, mock: &Mock, real: &Handle<O>) {
                method.wrap(mock, real, move |real, ($($a,)*), _| self(real, $($a),*));
            }
        }

        impl<O: 'static, V: 'static, $($P: Param,)* F> Path<O, Method<($($P,)*), Async<V>>> for F
        where
            F: for<'s, 'a> AsyncFn(&'s O, $($P::Of<'a>),*) -> V + Copy + Send + Sync + 'static,
        {
            fn pass(self, method: &Method<($($P,)*), Async<V>>, mock: &Mock, real: &Handle<O>) {
                // The future outlives the loan of the object to the call, so it has the object itself.
                let handle = real.clone();
                method.wrap(mock, real, move |_, ($($a,)*), _| {
                    let real = handle.clone();
                    RealFuture::here(async move { self(&real, $($a),*).await })
                });
            }
        }
    };
}

path!();
path!(P0 a0);
path!(P0 a0, P1 a1);
path!(P0 a0, P1 a1, P2 a2);
path!(P0 a0, P1 a1, P2 a2, P3 a3);
path!(P0 a0, P1 a1, P2 a2, P3 a3, P4 a4);
path!(P0 a0, P1 a1, P2 a2, P3 a3, P4 a4, P5 a5);

/// Methods of a mock, and behind them the paths of as many of `O`'s.
pub trait Paths<O> {
    /// Passes the calls of each on.
    fn pass(self, mock: &Mock, real: &Handle<O>);
}

macro_rules! paths {
    ($($M:ident $m:ident $P:ident $p:ident),*) => {
        impl<O, $($M, $P: Path<O, $M>),*> Paths<O> for ($(&$M,)* $($P,)*) {
            fn pass(self, mock: &Mock, real: &Handle<O>) {
                let ($($m,)* $($p,)*) = self;
                $($p.pass($m, mock, real);)*
            }
        }
    };
}

paths!(M0 m0 P0 p0);
paths!(M0 m0 P0 p0, M1 m1 P1 p1);
paths!(M0 m0 P0 p0, M1 m1 P1 p1, M2 m2 P2 p2);
paths!(M0 m0 P0 p0, M1 m1 P1 p1, M2 m2 P2 p2, M3 m3 P3 p3);
paths!(M0 m0 P0 p0, M1 m1 P1 p1, M2 m2 P2 p2, M3 m3 P3 p3, M4 m4 P4 p4);
paths!(M0 m0 P0 p0, M1 m1 P1 p1, M2 m2 P2 p2, M3 m3 P3 p3, M4 m4 P4 p4, M5 m5 P5 p5);
paths!(M0 m0 P0 p0, M1 m1 P1 p1, M2 m2 P2 p2, M3 m3 P3 p3, M4 m4 P4 p4, M5 m5 P5 p5, M6 m6 P6 p6);
paths!(M0 m0 P0 p0, M1 m1 P1 p1, M2 m2 P2 p2, M3 m3 P3 p3, M4 m4 P4 p4, M5 m5 P5 p5, M6 m6 P6 p6, M7 m7 P7 p7);

impl Mock {
    /// Passes calls on to methods of a real object, by their paths.
    pub fn pass<O>(&self, real: &Handle<O>, paths: impl Paths<O>) {
        paths.pass(self, real);
    }
}
