//! The picture in characters, for terminals and logs: as much of it as a page of text holds, up to its end.

use std::fmt::Write as _;

use crate::base::brevity::shortened;
use crate::base::sorting;
use crate::journal::{Journal, Row};
use crate::pictures::bar::{Bar, Look};
use crate::pictures::chart::{Chart, Lane, Lanes};

/// So many columns a picture has, beside the names of lanes.
const COLUMNS: usize = 64;
const LONGEST_NAME: usize = 32;
/// So many lines it has, with its first and its last, and so many bytes each of them.
const LINES: usize = 40;
pub(crate) const LONGEST_LINE: usize = 128;

/// What the characters mean, of which those are told that are there.
const LEGEND: [(char, &str); 11] = [
    // Every lane with calls has a first one, if there is room for the number.
    ('1', "numbers count the calls of a lane"),
    ('<', "< began before"),
    ('-', "- not polled"),
    ('=', "= polled"),
    ('#', "# held"),
    ('|', "| completed"),
    ('x', "x cancelled"),
    ('!', "! panicked"),
    ('?', "? never awaited"),
    ('>', "> goes on"),
    ('o', "o an item"),
];

impl Journal {
    /// The journal as a picture in characters: a line for each call that overlaps others of its method, in the order of events. It
    /// has 40 lines at the most, the last ones, as a failure is at the end.
    ///
    /// A number tells which of its lane's calls it is, where there is room. The texts of failures end with this picture where
    /// async calls overlapped.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     async fn go(&self, direction: &str);
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let cat = MockCat::new();
    /// cat.expect_go().yielding(1).return_const(());
    /// futures::join!(cat.go("north"), cat.go("east"));
    /// # });
    ///
    /// let picture = asyncmock::journal().to_timeline();
    /// let lines: Vec<&str> = picture.lines().collect();
    /// assert_eq!(
    ///     lines,
    ///     [
    ///         "timeline, in the order of events:",
    ///         "  Cat::go  |1--------==========|",
    ///         "                |2--------==========|",
    ///         "  (numbers count the calls of a lane, - not polled, = polled, | completed)",
    ///     ]
    /// );
    /// ```
    pub fn to_timeline(&self) -> String {
        self.to_timeline_by(Lanes::Methods)
    }

    /// The same, with lanes that stand for something else.
    pub fn to_timeline_by(&self, lanes: Lanes) -> String {
        self.timeline(lanes, LINES)
    }

    /// The same in so many lines.
    pub(crate) fn timeline(&self, lanes: Lanes, most: usize) -> String {
        let chart = Chart::of(self, lanes);
        let window = Window::at_the_end(chart.columns);
        let mut lines = Vec::new();
        for lane in &chart.lanes {
            window.add_lane(lane, &mut lines);
        }
        // Those that ended last are nearest to the failure.
        let room = most.min(LINES).saturating_sub(2);
        if lines.len() > room {
            let mut ends = Vec::with_capacity(lines.len());
            for (index, line) in lines.iter().enumerate() {
                ends.push((u32::MAX - line.end as u32, index));
            }
            sorting::sort(&mut ends);
            let mut is_kept = vec![false; lines.len()];
            for (_, index) in &ends[..room] {
                is_kept[*index] = true;
            }
            let mut index = 0;
            lines.retain(|_| {
                index += 1;
                is_kept[index - 1]
            });
        }
        let mut text = "timeline, in the order of events:".to_owned();
        if lines.is_empty() {
            return text + "\n  no calls";
        }
        let width = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
        let mut last = "";
        for line in &lines {
            let name = if line.name == last { "" } else { &line.name };
            let _ = write!(text, "\n  {name:width$}  {}", line.drawn.trim_end());
            last = &line.name;
        }
        let mut meanings = Vec::new();
        for (letter, meaning) in LEGEND {
            let is_there = |line: &Line| match letter {
                // Each call begins with it as well.
                '|' => line.has_completed,
                '1' => line.drawn.contains(|letter: char| letter.is_ascii_digit()),
                letter => line.drawn.contains(letter),
            };
            if lines.iter().any(is_there) {
                meanings.push(meaning);
            }
        }
        let _ = write!(text, "\n  ({})", meanings.join(", "));
        text
    }

