//! Methods of a real object by their paths, `<R as Cat>::go`: how the calls of a spy go on to them. For the compiler a path
//! is half the work that a closure is, and six of them at once are two thirds of the work of six.

use crate::kinds::object::Handle;
use crate::sessions::mock::Mock;

/// A method of `O`, known by its path, to which calls of the mock's method `M` can go on.
pub trait Path<O, M> {
    /// Passes the calls on.
    fn pass(self, method: &M, mock: &Mock, real: &Handle<O>);
}

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
