//! A failure text as the page shows it: with places that stay the same, whatever is added to the files of the mistakes,
//! without colours, and not longer than anybody reads.

/// How many lines of a text are shown.
pub(crate) const LINES: usize = 40;

/// How many characters of a line are shown.
const CHARACTERS: usize = 1500;

/// The text as it is shown.
pub(crate) fn tidy(text: &str) -> String {
    let text = with_steady_places(&without_colours(text)).replace("mistakes::with_asyncmock::afterwards::", "shop::");
    // The threads of other tests are not the mistake's.
    let lines = text.trim_end().lines().filter(|line| !line.trim_start().starts_with("beside it "));
    lines.map(|line| cut(line.trim_end()) + "\n").collect()
}

/// The text of a peer, which may be long, and in an order that changes from build to build.
pub(crate) fn tidy_of_peer(text: &str) -> String {
    let text = tidy(text);
    let mut lines: Vec<&str> = text.lines().collect();
    // unimock keeps its methods in the order of the ids of types.
    if lines.iter().all(|line| line.starts_with("Mock for ") || line.contains(": Expected ")) {
        lines.sort_unstable();
    }
    let left_out = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    let mut text: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
    if left_out > 0 {
        text.push_str(&format!("({left_out} more lines)\n"));
    }
    text
}

fn cut(line: &str) -> String {
    let length = line.chars().count();
    if length <= CHARACTERS {
        return line.to_owned();
    }
    let (from, to) = (CHARACTERS * 2 / 3, length - CHARACTERS / 3);
    let shown = |from, to| line.chars().skip(from).take(to - from).collect::<String>();
    format!("{}[.. {} characters ..]{}", shown(0, from), to - from, shown(to, length))
}

fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    plain.extend(parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)));
    plain
}

/// The text with places of a file that is not there, whose lines begin at 10, and are as far from each other as those
/// of the true one, or five lines.
fn with_steady_places(text: &str) -> String {
    let mut lines: Vec<u32> = pieces(text).filter_map(|(_, line)| line).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut steady = vec![10];
    for pair in lines.windows(2) {
        steady.push(steady[steady.len() - 1] + (pair[1] - pair[0]).min(5));
    }
    let mut replaced = String::new();
    for (before, line) in pieces(text) {
        replaced.push_str(before);
        if let Some(line) = line {
            let index = lines.binary_search(&line).expect("it is one of them");
            replaced.push_str(&format!("tests/shop.rs:{}", steady[index]));
        }
    }
    replaced
}

/// The parts of a text, each with the line of the place that follows it.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<u32>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (before, after) = match rest.split_once(".rs:") {
            Some((path, after)) => {
                let begin = path.rfind([' ', '(', '\n']).map_or(0, |index| index + 1);
                (&path[..begin], after)
            }
            None => (rest, ""),
        };
        let digits = after.len() - after.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
        rest = &after[digits..];
        Some((before, after[..digits].parse().ok()))
    })
}
