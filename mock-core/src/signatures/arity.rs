//! The one place that knows how many parameters a method has: everything that must be spelled per arity, for 0 to 20
//! parameters. Each method here hands on to code without types at once; what has types is a function for each closure of a
//! test, which takes the arguments out of their tuple.

use std::any::TypeId;
use std::fmt;
use std::future::Future;
use std::mem::{ManuallyDrop, offset_of, transmute};
use std::ptr;

use crate::base::erased::{Erased, TypeInfo};
use crate::base::thread_bound::ThreadBound;
use crate::doubles::guard_forms::{CallOfGuard, Gives};
use crate::engine::answer::{Answer, Later, Reply};
use crate::engine::giver::Giver;
use crate::expectations::expectation::Expectation;
use crate::kinds::capability::Known;
use crate::kinds::kind::{Async, Awaited, AwaitedFrom, Kind, Owned, Plain, Tied};
use crate::kinds::object::Handle;
use crate::kinds::real::RealFuture;
use crate::matching::matcher::{Eval, JudgeInfo, Matcher};
use crate::matching::plan::Supply;
use crate::matching::predicate::Predicate;
use crate::methods::method::Method;
use crate::records::event::Event;
use crate::sessions::mock::Mock;
use crate::signatures::path::Path;
use crate::values::args::{Args, ArgsEq};
use crate::values::description::{Described, DescribedValue, Description, KeptLayout, ParamInfo, Show};
use crate::values::expected::{Expected, ExpectedInfo, ParamEq, ParamExpect};
use crate::values::frame::{Arguments, Room};
use crate::values::param::{Param, SeenOf};
use crate::values::seen::Seen;
use crate::verification::calls::Calls;
use crate::views::view::Filter;

/// What the texts call a function of `withf` and `matching`.
const FUNCTION: &str = "<function>";

/// What there is to know of a predicate on a parameter.
const fn judge_info<P, E>() -> JudgeInfo
where
    P: Param,
    E: for<'x> Predicate<P::Item<'x>> + 'static,
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
unsafe fn take<F>(answer: *mut ()) -> F {
    // SAFETY: as the caller says.
    unsafe { (*(answer as *mut Option<F>)).take() }.expect("an expectation that answers once is used once")
}

/// The tuples of a method, by a name that is the same for every number of parameters.
trait Tuples {
    type Arguments;
    type Kept;
}

/// The data of `returning_guard`.
struct MakingGuards<V, G, F> {
    make: F,
    give: fn(V, &CallOfGuard) -> G,
    giver: Giver,
}

/// Boxes a value without a function of its own for each type.
macro_rules! erased {
    ($T:ty, $value:expr) => {{
        let value = ManuallyDrop::new($value);
        Erased::moved(&raw const value as *const u8, const { &TypeInfo::of::<$T>() })
    }};
}

/// Makes a matcher of expected values.
macro_rules! expected {
    ($n:literal $($P:ident $E:ident $a:ident)*) => {{
        let mut matcher = Matcher::values($n);
        // SAFETY: there is one for each parameter.
        $(unsafe {
            let info = ExpectedInfo::of_stored::<$P, <$P as ParamExpect<$E>>::Stored>();
            matcher.expect(erased!(<$P as ParamExpect<$E>>::Stored, $P::store($a)), info);
        })*
        matcher
    }};
}

/// Makes an answer of data that can be sent, likewise.
macro_rules! answer {
    ($T:ty, $data:expr, $run:expr) => {{
        let data = ManuallyDrop::new($data);
        Answer::moved(&raw const data as *const u8, const { &TypeInfo::of::<$T>() }, $run)
    }};
}

