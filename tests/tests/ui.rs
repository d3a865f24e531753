//! Misuse of `#[automock]` and `#[double]`: each case is one error, at the token that is at fault, which says what to write instead.
//! The cases and their errors are beside this file, in `ui`.

#[test]
fn every_misuse_is_one_error_at_the_right_token() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
