//! What is spelled for each [number](crate::signatures::arity) of parameters where a value is tied to an argument: its closures
//! give what lives as long as the arguments do, or those of them that are on its [side](crate::kinds::side).

/// Declares what a module of so many parameters has for values that are tied to an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_tied {
    ($bounds:tt ($($P:ident $S:ident $a:ident),*)) => {
        /// Closures that answer a method whose value is tied to an argument, each on its side. A trait of its own, as the
        /// lifetime of a value cannot be spelled in a bound on `FnMut` when it appears in the arguments through markers only.
        pub trait Closure<'a, 'b, M: Param, $($P: Param, $S: Side),*>:
            FnMut($($S::Of<'a, 'b, $P>),*) -> M::Of<'a>
        {}

        impl<'a, 'b, M: Param, $($P: Param, $S: Side,)* F> Closure<'a, 'b, M, $($P, $S),*> for F
        where
            F: FnMut($($S::Of<'a, 'b, $P>),*) -> M::Of<'a>,
        {
        }

        /// The same for one call.
        pub trait ClosureOnce<'a, 'b, M: Param, $($P: Param, $S: Side),*>:
            FnOnce($($S::Of<'a, 'b, $P>),*) -> M::Of<'a>
        {}

        impl<'a, 'b, M: Param, $($P: Param, $S: Side,)* F> ClosureOnce<'a, 'b, M, $($P, $S),*> for F
        where
            F: FnOnce($($S::Of<'a, 'b, $P>),*) -> M::Of<'a>,
        {
        }

        /// `returning` of a value tied to an argument.
        unsafe fn returning_tied<'c, $($P: Param, $S: Side,)* X: Tying, F>(
            answer: *mut (),
            arguments: Arguments<'c>,
            room: Room<'c>,
        ) -> Reply<'c>
        where
            F: for<'a, 'b> Closure<'a, 'b, X::Given, $($P, $S),*>,
        {
            // SAFETY: as above; the room is for the value, which lives as long as the arguments.
            unsafe {
                let ($($a,)*) = ptr::read(arguments.take() as *const ($($S::Of<'_, '_, $P>,)*));
                X::reply((*(answer as *mut F))($($a),*), room)
            }
        }

        /// The same of a closure that stays on its thread.
        unsafe fn returning_tied_st<'c, $($P: Param, $S: Side,)* X: Tying, F>(
            answer: *mut (),
            arguments: Arguments<'c>,
            room: Room<'c>,
        ) -> Reply<'c>
        where
            F: for<'a, 'b> Closure<'a, 'b, X::Given, $($P, $S),*>,
        {
            // SAFETY: as above; around the closure is what keeps it on its thread.
            unsafe {
                let answer: *mut F = (*(answer as *mut ThreadBound<F>)).get_mut();
                returning_tied::<$($P, $S,)* X, F>(answer as *mut (), arguments, room)
            }
        }

        /// `return_once` of a value tied to an argument.
        unsafe fn return_once_tied<'c, $($P: Param, $S: Side,)* X: Tying, F>(
            answer: *mut (),
            arguments: Arguments<'c>,
            room: Room<'c>,
        ) -> Reply<'c>
        where
            F: for<'a, 'b> ClosureOnce<'a, 'b, X::Given, $($P, $S),*>,
        {
            // SAFETY: as above; the room is for the value, which lives as long as the arguments.
            unsafe {
                let ($($a,)*) = ptr::read(arguments.take() as *const ($($S::Of<'_, '_, $P>,)*));
                X::reply(take::<F>(answer)($($a),*), room)
            }
        }

        /// The same of a closure that stays on its thread.
        unsafe fn return_once_tied_st<'c, $($P: Param, $S: Side,)* X: Tying, F>(
            answer: *mut (),
            arguments: Arguments<'c>,
            room: Room<'c>,
        ) -> Reply<'c>
        where
            F: for<'a, 'b> ClosureOnce<'a, 'b, X::Given, $($P, $S),*>,
        {
            // SAFETY: as above; around the closure is what keeps it on its thread.
            unsafe {
                let answer = take::<ThreadBound<F>>(answer).into_inner();
                let ($($a,)*) = ptr::read(arguments.take() as *const ($($S::Of<'_, '_, $P>,)*));
                X::reply(answer($($a),*), room)
            }
        }

        tied!(@answers $bounds [M: Param] [Tied<M>] [AtOnce<M>] ($($P [Along] $a),*));
        tied!(@answers $bounds [M: Param, $($S: Side),*] [TiedBeside<M, ($($S,)*)>] [AtOnce<M>] ($($P [$S] $a),*));
        tied!(@answers $bounds [X: Ties] [TiedLater<X>] [X] ($($P [Along] $a),*));
    };

    (
        @answers
        {
            $returning:tt [
                F: $for_returning:tt<'a, 'b> Closure<..$end_returning:tt $($then_returning:tt)*
            ]
            $returning_st:tt [
                F: $for_returning_st:tt<'a, 'b> Closure<..$end_returning_st:tt $($then_returning_st:tt)*
            ]
            $return_once:tt [
                F: $for_return_once:tt<'a, 'b> ClosureOnce<..$end_return_once:tt $($then_return_once:tt)*
            ]
            $return_once_st:tt [
                F: $for_return_once_st:tt<'a, 'b> ClosureOnce<..$end_return_once_st:tt $($then_return_once_st:tt)*
            ]
        }
        [$($generic:tt)*] [$kind:ty] [$X:ty] ($($P:ident [$S:ty] $a:ident),*)
    ) => {
        /// How an expectation answers with a value tied to an argument.
        impl<'m, $($P: Param,)* $($generic)*> Expecting<'m, $($P,)* $kind> {
            /// Answers with what the closure makes of the arguments.
            pub fn $returning<F>(self, answer: F) -> Self
            where
                F: $for_returning<'a, 'b>
                    Closure<'a, 'b, <$X as Tying>::Given, $($P, $S),* $end_returning $($then_returning)*,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { Answer::new(answer, returning_tied::<$($P, $S,)* $X, F>) };
                self.0.raw().supplying(answer, Supply::Endless, <$X as Tying>::AT_CALL);
                self
            }

            /// As `returning`, for a closure that is not `Send`: calls from another thread fail.
            pub fn $returning_st<F>(self, answer: F) -> Self
            where
                F: $for_returning_st<'a, 'b>
                    Closure<'a, 'b, <$X as Tying>::Given, $($P, $S),* $end_returning_st $($then_returning_st)*,
            {
                let answer = ThreadBound::new(answer);
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { Answer::new(answer, returning_tied_st::<$($P, $S,)* $X, F>) };
                self.0.raw().supplying(answer, Supply::Endless, <$X as Tying>::AT_CALL);
                self.0.raw().bind_answer();
                self
            }

            /// Answers one call with what the closure makes of the arguments.
            pub fn $return_once<F>(self, answer: F) -> Self
            where
                F: $for_return_once<'a, 'b>
                    ClosureOnce<'a, 'b, <$X as Tying>::Given, $($P, $S),* $end_return_once $($then_return_once)*,
            {
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { Answer::new(Some(answer), return_once_tied::<$($P, $S,)* $X, F>) };
                self.0.raw().supplying(answer, Supply::Once { spent: false }, <$X as Tying>::AT_CALL);
                self
            }

            /// As `return_once`, for a closure that is not `Send`: calls from another thread fail.
            pub fn $return_once_st<F>(self, answer: F) -> Self
            where
                F: $for_return_once_st<'a, 'b>
                    ClosureOnce<'a, 'b, <$X as Tying>::Given, $($P, $S),* $end_return_once_st $($then_return_once_st)*,
            {
                let answer = Some(ThreadBound::new(answer));
                // SAFETY: the closure is of a method with these types.
                let answer = unsafe { Answer::new(answer, return_once_tied_st::<$($P, $S,)* $X, F>) };
                self.0.raw().supplying(answer, Supply::Once { spent: false }, <$X as Tying>::AT_CALL);
                self.0.raw().bind_answer();
                self
            }
        }
    };
}