/// Functions that call closures of so many parameters, whose types are known nowhere else.
macro_rules! shims {
    ($m:ident: $($P:ident $a:ident),*) => {
        mod $m {
            use super::*;

            type Tuple<'a, $($P),*> = ($(<$P as Param>::Of<'a>,)*);

            /// Closures that answer a method whose value is tied to an argument. A trait of its own, as the lifetime of a value
            /// cannot be spelled in a bound on `FnMut` when it appears in the arguments through markers only.
            pub trait Closure<'a, M: Param, $($P: Param),*>: FnMut($($P::Of<'a>),*) -> M::Of<'a> {}

            impl<'a, M: Param, $($P: Param,)* F> Closure<'a, M, $($P),*> for F
            where
                F: FnMut($($P::Of<'a>),*) -> M::Of<'a>,
            {
            }

            /// Asks a function of `withf` or `matching`.
            pub(super) unsafe fn accepts<$($P: Param,)* F>(function: *const (), seen: &[Seen]) -> bool
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool,
            {
                let [$($a),*] = seen else { unreachable!("each parameter is seen") };
                // SAFETY: this is the function, and what its parameters see.
                unsafe { (*(function as *const F))($($a.get::<$P::Item<'_>>()),*) }
            }

            /// `returning`.
            pub(super) unsafe fn returning<'c, $($P: Param,)* K: Plain, F>(
                answer: *mut (),
                arguments: Arguments<'c>,
                room: Room<'c>,
            ) -> Reply<'c>
            where
                F: FnMut($($P::Of<'_>),*) -> K::Out,
            {
                // SAFETY: this is the closure, and arguments and room are those of a method with these types.
                unsafe {
                    let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                    K::reply((*(answer as *mut F))($($a),*), room)
                }
            }

            /// `return_once`.
            pub(super) unsafe fn return_once<'c, $($P: Param,)* K: Plain, F>(
                answer: *mut (),
                arguments: Arguments<'c>,
                room: Room<'c>,
            ) -> Reply<'c>
            where
                F: FnOnce($($P::Of<'_>),*) -> K::Out,
            {
                // SAFETY: as above.
                unsafe {
                    let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                    K::reply(take::<F>(answer)($($a),*), room)
                }
            }

            /// `resolving`.
            pub(super) unsafe fn resolving<'c, $($P: Param,)* F, V>(
                answer: *mut (),
                arguments: Arguments<'c>,
                room: Room<'c>,
            ) -> Reply<'c>
            where
                F: FnMut($($P::Of<'_>),*) -> V,
            {
                // SAFETY: as above; the room is for a `V`.
                unsafe {
                    let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                    Reply::Given(room.put((*(answer as *mut F))($($a),*)))
                }
            }

            /// `returning_async`.
            pub(super) unsafe fn returning_async<'c, $($P: Param,)* F, Fut>(
                answer: *mut (),
                arguments: Arguments<'c>,
                room: Room<'c>,
            ) -> Reply<'c>
            where
                F: FnMut($($P::Of<'_>),*) -> Fut,
                Fut: Future + 'static,
            {
                // SAFETY: as above; the future gives the method's value.
                unsafe {
                    let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                    Reply::Later(Later::future((*(answer as *mut F))($($a),*)), room)
                }
            }

            /// `return_once_async`.
            pub(super) unsafe fn return_once_async<'c, $($P: Param,)* F, Fut>(
                answer: *mut (),
                arguments: Arguments<'c>,
                room: Room<'c>,
            ) -> Reply<'c>
            where
                F: FnOnce($($P::Of<'_>),*) -> Fut,
                Fut: Future + 'static,
            {
                // SAFETY: as above.
                unsafe {
                    let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                    Reply::Later(Later::future(take::<F>(answer)($($a),*)), room)
                }
            }

            /// `returning` of a value tied to an argument.
            pub(super) unsafe fn returning_tied<'c, $($P: Param,)* M: Param, F>(
                answer: *mut (),
                arguments: Arguments<'c>,
                room: Room<'c>,
            ) -> Reply<'c>
            where
                F: for<'a> Closure<'a, M, $($P),*>,
            {
                // SAFETY: as above; the room is for the value, which lives as long as the arguments.
                unsafe {
                    let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                    Reply::Given(room.put((*(answer as *mut F))($($a),*)))
                }
            }

            /// `returning_guard`.
            pub(super) unsafe fn returning_guard<'c, $($P: Param,)* F, V, G>(
                answer: *mut (),
                arguments: Arguments<'c>,
                room: Room<'c>,
            ) -> Reply<'c>
            where
                F: FnMut($($P::Of<'_>),*) -> V,
            {
                // SAFETY: as above; the room is for a `G`.
                unsafe {
                    let MakingGuards { make, give, giver } = &mut *(answer as *mut MakingGuards<V, G, F>);
                    let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                    let value = make($($a),*);
                    Reply::Given(room.put(give(value, &giver.call())))
                }
            }
        }
    };
}

macro_rules! arity {
    ($n:literal $m:ident: $($P:ident $E:ident $a:ident $i:tt),*) => {
        shims!($m: $($P $a),*);

        // SAFETY: these are the types of the arguments and of their snapshots.
        unsafe impl<$($P: Param),*> Args for ($($P,)*) {
            type Of<'a> = ($($P::Of<'a>,)*);
            type Kept = ($($P::Kept,)*);
        }

        impl<$($P: Param,)* K: Kind> Tuples for Method<($($P,)*), K> {
            type Arguments = ($($P::Of<'static>,)*);
            type Kept = ($($P::Kept,)*);
        }

        impl<$($P: Param,)* K: Kind> Method<($($P,)*), K> {
            /// Describes a method: its name with those of its parameters, `go(direction, steps)`; what can be done with each
            /// argument; and what can be done with the value.
            pub const fn describe(
                declaration: &'static str,
                params: ($(Described<$P>,)*),
                value: DescribedValue<K::Value>,
            ) -> Description<Self, [ParamInfo; $n]> {
                let ($($a,)*) = params;
                let kept = KeptLayout { size: size_of::<<Self as Tuples>::Kept>(), align: align_of::<<Self as Tuples>::Kept>() };
                let params = [$($a.placed(
                    offset_of!(<Self as Tuples>::Arguments, $i),
                    offset_of!(<Self as Tuples>::Kept, $i),
                )),*];
                Description::new(declaration, K::AWAITED, kept, value.0, params)
            }
        }

        impl<$($P: Known),*> Known for ($($P,)*) {
            const KNOWN: Self = ($($P::KNOWN,)*);
        }

        #[allow(unused_variables)]
        impl<$($P: ParamEq<$E>, $E),*> ArgsEq<($($E,)*)> for ($($P,)*) {
            fn expected(expected: &($($E,)*)) -> Vec<Expected<'_>> {
                vec![$(Expected::new::<$P, $E>(&expected.$i)),*]
            }
        }

        /// Which arguments an expectation is for.
        #[allow(unused_mut)]
        impl<$($P: Param,)* K: Kind> Expectation<'_, Method<($($P,)*), K>> {
            /// Expects arguments that the predicates accept, one predicate for each.
            #[allow(clippy::too_many_arguments)]
            pub fn with<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($E: for<'x> Predicate<$P::Item<'x>> + Send + 'static,)*
            {
                let mut matcher = Matcher::judges($n);
                // SAFETY: there is one for each parameter.
                $(unsafe { matcher.judge(erased!($E, $a), const { &judge_info::<$P, $E>() }) };)*
                self.raw.expecting(matcher);
                self
            }

            /// Expects arguments equal to these, which have the shape of the call; [`ANY`](crate::ANY) equals anything.
            #[allow(clippy::too_many_arguments)]
            pub fn with_args<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($P: ParamExpect<$E>,)*
            {
                self.raw.expecting(expected!($n $($P $E $a)*));
                self
            }

            /// Expects arguments that the function accepts.
            pub fn withf<F>(self, function: F) -> Self
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + Send + 'static,
            {
                self.accepting(function, FUNCTION)
            }

            fn accepting<F>(self, function: F, description: &'static str) -> Self
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + Send + 'static,
            {
                // SAFETY: the function is of these parameters.
                self.raw.expecting(unsafe {
                    Matcher::of_function(erased!(F, function), $m::accepts::<$($P,)* F>, description)
                });
                self
            }

            /// As `withf`, for a function that is not `Send`: calls from another thread fail.
            pub fn withf_st<F>(self, function: F) -> Self
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + 'static,
            {
                let function = ThreadBound::new(function);
                let this = self.accepting(move |$($a),*| function.get()($($a),*), "<single threaded function>");
                this.raw.bind_matcher();
                this
            }
        }

        /// How an expectation answers.
        impl<'m, $($P: Param,)* K: Plain> Expectation<'m, Method<($($P,)*), K>> {
            /// Answers with what the closure makes of the arguments.
            pub fn returning<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Out + Send + 'static,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { answer!(F, answer, $m::returning::<$($P,)* K, F>) };
                self.raw.supplying(answer, Supply::Endless, K::AT_CALL);
                self
            }

            /// As `returning`, for a closure that is not `Send`: calls from another thread fail.
            pub fn returning_st<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Out + 'static,
            {
                let mut answer = ThreadBound::new(answer);
                self.returning(move |$($a),*| answer.get_mut()($($a),*)).raw.bind_answer();
                self
            }

            /// Answers one call with what the closure makes of the arguments.
            pub fn return_once<F>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> K::Out + Send + 'static,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { answer!(Option<F>, Some(answer), $m::return_once::<$($P,)* K, F>) };
                self.raw.supplying(answer, Supply::Once { spent: false }, K::AT_CALL);
                self
            }

            /// As `return_once`, for a closure that is not `Send`: calls from another thread fail.
            pub fn return_once_st<F>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> K::Out + 'static,
            {
                let answer = ThreadBound::new(answer);
                self.return_once(move |$($a),*| answer.into_inner()($($a),*)).raw.bind_answer();
                self
            }
        }

        /// How an expectation answers with a value tied to an argument.
        impl<$($P: Param,)* M: Param> Expectation<'_, Method<($($P,)*), Tied<M>>> {
            /// Answers with what the closure makes of the arguments.
            pub fn returning<F>(self, answer: F) -> Self
            where
                F: for<'a> $m::Closure<'a, M, $($P),*> + Send + 'static,
            {
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { Answer::new(answer, $m::returning_tied::<$($P,)* M, F>) })
            }
        }

        /// How an expectation answers awaited calls.
        impl<$($P: Param,)* K: Awaited> Expectation<'_, Method<($($P,)*), K>> {
            /// Answers with the plain value that the closure makes of the arguments, when the call is awaited.
            pub fn resolving<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Value + Send + 'static,
            {
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { answer!(F, answer, $m::resolving::<$($P,)* F, K::Value>) })
            }

            /// Answers with the output of the future that the closure makes of the arguments.
            pub fn returning_async<F, Fut>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> Fut + Send + 'static,
                Fut: Future<Output = K::Value> + 'static,
                K: AwaitedFrom<Fut>,
            {
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { answer!(F, answer, $m::returning_async::<$($P,)* F, Fut>) })
            }

            /// Answers one call with the output of the future that the closure makes of the arguments.
            pub fn return_once_async<F, Fut>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> Fut + Send + 'static,
                Fut: Future<Output = K::Value> + 'static,
                K: AwaitedFrom<Fut>,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { answer!(Option<F>, Some(answer), $m::return_once_async::<$($P,)* F, Fut>) };
                self.raw.supplying(answer, Supply::Once { spent: false }, false);
                self
            }
        }

        impl<'m, $($P: Param,)* K: Kind> Expectation<'m, Method<($($P,)*), K>> {
            /// Answers with a guard double on what the closure makes of the arguments; see
            /// [`returns_guard`](Expectation::returns_guard).
            pub fn returning_guard<F, V: 'static, W>(self, make: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> V + Send + 'static,
                K::Value: Gives<V, W>,
            {
                let give = <K::Value as Gives<V, W>>::give as fn(V, &CallOfGuard) -> K::Value;
                let data = MakingGuards { make, give, giver: Giver::of(self.raw) };
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { Answer::new(data, $m::returning_guard::<$($P,)* F, V, K::Value>) })
            }
        }

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

        /// Calls by their arguments.
        #[allow(unused_mut, clippy::too_many_arguments)]
        impl<$($P: Param,)* K: Kind> Calls<Method<($($P,)*), K>> {
            /// Asserts that the last call had these arguments.
            #[track_caller]
            pub fn assert_called_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.raw.verify_last(Event::Called, "assert_called_with", &[$(Expected::new::<$P, $E>(&$a)),*]);
            }

            /// Asserts that there was exactly one call, and that it had these arguments.
            #[track_caller]
            pub fn assert_called_once_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.raw.verify_once(Event::Called, "assert_called_once_with", &[$(Expected::new::<$P, $E>(&$a)),*]);
            }

            /// Asserts that some call had these arguments.
            #[track_caller]
            pub fn assert_any_call<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.raw.verify_any(Event::Called, "assert_any_call", &[$(Expected::new::<$P, $E>(&$a)),*]);
            }

            /// The calls with these arguments: a view of its own.
            pub fn with_args<$($E),*>(&self, $($a: $E),*) -> Self
            where
                $($P: ParamExpect<$E, Stored: Sync>,)*
            {
                // They can be shared.
                self.filtered(Filter::Arguments(expected!($n $($P $E $a)*)))
            }

            /// The calls whose arguments the function accepts: a view of its own. Calls with an argument that was not
            /// kept are left out.
            pub fn matching<F>(&self, function: F) -> Self
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + Send + Sync + 'static,
            {
                // SAFETY: the function is of these parameters, and can be shared.
                let matcher = unsafe { Matcher::of_function(erased!(F, function), $m::accepts::<$($P,)* F>, FUNCTION) };
                self.filtered(Filter::Arguments(matcher))
            }
        }

        /// Awaited calls by their arguments.
        #[allow(clippy::too_many_arguments)]
        impl<$($P: Param,)* K: Awaited> Calls<Method<($($P,)*), K>> {
            /// Asserts that the last await had these arguments.
            #[track_caller]
            pub fn assert_awaited_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.raw.verify_last(Event::Awaited, "assert_awaited_with", &[$(Expected::new::<$P, $E>(&$a)),*]);
            }

            /// Asserts that there was exactly one await, and that it had these arguments.
            #[track_caller]
            pub fn assert_awaited_once_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.raw.verify_once(Event::Awaited, "assert_awaited_once_with", &[$(Expected::new::<$P, $E>(&$a)),*]);
            }

            /// Asserts that some await had these arguments.
            #[track_caller]
            pub fn assert_any_await<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.raw.verify_any(Event::Awaited, "assert_any_await", &[$(Expected::new::<$P, $E>(&$a)),*]);
            }
        }
    };
}

arity!(0 arity0:);
arity!(1 arity1: P0 E0 a0 0);
arity!(2 arity2: P0 E0 a0 0, P1 E1 a1 1);
arity!(3 arity3: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2);
arity!(4 arity4: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3);
arity!(5 arity5: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4);
arity!(6 arity6: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5);
arity!(7 arity7: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6);
arity!(8 arity8: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7);
arity!(9 arity9: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8);
arity!(10 arity10: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9);
arity!(11 arity11: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10);
arity!(12 arity12: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11);
arity!(13 arity13: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12);
arity!(14 arity14: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13);
arity!(15 arity15: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14);
arity!(16 arity16: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15);
arity!(17 arity17: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16);
arity!(18 arity18: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16, P17 E17 a17 17);
arity!(19 arity19: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16, P17 E17 a17 17, P18 E18 a18 18);
arity!(20 arity20: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16, P17 E17 a17 17, P18 E18 a18 18, P19 E19 a19 19);
