//! Types that stand for the parameters of generic mocks and methods: they tell expectations apart, and nothing of them
//! is ever made.

use std::marker::PhantomData;

/// A type.
pub struct Key<T: ?Sized>(PhantomData<fn(&T)>);

/// Constants, by their types.
pub mod constant {
    /// Declares one for each type that a constant may have.
    macro_rules! constants {
        ($($ty:ident)*) => {$(
            #[doc(hidden)]
            #[allow(non_camel_case_types)]
            pub enum $ty<const VALUE: core::primitive::$ty> {}
        )*};
    }

    constants!(bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
}
