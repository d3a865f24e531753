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
            "Server::look: assert_called_with: the last call had other arguments\n  \
               asserted at {asserted}\n  \
               expected: Server::look(Request {{ path: \"b\", tries: 1 }}, 3)\n  \
               argument 1 (request) differs:\n    \
                 expected: Request {{ path: \"b\", tries: 1 }}\n    \
                 actual:   Request {{ path: \"a\", tries: 1 }}\n  \
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
    server.both(&Request { path: "a", tries: 1 }, &|n| n, 7);
    let calls = server.calls_to_both();
    let asserted = next_line!();
    let text = failure(|| calls.matching(|request, _, _| request.tries == 1).assert_called());
    assert_eq!(
        text,
        format!(
            "Server::both: assert_called: there was no call\n  \
               asserted at {asserted}\n  \
               arguments `first`, `second` were not kept, as they may borrow: `matching` leaves such calls out, while \
               `withf` sees it at the call\n\
             no calls so far"
        )
    );
}
