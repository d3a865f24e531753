//! What is spelled for each [number](crate::signatures::arity) of parameters of a view of calls.

/// Declares methods of `Verifying` with the names and bounds that it is given, as `expecting` does.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_verifying {
    (
        @asserting { $assert_with:tt $assert_once_with:tt $assert_any:tt } [$Kind:ident $noun:literal] $event:ident
        $($P:ident $E:ident $a:ident [$($eq:tt)*]),*
    ) => {
        #[doc = ::core::concat!("Assertions of the arguments of each ", $noun, ".")]
        impl<$($P: Param,)* K: $Kind> Verifying<$($P,)* K> {
            #[doc = ::core::concat!("Asserts that the last ", $noun, " had these arguments.")]
            #[track_caller]
            pub fn $assert_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: $($eq)*,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_last(Event::$event, ::core::stringify!($assert_with), &expected) };
            }

            #[doc = ::core::concat!("Asserts that there was exactly one ", $noun, ", and that it had these arguments.")]
            #[track_caller]
            pub fn $assert_once_with<$($E),*>(&self, $($a: $E),*)
            where
                $($P: $($eq)*,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_once(Event::$event, ::core::stringify!($assert_once_with), &expected) };
            }

            #[doc = ::core::concat!("Asserts that some ", $noun, " had these arguments.")]
            #[track_caller]
            pub fn $assert_any<$($E),*>(&self, $($a: $E),*)
            where
                $($P: $($eq)*,)*
            {
                let expected = arity!(@asserted $($P $E [&$a])*);
                // SAFETY: they are expected of this method's parameters.
                unsafe { self.0.raw().verify_any(Event::$event, ::core::stringify!($assert_any), &expected) };
            }
        }
    };

    (
        @views
        {
            $with_args:tt [$Sync:tt]
            $matching:tt [F: $Fn_matching:tt(..) $($then_matching:tt)*]
        }
        $n:literal $($P:ident $E:ident $a:ident [$($expects:tt)*]),*
    ) => {
        /// Calls by their arguments.
        impl<$($P: Param,)* K: Kind> Verifying<$($P,)* K> {
            /// The calls with these arguments: a view of its own.
            pub fn $with_args<$($E),*>(&self, $($a: $E),*) -> Calls<On<$($P,)* K>>
            where
                $($P: $($expects)*, <$P as ParamExpect<$E>>::Stored: $Sync,)*
            {
                $(let _can_be_shared = all_threads::<<$P as ParamExpect<$E>>::Stored>;)*
                self.0.filtered(Filter::Arguments(arity!(@expected $n $($P $E $a)*)))
            }

            /// The calls whose arguments the function accepts: a view of its own. Calls with an argument that was not
            /// kept are left out, which an assertion that fails says.
            pub fn $matching<F>(&self, function: F) -> Calls<On<$($P,)* K>>
            where
                F: $Fn_matching($(SeenOf<'_, $P>),*) $($then_matching)*,
            {
                let _can_be_shared = all_threads::<F>;
                // SAFETY: the function is of these parameters.
                let matcher = unsafe {
                    Matcher::of_function(arity!(@erased F, function), accepts::<$($P,)* F>, FUNCTION)
                };
                self.0.filtered(Filter::Arguments(matcher))
            }
        }
    };
}
