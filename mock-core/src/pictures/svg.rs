//! The picture as SVG.

use std::fmt::Write as _;
use std::time::Duration;

use html_escape::encode_text;

use crate::base::brevity::shortened;
use crate::journal::moment::Moment;
use crate::journal::{Journal, Row};
use crate::pictures::bar::{Bar, Look};
use crate::pictures::chart::{Chart, Lane, Lanes, moments};
use crate::pictures::words::{details, label, milliseconds};
use crate::records::record::CallState;

/// The picture is about as wide as this, in pixels, unless columns would be narrower than they can be.
const WIDTH: f64 = 1100.0;
const NARROWEST_COLUMN: f64 = 2.0;
const WIDEST_COLUMN: f64 = 72.0;
/// What a character of a label takes, at most.
const CHARACTER: f64 = 6.7;
/// Above the lanes are the times.
const TOP: f64 = 24.0;
/// Between two lanes.
const GAP: f64 = 8.0;
/// Below the lanes stands what the shapes mean.
const LEGEND: f64 = 34.0;
const LONGEST_NAME: usize = 44;

impl Journal {
    /// The journal as a picture: a lane for each method, a bar for each call and guard, from its begin to its end.
    ///
    /// A bar begins with a thin line, as long as the future was not polled. Calls that were cancelled, have panicked, were never
    /// awaited, or have not ended are told apart by shape and colour; what the test [held](crate::Expectation::hold) is
    /// hatched; a dot is an item that was taken from a stream. What stands beside each other was in this order, however long it
    /// took: times are above. All that is known of a call is shown where a mouse rests on it.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn go(&self, direction: &str);
    /// }
    ///
    /// let cat = MockCat::relaxed();
    /// cat.go("north");
    ///
    /// let picture = asyncmock::journal().to_svg();
    /// assert!(picture.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    /// assert!(picture.contains("Cat::go"));
    /// ```
    pub fn to_svg(&self) -> String {
        self.to_svg_by(Lanes::Methods)
    }

    /// The same, with lanes that stand for something else.
    pub fn to_svg_by(&self, lanes: Lanes) -> String {
        Drawing::of(&Chart::of(self, lanes), &times(&moments(self)), lanes).text
    }
}

/// A picture that is being drawn.
struct Drawing {
    text: String,
    lanes: Lanes,
    /// Where the columns begin, and how wide each is.
    left: f64,
    column: f64,
    /// How high a row is, with the space below it.
    row: f64,
}

impl Drawing {
    fn of(chart: &Chart<'_>, times: &[(usize, Duration)], lanes: Lanes) -> Self {
        let rows: usize = chart.lanes.iter().map(|lane| lane.rows.len()).sum();
        let longest = chart.lanes.iter().map(|lane| lane.name.chars().count()).max().unwrap_or(0);
        let mut drawing = Drawing {
            text: String::new(),
            lanes,
            left: longest.min(LONGEST_NAME) as f64 * CHARACTER + 20.0,
            column: (WIDTH / chart.columns as f64).clamp(NARROWEST_COLUMN, WIDEST_COLUMN),
            row: if rows <= 80 { 20.0 } else { (1600.0 / rows as f64).clamp(5.0, 20.0).floor() },
        };
        drawing.draw(chart, times);
        drawing
    }

    fn draw(&mut self, chart: &Chart<'_>, times: &[(usize, Duration)]) {
        let rows: usize = chart.lanes.iter().map(|lane| lane.rows.len()).sum();
        let width = (self.x(chart.columns) + 12.0).max(LEGEND_WIDTH);
        let lanes_end = TOP + rows as f64 * self.row + chart.lanes.len() as f64 * GAP;
        let height = lanes_end + LEGEND;
        let _ = write!(
            self.text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"journal\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\"><title>Calls in the order of events</title>\
             <style>{STYLE}</style><defs><pattern id=\"held\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0V6\"/></pattern></defs>\
             <rect class=\"paper\" width=\"100%\" height=\"100%\"/>"
        );
        self.draw_times(times, lanes_end);
        let mut y = TOP;
        for (index, lane) in chart.lanes.iter().enumerate() {
            self.draw_lane(lane, y, chart.columns, index % 2 == 1, width);
            y += lane.rows.len() as f64 * self.row + GAP;
        }
        self.draw_legend(lanes_end + 12.0);
        self.text.push_str("</svg>");
    }

    /// Where a column begins.
    fn x(&self, column: usize) -> f64 {
        tenths(self.left + column as f64 * self.column)
    }

    /// The times, as far as there is room.
    fn draw_times(&mut self, times: &[(usize, Duration)], lanes_end: f64) {
        let mut free_from = f64::MIN;
        for (column, time) in times {
            let (x, text) = (self.x(*column), milliseconds(*time));
            if x < free_from {
                continue;
            }
            free_from = x + (text.len() + 2) as f64 * CHARACTER;
            let _ = write!(
                self.text,
                "<path class=\"time\" d=\"M{x} {TOP}V{lanes_end:.0}\"/><text class=\"at\" x=\"{x}\" y=\"15\">{text}</text>"
            );
        }
    }

