//! Types that are known to have everything, for arguments of generic mocks: where those are written, nothing is known of
//! a type but its bounds, and only when they run does it have an id.

use std::any::{Any, TypeId};
use std::path::PathBuf;
use std::time::Duration;

use crate::values::description::Ways;
use crate::values::param::{Keepable, Showable, Val};

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

/// What can be done with a type by value, if it is known; the same can be done with it by reference.
pub(crate) fn ways<T: 'static>() -> Option<&'static Ways> {
    macro_rules! ways_of_any {
        ($($known:ty),*) => {$(
            if TypeId::of::<T>() == TypeId::of::<$known>() {
                const WAYS: &Ways = &Ways {
                    keep: <Val<$known> as Keepable>::KEEP.0,
                    show: <Val<$known> as Showable>::SHOW.0,
                };
                return Some(WAYS);
            }
        )*};
    }
    with_known_types!(ways_of_any);
    None
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

#[cfg(test)]
mod tests {
    use super::{clone, ways};

    #[test]
    fn a_known_type_is_cloned_as_itself() {
        assert_eq!(clone(&7_u32), Some(7));
        assert_eq!(clone(&"text"), Some("text"));
        assert_eq!(clone(&vec!["text".to_owned()]), Some(vec!["text".to_owned()]));
        assert!(ways::<u32>().is_some() && ways::<()>().is_some());
    }

    #[test]
    fn another_type_is_not() {
        #[derive(Clone, PartialEq, Debug)]
        struct Other;
        assert_eq!(clone(&Other), None);
        assert!(ways::<Other>().is_none());
    }
}
