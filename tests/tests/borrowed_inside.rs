//! Arguments that borrow inside: slices of text, pairs, maps, requests with a lifetime. They are expected by values, and what
//! can't be said of their calls afterwards says so.

use std::borrow::Cow;
use std::collections::HashMap;

use asyncmock::{ANY, automock};
use asyncmock_tests::{failure, next_line};

#[derive(Clone, Debug, PartialEq)]
pub struct Request<'a> {
    path: &'a str,
    tries: u32,
}

pub struct Silent<'a>(pub &'a str);

#[automock]
#[allow(clippy::ptr_arg)]
pub trait Server {
    fn names(&self, names: &[&str], steps: u32) -> u32;
    fn pairs(&self, pairs: &[(&str, &str)]) -> u32;
    fn pair(&self, pair: Option<(&str, &str)>) -> u32;
    fn map(&self, map: HashMap<&str, &str>) -> u32;
    fn handle(&self, request: Request<'_>) -> u32;
    fn look(&self, request: &Request<'_>, steps: u32) -> u32;
    fn hush(&self, silent: Silent<'_>, steps: u32) -> u32;
    fn cow(&self, text: Cow<'_, str>, other: &Cow<'_, str>) -> u32;
    fn lists(&self, list: Vec<&str>, array: [&str; 2], both: &[&str; 2], more: &Vec<&str>) -> u32;
    fn both(&self, first: &Request<'_>, second: &dyn Fn(u32) -> u32, third: u32) -> u32;
}

#[test]
fn they_are_expected_by_values() {
    let server = MockServer::new();
    server.expect_names().with_args(&["a", "b"], 3).return_const(1_u32);
    server.expect_names().with_args(&vec!["c"], ANY).return_const(2_u32);
    server.expect_names().with_args(ANY, 4).return_const(3_u32);
    server.expect_pairs().with_args(&[("a", "b")]).return_const(4_u32);
    server.expect_pair().with_args(Some(("a", "b"))).return_const(5_u32);
    server.expect_pair().with_args(None).return_const(6_u32);
    server.expect_map().with_args(HashMap::from([("a", "b")])).return_const(7_u32);
    let (a, b) = (String::from("a"), String::from("b"));
    assert_eq!([server.names(&[&a, &b], 3), server.names(&["c"], 9), server.names(&[&b], 4)], [1, 2, 3]);
    assert_eq!([server.pairs(&[(&a, &b)]), server.pair(Some((&a, &b))), server.pair(None)], [4, 5, 6]);
    assert_eq!(server.map(HashMap::from([(&*a, &*b)])), 7);
}

#[test]
fn so_are_types_of_the_user_s_own() {
    let server = MockServer::new();
    server.expect_handle().with_args(Request { path: "a", tries: 1 }).return_const(1_u32);
    server.expect_handle().with_args(ANY).return_const(2_u32);
    server.expect_look().with_args(&Request { path: "a", tries: 1 }, 3).return_const(3_u32);
    server.expect_hush().with_args(ANY, 4).return_const(4_u32);
    server.expect_cow().with_args("a", &Cow::Borrowed("b")).return_const(5_u32);
    server.expect_lists().with_args(vec!["a"], ["a", "b"], &["a", "b"], &vec!["b"]).return_const(6_u32);
    let (a, b) = (String::from("a"), String::from("b"));
    let request = Request { path: &a, tries: 1 };
    assert_eq!([server.handle(request.clone()), server.handle(Request { path: &b, tries: 1 })], [1, 2]);
    assert_eq!([server.look(&request, 3), server.hush(Silent(&a), 4)], [3, 4]);
    assert_eq!(server.cow(Cow::Borrowed(&a), &Cow::Owned(b.clone())), 5);
    assert_eq!(server.lists(vec![&a], [&a, &b], &[&a, &b], &vec![&b]), 6);
}

#[test]
fn a_failure_shows_what_was_expected() {
    let server = MockServer::new();
    let expected = next_line!();
    server.expect_look().with_args(&Request { path: "a", tries: 1 }, 3).return_const(3_u32);
    let called = next_line!();
    let text = failure(|| _ = server.look(&Request { path: "b", tries: 1 }, 3));
    assert_eq!(
        text,
        format!(
            "MockServer::look(Request {{ path: \"b\", tries: 1 }}, 3): No matching expectation found\n  \
               called at {called}\n\
             expectations of MockServer::look, in the order in which they are tried:\n  \
               1. Expectation(Request {{ path: \"a\", tries: 1 }}, 3) at {expected}: not used, wanted any number of times\n       \
                 argument 1 (request) differs:\n         \
                   expected: Request {{ path: \"a\", tries: 1 }}\n         \
                   actual:   Request {{ path: \"b\", tries: 1 }}\n\
             no other calls so far"
        )
    );
}

#[test]
fn the_others_are_asserted_and_kept() {
    let server = MockServer::relaxed();
    let name = String::from("ada");
    server.look(&Request { path: &name, tries: 1 }, 3);
    server.both(&Request { path: &name, tries: 1 }, &|n| n, 7);
    server.calls_to_look().assert_called_once_with(ANY, 3);
    let call = server.calls_to_look().last().unwrap();
    assert_eq!(call.args().1, 3);
    assert_eq!(format!("{:?}", call.args()), "(<not kept>, 3)");
    assert_eq!(server.calls_to_both().last().unwrap().args().2, 7);
}

#[test]
fn an_assertion_says_that_withf_sees_it() {
    let server = MockServer::relaxed();
    let at = next_line!();
    server.look(&Request { path: "a", tries: 1 }, 3);
    let local = String::from("b");
    let looks = server.calls_to_look();
    let asserted = next_line!();
    let text = failure(|| looks.assert_called_with(&Request { path: &local, tries: 1 }, 3));
    assert_eq!(
        text,
        format!(
            "Server::look: assert_called_with: the last call can't be compared with these arguments\n  \
               asserted at {asserted}\n  \
               expected: Server::look(Request {{ path: \"b\", tries: 1 }}, 3)\n  \
               argument `request` was not kept, as it may borrow: here it can be compared with ANY only, while `withf` \
               sees it at the call\n\
             calls so far:\n  \
               1. Server::look(Request {{ path: \"a\", tries: 1 }}, 3) at {at} [completed]"
        )
    );
}

#[test]
fn a_view_of_such_calls_says_that_withf_sees_it() {
    let server = MockServer::relaxed();
    let at = next_line!();
    server.both(&Request { path: "a", tries: 1 }, &|n| n, 7);
    let calls = server.calls_to_both();
    let asserted = next_line!();
    let text = failure(|| calls.matching(|request, _, _| request.tries == 1).assert_called());
    assert_eq!(
        text,
        format!(
            "Server::both(<function>): assert_called: there was no call\n  \
               asserted at {asserted}\n  \
               arguments `first`, `second` were not kept, as they may borrow: `matching` left out 1 call, while \
               `withf` sees them at the call\n\
             no such calls so far\n\
             other calls of Server::both:\n  \
               1. Server::both(Request {{ path: \"a\", tries: 1 }}, <not kept>, 7) at {at} [completed]"
        )
    );
}

// What is made of known parts is kept, with all of them owned.

#[test]
fn text_inside_of_what_the_standard_library_has_is_kept() {
    let server = MockServer::relaxed();
    let (a, b) = (String::from("a"), String::from("b"));
    server.names(&[&a, &b], 3);
    server.pairs(&[(&a, &b)]);
    server.pair(Some((&a, &b)));
    server.map(HashMap::from([(&*a, &*b)]));
    server.lists(vec![&a], [&a, &b], &[&b, &a], &vec![]);
    drop((a, b));
    server.calls_to_names().assert_called_once_with(&["a", "b"], 3);
    server.calls_to_pairs().assert_called_once_with(&[("a", "b")]);
    server.calls_to_pair().assert_called_with(Some(("a", "b")));
    server.calls_to_map().assert_any_call(HashMap::from([("a", "b")]));
    server.calls_to_lists().assert_called_with(vec!["a"], ["a", "b"], &["b", "a"], &vec![]);
    server.calls_to_names().assert_has_calls([(&["a", "b"], 3)]);
}

#[test]
fn expected_values_may_borrow_from_the_test() {
    let server = MockServer::relaxed();
    let name = String::from("ada");
    server.names(&[&name], 3);
    let expected = [name.as_str()];
    server.calls_to_names().assert_called_with(&expected, 3);
    server.calls_to_names().assert_called_with(&expected[..], 3);
    server.calls_to_names().assert_called_with(&vec![name.as_str()], ANY);
}

#[test]
fn its_calls_are_filtered() {
    let server = MockServer::relaxed();
    for names in [&["ada"][..], &["ada", "bob"], &[]] {
        server.names(names, names.len() as u32);
    }
    let calls = server.calls_to_names();
    assert_eq!(calls.matching(|names, _| names.contains(&"ada")).count(), 2);
    assert_eq!(calls.matching(|names, steps| names.is_empty() && *steps == 0).count(), 1);
    assert_eq!(calls.with_args(&["ada", "bob"], ANY).count(), 1);
    server.pair(Some(("a", "b")));
    assert_eq!(server.calls_to_pair().matching(|pair| pair.is_some_and(|(first, _)| first == "a")).count(), 1);
}

#[test]
fn its_parts_are_given_as_owned() {
    let server = MockServer::relaxed();
    server.names(&["ada", "bob"], 3);
    server.pair(Some(("a", "b")));
    let call = server.calls_to_names().last().unwrap();
    assert_eq!(call.args().0, ["ada", "bob"]);
    assert_eq!((call.args().0.join(" "), call.args().1), ("ada bob".to_owned(), 3));
    assert_eq!(format!("{:?}", call.args()), "([\"ada\", \"bob\"], 3)");
    assert_eq!(server.calls_to_pair().last().unwrap().args().0, Some(("a".to_owned(), "b".to_owned())));
    drop(server);
    assert_eq!(call.args().0[1], "bob");
}

#[test]
fn an_assertion_shows_what_differs() {
    let server = MockServer::relaxed();
    let at = next_line!();
    server.names(&["ada"], 3);
    let names = server.calls_to_names();
    let asserted = next_line!();
    let text = failure(|| names.assert_called_with(&["bob"], 3));
    assert_eq!(
        text,
        format!(
            "Server::names: assert_called_with: the last call had other arguments\n  \
               asserted at {asserted}\n  \
               expected: Server::names([\"bob\"], 3)\n  \
               argument 1 (names) differs:\n    \
                 expected: [\"bob\"]\n    \
                 actual:   [\"ada\"]\n\
             calls so far:\n  \
               1. Server::names([\"ada\"], 3) at {at} [completed]"
        )
    );
}

/// A map of somebody else's, under the name of the standard library's.
mod foreign {
    use asyncmock::automock;

    pub struct HashMap<K, V>(pub Vec<(K, V)>);

    #[automock]
    pub trait Maps {
        fn put(&self, map: HashMap<&str, &str>, steps: u32) -> usize;
    }

    #[test]
    fn a_type_of_another_s_is_not_taken_for_what_its_name_says() {
        let maps = MockMaps::new();
        maps.expect_put().withf(|map, _| map.0.len() == 1).returning(|map, steps| map.0.len() + steps as usize);
        assert_eq!(maps.put(HashMap(vec![("a", "b")]), 3), 4);
        maps.calls_to_put().assert_called_with(asyncmock::ANY, 3);
    }
}

#[automock]
trait Later {
    async fn send(&self, names: &[&str], pair: Option<(&str, u32)>) -> usize;
}

#[tokio::test]
async fn async_methods_are_alike() {
    let later = MockLater::new();
    later.expect_send().with_args(&["a"], Some(("b", 1))).returning(|names, _| names.len());
    let sends = later.calls_to_send();
    let name = String::from("a");
    assert_eq!(later.send(&[&name], Some((&String::from("b"), 1))).await, 1);
    drop(name);
    sends.assert_awaited_once_with(&["a"], Some(("b", 1)));
    assert_eq!(sends.next().await.args().1, Some(("b".to_owned(), 1)));
}
