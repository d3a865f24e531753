//! The attribute.

use super::*;

#[asyncmock::test(explore)]
async fn a_test_is_explored() {
    assert_eq!(several(4).await.len(), 4);
}

#[asyncmock::test(explore(bound = 2, time = 1, runs = 500), timeout = "30s", leaks = "deny")]
async fn a_test_is_explored_as_its_attribute_says() -> Result<(), String> {
    let seen = several(3).await;
    if seen.len() == 3 { Ok(()) } else { Err(format!("{seen:?}")) }
}

#[asyncmock::test(explore(replies_apart, faults = [cancel]))]
async fn an_attribute_says_what_there_is_to_choose_from() {
    let store = Arc::new(MockStore::relaxed());
    let task = rt::spawn(async move { store.get(1).await });
    explore::sometimes("a task is aborted", task.await.is_err());
}

#[asyncmock::test(explore)]
#[ignore = "it fails, as it must"]
async fn gives_an_error() -> Result<(), String> {
    match several(2).await[0] {
        0 => Ok(()),
        first => Err(format!("{first} was first")),
    }
}

#[test]
fn an_error_of_a_test_fails_it() {
    let text = catch_unwind(gives_an_error).unwrap_err();
    let text = text.downcast_ref::<String>().unwrap();
    assert!(text.starts_with("the test gave an error: Err(\"1 was first\")\n"), "{text}");
    assert!(text.contains("ASYNCMOCK_SCHEDULE='am1:1' cargo test attribute::gives_an_error -- --exact\n"), "{text}");
}
