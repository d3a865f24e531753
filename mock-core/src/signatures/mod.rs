//! What must be spelled once for each number of parameters, or of methods; nothing else knows such numbers.

pub(crate) mod arities;
pub(crate) mod arity;
pub(crate) mod closures;
pub(crate) mod expecting;
pub(crate) mod path;
pub(crate) mod tied;
pub(crate) mod verifying;

#[cfg(test)]
mod tests {
    use crate::kinds::capability::{Anything as _, Known as _, Probe};
    use crate::kinds::kind::Owned;
    use crate::methods::method::Method;
    use crate::sessions::mock::Mock;
    use crate::signatures::arities::arity1;
    use crate::values::description::{Described, DescribedValue, Description};
    use crate::values::expected::{ParamEq, Printer};
    use crate::values::param::{OptRef, Param, SeenOf, Showable, Unkept};

    /// Prints expected values with a printer as if they were another parameter's.
    struct Numbers;

    impl Param for Numbers {
        type Of<'a> = Vec<u32>;
        type Item<'a> = Vec<u32>;
        type Kept = Unkept;

        fn see(argument: &Vec<u32>) -> &Vec<u32> {
            argument
        }
    }

    impl Showable for Numbers {
        fn show(seen: SeenOf<'_, Self>, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            std::fmt::Debug::fmt(seen, out)
        }
    }

    impl ParamEq<&str> for Numbers {
        fn equals(_: &&str, _: SeenOf<'_, Self>) -> bool {
            false
        }

        fn print(expected: &&str, printer: Printer<'_, '_, '_>) -> std::fmt::Result {
            OptRef::<str>::print(&Some(*expected), printer)
        }
    }

    /// What stands between braces after the bounds are begun, without spaces.
    fn bounds(source: &str) -> String {
        let from = source.find("expecting {\n").expect("it has bounds");
        let (mut open, mut text) = (1, String::new());
        for character in source[from..].chars().filter(|character| !character.is_whitespace()) {
            open += i32::from(character == '{') - i32::from(character == '}');
            if open == 0 {
                break;
            }
            text.push(character);
        }
        text
    }

    #[test]
    fn a_module_of_ones_own_has_the_bounds_of_the_table() {
        let table = bounds(include_str!("arities.rs"));
        assert_eq!(bounds(include_str!("arity.rs")), table);
        assert!(table.ends_with("matching[F:Fn(..)->bool+Send+Sync+'static]}}"), "{table}");
    }

    #[test]
    fn a_printer_prints_nothing_as_what_it_is_not() {
        type Adds = Method<(Numbers,), Owned<()>>;
        const ADDS: &Description<Adds> = &arity1::describe(
            Adds::OF,
            "add(numbers)",
            (Described::found(Probe::<Numbers>::KEEP, Probe::<Numbers>::SHOW),),
            DescribedValue::KNOWN,
        );
        let (mock, method) = (Mock::new("MockSum", "Sum"), Adds::new(ADDS));
        let calls = method.calls(&mock);
        let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| calls.assert_any_call("north")));
        let text = *failed.unwrap_err().downcast::<String>().unwrap();
        assert!(text.contains("(<core::option::Option<&str>>)"), "{text}");
    }
}
