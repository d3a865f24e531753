//! What is spelled for each [number](crate::signatures::arity) of parameters of an expectation: which arguments it is for, and
//! how closures answer.

/// Declares methods of `Expecting` with the names and bounds that it is given: a closure's is `$Fn_with(..) $then_with`.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_expecting {
    (
        @arguments
        {
            $with:tt [$AnyThread:tt + $static:tt]
            $with_args:tt
            $withf:tt [F: $Fn_withf:tt(..) $($then_withf:tt)*]
            $withf_st:tt [F: $Fn_withf_st:tt(..) $($then_withf_st:tt)*]
            $times:tt $once:tt $never:tt
        }
        $n:literal $($P:ident $E:ident $a:ident [$($judges:tt)*] [$($expects:tt)*]),*
    ) => {
        /// Which arguments an expectation is for.
        impl<'m, $($P: Param,)* K: Kind> Expecting<'m, $($P,)* K> {
            /// Expects arguments that the predicates accept, one predicate for each.
            pub fn $with<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($E: $($judges)* + $AnyThread + $static,)*
            {
                let mut matcher = Matcher::judges($n);
                // SAFETY: there is one for each parameter.
                $(unsafe { matcher.judge(arity!(@erased $E, $a), const { &judge_info::<$P, $E>() }) };)*
                self.0.raw().expecting(matcher);
                self
            }

            /// Expects arguments equal to these, which have the shape of the call; [`ANY`](crate::ANY) equals anything.
            pub fn $with_args<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($P: $($expects)*,)*
            {
                self.0.raw().expecting(arity!(@expected $n $($P $E $a)*));
                self
            }

            /// Expects arguments that the function accepts.
            pub fn $withf<F>(self, function: F) -> Self
            where
                F: $Fn_withf($(SeenOf<'_, $P>),*) $($then_withf)*,
            {
                self.accepting(function, FUNCTION)
            }

            fn accepting<F>(self, function: F, description: &'static str) -> Self
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + AnyThread + 'static,
            {
                // SAFETY: the function is of these parameters.
                let matcher = unsafe {
                    Matcher::of_function(arity!(@erased F, function), accepts::<$($P,)* F>, description)
                };
                self.0.raw().expecting(matcher);
                self
            }

            /// As `withf`, for a function that is not `Send`: calls from another thread fail.
            pub fn $withf_st<F>(self, function: F) -> Self
            where
                F: $Fn_withf_st($(SeenOf<'_, $P>),*) $($then_withf_st)*,
            {
                let function = ThreadBound::new(function);
                let this = self.accepting(move |$($a),*| function.get()($($a),*), "<single threaded function>");
                this.0.raw().bind_matcher();
                this
            }
        }

        // What most expectations say is here as well as at `Expectation`: the compiler finds it sooner.
        impl<'m, $($P: Param,)* K: Kind> Expecting<'m, $($P,)* K> {
            /// Expects to be used so many times; see [`Expectation::times`].
            #[track_caller]
            pub fn $times<R: Into<TimesRange>>(self, range: R) -> Self {
                self.0.raw().times(range.into());
                self
            }

            /// Expects to be used exactly once; see [`Expectation::once`].
            pub fn $once(self) -> Self {
                self.times(1)
            }

            /// Expects never to be used; see [`Expectation::never`].
            pub fn $never(self) -> Self {
                self.times(0)
            }
        }
    };

    (
        @awaited
        {
            $resolving:tt [F: $Fn_resolving:tt(..) $($then_resolving:tt)*]
            $resolving_async:tt [F: $Fn_resolving_async:tt(..) $($then_resolving_async:tt)*]
            $returning_async:tt [F: $Fn_returning_async:tt(..) $($then_returning_async:tt)*]
            $return_once_async:tt [F: $Fn_return_once_async:tt(..) $($then_return_once_async:tt)*]
        }
        $($P:ident),*
    ) => {
        /// How an expectation answers awaited calls.
        impl<'m, $($P: Param,)* K: Awaited> Expecting<'m, $($P,)* K> {
            /// Answers with the plain value that the closure makes of the arguments, when the call is awaited.
            pub fn $resolving<F>(self, answer: F) -> Self
            where
                F: $Fn_resolving($($P::Of<'_>),*) $($then_resolving)*,
            {
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { arity!(@answer F, answer, resolving::<$($P,)* F, K::Value>) })
            }

            /// Answers with the output of the future that the closure makes of the arguments.
            pub fn $returning_async<F, Fut>(self, answer: F) -> Self
            where
                F: $Fn_returning_async($($P::Of<'_>),*) $($then_returning_async)*,
            {
                let _can_be_sent = goes_with::<K::Sent, Fut>;
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { arity!(@answer F, answer, returning_async::<$($P,)* F, Fut>) })
            }

            /// Answers with what the async closure gives, which may borrow its arguments while it waits; see the
            /// [guide](crate::guide). The call stays on the thread on which it is polled first, and must be one
            /// whose future keeps its arguments.
            pub fn $resolving_async<F>(self, answer: F) -> Self
            where
                F: $Fn_resolving_async($($P::Of<'_>),*) $($then_resolving_async)*,
            {
                // SAFETY: the closure is of a method with these types, and what it gives borrows from the arguments alone.
                let answer = unsafe { Answer::new(Arc::new(answer), resolving_async::<$($P,)* K, F>) };
                self.0.raw().borrowing(answer);
                self
            }

            /// Answers one call with the output of the future that the closure makes of the arguments.
            pub fn $return_once_async<F, Fut>(self, answer: F) -> Self
            where
                F: $Fn_return_once_async($($P::Of<'_>),*) $($then_return_once_async)*,
            {
                let _can_be_sent = goes_with::<K::Sent, Fut>;
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe {
                    arity!(@answer Option<F>, Some(answer), return_once_async::<$($P,)* F, Fut>)
                };
                self.0.raw().supplying(answer, Supply::Once { spent: false }, false);
                self
            }
        }
    };

    (@guard { $returning_guard:tt [F: $Fn_returning_guard:tt(..) $($then_returning_guard:tt)*] } $($P:ident),*) => {
        impl<'m, $($P: Param,)* K: Kind> Expecting<'m, $($P,)* K> {
            fn answering(self, answer: Answer) -> Self {
                self.0.raw().supplying(answer, Supply::Endless, false);
                self
            }

            /// Answers with a guard double on what the closure makes of the arguments; see
            /// [`returns_guard`](Expectation::returns_guard).
            pub fn $returning_guard<F, V: 'static, W>(self, make: F) -> Self
            where
                F: $Fn_returning_guard($($P::Of<'_>),*) $($then_returning_guard)*,
            {
                let give = <K::Value as Gives<V, W>>::give as fn(V, &CallOfGuard) -> K::Value;
                let data = MakingGuards { make, give, giver: Giver::of(self.0.raw()) };
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { Answer::new(data, returning_guard::<$($P,)* F, V, K::Value>) })
            }
        }
    };

    (
        @plain
        {
            $returning:tt [F: $Fn_returning:tt(..) $($then_returning:tt)*]
            $returning_st:tt [F: $Fn_returning_st:tt(..) $($then_returning_st:tt)*]
            $return_once:tt [F: $Fn_return_once:tt(..) $($then_return_once:tt)*]
            $return_once_st:tt [F: $Fn_return_once_st:tt(..) $($then_return_once_st:tt)*]
        }
        ($($P:ident $E:ident $a:ident),*)
    ) => {
        /// How an expectation answers.
        impl<'m, $($P: Param,)* K: Plain> Expecting<'m, $($P,)* K> {
            /// Answers with what the closure makes of the arguments.
            pub fn $returning<F>(self, answer: F) -> Self
            where
                F: $Fn_returning($($P::Of<'_>),*) $($then_returning)*,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { arity!(@answer F, answer, returning::<$($P,)* K, F>) };
                self.0.raw().supplying(answer, Supply::Endless, K::AT_CALL);
                self
            }

            /// As `returning`, for a closure that is not `Send`: calls from another thread fail.
            pub fn $returning_st<F>(self, answer: F) -> Self
            where
                F: $Fn_returning_st($($P::Of<'_>),*) $($then_returning_st)*,
            {
                let mut answer = ThreadBound::new(answer);
                let this = self.returning(move |$($a),*| answer.get_mut()($($a),*));
                this.0.raw().bind_answer();
                this
            }

            /// Answers one call with what the closure makes of the arguments. Another call is for the next expectation that
            /// accepts it; if there is none, the mock panics: `.. called twice, but it returns by move`.
            pub fn $return_once<F>(self, answer: F) -> Self
            where
                F: $Fn_return_once($($P::Of<'_>),*) $($then_return_once)*,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { arity!(@answer Option<F>, Some(answer), return_once::<$($P,)* K, F>) };
                self.0.raw().supplying(answer, Supply::Once { spent: false }, K::AT_CALL);
                self
            }

            /// As `return_once`, for a closure that is not `Send`: calls from another thread fail.
            pub fn $return_once_st<F>(self, answer: F) -> Self
            where
                F: $Fn_return_once_st($($P::Of<'_>),*) $($then_return_once_st)*,
            {
                let answer = ThreadBound::new(answer);
                let this = self.return_once(move |$($a),*| answer.into_inner()($($a),*));
                this.0.raw().bind_answer();
                this
            }
        }
    };
}
