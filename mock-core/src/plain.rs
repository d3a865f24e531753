//! Plain types: numbers, `bool`, `char` and text. Comparing them runs no code of the user's, and equal ones have equal
//! fingerprints, so that a call finds its expectation among many without trying each.

use std::any::TypeId;

use crate::lookalike::Lookalike;

/// Mixes a number into a fingerprint.
pub(crate) fn mix(fingerprint: u64, value: u64) -> u64 {
    (fingerprint.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// The fingerprint of text, whatever keeps it. That of a number is the number.
pub(crate) fn text(value: &str) -> u64 {
    value.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The fingerprint of a plain value, `None` for one of another type.
pub(crate) fn fingerprint<T: ?Sized>(value: &T) -> Option<u64> {
    fingerprint_of(Lookalike::new(&value))
}

fn fingerprint_of(value: Lookalike<'_, '_>) -> Option<u64> {
    macro_rules! number {
        ($id:ident: $($type:ty)*) => {
            $(if $id == TypeId::of::<$type>() {
                return value.view::<$type>().map(|number| *number as u64);
            })*
        };
    }
    let id = value.id();
    number!(id: u32 u64 usize i32 i64 u8 u16 i8 i16 isize u128 i128 bool char);
    if id == TypeId::of::<str>() {
        return value.view::<str>().map(text);
    }
    if id == TypeId::of::<&'static str>() {
        return value.view::<&'static str>().map(|value| text(value));
    }
    if id == TypeId::of::<String>() {
        return value.view::<String>().map(|value| text(value));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

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
