//! The one place that knows how many parameters a method has: everything that must be spelled per arity, for 0 to 20
//! parameters. Each method here hands on to arity-free code at once.

use std::fmt;
use std::future::Future;

use crate::answer::{Answer, Deferring, Resolving, Returning, ReturningTied};
use crate::args::{Args, ArgsEq, ArgsJudge, ArgsStored, Differences, Style};
use crate::calls::{Calls, Filter, Matching, WithArgs};
use crate::capability::{Capability, Known};
use crate::event::Event;
use crate::expectation::Expectation;
use crate::expected::{ParamEq, ParamExpect, StoredExpected, is_any};
use crate::giving::{Giver, Gives, MakingGuards};
use crate::kind::{Async, Awaited, AwaitedFrom, Kind, Owned, Plain, Progress, Tied};
use crate::matcher::{Description, Expecting, Function, Judging, Matcher};
use crate::method::Method;
use crate::mock::Mock;
use crate::object::Handle;
use crate::param::Param;
use crate::path::Path;
use crate::plain;
use crate::plan::Supply;
use crate::predicate::{self, Predicate};
use crate::real::RealFuture;
use crate::record::CallState;
use crate::thread_bound::ThreadBound;

/// Values up to this length are printed on one line.
const SHORT: usize = 40;

/// A value as text, through a function that prints it.
struct Text<'p>(&'p dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result);

impl fmt::Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(out)
    }
}

fn text(style: Style, print: &dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result) -> String {
    match style {
        Style::Compact => format!("{}", Text(print)),
        Style::Fitting => {
            let line = format!("{}", Text(print));
            if line.len() <= SHORT { line } else { format!("{:#}", Text(print)) }
        }
    }
}

fn show_seen<P: Param>(capability: &Capability<P>, seen: P::Seen<'_>, style: Style) -> String {
    text(style, &|out| (capability.show)(seen, out))
}

fn show_again<P: Param>(capability: &Capability<P>, kept: Option<&P::Kept>, style: Style) -> String {
    match kept {
        Some(kept) => show_seen(capability, P::see_again(&P::again(kept)), style),
        None => "<not kept>".to_owned(),
    }
}

/// Whether a snapshot is the expected value; one that was not kept is nothing but `ANY`.
fn equals_again<P: ParamEq<E>, E>(expected: &E, kept: Option<&P::Kept>) -> bool {
    match kept {
        Some(kept) => P::equals(expected, P::see_again(&P::again(kept))),
        None => is_any(expected),
    }
}

fn equals_stored_again<P: Param, S: StoredExpected<P>>(stored: &S, kept: Option<&P::Kept>) -> bool {
    match kept {
        Some(kept) => stored.equals(P::see_again(&P::again(kept))),
        None => stored.is_any(),
    }
}

/// Closures that answer a method whose value is tied to an argument. A trait of its own, as the lifetime of a value
/// cannot be spelled in a bound on `FnMut` when it appears in the arguments through markers only.
macro_rules! tied_closures {
    ($tied:ident: $($P:ident)*) => {
        #[doc(hidden)]
        pub trait $tied<'a, M: Param, $($P: Param),*>: FnMut($($P::Of<'a>),*) -> M::Of<'a> {}

        impl<'a, M: Param, $($P: Param,)* F> $tied<'a, M, $($P),*> for F
        where
            F: FnMut($($P::Of<'a>),*) -> M::Of<'a>,
        {
        }
    };
}

