#[test]
fn nothing_is_used() {}