    fn draw_lane(&mut self, lane: &Lane<'_>, y: f64, columns: usize, is_shaded: bool, width: f64) {
        let height = lane.rows.len() as f64 * self.row + GAP;
        if is_shaded {
            let top = y - GAP / 2.0;
            let _ = write!(self.text, "<rect class=\"lane\" y=\"{top}\" width=\"{width:.0}\" height=\"{height}\"/>");
        }
        let name = shortened(&lane.name, LONGEST_NAME);
        let _ = write!(self.text, "<text class=\"name\" x=\"8\" y=\"{}\">{}</text>", y + 13.0, encode_text(&name));
        for (index, row) in lane.rows.iter().enumerate() {
            let y = y + index as f64 * self.row;
            for (index, bar) in row.iter().enumerate() {
                let next = row.get(index + 1).map_or(columns, |next| next.from);
                self.draw_bar(bar, y, next);
            }
        }
    }

    /// A bar, before whatever begins at the next column.
    fn draw_bar(&mut self, bar: &Bar<'_>, y: f64, next: usize) {
        let (from, to) = (self.x(bar.from), self.x(bar.to));
        let height = self.row - if self.row > 10.0 { 4.0 } else { 1.0 };
        let middle = y + height / 2.0;
        let details = details(bar.row);
        let _ = write!(self.text, "<g><title>{}</title>", encode_text(&details));
        let is_unpolled = matches!(bar.row, Row::Call(call) if call.state == CallState::Called);
        let begin = bar.polled.map_or(from, |polled| self.x(polled));
        if is_unpolled || begin > from {
            let end = if is_unpolled { to } else { begin };
            let _ = write!(self.text, "<path class=\"wait\" d=\"M{from} {middle}H{end}\"/>");
        }
        if is_unpolled {
            let tip = tenths(to - 4.0);
            let _ = write!(self.text, "<path class=\"open\" d=\"M{tip} {y}l4 {0}l-4 {0}z\"/>", height / 2.0);
        } else {
            let (class, path) = shape(bar.look, begin, to, y, height);
            let _ = write!(self.text, "<path class=\"{class}\" d=\"{path}\"/>");
        }
        if let Some((from, to)) = bar.held {
            let (x, width) = (self.x(from), tenths(self.x(to) - self.x(from)));
            let _ = write!(
                self.text,
                "<rect fill=\"url(#held)\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
            );
        }
        if bar.polled.is_some() {
            let _ = write!(self.text, "<path class=\"poll\" d=\"M{begin} {y}v{height}\"/>");
        }
        if let Some(end) = bar.stream_to {
            let _ = write!(self.text, "<path class=\"wait\" d=\"M{to} {middle}H{}\"/>", self.x(end));
        }
        for item in &bar.items {
            let _ = write!(self.text, "<circle class=\"item\" cx=\"{}\" cy=\"{middle}\" r=\"2.5\"/>", self.x(*item));
        }
        self.draw_label(bar, begin, to, middle, self.x(next));
        self.text.push_str("</g>");
    }

    /// The label of a bar: in it or behind it if there is room, else as much of it as has some.
    fn draw_label(&mut self, bar: &Bar<'_>, begin: f64, to: f64, middle: f64, next: f64) {
        let label = label(bar.row, self.lanes);
        if label.is_empty() || self.row < 14.0 {
            return;
        }
        let fits = |room: f64| ((room - 12.0) / CHARACTER).max(0.0) as usize;
        let behind = self.x(bar.end()).max(to);
        let (characters, inside) = (label.chars().count(), fits(to - begin));
        let (x, most) = match (characters <= inside, characters <= fits(next - behind)) {
            (true, _) => (begin + 5.0, inside),
            (false, true) => (behind + 6.0, characters),
            (false, false) => (begin + 5.0, inside),
        };
        if most >= characters.min(5) {
            let (x, y, text) = (tenths(x), middle + 4.0, shortened(&label, most));
            let _ = write!(self.text, "<text class=\"of\" x=\"{x}\" y=\"{y}\">{}</text>", encode_text(&text));
        }
    }

    /// What the shapes mean.
    fn draw_legend(&mut self, y: f64) {
        let mut x = 8.0;
        for (look, word) in LEGENDS {
            let (class, path) = shape(look, x, x + 22.0, y, 12.0);
            let (after, base) = (x + 28.0, y + 10.0);
            let _ = write!(
                self.text,
                "<path class=\"{class}\" d=\"{path}\"/><text class=\"at\" x=\"{after:.0}\" y=\"{base:.0}\">{word}</text>"
            );
            x = (after + word.len() as f64 * CHARACTER + 14.0).round();
        }
        let (after, base) = (x + 28.0, y + 10.0);
        let _ = write!(
            self.text,
            "<rect fill=\"url(#held)\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"22\" height=\"12\"/>\
             <text class=\"at\" x=\"{after:.0}\" y=\"{base:.0}\">held by the test</text>"
        );
    }
}

