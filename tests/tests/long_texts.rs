//! How values differ, and how long texts get: what is told of a megabyte, of ten thousand elements, of two hundred
//! expectations.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use asyncmock::{automock, predicate::eq};
use asyncmock_tests::{failure, failure_of, is_rerun, next_line, rerun_with};
use futures::executor::block_on;

#[derive(Clone, Debug, PartialEq)]
struct Order {
    id: u32,
    customer: String,
    items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq)]
struct Item {
    sku: String,
    price: f64,
}

/// An order of so many items.
fn order(items: u32) -> Order {
    let items = (0..items).map(|number| Item { sku: format!("sku {number}"), price: f64::from(number) }).collect();
    Order { id: 1, customer: "ada".to_owned(), items }
}

/// Prints as it was told to.
#[derive(Clone, PartialEq)]
struct Prints(&'static str);

impl fmt::Debug for Prints {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

#[automock]
trait Shop {
    fn send(&self, body: &str);
    fn place(&self, order: Order);
    fn list(&self, ids: Vec<u32>);
    fn count(&self, stock: HashMap<String, u32>, closed: HashSet<u32>);
    fn weigh(&self, grams: f64);
    fn show(&self, prints: Prints);
    async fn pay(&self, customer: &str, cents: u32);
}

/// The text without what it lists, beyond the difference.
fn difference(text: &str) -> &str {
    let from = text.find("       argument").unwrap_or_else(|| panic!("{text}"));
    let to = text.find("\nno other calls").or_else(|| text.find("\nother methods"));
    let to = to.unwrap_or_else(|| panic!("{text}"));
    &text[from..to]
}

fn words() -> String {
    (1..60).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ")
}

// How values differ.

#[test]
fn a_value_of_eq_is_set_beside_the_argument() {
    let shop = MockShop::new();
    shop.expect_place().with(eq(order(3)));
    let mut placed = order(3);
    placed.items[2].price = 9.5;
    assert_eq!(
        difference(&failure(|| shop.place(placed))),
        "       argument 1 (order) differs at .items[2].price:
         expected: 2.0
         actual:   9.5"
    );
    shop.checkpoint();
    shop.expect_send().with(eq("to ada"));
    assert_eq!(
        difference(&failure(|| shop.send("to bob"))),
        "       argument 1 (body) differs:
         expected: \"to ada\"
         actual:   \"to bob\""
    );
}

#[test]
fn a_long_string_shows_the_words_around_the_place() {
    let shop = MockShop::relaxed();
    shop.send(&words().replace("word30", "w0rd30"));
    let text = failure(|| shop.calls_to_send().assert_called_with(&words()));
    let difference = "
  argument 1 (body) differs at character 196 of 403:
    expected: ..\"word28 word29 word30 word31\"..
    actual:   ..\"word28 word29 w0rd30 word31\"..
                                ^
calls so far:";
    assert!(text.contains(difference), "{text}");
}

#[test]
fn json_is_compared_as_json() {
    let shop = MockShop::new();
    shop.expect_send()
        .with_args(r#"{"customer": "ada", "items": [{"sku": "a", "price": 5}, {"sku": "b", "price": 7}]}"#);
    let text = failure(|| {
        shop.send(r#"{ "items":[{"price":5,"sku":"a"},{"price":70,"sku":"b"}], "customer":"ada" }"#);
    });
    assert_eq!(
        difference(&text),
        "       argument 1 (body) differs in its JSON at [\"items\"][1][\"price\"]:
         expected: 7
         actual:   70"
    );
}

#[test]
fn the_order_of_maps_and_sets_is_no_difference() {
    let stock: HashMap<String, u32> = (0..30).map(|number| (format!("sku {number}"), number)).collect();
    let mut counted: HashMap<String, u32> = stock.clone().into_iter().collect();
    counted.insert("sku 7".to_owned(), 70);
    let closed: HashSet<u32> = (100..120).collect();
    let shop = MockShop::new();
    shop.expect_count().with(eq(stock), eq(closed.clone()));
    let text = failure(|| shop.count(counted, closed.into_iter().collect()));
    assert_eq!(
        difference(&text),
        "       argument 1 (stock) differs at [\"sku 7\"]:
         expected: 7
         actual:   70"
    );
}

#[test]
fn values_that_print_alike_say_so() {
    let shop = MockShop::new();
    shop.expect_weigh().with_args(f64::NAN);
    assert_eq!(
        difference(&failure(|| shop.weigh(f64::NAN))),
        "       argument 1 (grams) differs, but prints alike:
         expected: NaN
         actual:   NaN"
    );
}

#[test]
fn nothing_that_a_value_prints_moves_the_cursor() {
    let shop = MockShop::relaxed();
    shop.show(Prints("red \u{1b}[31m\r\n\u{8}"));
    let called = asyncmock::journal().to_string();
    assert!(called.contains("Shop::show(red \\u{1b}[31m\\r\\n\\u{8}) at "), "{called}");
    let text =
        failure(|| shop.calls_to_show().assert_called_with(Prints("blue\u{1b}\nand a second line of text, too")));
    let difference = "
  argument 1 (prints) differs:
    (- expected, + actual)
    - blue\\u{1b}
    - and a second line of text, too
    + red \\u{1b}[31m\\r
    + \\u{8}
";
    assert!(text.contains(difference), "{text}");
}

// How much is shown.

#[test]
fn a_megabyte_is_cut() {
    let shop = MockShop::new();
    let expected = next_line!();
    shop.expect_send().with_args("a".repeat(1_000_000).as_str());
    let called = next_line!();
    let text = failure(|| shop.send(&format!("{}b{}", "a".repeat(500_000), "a".repeat(499_999))));
    let (head, tail, around) = ("a".repeat(149), "a".repeat(49), "a".repeat(40));
    assert_eq!(
        text,
        format!(
            "MockShop::send(\"{head}[.. 999802 characters ..]{tail}\"): No matching expectation found
  called at {called}
expectations of MockShop::send, in the order in which they are tried:
  1. Expectation(\"{head}[.. 999802 characters ..]{tail}\") at {expected}: not used, wanted any number of times
       argument 1 (body) differs at character 500001 of 1000000:
         expected: ..\"{around}a{}\"..
         actual:   ..\"{around}b{}\"..
                   {}^
no other calls so far
(long values are cut; ASYNCMOCK_FULL=1 shows them whole)",
            &around[1..],
            &around[1..],
            " ".repeat(43),
        )
    );
}

#[test]
fn ten_thousand_elements_are_told_in_a_few_lines() {
    let shop = MockShop::new();
    shop.expect_list().with_args((0..10_000).collect::<Vec<_>>());
    let text = failure(|| shop.list((20_000..30_000).collect()));
    assert_eq!(
        difference(&text),
        "       argument 1 (ids) differs at 10000 of 10000 elements:
         (- expected, + actual)
           [
         -     0,
         -     1,
         -     2,
         -     3,
         -     4,
         -     5,
         -     6,
         -     7,
         -     8,
         -     9,
         - (9990 more lines; ASYNCMOCK_FULL=1 shows all)
         +     20000,
         +     20001,
         +     20002,
         +     20003,
         +     20004,
         +     20005,
         +     20006,
         +     20007,
         +     20008,
         +     20009,
         + (9990 more lines; ASYNCMOCK_FULL=1 shows all)
           ]"
    );
}

/// A mock with two hundred expectations, and where the nearest to `pay("ada", 500)` were made.
fn two_hundred() -> (MockShop, String) {
    let shop = MockShop::new();
    for number in 0..197 {
        shop.expect_pay().with_args("bob", number).once().return_const(());
    }
    shop.expect_pay().withf(|_, cents| *cents > 1_000).once().return_const(());
    let nearest = next_line!();
    shop.expect_pay().with_args("ada", 501).once().return_const(());
    shop.expect_pay().with_args("ada", 502).once().return_const(());
    (shop, nearest)
}

#[tokio::test]
async fn of_two_hundred_expectations_the_nearest_three_are_shown() {
    let (shop, nearest) = two_hundred();
    let text = failure_of(shop.pay("ada", 500)).await;
    let (headline, expectations) = text.split_once("\nexpectations of ").unwrap();
    assert!(headline.starts_with("MockShop::pay(\"ada\", 500): No matching expectation found\n  called at "), "{text}");
    let lines: Vec<&str> = expectations.lines().collect();
    assert_eq!(lines[0], "MockShop::pay, the nearest first, numbered in the order in which they are tried:");
    assert_eq!(lines[1], format!("  199. Expectation(\"ada\", 501) at {nearest}: not used, wanted once"));
    assert_eq!(lines[2..5], ["       argument 2 (cents) differs:", "         expected: 501", "         actual:   500"]);
    assert!(lines[5].starts_with("  200. Expectation(\"ada\", 502) at "), "{text}");
    assert!(lines[9].starts_with("  1. Expectation(\"bob\", 0) at "), "{text}");
    assert_eq!(lines[16], "  (the 3 nearest of 200 expectations are shown; ASYNCMOCK_FULL=1 shows all)");
    assert_eq!(lines[17..], ["no other calls so far"]);
    drop(failure(|| drop(shop)));
}

#[tokio::test]
async fn the_calls_are_listed_once_however_much_is_not_met() {
    let (shop, _) = two_hundred();
    for _ in 0..30 {
        drop(failure_of(shop.pay("eve", 900)).await);
    }
    let text = failure(|| shop.checkpoint());
    assert_eq!(text.matches("called 0 time(s) which is fewer than expected 1").count(), 10, "{text}");
    assert_eq!(text.matches("calls so far:").count(), 1, "{text}");
    let (unmet, calls) = text
        .split_once("\n\n(190 more expectations of MockShop::pay are not met; ASYNCMOCK_FULL=1 shows all)\n")
        .unwrap();
    assert_eq!(unmet.lines().count(), 10 * 4 - 1, "{text}");
    let calls: Vec<&str> = calls.lines().collect();
    assert_eq!(calls[..2], ["calls so far:", "  (10 earlier calls are not shown; ASYNCMOCK_FULL=1 shows all)"]);
    assert_eq!(calls.len(), 22, "{text}");
}

/// Twenty expectations that are not met, each with a call near to it that differs in sixty lines.
fn twenty_that_differ_at_length() -> String {
    let stock =
        |price: u32| -> HashMap<String, u32> { (0..60).map(|sku| (format!("sku {sku}"), sku * price)).collect() };
    let shop = MockShop::new();
    for number in 0..20 {
        shop.expect_count().with_args(stock(1), HashSet::from([number])).once().return_const(());
    }
    shop.expect_count().by_default().return_const(());
    for number in 0..20 {
        shop.count(stock(2), HashSet::from([number]));
    }
    failure(|| shop.checkpoint())
}

#[test]
fn no_failure_has_more_than_a_hundred_lines() {
    let text = twenty_that_differ_at_length();
    assert_eq!(text.lines().count(), 100, "{text}");
    let (_, last) = text.rsplit_once('\n').unwrap();
    assert!(last.starts_with('(') && last.ends_with(" more lines; ASYNCMOCK_FULL=1 shows all)"), "{last}");
}

/// Makes a text.
type Case = fn() -> String;

/// The guide has a table of how long texts get.
#[test]
fn the_sizes_in_the_guide_are_those_of_the_texts() {
    let megabyte = || {
        let shop = MockShop::new();
        shop.expect_send().with_args("a".repeat(1_000_000).as_str());
        failure(|| shop.send(&"b".repeat(1_000_000)))
    };
    let elements = || {
        let shop = MockShop::new();
        shop.expect_list().with_args((0..10_000).collect::<Vec<_>>());
        failure(|| shop.list((20_000..30_000).collect()))
    };
    let refused = || {
        let (shop, _) = two_hundred();
        let text = block_on(failure_of(shop.pay("ada", 500)));
        shop.clear_expectations();
        text
    };
    let unmet = || {
        let (shop, _) = two_hundred();
        (0..31).for_each(|_| drop(block_on(failure_of(shop.pay("eve", 900)))));
        failure(|| shop.checkpoint())
    };
    let calls = || {
        let shop = MockShop::relaxed();
        (0..1_000).for_each(|_| shop.send(&words()));
        failure(|| shop.calls_to_send().assert_not_called())
    };
    let guide = include_str!("../../mock-core/docs/failures.md");
    let cases: [(&str, Case); 6] = [
        ("a call with a text of 1 MB, where another was expected", megabyte),
        ("a call with a list of 10,000 numbers, where others were expected", elements),
        ("a call that none of 200 expectations accepts", refused),
        ("200 expectations that are not met, and 31 calls", unmet),
        ("an assertion about 1,000 calls with a text of 400 characters each", calls),
        ("20 expectations that are not met, each with a call that differs in 60 lines", twenty_that_differ_at_length),
    ];
    let mut rows = String::new();
    for (case, make) in cases {
        // On a thread of its own it has a session of its own.
        let text = thread::spawn(make).join().unwrap();
        assert!(text.len() <= 16_000 && text.lines().count() <= 100, "{text}");
        rows += &format!("| {case} | {} | {} |\n", text.lines().count(), text.len().div_ceil(1_000));
    }
    assert!(guide.contains(&rows), "{rows}");
}

/// How often a call was printed.
static PRINTED: AtomicUsize = AtomicUsize::new(0);

#[derive(Clone, PartialEq)]
struct Counted(u32);

impl fmt::Debug for Counted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        PRINTED.fetch_add(1, Ordering::Relaxed);
        write!(out, "{}", self.0)
    }
}

#[automock]
trait Counter {
    fn count(&self, counted: Counted);
}

#[test]
fn what_is_not_shown_is_not_printed() {
    let counter = MockCounter::new();
    counter.expect_count().times(..=1_000).return_const(());
    for number in 0..1_000 {
        counter.count(Counted(number));
    }
    let calls = counter.calls_to_count();
    let check = |text: String, hidden: u32| {
        let first = format!("({hidden} earlier calls are not shown; ASYNCMOCK_FULL=1 shows all)\n  {}. ", hidden + 1);
        assert!(text.contains(&first) && !text.contains("(..)"), "{text}");
        let printed = PRINTED.swap(0, Ordering::Relaxed);
        assert!(printed < 60, "{printed}");
    };
    check(failure(|| counter.count(Counted(1_000))), 980);
    check(failure(|| calls.matching(|counted| counted.0 >= 3).assert_not_called()), 978);
    counter.clear_expectations();
}

#[test]
fn of_many_calls_that_were_expected_twenty_are_shown() {
    let shop = MockShop::relaxed();
    let many: Vec<_> = (0..50).map(|number| (vec![number],)).collect();
    let text = failure(|| shop.calls_to_list().assert_has_calls(many));
    assert_eq!(text.matches("\n  expected: ").count(), 20, "{text}");
    assert!(
        text.contains("\n  expected: Shop::list([19])\n  (30 more are expected; ASYNCMOCK_FULL=1 shows all)\n"),
        "{text}"
    );
}

#[test]
fn all_is_shown_where_that_is_asked_for() {
    if is_rerun() {
        let shop = MockShop::new();
        for number in 0..5 {
            shop.expect_send().with_args(format!("{number}{}", words()).as_str());
        }
        for number in 0..30 {
            let _ = failure(|| shop.send(&format!("{}{number}", words())));
        }
        shop.send(&words());
    }
    let (passed, stderr) = rerun_with("all_is_shown_where_that_is_asked_for", [("ASYNCMOCK_FULL", "1")]);
    assert!(!passed);
    let text = stderr.rsplit_once("MockShop::send(").unwrap().1;
    assert!(!text.contains("ASYNCMOCK_FULL") && !text.contains(" characters ..]"), "{text}");
    assert!(text.starts_with(&format!("\"{}\"): No matching expectation found\n", words())), "{text}");
    assert!(text.contains("\n  5. Expectation(\"4word1 ") && text.contains("\n  30. Shop::send(\"word1 "), "{text}");
    assert!(text.contains("\n  1. Shop::send(\"word1 "), "{text}");
}
