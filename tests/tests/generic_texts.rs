//! A generic method stands for as many methods as it is used with types; a refused call says for which others it was expected.

use asyncmock::automock;
use asyncmock_tests::{failure, next_line};

#[automock]
trait Codec {
    fn encode<T: 'static>(&self, value: T) -> usize;
    fn width<T: 'static, const N: usize>(&self) -> usize;
}

#[test]
fn a_generic_method_that_is_expected_for_another_type_says_for_which() {
    let codec = MockCodec::new();
    let first = next_line!();
    codec.expect_encode::<u32>().return_const(4_usize);
    let second = next_line!();
    codec.expect_encode::<Option<u16>>().return_const(3_usize);
    let called = next_line!();
    let text = failure(|| codec.encode(7_u64));
    assert_eq!(
        text,
        format!(
            "MockCodec::encode(7): No matching expectation found
  called at {called}
no expectation was set for MockCodec::encode as encode::<u64>
  there is one for encode::<u32> at {first}
  there is one for encode::<core::option::Option<u16>> at {second}
no other calls so far"
        )
    );
    let expected = next_line!();
    codec.expect_width::<u8, 3>().return_const(3_usize);
    let text = failure(|| codec.width::<u8, 4>());
    let there_is = format!("as width::<u8, 4>\n  there is one for width::<u8, 3> at {expected}\n");
    assert!(text.contains(&there_is), "{text}");
    // Where none is expected for any type, none is spoken of.
    let text = failure(|| MockCodec::new().encode(7_u64));
    assert!(text.contains("\nno expectation was set for MockCodec#2::encode\nother methods"), "{text}");
}

#[test]
fn what_is_dropped_or_unmet_or_asserted_of_a_generic_method_says_of_which_types() {
    let codec = MockCodec::new();
    codec.expect_encode::<u32>().return_const(4_usize);
    let dropped = next_line!();
    codec.checkpoint();
    let expected = next_line!();
    codec.expect_encode::<u8>().once().return_const(1_usize);
    let called = next_line!();
    let text = failure(|| codec.encode(7_u32));
    assert_eq!(
        text,
        format!(
            "MockCodec::encode(7): No matching expectation found
  called at {called}
no expectation is left for MockCodec::encode as encode::<u32>: 1 expectation was dropped by checkpoint() at {dropped}
  there is one for encode::<u8> at {expected}
no other calls so far"
        )
    );
    let asserted = next_line!();
    let text = failure(|| codec.calls_to_encode::<u8>().assert_called());
    assert_eq!(
        text,
        format!(
            "Codec::encode: assert_called: there was no call
  asserted at {asserted}
  this is about the calls of encode::<u8> alone
no calls so far
other methods so far:
  Codec::encode(7) at {called} [panicked]"
        )
    );
    assert_eq!(
        failure(|| codec.checkpoint()),
        format!(
            "MockCodec::encode: Expectation(<anything>) called 0 time(s) which is fewer than expected 1
  expected once, but never called as encode::<u8>
  expected at {expected}
no calls so far
other methods so far:
  Codec::encode(7) at {called} [panicked]"
        )
    );
}