    /// Whether calls overlapped, from their first polls on.
    pub(crate) fn has_overlaps(&self) -> bool {
        let mut spans = Vec::new();
        for call in &self.calls {
            if let Some(awaited) = &call.awaited {
                spans.push((awaited.order, call.ended.as_ref().map_or(u32::MAX, |ended| ended.order)));
            }
        }
        sorting::put_in_order(&mut spans, |(from, _)| *from);
        let mut ends_at = 0;
        for (from, to) in spans {
            if from < ends_at {
                return true;
            }
            ends_at = to;
        }
        false
    }
}

/// A row of a lane, drawn.
struct Line {
    name: String,
    drawn: String,
    has_completed: bool,
    /// The last column that anything of it has.
    end: usize,
}

/// The columns that are shown.
struct Window {
    first: usize,
    /// How many characters each has.
    wide: usize,
    /// How many characters all have, and one more.
    width: usize,
}

impl Window {
    fn at_the_end(columns: usize) -> Self {
        let first = columns.saturating_sub(COLUMNS);
        let wide = (COLUMNS / columns.max(1)).clamp(1, 5);
        Window { first, wide, width: (columns - first) * wide + 1 }
    }

    /// The character of a column; that of one which is not shown is before the first.
    fn at(&self, column: usize) -> Option<usize> {
        column.checked_sub(self.first).map(|column| column * self.wide)
    }

    fn add_lane(&self, lane: &Lane<'_>, lines: &mut Vec<Line>) {
        let orders = orders(lane);
        for row in &lane.rows {
            let mut drawn = vec![' '; self.width];
            let mut end = None;
            for bar in row.iter().filter(|bar| bar.end() >= self.first) {
                self.draw(bar, number(bar, &orders), &mut drawn);
                end = Some(bar.end());
            }
            if let Some(end) = end {
                let name = shortened(&lane.name, LONGEST_NAME);
                let has_completed = row.iter().any(|bar| bar.look == Look::Completed && bar.to >= self.first);
                lines.push(Line { name, drawn: drawn.into_iter().collect(), has_completed, end });
            }
        }
    }

    fn draw(&self, bar: &Bar<'_>, number: Option<usize>, drawn: &mut [char]) {
        let is_guard = matches!(bar.row, Row::Guard(_));
        let (from, to) = (self.at(bar.from), self.at(bar.to).unwrap_or_default());
        let begin = from.unwrap_or_default();
        // What is polled at once, or not awaited at all, is polled from its begin on.
        let is_unpolled = matches!(bar.row, Row::Call(call) if call.awaited.is_none() && call.ended.is_none());
        let polled = match bar.polled {
            Some(polled) => self.at(polled).unwrap_or_default(),
            None if is_unpolled || bar.look == Look::NeverAwaited => to,
            None => begin,
        };
        for (at, letter) in drawn.iter_mut().enumerate().take(to).skip(begin) {
            *letter = match at {
                _ if is_guard => '.',
                at if at < polled => '-',
                _ => '=',
            };
        }
        if let Some((from, to)) = bar.held {
            let (from, to) = (self.at(from).unwrap_or_default(), self.at(to).unwrap_or_default());
            drawn[from.min(to)..to].fill('#');
        }
        drawn[begin] = match from {
            None if bar.to < self.first => ' ',
            None => '<',
            Some(_) if is_guard => '[',
            Some(_) => '|',
        };
        let digits = number.map(|number| number.to_string()).unwrap_or_default();
        if begin + digits.len() < to {
            for (at, digit) in digits.chars().enumerate() {
                drawn[begin + 1 + at] = digit;
            }
        }
        // What goes on is the stream that it gave.
        let is_before = bar.to < self.first;
        if !is_before {
            drawn[to] = match bar.look {
                Look::Completed => '|',
                Look::Cancelled => 'x',
                Look::Panicked => '!',
                Look::NeverAwaited => '?',
                Look::Open | Look::Held => '>',
                Look::Guard => ']',
            };
        }
        for item in &bar.items {
            if let Some(at) = self.at(*item) {
                drawn[at] = 'o';
            }
        }
    }
}

/// Where the calls of a lane are in the order of events.
fn orders(lane: &Lane<'_>) -> Vec<(u32, usize)> {
    let mut orders = Vec::new();
    for row in &lane.rows {
        for bar in row {
            if let Row::Call(call) = bar.row {
                orders.push((call.called.order, 0));
            }
        }
    }
    sorting::sort(&mut orders);
    orders
}

/// Which of its lane's calls it is, if it is one.
fn number(bar: &Bar<'_>, orders: &[(u32, usize)]) -> Option<usize> {
    let Row::Call(call) = bar.row else { return None };
    Some(orders.partition_point(|(order, _)| *order < call.called.order) + 1)
}
