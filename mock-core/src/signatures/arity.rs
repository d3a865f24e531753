//! The one place that knows how many parameters a method has: a module for each number of them, made of what is spelled here,
//! in [`expecting`](crate::signatures::expecting), [`verifying`](crate::signatures::verifying) and
//! [`tied`](crate::signatures::tied).
//!
//! Each method there hands on to code without types at once; what has types is a function for each closure of a test,
//! which takes the arguments out of their tuple. What a test has in hand of an expectation is of a type of its number of
//! parameters, and a view of [`Calls`](crate::Calls) can be dereferenced to one: of inherent methods of one type there
//! would be one for each number, and the compiler would try every one of them at each `expectation.with(..)`.

/// Declares a module for methods of so many parameters: in the core, where parameters are `tuples` of markers, or beside
/// a mock one of whose methods has more than the core has modules for. A tuple can't be given a meaning there, so the
/// parameters are a type of the module's `own`.
///
/// The bounds at which a test's call can fail are handed in, those of the core from a [table](crate::signatures::arities):
/// the compiler shows each where it was written, and if that is in a macro, it adds what was expanded to get there.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_arity {
    (tuples: $vis:vis mod $m:ident, $n:literal, $bounds:tt: $($P:ident $a:ident $i:tt $judges:tt $expects:tt $eq:tt),*) => {
        $crate::__asyncmock_arity!(
            @module [($($P,)*)] [] [plain tied] $vis $m $n $bounds $($P $a $i $judges $expects $eq),*
        );
    };
    // One method needs but one kind of `returning`, and nobody else's crate can say that no kind has both.
    (own $kind:ident: $vis:vis mod $m:ident, $n:literal: $($P:ident $E:ident $a:ident $i:tt),*) => {
        $crate::__asyncmock_arity!(
            @module [Parameters<$($P),*>]
            [pub struct Parameters<$($P),*>($crate::__private::arity::PhantomData<fn() -> ($($P,)*)>);]
            [$kind] $vis $m $n
            // Those of the table, which are shown where the mock is.
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
            $($P $a $i [$E: Judges<$P>] [$P: ParamExpect<$E>] [$P: ParamEq<$E>]),*
        );
    };

    (
        @module $parameters:tt [$($own:tt)*] $kinds:tt $vis:vis $m:ident $n:literal
        {
            expecting $arguments:tt
            answering { plain $plain:tt tied $tied:tt awaited $awaited:tt guard $guard:tt }
            verifying { called $called:tt awaited $awaits:tt views $views:tt }
        }
        $($P:ident $a:ident $i:tt [$E:ident: $($judges:tt)*] [$_1:ident: $($expects:tt)*] [$_2:ident: $($eq:tt)*]),*
    ) => {
        #[doc = ::core::concat!("Methods of ", $n, " parameters.")]
        #[allow(clippy::too_many_arguments, dead_code, missing_docs, unused_mut, unused_variables)]
        $vis mod $m {
            use $crate::__private::arity::*;

            $($own)*

            arity!(@types $parameters $n $($P $E $a $i [$($eq)*]),*);
            arity!(@closures $($P $a),*);
            expecting!(@arguments $arguments $n $($P $E $a [$($judges)*] [$($expects)*]),*);
            expecting!(@awaited $awaited $($P),*);
            expecting!(@guard $guard $($P),*);
            arity!(@returning $kinds $plain $tied ($($P $E $a),*));
            verifying!(@asserting $called [Kind "call"] Called $($P $E $a [$($eq)*]),*);
            verifying!(@asserting $awaits [Awaited "await"] Awaited $($P $E $a [$($eq)*]),*);
            verifying!(@views $views $n $($P $E $a [$($expects)*]),*);
        }
    };

    (@returning [plain tied] $plain:tt $tied:tt $parameters:tt) => {
        expecting!(@plain $plain $parameters);
        tied!($tied $parameters);
    };
    (@returning [plain] $plain:tt $tied:tt $parameters:tt) => {
        expecting!(@plain $plain $parameters);
    };
    (@returning [tied] $plain:tt $tied:tt $parameters:tt) => {
        tied!($tied $parameters);
    };

    (@types [$($parameters:tt)*] $n:literal $($P:ident $E:ident $a:ident $i:tt [$($eq:tt)*]),*) => {
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
        unsafe impl<$($P: $($eq)*, $E),*> ArgsEq<($($E,)*)> for $($parameters)* {
            fn expected(expected: &($($E,)*)) -> Vec<Expected<'_>> {
                let ($($a,)*) = expected;
                arity!(@asserted $($P $E [$a])*).into()
            }
        }

        /// Describes a method: its name with those of its parameters, and where it is declared,
        /// `go(direction, steps) of Cat at src/herd.rs:12:5`; what can be done with
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

    // Boxes a value without a function of its own for each type.
    (@erased $T:ty, $value:expr) => {{
        let _can_be_sent = any_thread::<$T>;
        let value = ManuallyDrop::new($value);
        Erased::moved((&raw const value).cast(), const { &TypeInfo::of::<$T>() })
    }};

    // Makes an answer of data that can be sent, likewise.
    (@answer $T:ty, $data:expr, $run:expr) => {{
        let _can_be_sent = any_thread::<$T>;
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
