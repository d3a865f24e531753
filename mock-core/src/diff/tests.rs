use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use super::tell;
use crate::values::printed::Printed;

#[derive(Clone, Debug)]
#[expect(dead_code, reason = "its Debug reads the fields")]
struct Item {
    id: u32,
    name: String,
    tags: Vec<&'static str>,
}

fn item(id: u32) -> Item {
    Item { id, name: format!("the item with the number {id}"), tags: vec!["new", "red"] }
}

/// What is told of two values.
fn told<T: fmt::Debug>(expected: &T, actual: &T) -> String {
    let [expected, actual] = [expected, actual].map(|value| Printed::new(format!("{value:?}"), format!("{value:#?}")));
    let mut text = String::new();
    tell(&mut text, "", "it", &expected, &actual, 40);
    text[1..].to_owned()
}

fn words(from: usize, to: usize) -> String {
    (from..to).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn short_values_stand_one_under_the_other() {
    assert_eq!(told(&1, &2), "it differs:\n  expected: 1\n  actual:   2");
    assert_eq!(told(&(1, "a"), &(1, "b")), "it differs:\n  expected: (1, \"a\")\n  actual:   (1, \"b\")");
}

#[test]
fn values_that_print_alike_say_so() {
    assert_eq!(told(&f64::NAN, &f64::NAN), "it differs, but prints alike:\n  expected: NaN\n  actual:   NaN");
}

#[test]
fn values_without_debug_say_so() {
    assert_eq!(
        told(&format_args!("?"), &format_args!("?")),
        "it differs, but both are `?`, as is what has no `Debug`:\n  expected: ?\n  actual:   ?"
    );
}

#[test]
fn one_of_many_elements_is_told_with_its_index() {
    let expected: Vec<u32> = (0..200).collect();
    let mut actual = expected.clone();
    actual[123] = 999;
    assert_eq!(told(&expected, &actual), "it differs at [123] of 200:\n  expected: 123\n  actual:   999");
}

#[test]
fn some_of_many_elements_are_told_with_what_is_around_them() {
    let expected: Vec<u32> = (0..200).collect();
    let mut actual = expected.clone();
    actual[123] = 999;
    actual[7] = 998;
    assert_eq!(
        told(&expected, &actual),
        "it differs at [7] and [123] of 200:
  (- expected, + actual)
    (5 equal lines)
        4,
        5,
        6,
  -     7,
  +     998,
        8,
        9,
        10,
    (109 equal lines)
        120,
        121,
        122,
  -     123,
  +     999,
        124,
        125,
        126,
    (74 equal lines)"
    );
    actual.remove(50);
    actual[7] = 7;
    let text = told(&expected, &actual);
    assert!(text.starts_with("it differs (expected 200 elements, but there are 199):\n"), "{text}");
    let actual: Vec<u32> = (1..201).collect();
    let text = told(&expected, &actual);
    assert!(text.starts_with("it differs at 200 of 200 elements:\n"), "{text}");
}

#[test]
fn one_field_is_told_with_its_path() {
    let expected = vec![item(1), item(2), item(3)];
    let mut actual = expected.clone();
    actual[1].tags[0] = "old";
    assert_eq!(told(&expected, &actual), "it differs at [1].tags[0] of 2:\n  expected: \"new\"\n  actual:   \"old\"");
    let mut actual = expected.clone();
    actual[2].id = 4;
    assert_eq!(told(&expected, &actual), "it differs at [2].id:\n  expected: 3\n  actual:   4");
}

#[test]
fn several_fields_are_told_by_lines() {
    let mut actual = vec![item(1), item(2)];
    actual[1].id = 5;
    actual[1].tags.push("big");
    assert_eq!(
        told(&vec![item(1), item(2)], &actual),
        "it differs at [1].id and [1].tags:
  (- expected, + actual)
    Item {
  -     id: 2,
  +     id: 5,
        name: \"the item with the number 2\",
        tags: [
            \"new\",
            \"red\",
  +         \"big\",
        ],
    }"
    );
}

#[test]
fn a_variant_is_told_whole() {
    let expected: Result<Item, String> = Ok(item(1));
    assert_eq!(
        told(&expected, &Err("no such item, whatever its number may be".to_owned())),
        "it differs:
  (- expected, + actual)
  - Ok(
  -     Item {
  -         id: 1,
  -         name: \"the item with the number 1\",
  -         tags: [
  -             \"new\",
  -             \"red\",
  -         ],
  -     },
  + Err(
  +     \"no such item, whatever its number may be\",
    )"
    );
    assert_eq!(told(&expected, &Ok(Item { id: 2, ..item(1) })), "it differs at .0.id:\n  expected: 1\n  actual:   2");
}

#[test]
fn entries_are_told_with_their_keys() {
    let expected: BTreeMap<_, _> = (0..20).map(|number| (format!("key {number}"), number)).collect();
    let mut actual = expected.clone();
    actual.insert("key 7".to_owned(), 70);
    assert_eq!(told(&expected, &actual), "it differs at [\"key 7\"]:\n  expected: 7\n  actual:   70");
    actual.insert("key 3".to_owned(), 30);
    let text = told(&expected, &actual);
    assert!(text.starts_with("it differs at [\"key 3\"] and [\"key 7\"]:\n"), "{text}");
}

#[test]
fn keys_may_be_characters() {
    let expected: BTreeMap<char, u32> = "a:' ,\"(\\".chars().zip(1_000_000..).collect();
    let mut actual = expected.clone();
    actual.insert(':', 7);
    assert_eq!(told(&expected, &actual), "it differs at [':']:\n  expected: 1000001\n  actual:   7");
    actual.insert('\'', 8);
    assert!(told(&expected, &actual).starts_with("it differs at ['\\''] and [':']:\n"));
}

#[test]
fn the_order_of_maps_and_sets_does_not_matter() {
    let expected: HashMap<_, _> = (0..50).map(|number| (number, item(number))).collect();
    let mut actual: HashMap<_, _> = (0..50).rev().map(|number| (number, item(number))).collect();
    actual.get_mut(&17).unwrap().id = 18;
    assert_eq!(told(&expected, &actual), "it differs at [17].id:\n  expected: 17\n  actual:   18");

    let expected: HashSet<_> = (10..40).collect();
    let actual: HashSet<_> = (10..40).rev().map(|number| if number == 20 { 9 } else { number }).collect();
    let text = told(&expected, &actual);
    let differing: Vec<_> = text.lines().filter(|line| line.starts_with("  -") || line.starts_with("  +")).collect();
    assert_eq!(differing, ["  -     20,", "  +     9,"], "{text}");
}

#[test]
fn names_of_fields_are_told_from_keys() {
    #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    enum Colour {
        Red,
        Green,
    }
    #[derive(Clone, Debug)]
    #[expect(dead_code, reason = "its Debug reads the fields")]
    struct Stock {
        r#type: BTreeMap<Colour, u32>,
        is_open_on_the_weekend: bool,
    }
    let stock = |red| Stock { r#type: [(Colour::Red, red), (Colour::Green, 7)].into(), is_open_on_the_weekend: true };
    assert_eq!(told(&stock(1), &stock(2)), "it differs at .type[Red]:\n  expected: 1\n  actual:   2");
}

#[test]
fn what_differs_in_the_order_of_a_map_alone_says_so() {
    let (one, other) = (Raw("{\n    \"a\": 1,\n    \"b\": 2,\n}"), Raw("{\n    \"b\": 2,\n    \"a\": 1,\n}"));
    assert!(told(&one, &other).starts_with("it differs in the order of its entries alone:\n"));
}

#[test]
fn a_long_string_shows_a_few_words_around_the_place() {
    let (expected, actual) = (words(1, 60), words(1, 60).replace("word30", "w0rd30"));
    assert_eq!(
        told(&expected, &actual),
        "it differs at character 196 of 403:
  expected: ..\"word28 word29 word30 word31\"..
  actual:   ..\"word28 word29 w0rd30 word31\"..
                              ^"
    );
}

#[test]
fn strings_of_different_lengths_say_so() {
    assert_eq!(
        told(&words(0, 30), &words(0, 29)),
        "it differs at character 193 (expected 199 characters, but there are 192):
  expected: ..\"word26 word27 word28 word29\"
  actual:   ..\"word26 word27 word28\"
                                   ^"
    );
}

#[test]
fn words_without_an_end_are_cut() {
    let (expected, actual) = ("x".repeat(300), format!("{}y{}", "x".repeat(150), "x".repeat(149)));
    let (same, rest) = ("x".repeat(40), "x".repeat(39));
    assert_eq!(
        told(&expected, &actual),
        format!(
            "it differs at character 151 of 300:
  expected: ..\"{same}x{rest}\"..
  actual:   ..\"{same}y{rest}\"..
            {}^",
            " ".repeat(43)
        )
    );
}

#[test]
fn no_caret_is_drawn_where_its_column_is_not_sure() {
    let (expected, actual) =
        (words(1, 20).replace("word1", "語"), words(1, 20).replace("word1", "語").replace('9', "*"));
    let text = told(&expected, &actual);
    assert!(!text.contains("語語") && text.contains('^'), "{text}");
    let expected = format!("語 {expected}");
    let actual = format!("語 x{}", &expected["語 ".len()..]);
    let text = told(&expected, &actual);
    assert!(!text.contains('^'), "{text}");
}

#[test]
fn long_lines_are_cut_where_they_do_not_differ() {
    let (same, rest) = ("x".repeat(400), "x".repeat(400));
    let expected = (format!("{same}a{rest}"), format!("{same}b{rest}"));
    let actual = (format!("{same}c{rest}"), format!("{same}d{rest}"));
    let text = told(&expected, &actual);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  - ") || line.starts_with("  + ")).collect();
    let shows = |line: &str, letter: &str| line.contains(&format!("x{letter}x"));
    assert!(
        lines.len() == 4 && lines.iter().zip(["a", "b", "c", "d"]).all(|(line, letter)| shows(line, letter)),
        "{text}"
    );
    assert!(text.len() < 1_500, "{text}");
}

#[test]
fn what_could_not_be_seen_in_a_line_is_escaped() {
    let lines = |line: &str| format!("line one\n{line}\nline three, which is long enough");
    let text = told(&lines("line two "), &lines("\"line two \""));
    assert!(text.contains("\n  - \"line two \"\n  + \"\\\"line two \\\"\"\n"), "{text}");
    let text = told(&lines("line\u{200b} two"), &lines("line two"));
    assert!(text.contains("\n  - \"line\\u{200b} two\"\n  + line two\n"), "{text}");
}

#[test]
fn a_string_of_several_lines_is_told_by_lines() {
    let expected: String = (1..=20).map(|number| format!("line {number}\n")).collect();
    let actual = expected.replace("line 9\n", "line nine \n");
    assert_eq!(
        told(&expected, &actual),
        "it differs at line 9 of 21:
  (- expected, + actual)
    (5 equal lines)
    line 6
    line 7
    line 8
  - line 9
  + \"line nine \"
    line 10
    line 11
    line 12
    (9 equal lines)"
    );
}

#[test]
fn json_is_told_as_json() {
    let expected = r#"{"id": 7, "items": [{"sku": "a-1", "price": 5}, {"sku": "b-2", "price": 6}]}"#.to_owned();
    let actual = r#"{ "items":[{"price":5,"sku":"a-1"},{"price":16,"sku":"b-2"}], "id":7 }"#.to_owned();
    assert_eq!(
        told(&expected, &actual),
        "it differs in its JSON at [\"items\"][1][\"price\"]:\n  expected: 6\n  actual:   16"
    );
}

#[test]
fn json_that_is_equal_is_told_as_text() {
    let expected = r#"{"id": 7, "items": [{"sku": "a-1", "price": 5}, {"sku": "b-2", "price": 6}]}"#.to_owned();
    let text = told(&expected, &expected.replace(": ", ":"));
    assert!(text.starts_with("it differs at character 7 (expected 76 characters, but there are 70):\n"), "{text}");
}

/// Prints what the standard library would not.
struct Raw(&'static str);

impl fmt::Debug for Raw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

#[test]
fn what_is_not_printed_as_usual_is_left_whole() {
    let (expected, actual) = (Raw("Matrix[\n1 2 3\n4 5 6\n7 8 9\n10 11 12\n13 14 15\n]"), Raw("Matrix[\n]"));
    assert_eq!(
        told(&expected, &actual),
        "it differs:
  (- expected, + actual)
    Matrix[
  - 1 2 3
  - 4 5 6
  - 7 8 9
  - 10 11 12
  - 13 14 15
    ]"
    );
}

#[test]
fn what_is_long_is_bounded() {
    let (expected, actual) = ((0..10_000).collect::<Vec<_>>(), (20_000..30_000).collect::<Vec<_>>());
    let text = told(&expected, &actual);
    assert!(text.lines().count() < 50, "{text}");
    let (expected, actual) = ("a".repeat(1_000_000), "b".repeat(1_000_000));
    let text = told(&Raw(Box::leak(expected.into_boxed_str())), &Raw(Box::leak(actual.into_boxed_str())));
    let (a, b) = ("a".repeat(40), "b".repeat(40));
    assert_eq!(text, format!("it differs:\n  expected: {a}..\n  actual:   {b}..\n            ^"));
}

/// A user's `Debug` may print anything.
#[test]
fn no_text_is_too_strange_to_be_told() {
    let texts = [
        format!("{:#?}", vec![item(1), item(2)]),
        format!("{:#?}", BTreeMap::from([("a \"key\"", 1), ("b", 2)])),
        format!("{:?}", "{\"a\": [1, -2.5, null], \"b\": {\"c\": \"ä\\\"\"}}"),
        format!("{:?}", "one\ntwo \u{7f}\n\nthree"),
        format!("{:?}", words(0, 20)),
    ];
    for text in &texts {
        let letters: Vec<char> = text.chars().collect();
        for index in 0..letters.len() {
            for instead in ["", "\n", "\"", "{", "]", ",", "\\", "ß"] {
                let before: String = letters[..index].iter().collect();
                let after: String = letters[index + 1..].iter().collect();
                let changed = format!("{before}{instead}{after}");
                let [one, other] = [text, &changed].map(|text| Printed::new(text.clone(), text.clone()));
                for (expected, actual) in [(&one, &other), (&other, &one)] {
                    let mut told = String::new();
                    tell(&mut told, "", "it", expected, actual, 40);
                    assert!(told.lines().count() > 3, "{told}");
                }
            }
        }
    }
}
