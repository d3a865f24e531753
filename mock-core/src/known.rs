//! Types that are known to have everything, for arguments of generic mocks: where those are written, nothing is known of
//! a type but its bounds, and only when they run does it have an id.

use std::any::{Any, TypeId};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Calls a macro with the known types.
macro_rules! with_known_types {
    ($then:ident) => {
        $then!(
            u8,
            u16,
            u32,
            u64,
            u128,
            usize,
            i8,
            i16,
            i32,
            i64,
            i128,
            isize,
            f32,
            f64,
            bool,
            char,
            (),
            String,
            &'static str,
            PathBuf,
            Duration,
            Vec<u8>,
            Vec<u32>,
            Vec<String>,
            Vec<&'static str>,
            Option<u32>,
            Option<u64>,
            Option<String>,
            Option<&'static str>
        )
    };
}

/// Whether a type is known.
pub(crate) fn is_known<T: 'static>() -> bool {
    macro_rules! is_any_of {
        ($($known:ty),*) => { false $(|| TypeId::of::<T>() == TypeId::of::<$known>())* };
    }
    with_known_types!(is_any_of)
}

/// A clone of a value of a known type.
pub(crate) fn clone<T: 'static>(value: &T) -> Option<T> {
    let value: &dyn Any = value;
    macro_rules! clone_of_any {
        ($($known:ty),*) => {$(
            if let Some(value) = value.downcast_ref::<$known>() {
                let mut clone = Some(value.clone());
                return (&mut clone as &mut dyn Any).downcast_mut::<Option<T>>().and_then(Option::take);
            }
        )*};
    }
    #[allow(clippy::clone_on_copy)]
    {
        with_known_types!(clone_of_any);
    }
    None
}

/// Prints a value of a known type, or `?`.
pub(crate) fn show<T: 'static>(value: &T, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let value: &dyn Any = value;
    macro_rules! show_any {
        ($($known:ty),*) => {$(
            if let Some(value) = value.downcast_ref::<$known>() {
                return fmt::Debug::fmt(value, out);
            }
        )*};
    }
    with_known_types!(show_any);
    out.write_str("?")
}

#[cfg(test)]
mod tests {
    use super::{clone, is_known};

    #[test]
    fn a_known_type_is_cloned_as_itself() {
        assert_eq!(clone(&7_u32), Some(7));
        assert_eq!(clone(&"text"), Some("text"));
        assert_eq!(clone(&vec!["text".to_owned()]), Some(vec!["text".to_owned()]));
        assert!(is_known::<u32>() && is_known::<()>());
    }

    #[test]
    fn another_type_is_not() {
        #[derive(Clone, PartialEq, Debug)]
        struct Other;
        assert_eq!(clone(&Other), None);
        assert!(!is_known::<Other>());
    }
}
