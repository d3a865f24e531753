//! The one place that knows how many parameters a method has: everything that must be spelled for each number of them.
//!
//! Each method here hands on to code without types at once; what has types is a function for each closure of a test,
//! which takes the arguments out of their tuple. What a test has in hand of an expectation is of a type of its number of
//! parameters, and a view of [`Calls`](crate::Calls) can be dereferenced to one: of inherent methods of one type there
//! would be one for each number, and the compiler would try every one of them at each `expectation.with(..)`.

/// Declares a module for methods of so many parameters: in the core, where parameters are `tuples` of markers, or beside
/// a mock one of whose methods has more than the core has modules for. A tuple can't be given a meaning there, so the
/// parameters are a type of the module's `own`.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_arity {
    (tuples: $vis:vis mod $m:ident, $n:literal: $($P:ident $E:ident $a:ident $i:tt),*) => {
        $crate::__asyncmock_arity!(@module [($($P,)*)] [] [plain tied] $vis $m $n $($P $E $a $i),*);
    };
    // One method needs but one kind of `returning`, and nobody else's crate can say that no kind has both.
    (own $kind:ident: $vis:vis mod $m:ident, $n:literal: $($P:ident $E:ident $a:ident $i:tt),*) => {
        $crate::__asyncmock_arity!(
            @module [Parameters<$($P),*>]
            [pub struct Parameters<$($P),*>($crate::__private::arity::PhantomData<fn() -> ($($P,)*)>);]
            [$kind] $vis $m $n $($P $E $a $i),*
        );
    };

    (
        @module $parameters:tt [$($own:tt)*] $kinds:tt
        $vis:vis $m:ident $n:literal $($P:ident $E:ident $a:ident $i:tt),*
    ) => {
        #[doc = ::core::concat!("Methods of ", $n, " parameters.")]
        #[allow(clippy::too_many_arguments, dead_code, missing_docs, unused_mut, unused_variables)]
        $vis mod $m {
            use $crate::__private::arity::*;

            $($own)*

            arity!(@types $parameters $n $($P $E $a $i),*);
            arity!(@closures $($P $a),*);
            arity!(@expecting $n $($P $E $a),*);
            arity!(@returning $kinds ($($P $E $a),*));
            arity!(@verifying $n $($P $E $a),*);
        }
    };

    (@returning [$($kind:ident)*] $parameters:tt) => {
        $(arity!(@$kind $parameters);)*
    };

    (@types [$($parameters:tt)*] $n:literal $($P:ident $E:ident $a:ident $i:tt),*) => {
        /// A method of these parameters.
        type On<$($P,)* K> = Method<$($parameters)*, K>;

        type Tuple<'a, $($P),*> = ($(<$P as Param>::Of<'a>,)*);

        type Kept<$($P),*> = ($(<$P as Param>::Kept,)*);

        // SAFETY: these are the types of the arguments and of their snapshots.
        unsafe impl<$($P: Param),*> Args for $($parameters)* {
            type Of<'a> = Tuple<'a, $($P),*>;
            type Kept = Kept<$($P),*>;
        }

        // SAFETY: these are the same, each of one of the lifetimes.
        unsafe impl<$($P: Param, $E: Side),*> Sided<($($E,)*)> for $($parameters)* {
            type Of<'tied, 'aside> = ($(<$E as Side>::Of<'tied, 'aside, $P>,)*);
        }

        // SAFETY: there is nothing else in them.
        unsafe impl<$($P: Param),*> Arity for $($parameters)* {
            type Expecting<'m, K: Kind> = Expecting<'m, $($P,)* K>;
            type Verifying<K: Kind> = Verifying<$($P,)* K>;

            const PLACES: &'static [(usize, usize)] =
                &[$((offset_of!(<Self as Args>::Of<'static>, $i), offset_of!(<Self as Args>::Kept, $i))),*];

            #[inline(always)]
            fn expecting<K: Kind>(expectation: Expectation<'_, Method<Self, K>>) -> Expecting<'_, $($P,)* K> {
                Expecting(expectation)
            }
        }

        // SAFETY: each is of its parameter.
        unsafe impl<$($P: ParamEq<$E>, $E),*> ArgsEq<($($E,)*)> for $($parameters)* {
            fn expected(expected: &($($E,)*)) -> Vec<Expected<'_>> {
                let ($($a,)*) = expected;
                arity!(@asserted $($P $E [$a])*).into()
            }
        }

        /// Describes a method: its name with those of its parameters, `go(direction, steps)`; what can be done with
        /// each argument; and what can be done with the value.
        pub const fn describe<$($P: Param,)* K: Kind>(
            _: Exactly<On<$($P,)* K>>,
            declaration: &'static str,
            params: ($(Described<$P>,)*),
            value: DescribedValue<K::Value>,
        ) -> Description<On<$($P,)* K>, [ParamInfo; $n]> {
            let ($($a,)*) = params;
            let places = <$($parameters)* as Arity>::PLACES;
            let params = [$($a.placed(places[$i])),*];
            // SAFETY: these are its parameters, in the tuples of the method.
            unsafe { Description::new::<Kept<$($P),*>, K::Value>(declaration, K::AWAITED, value, params) }
        }

        /// An [`Expectation`] of such a method, and what it can do beside what any can.
        pub struct Expecting<'m, $($P: Param,)* K: Kind>(Expectation<'m, On<$($P,)* K>>);

        impl<$($P: Param,)* K: Kind> Clone for Expecting<'_, $($P,)* K> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($P: Param,)* K: Kind> Copy for Expecting<'_, $($P,)* K> {}

        impl<'m, $($P: Param,)* K: Kind> Deref for Expecting<'m, $($P,)* K> {
            type Target = Expectation<'m, On<$($P,)* K>>;

            #[inline(always)]
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        /// What a view of the calls of such a method can do beside what any [`Calls`] can.
        #[repr(transparent)]
        pub struct Verifying<$($P: Param,)* K: Kind>(Calls<On<$($P,)* K>>);

        impl<$($P: Param,)* K: Kind> Deref for Verifying<$($P,)* K> {
            type Target = CallsLack<K>;

            #[inline(always)]
            fn deref(&self) -> &CallsLack<K> {
                CallsLack::OF
            }
        }
    };

    // Functions that call closures of so many parameters, whose types are known nowhere else.
    (@closures $($P:ident $a:ident),*) => {
        /// Asks a function of `withf` or `matching`.
        unsafe fn accepts<$($P: Param,)* F>(function: *const (), seen: &[Seen]) -> bool
        where
            F: Fn($(SeenOf<'_, $P>),*) -> bool,
        {
            let [$($a),*] = seen else { unreachable!("each parameter is seen") };
            // SAFETY: this is the function, and what its parameters see.
            unsafe { (*(function as *const F))($($a.get::<$P::Item<'_>>()),*) }
        }

        /// `returning`.
        unsafe fn returning<'c, $($P: Param,)* K: Plain, F>(
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
        unsafe fn return_once<'c, $($P: Param,)* K: Plain, F>(
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
        unsafe fn resolving<'c, $($P: Param,)* F, V>(
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
        unsafe fn returning_async<'c, $($P: Param,)* F, Fut>(
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

        /// `resolving_async`.
        unsafe fn resolving_async<'c, $($P: Param,)* K: Awaited, F>(
            answer: *mut (),
            arguments: Arguments<'c>,
            room: Room<'c>,
        ) -> Reply<'c>
        where
            F: AsyncFn($($P::Of<'_>),*) -> K::Value,
        {
            // SAFETY: as above. What is given may borrow from the arguments, and is for calls that have them until it is
            // dropped.
            unsafe {
                let ($($a,)*) = ptr::read(arguments.take() as *const Tuple<'_, $($P),*>);
                let answer = Arc::clone(&*(answer as *const Arc<F>));
                K::pass(RealFuture::borrowing(async move { answer($($a),*).await }), room)
            }
        }

        /// `return_once_async`.
        unsafe fn return_once_async<'c, $($P: Param,)* F, Fut>(
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

        /// `returning_guard`.
        unsafe fn returning_guard<'c, $($P: Param,)* F, V, G>(
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
    };

    (@expecting $n:literal $($P:ident $E:ident $a:ident),*) => {
        /// Which arguments an expectation is for.
        impl<'m, $($P: Param,)* K: Kind> Expecting<'m, $($P,)* K> {
            /// Expects arguments that the predicates accept, one predicate for each.
            pub fn with<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($E: Judges<$P> + AnyThread + 'static,)*
            {
                let mut matcher = Matcher::judges($n);
                // SAFETY: there is one for each parameter.
                $(unsafe { matcher.judge(arity!(@erased $E, $a), const { &judge_info::<$P, $E>() }) };)*
                self.0.raw().expecting(matcher);
                self
            }

            /// Expects arguments equal to these, which have the shape of the call; [`ANY`](crate::ANY) equals anything.
            pub fn with_args<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($P: ParamExpect<$E>,)*
            {
                self.0.raw().expecting(arity!(@expected $n $($P $E $a)*));
                self
            }

            /// Expects arguments that the function accepts.
            pub fn withf<F>(self, function: F) -> Self
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + AnyThread + 'static,
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
            pub fn withf_st<F>(self, function: F) -> Self
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + 'static,
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
            pub fn times<R: Into<TimesRange>>(self, range: R) -> Self {
                self.0.raw().times(range.into());
                self
            }

            /// Expects to be used exactly once; see [`Expectation::once`].
            pub fn once(self) -> Self {
                self.times(1)
            }

            /// Expects never to be used; see [`Expectation::never`].
            pub fn never(self) -> Self {
                self.times(0)
            }
        }

        /// How an expectation answers awaited calls.
        impl<'m, $($P: Param,)* K: Awaited> Expecting<'m, $($P,)* K> {
            /// Answers with the plain value that the closure makes of the arguments, when the call is awaited.
            pub fn resolving<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Value + AnyThread + 'static,
            {
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { arity!(@answer F, answer, resolving::<$($P,)* F, K::Value>) })
            }

            /// Answers with the output of the future that the closure makes of the arguments.
            pub fn returning_async<F, Fut>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> Fut + AnyThread + 'static, // if it borrows: `resolving_async`
                Fut: Future<Output = K::Value> + 'static,
                K: AwaitedFrom<Fut>,
            {
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { arity!(@answer F, answer, returning_async::<$($P,)* F, Fut>) })
            }

            /// Answers with what the async closure gives, which may borrow its arguments while it waits; see the
            /// [guide](crate::guide). The call stays on the thread on which it is polled first, and must be one
            /// whose future keeps its arguments.
            pub fn resolving_async<F>(self, answer: F) -> Self
            where
                F: AsyncFn($($P::Of<'_>),*) -> K::Value + AnyThread + Sync + 'static,
            {
                // SAFETY: the closure is of a method with these types, and what it gives borrows from the arguments alone.
                let answer = unsafe { Answer::new(Arc::new(answer), resolving_async::<$($P,)* K, F>) };
                self.0.raw().borrowing(answer);
                self
            }

            /// Answers one call with the output of the future that the closure makes of the arguments.
            pub fn return_once_async<F, Fut>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> Fut + AnyThread + 'static,
                Fut: Future<Output = K::Value> + 'static,
                K: AwaitedFrom<Fut>,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe {
                    arity!(@answer Option<F>, Some(answer), return_once_async::<$($P,)* F, Fut>)
                };
                self.0.raw().supplying(answer, Supply::Once { spent: false }, false);
                self
            }
        }

        impl<'m, $($P: Param,)* K: Kind> Expecting<'m, $($P,)* K> {
            fn answering(self, answer: Answer) -> Self {
                self.0.raw().supplying(answer, Supply::Endless, false);
                self
            }

            /// Answers with a guard double on what the closure makes of the arguments; see
            /// [`returns_guard`](Expectation::returns_guard).
            pub fn returning_guard<F, V: 'static, W>(self, make: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> V + AnyThread + 'static,
                K::Value: Gives<V, W>,
            {
                let give = <K::Value as Gives<V, W>>::give as fn(V, &CallOfGuard) -> K::Value;
                let data = MakingGuards { make, give, giver: Giver::of(self.0.raw()) };
                // SAFETY: the closure is of a method with these types.
                self.answering(unsafe { Answer::new(data, returning_guard::<$($P,)* F, V, K::Value>) })
            }
        }
    };

    (@plain ($($P:ident $E:ident $a:ident),*)) => {
        /// How an expectation answers.
        impl<'m, $($P: Param,)* K: Plain> Expecting<'m, $($P,)* K> {
            /// Answers with what the closure makes of the arguments.
            pub fn returning<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Out + AnyThread + 'static,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { arity!(@answer F, answer, returning::<$($P,)* K, F>) };
                self.0.raw().supplying(answer, Supply::Endless, K::AT_CALL);
                self
            }

            /// As `returning`, for a closure that is not `Send`: calls from another thread fail.
            pub fn returning_st<F>(self, answer: F) -> Self
            where
                F: FnMut($($P::Of<'_>),*) -> K::Out + 'static,
            {
                let mut answer = ThreadBound::new(answer);
                let this = self.returning(move |$($a),*| answer.get_mut()($($a),*));
                this.0.raw().bind_answer();
                this
            }

            /// Answers one call with what the closure makes of the arguments. Another call is for the next expectation that
            /// accepts it; if there is none, the mock panics: `.. called twice, but it returns by move`.
            pub fn return_once<F>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> K::Out + AnyThread + 'static,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { arity!(@answer Option<F>, Some(answer), return_once::<$($P,)* K, F>) };
                self.0.raw().supplying(answer, Supply::Once { spent: false }, K::AT_CALL);
                self
            }

            /// As `return_once`, for a closure that is not `Send`: calls from another thread fail.
            pub fn return_once_st<F>(self, answer: F) -> Self
            where
                F: FnOnce($($P::Of<'_>),*) -> K::Out + 'static,
            {
                let answer = ThreadBound::new(answer);
                let this = self.return_once(move |$($a),*| answer.into_inner()($($a),*));
                this.0.raw().bind_answer();
                this
            }
        }
    };

    (@tied $parameters:tt) => {
        tied!($parameters);
    };

    (@verifying $n:literal $($P:ident $E:ident $a:ident),*) => {
        /// Calls by their arguments.
        impl<$($P: Param,)* K: Kind> Verifying<$($P,)* K> {
            /// Asserts that the last call had these arguments.
            #[track_caller]
            pub fn assert_called_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_last(Event::Called, "assert_called_with", &expected) };
            }

            /// Asserts that there was exactly one call, and that it had these arguments.
            #[track_caller]
            pub fn assert_called_once_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_once(Event::Called, "assert_called_once_with", &expected) };
            }

            /// Asserts that some call had these arguments.
            #[track_caller]
            pub fn assert_any_call<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_any(Event::Called, "assert_any_call", &expected) };
            }

            /// The calls with these arguments: a view of its own.
            pub fn with_args<$($E),*>(&self, $($a: $E),*) -> Calls<On<$($P,)* K>>
            where
                $($P: ParamExpect<$E, Stored: Sync>,)*
            {
                // They can be shared.
                self.0.filtered(Filter::Arguments(arity!(@expected $n $($P $E $a)*)))
            }

            /// The calls whose arguments the function accepts: a view of its own. Calls with an argument that was not
            /// kept are left out, which an assertion that fails says.
            pub fn matching<F>(&self, function: F) -> Calls<On<$($P,)* K>>
            where
                F: Fn($(SeenOf<'_, $P>),*) -> bool + Send + Sync + 'static,
            {
                // SAFETY: the function is of these parameters, and can be shared.
                let matcher = unsafe {
                    Matcher::of_function(arity!(@erased F, function), accepts::<$($P,)* F>, FUNCTION)
                };
                self.0.filtered(Filter::Arguments(matcher))
            }
        }

        /// Awaited calls by their arguments.
        impl<$($P: Param,)* K: Awaited> Verifying<$($P,)* K> {
            /// Asserts that the last await had these arguments.
            #[track_caller]
            pub fn assert_awaited_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_last(Event::Awaited, "assert_awaited_with", &expected) };
            }

            /// Asserts that there was exactly one await, and that it had these arguments.
            #[track_caller]
            pub fn assert_awaited_once_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_once(Event::Awaited, "assert_awaited_once_with", &expected) };
            }

            /// Asserts that some await had these arguments.
            #[track_caller]
            pub fn assert_any_await<$($E),*>(&self, $($a: $E),*)
            where
                $($P: ParamEq<$E>,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_any(Event::Awaited, "assert_any_await", &expected) };
            }
        }
    };

    // Boxes a value without a function of its own for each type.
    (@erased $T:ty, $value:expr) => {{
        let value = ManuallyDrop::new($value);
        Erased::moved((&raw const value).cast(), const { &TypeInfo::of::<$T>() })
    }};

    // Makes an answer of data that can be sent, likewise.
    (@answer $T:ty, $data:expr, $run:expr) => {{
        let data = ManuallyDrop::new($data);
        Answer::moved((&raw const data).cast(), const { &TypeInfo::of::<$T>() }, $run)
    }};

    // Makes a matcher of expected values.
    (@expected $n:literal $($P:ident $E:ident $a:ident)*) => {{
        let mut matcher = Matcher::values($n);
        // SAFETY: there is one for each parameter.
        $(unsafe {
            let info = ExpectedInfo::of_stored::<$P, <$P as ParamExpect<$E>>::Stored>();
            matcher.expect(
                arity!(@erased <$P as ParamExpect<$E>>::Stored, $P::store($a)),
                info,
            );
        })*
        matcher
    }};

    // The expected values of an assertion, by their references.
    (@asserted $($P:ident $E:ident [$($a:tt)*])*) => {
        // SAFETY: each is of its parameter.
        [$(unsafe { Expected::new::<$P, $E>($($a)*) }),*]
    };
}
