//! The pictures show every call and guard, each can be told from the others, and pages need nothing but themselves.

use std::collections::BTreeMap;

use asyncmock::{Journal, Lanes};
use roxmltree::{Document, Node};

use super::{all, connection_pool, crowd, herd, retry_storm};

/// What a character of a label takes in pixels, at the least, in the fonts that are asked for.
const CHARACTER: f64 = 6.6;

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name)
        .and_then(|value| value.parse().ok())
        .unwrap_or_else(|| panic!("{node:?} has a number `{name}`"))
}

/// The groups of a picture: one for each call and guard.
fn groups<'d>(picture: &'d Document<'_>) -> Vec<Node<'d, 'd>> {
    picture.descendants().filter(|node| node.has_tag_name("g")).collect()
}

/// The first line of what is shown where a mouse rests on a group.
fn line_of<'d>(group: Node<'d, 'd>) -> &'d str {
    let title = group.children().find(|node| node.has_tag_name("title")).and_then(|title| title.text());
    title.and_then(|title| title.lines().next()).expect("a group has a title")
}

/// The class of the bar of a group.
fn class_of<'d>(group: Node<'d, 'd>) -> Vec<&'d str> {
    let paths = group.children().filter(|node| node.has_tag_name("path"));
    paths.filter_map(|path| path.attribute("class")).filter(|class| !["wait", "poll"].contains(class)).collect()
}

