//! Where everything stands in a picture, whatever that is drawn with: which lanes there are, which bars are in a row, and
//! which column an event has.
//!
//! Columns are places in the order of events, not times: on a paused clock most of a test takes no time, and what is to be seen
//! is what was before what. Times are told above the columns.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::base::sorting;
use crate::journal::moment::Moment;
use crate::journal::{Journal, Row};
use crate::pictures::bar::Bar;

/// What the lanes of a picture stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lanes {
    /// A lane for each method of each mock.
    #[default]
    Methods,
    /// A lane for each mock.
    Mocks,
    /// A lane for each task, the test itself, and each thread that polled calls, or made them if they were not polled. It is
    /// known who that is under the harness, and with `ASYNCMOCK_JOURNAL`.
    Tasks,
}

/// A lane: bars in rows, in each of which none overlaps another.
pub(crate) struct Lane<'j> {
    pub(crate) name: String,
    pub(crate) rows: Vec<Vec<Bar<'j>>>,
    /// Where the rows end that are not looked at one by one, and which they are.
    ends: BinaryHeap<Reverse<(usize, usize)>>,
}

/// So many rows are looked at one by one: bars are in the first that is free. Where thousands of calls are under way at once,
/// that would take too long.
const LOOKED_AT: usize = 64;

/// A picture, but for what it is drawn with.
pub(crate) struct Chart<'j> {
    pub(crate) lanes: Vec<Lane<'j>>,
    /// Which they are, in the order of their names.
    named: Vec<usize>,
    /// How many columns there are.
    pub(crate) columns: usize,
}

impl<'j> Chart<'j> {
    /// Of the calls and guards that are wanted.
    pub(crate) fn of(journal: &'j Journal, lanes: Lanes) -> Self {
        let moments = moments(journal);
        let column = |moment: &Moment| moments.partition_point(|known| known.order < moment.order);
        // What has not ended goes on beyond all events.
        let last = moments.len();
        let mut chart = Chart { lanes: Vec::new(), named: Vec::new(), columns: last + 1 };
        for row in journal.rows() {
            let bar = Bar::new(row, &column, last);
            chart.lane(name_of_lane(row, lanes)).add(bar);
        }
        chart
    }

    fn lane(&mut self, name: String) -> &mut Lane<'j> {
        let place = self.named.partition_point(|lane| self.lanes[*lane].name < name);
        let index = match self.named.get(place) {
            Some(index) if self.lanes[*index].name == name => *index,
            _ => {
                self.named.insert(place, self.lanes.len());
                self.lanes.push(Lane { name, rows: Vec::new(), ends: BinaryHeap::new() });
                self.lanes.len() - 1
            }
        };
        &mut self.lanes[index]
    }
}

/// The moments that columns stand for, in their order.
pub(crate) fn moments(journal: &Journal) -> Vec<&Moment> {
    let mut moments = Vec::new();
    for row in journal.rows() {
        moments.append(&mut Bar::moments(row));
    }
    sorting::put_in_order(&mut moments, |moment| moment.order);
    moments.dedup_by_key(|moment| moment.order);
    moments
}

impl<'j> Lane<'j> {
    /// Adds a bar that begins after those that are there.
    fn add(&mut self, bar: Bar<'j>) {
        let is_free = |row: &Vec<Bar<'j>>| row.last().is_none_or(|last| last.end() < bar.from);
        let free = self.rows.iter().take(LOOKED_AT).position(is_free).or_else(|| {
            let Reverse((end, row)) = *self.ends.peek()?;
            if end >= bar.from {
                return None;
            }
            self.ends.pop();
            Some(row)
        });
        let row = free.unwrap_or_else(|| {
            self.rows.push(Vec::new());
            self.rows.len() - 1
        });
        if row >= LOOKED_AT {
            self.ends.push(Reverse((bar.end(), row)));
        }
        self.rows[row].push(bar);
    }
}

fn name_of_lane(row: Row<'_>, lanes: Lanes) -> String {
    match (row, lanes) {
        (Row::Call(call), Lanes::Methods) => format!("{}::{}", call.of, call.method),
        (Row::Call(call), Lanes::Mocks) => call.mock.clone(),
        (Row::Call(call), Lanes::Tasks) => {
            let moment = call.awaited.as_ref().unwrap_or(&call.called);
            moment.runner.as_ref().map_or_else(|| "not known".to_owned(), ToString::to_string)
        }
        (Row::Guard(guard), _) => format!("guards of {}", guard.of.split('(').next().unwrap_or_default()),
    }
}
