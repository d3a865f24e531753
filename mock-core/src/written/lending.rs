//! Expectations of methods that take a mutable reference to a type with a lifetime: `&mut Context<'_>`, `&mut Tx<'_>`.
//!
//! Such an argument has two lifetimes, neither of which can stand for the other, and a [`Param`](crate::values::param::Param)
//! has room for one. So the core sees a trait object that *lends* the argument to whoever asks, and closures of the
//! user's, which take the argument itself, are called through that. As the types of these closures can't be spelled by
//! way of markers, the mock has a builder of its own for the method.

/// Declares what lends an argument, which is the target itself or a reference to it, or a builder whose closures take lent arguments.
///
/// In square brackets are the parameters of the mock: as they are declared, as arguments, and what is demanded of them;
/// then, of a builder, the markers of the method. Of each parameter a builder knows whether it is `lent` or `given`,
/// its marker, and as which types answers and matchers take it. What is lent is accepted or not by functions alone; beside
/// predicates it is `always()`, and beside values `ANY`.
#[doc(hidden)]
#[macro_export]
macro_rules! __asyncmock_lending {
    ([$($generics:tt)*] [$($arguments:tt)*] [$($where:tt)*] $vis:vis trait $name:ident: $target:ty, $lends:ty) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        $vis trait $name<$($generics)*>
        where
            $($where)*
        {
            fn lend(&mut self, to: &mut dyn ::core::ops::FnMut(&mut $target));
            fn see(&self, to: &mut dyn ::core::ops::FnMut(&$target));
        }

        #[automatically_derived]
        impl<$($generics)*> $name $($arguments)* for $lends
        where
            $($where)*
        {
            fn lend(&mut self, to: &mut dyn ::core::ops::FnMut(&mut $target)) {
                to(self);
            }
            fn see(&self, to: &mut dyn ::core::ops::FnMut(&$target)) {
                to(self);
            }
        }
    };
    (
        [$($generics:tt)*] [$($argument:tt)*] [$($where:tt)*] [$markers:ty]
        $vis:vis struct $name:ident: $($how:ident $a:ident $E:ident [$marker:ty] [$taken:ty] [$seen:ty])*
    ) => {
        /// An expectation of a method that takes a mutable reference to a type with a lifetime.
        #[derive(Clone, Copy)]
        #[allow(non_camel_case_types)]
        $vis struct $name<'m, $($generics)* __K: $crate::__private::Kind>($crate::__private::Expecting<'m, $crate::__private::Method<$markers, __K>>)
        where
            $($where)*;

        #[automatically_derived]
        #[allow(dead_code, missing_docs, nonstandard_style, clippy::redundant_closure_call, clippy::too_many_arguments)]
        impl<'m, $($generics)* __K: $crate::__private::Kind> $name<'m, $($argument)* __K>
        where
            $($where)*
        {
            $vis fn new(expectation: $crate::__private::Expecting<'m, $crate::__private::Method<$markers, __K>>) -> Self {
                Self(expectation)
            }
            #[track_caller]
            $vis fn times<__R: ::core::convert::Into<$crate::TimesRange>>(self, range: __R) -> Self {
                Self(self.0.times(range))
            }
            $vis fn once(self) -> Self {
                Self(self.0.once())
            }
            $vis fn never(self) -> Self {
                Self(self.0.never())
            }
            $vis fn optional(self) -> Self {
                Self(self.0.optional())
            }
            $vis fn by_default(self) -> Self {
                Self(self.0.by_default())
            }
            #[track_caller]
            $vis fn passthrough(self) -> Self {
                Self(self.0.passthrough())
            }
            $vis fn in_sequence(self, sequence: &mut $crate::Sequence) -> Self {
                Self(self.0.in_sequence(sequence))
            }
            #[track_caller]
            $vis fn return_default(self) -> Self {
                Self(self.0.return_default())
            }
            $vis fn with<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($E: $crate::__private::arity::Judges<$marker> + $crate::__private::arity::AnyThread + 'static,)*
            {
                Self(self.0.with($($a),*))
            }
            $vis fn with_args<$($E),*>(self, $($a: $E),*) -> Self
            where
                $($marker: $crate::__private::ParamExpect<$E>,)*
            {
                Self(self.0.with_args($($a),*))
            }
            $vis fn withf<__F>(self, function: __F) -> Self
            where
                __F: ::core::ops::Fn($($seen),*) -> bool + $crate::__private::arity::AnyThread + 'static,
            {
                Self(self.0.withf(move |$($a),*| {
                    let mut accepts = false;
                    $crate::__asyncmock_lending!(@see accepts = function; []; $($how $a)*);
                    accepts
                }))
            }
            $vis fn withf_st<__F>(self, function: __F) -> Self
            where
                __F: ::core::ops::Fn($($seen),*) -> bool + 'static,
            {
                Self(self.0.withf_st(move |$($a),*| {
                    let mut accepts = false;
                    $crate::__asyncmock_lending!(@see accepts = function; []; $($how $a)*);
                    accepts
                }))
            }
        }

        #[automatically_derived]
        #[allow(dead_code, missing_docs, nonstandard_style)]
        impl<'m, $($generics)* __K: $crate::__private::Kind> $name<'m, $($argument)* __K>
        where
            $($where)*
        {
            $vis fn return_const<__T>(self, value: __T) -> Self
            where
                __K: $crate::__private::ReturnsConst<__T>,
            {
                Self(__K::return_const(*self.0, value))
            }
        }

        #[automatically_derived]
        #[allow(dead_code, missing_docs, nonstandard_style)]
        impl<'m, $($generics)* __T: ?::core::marker::Sized + $crate::__private::ShapeMut>
            $name<'m, $($argument)* $crate::__private::BorrowedMut<__T>>
        where
            $($where)*
        {
            $vis fn return_var(self, value: __T::Owned) -> Self {
                Self(self.0.return_var(value))
            }
        }

        #[automatically_derived]
        #[allow(dead_code, missing_docs, nonstandard_style)]
        impl<'m, $($generics)* __K: $crate::__private::Constant> $name<'m, $($argument)* __K>
        where
            $($where)*
        {
            $vis fn return_const_st<__T>(self, value: __T) -> Self
            where
                __T: $crate::__private::arity::Repeats<__K::Value> + 'static,
            {
                Self(self.0.return_const_st(value))
            }
            $vis fn return_each<__I, __T>(self, values: __I) -> Self
            where
                __I: ::core::iter::IntoIterator<Item = __T>,
                __T: ::core::convert::Into<__K::Value> + $crate::__private::arity::AnyThread + 'static,
            {
                Self(self.0.return_each(values))
            }
        }

        #[automatically_derived]
        #[allow(dead_code, missing_docs, nonstandard_style)]
        impl<'m, $($generics)* __K: $crate::__private::Awaited> $name<'m, $($argument)* __K>
        where
            $($where)*
        {
            $vis fn resolving<__F>(self, mut answer: __F) -> Self
            where
                __F: ::core::ops::FnMut($($taken),*) -> __K::Value + $crate::__private::arity::AnyThread + 'static,
            {
                Self(self.0.resolving(move |$($a),*| $crate::__asyncmock_lending!(@answer [answer] $($how $a)*)))
            }
            $vis fn returning_async<__F, __Fut>(self, mut answer: __F) -> Self
            where
                __F: ::core::ops::FnMut($($taken),*) -> __Fut + $crate::__private::arity::AnyThread + 'static,
                __Fut: $crate::__private::Future<Output = __K::Value>
                    + $crate::__private::GoesWith<__K::Sent> + 'static,
            {
                Self(self.0.returning_async(move |$($a),*| $crate::__asyncmock_lending!(@answer [answer] $($how $a)*)))
            }
            $vis fn return_once_async<__F, __Fut>(self, answer: __F) -> Self
            where
                __F: ::core::ops::FnOnce($($taken),*) -> __Fut + $crate::__private::arity::AnyThread + 'static,
                __Fut: $crate::__private::Future<Output = __K::Value>
                    + $crate::__private::GoesWith<__K::Sent> + 'static,
            {
                Self(self.0.return_once_async(move |$($a),*| {
                    $crate::__asyncmock_lending!(@once answer $($how $a)*)
                }))
            }
            $vis fn after(self, delay: ::core::time::Duration) -> Self {
                Self(self.0.after(delay))
            }
            $vis fn yielding(self, times: ::core::primitive::usize) -> Self {
                Self(self.0.yielding(times))
            }
            $vis fn may_be_unawaited(self) -> Self {
                Self(self.0.may_be_unawaited())
            }
            $vis fn pending(self) -> Self {
                Self(self.0.pending())
            }
            $vis fn hold(self) -> Self
            where
                __K: $crate::__private::Hold,
            {
                Self(self.0.hold())
            }
            $vis fn resolve_const<__T>(self, value: __T) -> Self
            where
                __K: $crate::__private::Constant,
                __T: $crate::__private::arity::Repeats<__K::Value> + $crate::__private::arity::AnyThread + 'static,
            {
                Self(self.0.resolve_const(value))
            }
        }
    };

    // What it has for a value that closures give.
    (
        [$($generics:tt)*] [$($argument:tt)*] [$($where:tt)*]
        $vis:vis plain $name:ident: $($how:ident $a:ident [$taken:ty])*
    ) => {
        $crate::__asyncmock_lending!(
            @answers [impl<'m, $($generics)* __K: $crate::__private::Plain> $name<'m, $($argument)* __K> where $($where)*]
            [::core::ops::FnMut($($taken),*) -> __K::Out] [::core::ops::FnOnce($($taken),*) -> __K::Out]
            $vis, $($how $a)*
        );
    };

    // The same for one that is tied to arguments that are given. The closures are of traits of their own, for in a bound on
    // `FnMut` a lifetime can't be named that appears in the arguments through markers only.
    (
        [$($generics:tt)*] [$($argument:tt)*] [$($where:tt)*] [$kind:ty] [$value:ty]
        $vis:vis tied $name:ident $closure:ident $once:ident: $($how:ident $a:ident [$taken:ty])*
    ) => {
        $crate::__asyncmock_lending!(
            @closure [$($generics)*] [$($argument)*] [$($where)*] $vis $closure [::core::ops::FnMut($($taken),*) -> $value]
        );
        $crate::__asyncmock_lending!(
            @closure [$($generics)*] [$($argument)*] [$($where)*] $vis $once [::core::ops::FnOnce($($taken),*) -> $value]
        );
        $crate::__asyncmock_lending!(
            @answers [impl<'m, $($generics)*> $name<'m, $($argument)* $kind> where $($where)*]
            [for<'__a> $closure<'__a, $($argument)*>] [for<'__a> $once<'__a, $($argument)*>]
            $vis, $($how $a)*
        );
    };
    (@closure [$($generics:tt)*] [$($argument:tt)*] [$($where:tt)*] $vis:vis $closure:ident [$($called:tt)*]) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        $vis trait $closure<'__a, $($generics)*>: $($called)*
        where
            $($where)*
        {
        }
        #[automatically_derived]
        impl<'__a, $($generics)* __F> $closure<'__a, $($argument)*> for __F
        where
            __F: $($called)*,
            $($where)*
        {
        }
    };
    (@answers [$($implementation:tt)*] [$($closure:tt)*] [$($once:tt)*] $vis:vis, $($how:ident $a:ident)*) => {
        #[automatically_derived]
        #[allow(dead_code, missing_docs, nonstandard_style)]
        $($implementation)*
        {
            $vis fn returning<__F>(self, mut answer: __F) -> Self
            where
                __F: $($closure)* + $crate::__private::arity::AnyThread + 'static,
            {
                Self(self.0.returning(move |$($a),*| $crate::__asyncmock_lending!(@answer [answer] $($how $a)*)))
            }
            $vis fn returning_st<__F>(self, mut answer: __F) -> Self
            where
                __F: $($closure)* + 'static,
            {
                Self(self.0.returning_st(move |$($a),*| $crate::__asyncmock_lending!(@answer [answer] $($how $a)*)))
            }
            $vis fn return_once<__F>(self, answer: __F) -> Self
            where
                __F: $($once)* + $crate::__private::arity::AnyThread + 'static,
            {
                Self(self.0.return_once(move |$($a),*| $crate::__asyncmock_lending!(@once answer $($how $a)*)))
            }
            $vis fn return_once_st<__F>(self, answer: __F) -> Self
            where
                __F: $($once)* + 'static,
            {
                Self(self.0.return_once_st(move |$($a),*| $crate::__asyncmock_lending!(@once answer $($how $a)*)))
            }
        }
    };

    // One argument is lent after the other; the innermost has them all.
    (@see $accepts:ident = $function:ident; [$($a:ident)*];) => {
        $accepts = $function($($a),*)
    };
    (@see $accepts:ident = $function:ident; [$($done:ident)*]; given $a:ident $($rest:tt)*) => {
        $crate::__asyncmock_lending!(@see $accepts = $function; [$($done)* $a]; $($rest)*)
    };
    (@see $accepts:ident = $function:ident; [$($done:ident)*]; lent $a:ident $($rest:tt)*) => {
        $a.see(&mut |$a| { $crate::__asyncmock_lending!(@see $accepts = $function; [$($done)* $a]; $($rest)*); })
    };

    (@answer [$($callee:tt)*] $($how:ident $a:ident)*) => {{
        $($crate::__asyncmock_lending!(@hold $how $a);)*
        let mut answered = ::core::option::Option::None;
        $crate::__asyncmock_lending!(@call answered [$($callee)*] []; $($how $a)*);
        answered.expect("what is lent is lent once")
    }};
    (@once $answer:ident $($rest:tt)*) => {{
        let mut $answer = ::core::option::Option::Some($answer);
        $crate::__asyncmock_lending!(@answer [$answer.take().expect("what is lent is lent once")] $($rest)*)
    }};
    (@hold given $a:ident) => {
        let mut $a = ::core::option::Option::Some($a);
    };
    (@hold lent $a:ident) => {};
    (@call $answered:ident [$($callee:tt)*] [$($done:expr,)*];) => {
        $answered = ::core::option::Option::Some($($callee)*($($done),*))
    };
    (@call $answered:ident [$($callee:tt)*] [$($done:expr,)*]; given $a:ident $($rest:tt)*) => {
        $crate::__asyncmock_lending!(
            @call $answered [$($callee)*] [$($done,)* $a.take().expect("what is lent is lent once"),]; $($rest)*
        )
    };
    (@call $answered:ident [$($callee:tt)*] [$($done:expr,)*]; lent $a:ident $($rest:tt)*) => {
        $a.lend(&mut |$a| { $crate::__asyncmock_lending!(@call $answered [$($callee)*] [$($done,)* $a,]; $($rest)*); })
    };
}