#[tokio::test(start_paused = true)]
async fn every_call_and_guard_is_in_the_picture_once() {
    for (name, journal) in all().await {
        for lanes in [Lanes::Methods, Lanes::Mocks, Lanes::Tasks] {
            let picture = journal.to_svg_by(lanes);
            let picture = Document::parse(&picture).unwrap_or_else(|error| panic!("{name}: {error}"));
            let mut shown: Vec<&str> = groups(&picture).into_iter().map(line_of).collect();
            let mut seen: Vec<String> = journal.lines().collect();
            shown.sort_unstable();
            seen.sort_unstable();
            assert_eq!(shown, seen, "{name} by {lanes:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_labels_overlap() {
    for (name, journal) in all().await {
        for lanes in [Lanes::Methods, Lanes::Mocks, Lanes::Tasks] {
            let picture = journal.to_svg_by(lanes);
            let picture = Document::parse(&picture).unwrap();
            let mut lines: BTreeMap<u64, Vec<(f64, f64, &str)>> = BTreeMap::new();
            for text in picture.descendants().filter(|node| node.has_tag_name("text")) {
                let (x, label) = (number(text, "x"), text.text().unwrap_or_default());
                let end = x + label.chars().count() as f64 * CHARACTER;
                lines.entry((number(text, "y") * 10.0) as u64).or_default().push((x, end, label));
            }
            assert!(!lines.is_empty());
            for line in lines.values_mut() {
                line.sort_by(|one, other| one.0.total_cmp(&other.0));
                for pair in line.windows(2) {
                    assert!(pair[0].1 <= pair[1].0, "{name} by {lanes:?}: {:?} and {:?} overlap", pair[0], pair[1]);
                }
            }
        }
    }
}

/// From where to where a bar goes, as far as its outline and its thin line tell, and how high it is.
fn extent(group: Node<'_, '_>) -> (u64, f64, f64) {
    let (mut left, mut right, mut top) = (f64::MAX, f64::MIN, f64::MAX);
    for path in group.children().filter(|node| node.has_tag_name("path")) {
        let outline = path.attribute("d").expect("a path has an outline");
        let (is_line, mut y) = (path.attribute("class") == Some("wait"), None);
        for step in outline.split(['M', 'L']).filter(|step| !step.is_empty()) {
            let mut numbers = step.split(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != '-');
            let x: f64 = numbers.next().and_then(|number| number.parse().ok()).expect("a step has a place");
            y = y.or_else(|| numbers.next().and_then(|number| number.parse::<f64>().ok()));
            (left, right) = (left.min(x), right.max(x));
        }
        for step in outline.split('H').skip(1) {
            let end = step.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(step.len());
            right = right.max(step[..end].parse().expect("a step has a place"));
        }
        if !is_line {
            top = top.min(y.expect("an outline begins at a height"));
        }
    }
    ((top * 10.0) as u64, left, right)
}

#[tokio::test(start_paused = true)]
async fn no_bar_is_over_another_one_and_no_label_over_a_bar_that_is_not_its_own() {
    for (name, journal) in all().await {
        let picture = journal.to_svg();
        let picture = Document::parse(&picture).unwrap();
        let mut rows: BTreeMap<u64, Vec<(f64, f64, f64)>> = BTreeMap::new();
        for group in groups(&picture) {
            let (row, left, right) = extent(group);
            let label = group.children().find(|node| node.has_tag_name("text")).map_or(left, |label| {
                number(label, "x") + label.text().unwrap_or_default().chars().count() as f64 * CHARACTER
            });
            rows.entry(row).or_default().push((left, right, label));
        }
        assert!(rows.values().any(|row| row.len() > 1) || name == "herd", "{name}");
        for row in rows.values_mut() {
            row.sort_by(|one, other| one.0.total_cmp(&other.0));
            for pair in row.windows(2) {
                let (before, after) = (pair[0], pair[1]);
                assert!(before.1 <= after.0 && before.2 <= after.0, "{name}: {before:?} and {after:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn how_a_call_ended_is_told_by_its_shape() {
    let picture = herd().await.to_svg();
    let picture = Document::parse(&picture).unwrap();
    let outlines: Vec<_> = groups(&picture).into_iter().map(|group| (line_of(group), class_of(group))).collect();
    for (line, classes) in &outlines {
        let class = if line.contains("[cancelled") { "gone" } else { "done" };
        assert_eq!(classes, &[class], "{line}");
    }
    assert_eq!(outlines.iter().filter(|(_, classes)| classes == &["gone"]).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn lanes_are_what_is_asked_for() {
    let names = |journal: &Journal, lanes| {
        let picture = journal.to_svg_by(lanes);
        let picture = Document::parse(&picture).unwrap();
        let names = picture.descendants().filter(|node| node.attribute("class") == Some("name"));
        names.map(|name| name.text().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let herd = herd().await;
    assert_eq!(
        names(&herd, Lanes::Methods),
        [
            "Cat#tom::pet",
            "Cat#tom::go",
            "Cat#garfield::pet",
            "Cat#garfield::go",
            "Cat#grumpy::pet",
            "Cat#felix::pet",
            "Cat#felix::go"
        ]
    );
    assert_eq!(names(&herd, Lanes::Mocks), ["MockCat#tom", "MockCat#garfield", "MockCat#grumpy", "MockCat#felix"]);
    assert_eq!(names(&herd, Lanes::Tasks), ["test"]);
    let tasks: Vec<String> = (1..=6).map(|task| format!("task {task}")).collect();
    assert_eq!(names(&retry_storm().await, Lanes::Tasks), tasks);
}

#[tokio::test(start_paused = true)]
async fn a_page_needs_no_network_and_no_scripts() {
    for (name, journal) in all().await {
        let page = journal.to_html();
        for word in ["<script", "src=", "href=", "@import", "url(http", "onload"] {
            assert!(!page.contains(word), "{name} has `{word}`");
        }
        assert_eq!(page.matches("http").count(), 1, "{name}: the name space of SVG is no address");
        assert_eq!(page.matches("<tr>").count(), journal.len() + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn three_thousand_calls_are_a_page_of_less_than_a_megabyte_and_a_half() {
    let page = crowd(3_000).await.to_html();
    assert!(page.len() < 1_500_000, "{}", page.len());
}

#[tokio::test(start_paused = true)]
async fn a_diagram_has_the_last_calls_and_five_thousand_characters_at_the_most() {
    for (name, journal) in all().await {
        let diagram = journal.to_mermaid();
        assert!(diagram.len() <= 5_000, "{name}: {}", diagram.len());
        let last = journal.calls().iter().max_by_key(|call| call.ended.as_ref().map(|ended| ended.order)).unwrap();
        let of_last = diagram.lines().rfind(|line| line.contains("-->>")).unwrap();
        assert!(of_last.ends_with(&format!("completed {}", last.method)), "{name}: {of_last}");
    }
    assert!(crowd(3_000).await.to_mermaid().contains("earlier events are not shown\n"));
    let pool = connection_pool().await.to_mermaid();
    assert!(pool.contains("test->>m0: save(4, Place { north: 52520, east: 13405 })\n"), "{pool}");
}
