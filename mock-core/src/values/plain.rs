//! Plain types: numbers, `bool`, `char` and text. Comparing them runs no code of the user's, and equal ones have equal
//! fingerprints, so that a call finds its expectation among many without trying each.

use std::any::TypeId;

use crate::values::description::ParamInfo;
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

/// Makes the fingerprint of a plain value that is seen.
type Make = unsafe fn(Seen) -> u64;

/// What makes the fingerprint of a value of the type with this id, or of the like of it with another life; `None` if that is
/// not plain.
fn make(id: TypeId) -> Option<Make> {
    macro_rules! make {
        ($($type:ty)* => $fingerprint:expr) => {
            $(if id == TypeId::of::<$type>() {
                unsafe fn make(seen: Seen) -> u64 {
                    // SAFETY: it is of this type, and no text is used after this.
                    ($fingerprint)(unsafe { seen.get::<$type>() })
                }
                return Some(make);
            })*
        };
    }
    macro_rules! number {
        ($($type:ty)*) => {
            $(make!($type => |number: &$type| *number as u64);)*
        };
    }
    with_numbers!(number);
    make!(str &'static str String => |value: &_| text(value));
    None
}

/// Whether the type with this id is plain.
pub(crate) fn is_plain(id: TypeId) -> bool {
    make(id).is_some()
}

/// The fingerprint of a plain value, `None` for one of another type.
///
/// # Safety
///
/// What is seen is of the type with this id, or the like of it with another life.
pub(crate) unsafe fn fingerprint(id: TypeId, seen: Seen) -> Option<u64> {
    // SAFETY: as the caller says.
    make(id).map(|make| unsafe { make(seen) })
}

/// What makes the fingerprints of a method's calls, if all its parameters are plain: to be asked at each call, where types
/// are not looked up.
pub(crate) struct Fingerprints(Option<Box<[Make]>>);

impl Fingerprints {
    pub(crate) fn of(params: &[ParamInfo]) -> Self {
        let mut makes = Vec::with_capacity(params.len());
        for param in params {
            match make(param.id) {
                Some(make) => makes.push(make),
                None => return Fingerprints(None),
            }
        }
        Fingerprints(Some(makes.into_boxed_slice()))
    }

    /// The fingerprint of what is seen of each parameter in turn.
    ///
    /// # Safety
    ///
    /// `see` is called with the number of a parameter, and gives what is seen of it.
    pub(crate) unsafe fn make(&self, mut see: impl FnMut(usize) -> Seen) -> Option<u64> {
        let makes: &[Make] = self.0.as_ref()?;
        let (mut fingerprint, mut index) = (0, 0);
        while index < makes.len() {
            // SAFETY: what is seen is of the type that this was made for.
            fingerprint = mix(fingerprint, unsafe { makes[index](see(index)) });
            index += 1;
        }
        Some(fingerprint)
    }
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
