//! Types that stand for the parameters of generic mocks and methods: they tell expectations apart, and nothing of them
//! is ever made.

use std::marker::PhantomData;

/// A type.
pub struct Key<T: ?Sized>(PhantomData<fn(&T)>);

/// The type arguments that a key stands for, from its name as the compiler gives it: `u32, alloc::string::String`.
pub(crate) fn types(key: &str) -> String {
    let (mut types, mut depth, mut begin) = (Vec::new(), 0, 0);
    for (at, letter) in key.char_indices() {
        match letter {
            '<' => {
                depth += 1;
                if depth == 1 {
                    begin = at + 1;
                }
            }
            // The other is that of an arrow.
            '>' if !key[..at].ends_with('-') => {
                if depth == 1 {
                    types.push(&key[begin..at]);
                }
                depth -= 1;
            }
            _ => {}
        }
    }
    types.join(", ")
}

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

#[cfg(test)]
mod tests {
    use std::any::type_name;

    use super::{Key, constant, types};

    #[test]
    fn types_are_named_by_the_name_of_their_key() {
        assert_eq!(types(type_name::<(Key<u32>,)>()), "u32");
        assert_eq!(
            types(type_name::<(Key<Option<Vec<u8>>>, Key<fn(u8) -> (u8, u16)>, constant::usize<3>)>()),
            "core::option::Option<alloc::vec::Vec<u8>>, fn(u8) -> (u8, u16), 3"
        );
        assert_eq!(types(type_name::<()>()), "");
    }
}
