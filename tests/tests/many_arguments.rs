//! Methods that have more parameters than the core has modules for: the macro writes a module for each.
#![forbid(unsafe_code)]
#![allow(clippy::too_many_arguments)]

use std::fmt::Debug;

use asyncmock::predicate::{always, eq, ge};
use asyncmock::{ANY, Guard, automock, mock_fn};
use asyncmock_tests::{failure, next_line};
use futures::executor::block_on;

#[derive(Clone, Debug, PartialEq)]
struct Order(u32);

#[derive(Clone, Debug, PartialEq)]
struct Unique(u32);

#[rustfmt::skip]
#[automock]
trait Cat {
    fn thirteen(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8) -> u8;
    fn mixed(
        &self, text: &str, order: &Order, unique: Unique, count: &mut u32, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8,
        l: u8, m: u8, n: u8, o: u8, p: u8, q: u8, r: u8, s: u8, t: u8, u: u8, v: u8, w: Option<&str>, last: &[u8],
    ) -> Result<u32, String>;
    async fn later(
        &self, text: &str, order: Order, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8,
    ) -> u32;
    fn tied<'a>(
        &self, text: &'a str, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: usize,
    ) -> &'a str;
    fn lent(
        &self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8,
    ) -> &Order;
    fn of_type<T: Clone + Debug + PartialEq + Send + Sync + 'static>(
        &self, value: T, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8,
    ) -> T;
    fn of_none(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8) -> u8;
    fn guard(
        &self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8,
    ) -> Guard<Order>;
    fn lends(
        &self, bytes: &mut std::slice::Iter<'_, u8>, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8,
        l: u8, m: u8,
    ) -> u8;
}

#[rustfmt::skip]
#[automock(spy)]
trait Shelf<T: Clone + Debug + PartialEq + Send + Sync + 'static> {
    fn put(&self, value: T, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8) -> T;
}

#[rustfmt::skip]
#[automock]
#[allow(unused)]
mod functions {
    pub fn add(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8) -> u8 { a }
}

fn mixed(cat: &MockCat, text: &str, last: &[u8]) -> Result<u32, String> {
    let mut count = 3;
    let (order, unique) = (Order(1), Unique(2));
    cat.mixed(
        text, &order, unique, &mut count, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, None, last,
    )
}

#[test]
#[rustfmt::skip]
fn values_answers_and_records() {
    let cat = MockCat::new();
    let calls = cat.calls_to_mixed();
    cat.expect_mixed()
        .with_args("a", &Order(1), ANY, &mut 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, None, &[9][..])
        .times(1)
        .returning(|text, order, unique, count, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, v, _, last| {
            *count += 1;
            Ok(text.len() as u32 + order.0 + unique.0 + *count + u32::from(v) + u32::from(last[0]))
        });
    assert_eq!(mixed(&cat, "a", &[9]), Ok(1 + 1 + 2 + 4 + 21 + 9));

    calls.assert_called_once_with(
        "a", &Order(1), ANY, &mut 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, None, &[9][..],
    );
    let call = calls.last().unwrap();
    assert_eq!((call.args().0.as_str(), &call.args().1, call.args().3, &call.args().23), ("a", &Order(1), 3, &vec![9]));
    assert_eq!(calls.with_args(ANY, ANY, ANY, ANY, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, ANY, ANY).count(), 0);
}