/// The columns at which the time has changed by a millisecond or more.
fn times(moments: &[&Moment]) -> Vec<(usize, Duration)> {
    let mut times: Vec<(usize, Duration)> = Vec::new();
    for (column, moment) in moments.iter().enumerate() {
        let Some(time) = moment.time() else { continue };
        let time = Duration::from_millis(time.as_millis() as u64);
        if times.last().is_none_or(|(_, last)| *last < time) {
            times.push((column, time));
        }
    }
    times
}

/// In whole tenths, which take less room as text.
fn tenths(pixels: f64) -> f64 {
    (pixels * 10.0).round() / 10.0
}

const LEGENDS: [(Look, &str); 7] = [
    (Look::Completed, "completed"),
    (Look::Cancelled, "cancelled"),
    (Look::Panicked, "panicked"),
    (Look::NeverAwaited, "never awaited"),
    (Look::Open, "not ended"),
    (Look::Guard, "guard"),
    (Look::Held, "guard still held"),
];
const LEGEND_WIDTH: f64 = 940.0;

/// The class and the outline of a bar. What has ended well has a straight end; what was cancelled is cut in, what has panicked is
/// jagged, what has not ended points on.
fn shape(look: Look, from: f64, to: f64, y: f64, height: f64) -> (&'static str, String) {
    // Whatever it is, it can be seen.
    let to = tenths(to.max(from + 3.0));
    let half = height / 2.0;
    let dent = (to - from).min(5.0);
    let (inner, quarter) = (tenths(to - dent), height / 4.0);
    match look {
        Look::Completed => ("done", format!("M{from} {y}H{to}v{height}H{from}z")),
        Look::Cancelled => ("gone", format!("M{from} {y}H{to}L{inner} {}L{to} {}H{from}z", y + half, y + height)),
        Look::Panicked => {
            let jag = tenths(dent / 1.5);
            (
                "boom",
                format!(
                    "M{from} {y}H{to}l-{jag} {quarter}l{jag} {quarter}l-{jag} {quarter}\
                     l{jag} {quarter}H{from}z"
                ),
            )
        }
        Look::NeverAwaited => ("never", format!("M{from} {y}H{to}v{height}H{from}z")),
        Look::Open => ("open", format!("M{from} {y}H{inner}L{to} {}L{inner} {}H{from}z", y + half, y + height)),
        Look::Guard => ("guard", format!("M{from} {y}H{to}v{height}M{from} {y}v{height}H{to}")),
        Look::Held => ("kept", format!("M{to} {y}H{from}v{height}H{to}")),
    }
}

const STYLE: &str = "\
.journal{--ink:#1c2430;--dim:#66707d;--paper:#fff;--lane:#f3f5f8;--line:#dde2e9;font:11px ui-monospace,Menlo,Consolas,monospace}\
.journal .paper{fill:var(--paper)}.journal .lane{fill:var(--lane)}.journal .time{stroke:var(--line);fill:none}\
.journal text{fill:var(--ink)}.journal .at{fill:var(--dim)}.journal .name{font-weight:600}.journal .of{pointer-events:none}\
.journal .done{fill:#cdebd8;stroke:#2f8f5b}.journal .gone{fill:#ffe1bd;stroke:#c96f12}.journal .boom{fill:#ffd0d0;stroke:#c93636}\
.journal .never{fill:none;stroke:#7d4fd1;stroke-dasharray:4 3}.journal .open{fill:#d3e3ff;stroke:#3869c9}\
.journal .guard{fill:#e6e9ee;stroke:#66707d;stroke-width:2}.journal .kept{fill:#d3e3ff;stroke:#3869c9;stroke-width:2}\
.journal .wait{stroke:var(--dim);fill:none}.journal .poll{stroke:var(--ink);stroke-width:1.5;fill:none}\
.journal .hatch{stroke:var(--ink);stroke-opacity:.45}.journal .item{fill:var(--ink)}\
@media(prefers-color-scheme:dark){.journal{--ink:#e8ecf2;--dim:#9aa5b3;--paper:#12161c;--lane:#1a2029;--line:#2c3541}\
.journal .done{fill:#1d4a33;stroke:#58c08a}.journal .gone{fill:#553614;stroke:#f0a14d}.journal .boom{fill:#5a2323;stroke:#f07777}\
.journal .never{stroke:#b094f0}.journal .open{fill:#203a6b;stroke:#7aa5f5}.journal .guard{fill:#2c3541;stroke:#9aa5b3}\
.journal .kept{fill:#203a6b;stroke:#7aa5f5}}";
