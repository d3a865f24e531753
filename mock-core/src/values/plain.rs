//! Plain types: numbers, `bool`, `char` and text. Comparing them runs no code of the user's, and equal ones have equal
//! fingerprints, so that a call finds its expectation among many without trying each.

use std::any::TypeId;

use crate::values::seen::Seen;

/// Mixes a number into a fingerprint.
pub(crate) fn mix(fingerprint: u64, value: u64) -> u64 {
    (fingerprint.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// The fingerprint of text, whatever keeps it. That of a number is the number.
pub(crate) fn text(value: &str) -> u64 {
    value.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// Calls a macro with the plain types that are numbers, or like them.
macro_rules! with_numbers {
    ($then:ident) => {
        $then!(u32 u64 usize i32 i64 u8 u16 i8 i16 isize u128 i128 bool char)
    };
}

/// Whether the type with this id is plain.
pub(crate) fn is_plain(id: TypeId) -> bool {
    macro_rules! is_any_of {
        ($($type:ty)*) => {
            $(id == TypeId::of::<$type>())||*
        };
    }
    with_numbers!(is_any_of) || is_any_of!(str &'static str String)
}

/// The fingerprint of a plain value, `None` for one of another type.
///
/// # Safety
///
/// What is seen is of the type with this id, or the like of it with another life.
pub(crate) unsafe fn fingerprint(id: TypeId, seen: Seen) -> Option<u64> {
    macro_rules! number {
        ($($type:ty)*) => {
            $(if id == TypeId::of::<$type>() {
                // SAFETY: it is of this type, which has no lifetime.
                return Some(unsafe { *seen.get::<$type>() } as u64);
            })*
        };
    }
    with_numbers!(number);
    // SAFETY: it is of the type that is asked for, and no text is used after this.
    unsafe {
        if id == TypeId::of::<str>() {
            return Some(text(seen.get::<str>()));
        }
        if id == TypeId::of::<&'static str>() {
            return Some(text(seen.get::<&str>()));
        }
        if id == TypeId::of::<String>() {
            return Some(text(seen.get::<String>()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use crate::values::seen::Seen;

    fn fingerprint<T: ?Sized + 'static>(value: &T) -> Option<u64> {
        // SAFETY: it is of that type.
        unsafe { super::fingerprint(TypeId::of::<T>(), Seen::of(value)) }
    }

    #[test]
    fn text_has_one_fingerprint_in_every_form() {
        let expected = fingerprint("north");
        assert!(expected.is_some());
        assert_eq!(fingerprint(&"north"), expected);
        assert_eq!(fingerprint(&"north".to_owned()), expected);
        assert_ne!(fingerprint("south"), expected);
    }

    #[test]
    fn what_is_not_plain_has_none() {
        assert_eq!(fingerprint(&1.5_f64), None);
        assert_eq!(fingerprint(&Some(1)), None);
        assert!(fingerprint(&7_u128).is_some());
    }
}