#[test]
#[rustfmt::skip]
fn predicates_and_functions() {
    let cat = MockCat::new();
    let any = || always();
    cat.expect_thirteen()
        .with(eq(1), any(), any(), any(), any(), any(), any(), any(), any(), any(), any(), any(), ge(13))
        .return_once(|_, _, _, _, _, _, _, _, _, _, _, _, m| m);
    cat.expect_thirteen().withf(|a, _, _, _, _, _, _, _, _, _, _, _, _| *a == 2).return_const(2);
    let calls = cat.calls_to_thirteen();
    assert_eq!(cat.thirteen(2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 2);
    assert_eq!(cat.thirteen(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 13);
    calls.assert_has_calls([
        (2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
        (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
    ]);
    assert_eq!(calls.matching(|a, _, _, _, _, _, _, _, _, _, _, _, m| a < m).count(), 2);
}

#[test]
fn the_one_that_differs_is_named() {
    let cat = MockCat::new();
    let expected = next_line!();
    cat.expect_thirteen().with_args(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13).times(..).return_const(0);
    let at = next_line!();
    let text = failure(|| cat.thirteen(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14));
    assert_eq!(
        text,
        format!(
            "MockCat::thirteen(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14): No matching expectation found\n  \
               called at {at}\n\
             expectations of MockCat::thirteen, in the order in which they are tried:\n  \
               1. Expectation(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13) at {expected}: not used, wanted any number of \
             times\n       \
                    argument 13 (m) differs:\n         \
                      expected: 13\n         \
                      actual:   14\n\
             no other calls so far"
        )
    );
}

#[rustfmt::skip]
#[automock]
trait Most {
    fn take(
        &self,
        p0: u8, p1: u8, p2: u8, p3: u8, p4: u8, p5: u8, p6: u8, p7: u8, p8: u8, p9: u8, p10: u8, p11: u8, p12: u8, p13: u8, p14: u8, p15: u8,
        p16: u8, p17: u8, p18: u8, p19: u8, p20: u8, p21: u8, p22: u8, p23: u8, p24: u8, p25: u8, p26: u8, p27: u8, p28: u8, p29: u8, p30: u8, p31: u8,
        p32: u8, p33: u8, p34: u8, p35: u8, p36: u8, p37: u8, p38: u8, p39: u8, p40: u8, p41: u8, p42: u8, p43: u8, p44: u8, p45: u8, p46: u8, p47: u8,
        p48: u8, p49: u8, p50: u8, p51: u8, p52: u8, p53: u8, p54: u8, p55: u8, p56: u8, p57: u8, p58: u8, p59: u8, p60: u8, p61: u8, p62: u8, p63: u8,
    );
}

#[test]
#[rustfmt::skip]
fn the_last_of_as_many_as_there_can_be_is_told_from_the_others() {
    let most = MockMost::new();
    most.expect_take().times(1).return_const(()).with_args(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
        48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    );
    let text = failure(|| most.take(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
        48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 99,
    ));
    assert!(text.contains("\n       argument 64 (p63) differs:\n         expected: 63\n         actual:   99\n"), "{text}");
    assert_eq!(text.matches(" differs:\n").count(), 1, "{text}");
    let calls = most.calls_to_take();
    let text = failure(|| calls.assert_any_call(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
        48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    ));
    assert_eq!(text.matches("differs").count(), 1, "{text}");
    assert!(text.contains("(p63) differs"), "{text}");
    most.clear_expectations();
}

#[test]
#[rustfmt::skip]
fn awaited_ones() {
    let cat = MockCat::new();
    cat.expect_later().once().returning(|text, order, _, _, _, _, _, _, _, _, _, _, m| text.len() as u32 + order.0 + u32::from(m));
    cat.expect_later().once().returning_async(|_, order, _, _, _, _, _, _, _, _, _, _, _| async move { order.0 });
    cat.expect_later().once().yielding(2).return_once_async(|_, _, _, _, _, _, _, _, _, _, _, _, m| async move { u32::from(m) });
    cat.expect_later().once().resolving(|_, _, _, _, _, _, _, _, _, _, _, _, _| 4);
    let later = cat.calls_to_later();
    let call = || cat.later("north", Order(2), 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    assert_eq!(block_on(async { [call().await, call().await, call().await, call().await] }), [20, 2, 13, 4]);
    later.assert_awaited_with("north", Order(2), 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    later.assert_any_await("north", ANY, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
}

#[test]
#[rustfmt::skip]
fn values_that_are_tied_lent_or_of_a_type() {
    let cat = MockCat::new();
    cat.expect_tied().returning(|text, _, _, _, _, _, _, _, _, _, _, _, m| &text[m..]);
    assert_eq!(cat.tied("north", 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 3), "th");
    cat.expect_lent().return_const(Order(1));
    assert_eq!(cat.lent(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), &Order(1));
    cat.expect_of_type::<Order>().returning(|value, _, _, _, _, _, _, _, _, _, _, _, _| value);
    assert_eq!(cat.of_type(Order(5), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), Order(5));
    cat.expect_lends().returning(|bytes, _, _, _, _, _, _, _, _, _, _, _, m| bytes.next().unwrap() + m);
    assert_eq!(cat.lends(&mut [1].iter(), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 14);
    let shelf = MockShelf::<String>::new();
    shelf.expect_put().withf(|value, _, _, _, _, _, _, _, _, _, _, _, _| value == "cup").returning(|value, _, _, _, _, _, _, _, _, _, _, _, _| value);
    assert_eq!(shelf.put("cup".to_owned(), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), "cup");
}

#[test]
#[rustfmt::skip]
fn guards() {
    let cat = MockCat::new();
    cat.expect_guard().returning_guard(|a, _, _, _, _, _, _, _, _, _, _, _, _| Order(u32::from(a)));
    let guards = cat.guards_of_guard();
    let guard = cat.guard(7, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    assert_eq!(*guard, Order(7));
    assert_eq!(guards.held(), 1);
    drop(guard);
    guards.assert_all_released();
}

#[test]
#[rustfmt::skip]
fn static_ones_functions_and_callables() {
    let context = MockCat::of_none_context();
    context.expect().returning(|a, _, _, _, _, _, _, _, _, _, _, _, m| a + m);
    assert_eq!(<MockCat as Cat>::of_none(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 14);
    let context = mock_functions::add_context();
    context.expect().returning(|a, _, _, _, _, _, _, _, _, _, _, _, m| a + m);
    assert_eq!(mock_functions::add(2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 15);
    let callable = mock_fn!(fn(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, &str) -> usize);
    callable.expect().returning(|_, _, _, _, _, _, _, _, _, _, _, _, text| text.len());
    assert_eq!(callable.as_fn()(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, "thirteen"), 8);
}

#[automock(spy)]
trait Adder {
    fn seven(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: &str) -> usize;
    async fn eight(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: String) -> String;
}

struct Tom;

impl Adder for Tom {
    fn seven(&self, a: u8, _: u8, _: u8, _: u8, _: u8, _: u8, g: &str) -> usize {
        usize::from(a) + g.len()
    }

    async fn eight(&self, a: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, h: String) -> String {
        format!("{a}{h}")
    }
}

#[rustfmt::skip]
impl Shelf<u8> for Tom {
    fn put(&self, value: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, m: u8) -> u8 {
        value + m
    }
}

#[test]
fn spies() {
    let shelf = MockShelf::wrapping(Tom);
    assert_eq!(shelf.put(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), 14);
    shelf.calls_to_put().assert_called_once_with(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
    let adder = MockAdder::wrapping(Tom);
    assert_eq!(adder.seven(1, 2, 3, 4, 5, 6, "seven"), 6);
    assert_eq!(block_on(adder.eight(1, 2, 3, 4, 5, 6, 7, "eight".to_owned())), "1eight");
    adder.calls_to_eight().assert_awaited_once_with(1, 2, 3, 4, 5, 6, 7, "eight");
}