macro_rules! arity {
    ($tied:ident: $($P:ident $E:ident $a:ident $i:tt),*) => {
        tied_closures!($tied: $($P)*);

        #[allow(unused_variables, unused_mut, clippy::unused_unit)]
        impl<$($P: Param),*> Args for ($($P,)*) {
            type Of<'a> = ($($P::Of<'a>,)*);
            type Kept = ($($P::Kept,)*);
            type Partial = ($(Option<$P::Kept>,)*);
            type Taken<'x> = ($($P::Taken<'x>,)*);
            type Raw = ($($P::Raw,)*);
            type Capabilities = ($(Capability<$P>,)*);

            const ALL: u32 = 0 $(| 1 << $i)*;

            fn kept(capabilities: &Self::Capabilities) -> u32 {
                0 $(| u32::from(capabilities.$i.kept) << $i)*
            }

            fn keep<'x>(capabilities: &Self::Capabilities, arguments: &'x Self::Of<'_>) -> Self::Taken<'x> {
                ($((capabilities.$i.keep)(&arguments.$i),)*)
            }

            #[inline(always)]
            fn write(taken: Self::Taken<'_>, text: &mut String) -> Self::Raw {
                ($($P::write(taken.$i, text),)*)
            }

            fn read(raw: Self::Raw, text: &str) -> Self::Kept {
                ($($P::read(raw.$i, text),)*)
            }

            fn keep_partly(capabilities: &Self::Capabilities, arguments: &Self::Of<'_>) -> Self::Partial {
                let mut text = String::new();
                ($(capabilities.$i.kept.then(|| {
                    let raw = $P::write((capabilities.$i.keep)(&arguments.$i), &mut text);
                    $P::read(raw, &text)
                }),)*)
            }

            fn show(capabilities: &Self::Capabilities, arguments: &Self::Of<'_>, style: Style) -> Vec<String> {
                vec![$(show_seen(&capabilities.$i, $P::see(&arguments.$i), style)),*]
            }

            fn show_kept(
                capabilities: &Self::Capabilities,
                kept: Result<&Self::Kept, &Self::Partial>,
                style: Style,
            ) -> Vec<String> {
                match kept {
                    Ok(kept) => vec![$(show_again(&capabilities.$i, Some(&kept.$i), style)),*],
                    Err(kept) => vec![$(show_again(&capabilities.$i, kept.$i.as_ref(), style)),*],
                }
            }

            fn fingerprint(arguments: &Self::Of<'_>) -> Option<u64> {
                let mut fingerprint = 0;
                $(fingerprint = plain::mix(fingerprint, plain::fingerprint($P::item($P::see(&arguments.$i)))?);)*
                Some(fingerprint)
            }
        }

        #[allow(clippy::unused_unit)]
        impl<$($P: Known),*> Known for ($($P,)*) {
            fn known() -> Self {
                ($($P::known(),)*)
            }
        }

        #[allow(unused_variables, unused_mut)]
        impl<$($P: ParamEq<$E>, $E),*> ArgsEq<($($E,)*)> for ($($P,)*) {
            fn differences(expected: &($($E,)*), kept: Result<&Self::Kept, &Self::Partial>) -> Differences {
                let mut differences = 0;
                match kept {
                    Ok(kept) => {
                        $(differences |= u32::from(!equals_again::<$P, $E>(&expected.$i, Some(&kept.$i))) << $i;)*
                    }
                    Err(kept) => {
                        $(differences |= u32::from(!equals_again::<$P, $E>(&expected.$i, kept.$i.as_ref())) << $i;)*
                    }
                }
                differences
            }

            fn show_expected(expected: &($($E,)*), capabilities: &Self::Capabilities, style: Style) -> Vec<String> {
                vec![$(text(style, &|out| $P::show_expected(&expected.$i, &capabilities.$i, out))),*]
            }
        }

        #[allow(unused_variables, unused_mut)]
        impl<$($P: Param, $E: StoredExpected<$P>),*> ArgsStored<($($E,)*)> for ($($P,)*) {
            fn differences_of(stored: &($($E,)*), arguments: &Self::Of<'_>) -> Differences {
                let mut differences = 0;
                $(differences |= u32::from(!stored.$i.equals($P::see(&arguments.$i))) << $i;)*
                differences
            }

            fn differences_of_kept(stored: &($($E,)*), kept: Result<&Self::Kept, &Self::Partial>) -> Differences {
                let mut differences = 0;
                match kept {
                    Ok(kept) => {
                        $(differences |= u32::from(!equals_stored_again::<$P, $E>(&stored.$i, Some(&kept.$i))) << $i;)*
                    }
                    Err(kept) => {
                        $(differences |= u32::from(!equals_stored_again::<$P, $E>(&stored.$i, kept.$i.as_ref())) << $i;)*
                    }
                }
                differences
            }

            fn show_stored(stored: &($($E,)*), capabilities: &Self::Capabilities, style: Style) -> Vec<String> {
                vec![$(text(style, &|out| stored.$i.show(&capabilities.$i, out))),*]
            }

            fn fingerprint_of(stored: &($($E,)*)) -> Option<u64> {
                let mut fingerprint = 0;
                $(fingerprint = plain::mix(fingerprint, stored.$i.fingerprint()?);)*
                Some(fingerprint)
            }
        }

        #[allow(unused_variables, unused_mut)]
        impl<$($P: Param, $E),*> ArgsJudge<($($E,)*)> for ($($P,)*)
        where
            $($E: for<'x> Predicate<$P::Item<'x>> + 'static,)*
        {
            fn rejected(predicates: &($($E,)*), arguments: &Self::Of<'_>) -> Differences {
                let mut differences = 0;
                $(differences |= u32::from(!predicates.$i.eval($P::item($P::see(&arguments.$i)))) << $i;)*
                differences
            }

            fn show_predicates(predicates: &($($E,)*)) -> Vec<String> {
                vec![$(predicates.$i.to_string()),*]
            }

            fn fingerprint_of_predicates(predicates: &($($E,)*)) -> Option<u64> {
                let mut fingerprint = 0;
                $(fingerprint = plain::mix(fingerprint, predicate::eq_fingerprint(&predicates.$i)?);)*
                Some(fingerprint)
            }
        }

        impl<$($P: Param,)* K: Plain, F> Answer<($($P,)*), K> for Returning<F>
        where
            F: FnMut($($P::Of<'_>),*) -> K::Out + Send,
        {
            fn answer<'a>(&mut self, ($($a,)*): ($($P::Of<'a>,)*)) -> K::Reply<'a> {
                K::reply((self.0)($($a),*))
            }
        }

        impl<$($P: Param,)* K: Kind, F> Answer<($($P,)*), K> for Resolving<F>
        where
            F: FnMut($($P::Of<'_>),*) -> K::Value + Send,
        {
            fn answer<'a>(&mut self, ($($a,)*): ($($P::Of<'a>,)*)) -> K::Reply<'a> {
                K::from_value((self.0)($($a),*))
            }
        }

        impl<$($P: Param,)* K, F, Fut> Answer<($($P,)*), K> for Deferring<F>
        where
            F: FnMut($($P::Of<'_>),*) -> Fut + Send,
            K: AwaitedFrom<Fut>,
        {
            fn answer<'a>(&mut self, ($($a,)*): ($($P::Of<'a>,)*)) -> K::Reply<'a> {
                Progress::Later(K::running((self.0)($($a),*)))
            }
        }

        impl<$($P: Param,)* M: Param, F> Answer<($($P,)*), Tied<M>> for ReturningTied<F>
        where
            F: for<'a> $tied<'a, M, $($P),*> + Send,
        {
            fn answer<'a>(&mut self, ($($a,)*): ($($P::Of<'a>,)*)) -> M::Of<'a> {
                (self.0)($($a),*)
            }
        }

        impl<$($P: Param,)* K: Kind, V, F> Answer<($($P,)*), K> for MakingGuards<($($P,)*), K, V, F>
        where
            F: FnMut($($P::Of<'_>),*) -> V + Send,
        {
            fn answer<'a>(&mut self, ($($a,)*): ($($P::Of<'a>,)*)) -> K::Reply<'a> {
                let value = (self.make)($($a),*);
                K::from_value((self.give)(value, &self.giver.call()))
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
                self.answering(MakingGuards { make, give: K::Value::give, giver: Giver::of(&self) })
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

        /// Which arguments an expectation is for.
        impl<$($P: Param,)* K: Kind> Expectation<'_, Method<($($P,)*), K>> {
            /// Expects arguments that the predicates accept, one predicate for each.
            #[allow(clippy::too_many_arguments)]
            pub fn with<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($E: for<'x> Predicate<$P::Item<'x>> + Send + 'static,)*
            {
                self.expecting(Judging(($($a,)*)))
            }

            /// Expects arguments equal to these, which have the shape of the call; [`ANY`](crate::ANY) equals anything.
            #[allow(clippy::too_many_arguments)]
            pub fn with_args<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($P: ParamExpect<$E>,)*
            {
                self.expecting(Expecting(($($P::store($a),)*)))
            }

            /// Expects arguments that the function accepts.
            pub fn withf<F>(self, function: F) -> Self
            where
                F: Fn($($P::Seen<'_>),*) -> bool + Send + 'static,
            {
                self.accepting(function, "<function>")
            }

            fn accepting<F>(self, function: F, description: &'static str) -> Self
            where
                F: Fn($($P::Seen<'_>),*) -> bool + Send + 'static,
            {
                self.expecting(Function { accepts: function, description })
            }

            /// As `withf`, for a function that is not `Send`: calls from another thread fail.
            pub fn withf_st<F>(self, function: F) -> Self
            where
                F: Fn($($P::Seen<'_>),*) -> bool + 'static,
            {
                let function = ThreadBound::new(function);
                self.accepting(move |$($a),*| function.get()($($a),*), "<single threaded function>").bound_matcher()
            }
        }

        impl<$($P: Param,)* F> Matcher<($($P,)*)> for Function<F>
        where
            F: Fn($($P::Seen<'_>),*) -> bool + Send,
        {
            fn differences(&self, arguments: &($($P::Of<'_>,)*)) -> Differences {
                let ($($a,)*) = arguments;
                u32::from(!(self.accepts)($($P::see($a)),*))
            }

            fn describe(&self, _: &<($($P,)*) as Args>::Capabilities, _: Style) -> Description {
                Description::Whole(self.description)
            }
        }

        /// How an expectation answers.
        impl<'m, $($P: Param,)* K: Plain> Expectation<'m, Method<($($P,)*), K>> {
            /// Answers with what the closure makes of the arguments.
            pub fn returning<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Out + Send + 'static,
            {
                self.supplying(Box::new(Returning(answer)), Supply::Endless, K::AT_CALL)
            }

            /// As `returning`, for a closure that is not `Send`: calls from another thread fail.
            pub fn returning_st<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Out + 'static,
            {
                let mut answer = ThreadBound::new(answer);
                self.returning(move |$($a),*| answer.get_mut()($($a),*)).bound_answer()
            }

            /// Answers one call with what the closure makes of the arguments.
            pub fn return_once<F>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> K::Out + Send + 'static,
            {
                let mut answer = Some(answer);
                self.returning(move |$($a),*| take(&mut answer)($($a),*)).answering_once()
            }

            /// As `return_once`, for a closure that is not `Send`: calls from another thread fail.
            pub fn return_once_st<F>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> K::Out + 'static,
            {
                let mut answer = Some(ThreadBound::new(answer));
                self.returning(move |$($a),*| take(&mut answer).into_inner()($($a),*)).answering_once().bound_answer()
            }
        }

        /// How an expectation answers with a value tied to an argument.
        impl<$($P: Param,)* M: Param> Expectation<'_, Method<($($P,)*), Tied<M>>> {
            /// Answers with what the closure makes of the arguments.
            pub fn returning<F>(self, answer: F) -> Self
            where
                F: for<'a> $tied<'a, M, $($P),*> + Send + 'static,
            {
                self.answering(ReturningTied(answer))
            }
        }

        /// How an expectation answers awaited calls.
        impl<$($P: Param,)* K: Awaited> Expectation<'_, Method<($($P,)*), K>> {
            /// Answers with the plain value that the closure makes of the arguments, when the call is awaited.
            pub fn resolving<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Value + Send + 'static,
            {
                self.answering(Resolving(answer))
            }

            /// Answers with the output of the future that the closure makes of the arguments.
            pub fn returning_async<F, Fut>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> Fut + Send + 'static,
                Fut: Future<Output = K::Value>,
                K: AwaitedFrom<Fut>,
            {
                self.answering(Deferring(answer))
            }

            /// Answers one call with the output of the future that the closure makes of the arguments.
            pub fn return_once_async<F, Fut>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> Fut + Send + 'static,
                Fut: Future<Output = K::Value>,
                K: AwaitedFrom<Fut>,
            {
                let mut answer = Some(answer);
                self.returning_async(move |$($a),*| take(&mut answer)($($a),*)).answering_once()
            }
        }

        /// Calls by their arguments.
        #[allow(clippy::too_many_arguments)]
        impl<$($P: Param,)* K: Kind> Calls<Method<($($P,)*), K>> {
            /// Asserts that the last call had these arguments.
            #[track_caller]
            pub fn assert_called_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.verify_last(Event::Called, "assert_called_with", &($($a,)*));
            }

            /// Asserts that there was exactly one call, and that it had these arguments.
            #[track_caller]
            pub fn assert_called_once_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.verify_once(Event::Called, "assert_called_once_with", &($($a,)*));
            }

            /// Asserts that some call had these arguments.
            #[track_caller]
            pub fn assert_any_call<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.verify_any(Event::Called, "assert_any_call", &($($a,)*));
            }

            /// The calls with these arguments: a view of its own.
            pub fn with_args<$($E),*>(&self, $($a: $E),*) -> Self
            where
                $($P: ParamExpect<$E, Stored: Sync>,)*
            {
                self.filtered(WithArgs(($($P::store($a),)*)))
            }

            /// The calls whose arguments the function accepts: a view of its own. Calls with an argument that was not
            /// kept are left out.
            pub fn matching<F>(&self, function: F) -> Self
            where
                F: Fn($($P::Seen<'_>),*) -> bool + Send + Sync + 'static,
            {
                self.filtered(Matching(function))
            }
        }

        #[allow(unused_variables)]
        impl<$($P: Param,)* F> Filter<($($P,)*)> for Matching<F>
        where
            F: Fn($($P::Seen<'_>),*) -> bool + Send + Sync,
        {
            fn accepts(&self, _: CallState, kept: Result<&($($P::Kept,)*), &($(Option<$P::Kept>,)*)>) -> bool {
                kept.is_ok_and(|kept| (self.0)($($P::see_again(&$P::again(&kept.$i))),*))
            }

            fn description(&self, _: &<($($P,)*) as Args>::Capabilities) -> String {
                "(<function>)".to_owned()
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
                self.verify_last(Event::Awaited, "assert_awaited_with", &($($a,)*));
            }

            /// Asserts that there was exactly one await, and that it had these arguments.
            #[track_caller]
            pub fn assert_awaited_once_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.verify_once(Event::Awaited, "assert_awaited_once_with", &($($a,)*));
            }

            /// Asserts that some await had these arguments.
            #[track_caller]
            pub fn assert_any_await<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                self.verify_any(Event::Awaited, "assert_any_await", &($($a,)*));
            }
        }
    };
}

/// The closure of `return_once`, which the expectation's supply allows to be taken once.
fn take<F>(answer: &mut Option<F>) -> F {
    answer.take().expect("an expectation that answers once is used once")
}

arity!(Tied0:);
arity!(Tied1: P0 E0 a0 0);
arity!(Tied2: P0 E0 a0 0, P1 E1 a1 1);
arity!(Tied3: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2);
arity!(Tied4: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3);
arity!(Tied5: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4);
arity!(Tied6: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5);
arity!(Tied7: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6);
arity!(Tied8: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7);
arity!(Tied9: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8);
arity!(Tied10: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9);
arity!(Tied11: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10);
arity!(Tied12: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11);
arity!(Tied13: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12);
arity!(Tied14: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13);
arity!(Tied15: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14);
arity!(Tied16: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15);
arity!(Tied17: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16);
arity!(Tied18: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16, P17 E17 a17 17);
arity!(Tied19: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16, P17 E17 a17 17, P18 E18 a18 18);
arity!(Tied20: P0 E0 a0 0, P1 E1 a1 1, P2 E2 a2 2, P3 E3 a3 3, P4 E4 a4 4, P5 E5 a5 5, P6 E6 a6 6, P7 E7 a7 7, P8 E8 a8 8, P9 E9 a9 9, P10 E10 a10 10, P11 E11 a11 11, P12 E12 a12 12, P13 E13 a13 13, P14 E14 a14 14, P15 E15 a15 15, P16 E16 a16 16, P17 E17 a17 17, P18 E18 a18 18, P19 E19 a19 19);
