//! Misuse of `#[automock]` and `#[double]`: each case is one error, at the token that is at fault, which says what to write instead.
//! The cases and their errors are beside this file, in `ui`.

#[test]
fn every_misuse_is_one_error_at_the_right_token() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

/// The compiler says where a bound or a method was written, and if that was in a macro, what was expanded to get there: of
/// one of ours that is no help to a user.
#[test]
fn no_error_shows_how_a_macro_of_ours_was_expanded() {
    let mut read = 0;
    for entry in std::fs::read_dir("tests/ui").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "stderr") {
            continue;
        }
        let (text, case) = (std::fs::read_to_string(&path).unwrap(), path.with_extension("rs"));
        let users_own = std::fs::read_to_string(case).unwrap().contains("macro_rules!");
        let said = ["in this macro invocation", "arity!", "Tied2", "P0"].into_iter().find(|said| text.contains(said));
        assert!(users_own || said.is_none(), "{}: {said:?}", path.display());
        read += 1;
    }
    assert!(read > 100, "{read} read");
}
