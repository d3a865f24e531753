//! What a search has seen when no schedule has failed.

use std::fmt;

use crate::report;

/// What a search has seen, of which no schedule has failed: given by [`Explore::run`](crate::Explore::run).
///
/// It prints as a line or two: `24 schedules, which are all there are`.
#[derive(Clone, Debug)]
pub struct Report {
    pub(super) schedules: usize,
    pub(super) exhausted: bool,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) coverage: String,
}

/// What bodies have given, in words.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) value: String,
    pub(super) count: usize,
    /// The first schedule that gave it, which departs least often.
    pub(super) schedule: String,
}

impl Report {
    /// How many schedules were run, each of which is another.
    pub fn schedules(&self) -> usize {
        self.schedules
    }

    /// Whether those are all there are.
    pub fn exhausted(&self) -> bool {
        self.exhausted
    }

    /// What bodies have given, as `Debug` prints it: how often, and the first schedule that did; the most frequent first.
    ///
    /// ```
    /// use asyncmock::{Explore, explore};
    ///
    /// let report = Explore::new().run(|| async { explore::choose(["hit", "miss", "hit"]) });
    /// assert_eq!(
    ///     report.table(),
    ///     r#"  count  schedule  outcome
    ///       2  am1:0     "hit"
    ///       1  am1:1     "miss"
    /// "#
    /// );
    /// ```
    pub fn table(&self) -> String {
        let mut outcomes: Vec<&Outcome> = self.outcomes.iter().collect();
        // Stable: of two, that which was seen first.
        outcomes.sort_by_key(|outcome| std::cmp::Reverse(outcome.count));
        let wide = outcomes.iter().map(|outcome| outcome.schedule.len()).chain(["schedule".len()]).max();
        let wide = wide.unwrap_or_default();
        let mut table = format!("  count  {:wide$}  outcome\n", "schedule");
        for outcome in outcomes {
            let value = outcome.value.replace('\n', "\\n");
            table.push_str(&format!("{:7}  {:wide$}  {value}\n", outcome.count, outcome.schedule));
        }
        table
    }

    /// Asserts that bodies have given the same in every schedule.
    ///
    /// # Panics
    ///
    /// With the [table](Report::table): `the outcome depends on the order of calls: there are 2`.
    #[track_caller]
    pub fn assert_same(&self) {
        if self.outcomes.len() > 1 {
            let text = format!(
                "the outcome depends on the order of calls: there are {}\n{}  one of them alone: `Explore::replay(\"..\")`, or in the environment `ASYNCMOCK_SCHEDULE=..`",
                self.outcomes.len(),
                self.table(),
            );
            report::raise(text);
        }
    }

    /// Counts what bodies have given in another process, of which this is the first schedule there.
    pub(super) fn add_several(&mut self, count: usize, value: String, schedule: String) {
        match self.outcomes.iter_mut().find(|outcome| outcome.value == value) {
            Some(outcome) => {
                outcome.count += count;
                // Of two, the shorter one departs earlier, and no more often than it must.
                if (schedule.len(), &schedule) < (outcome.schedule.len(), &outcome.schedule) {
                    outcome.schedule = schedule;
                }
            }
            None => self.outcomes.push(Outcome { value, count, schedule }),
        }
    }

    /// Counts what a body has given.
    pub(super) fn add(&mut self, value: String, schedule: &dyn Fn() -> String) {
        match self.outcomes.iter_mut().find(|outcome| outcome.value == value) {
            Some(outcome) => outcome.count += 1,
            None => self.outcomes.push(Outcome { value, count: 1, schedule: schedule() }),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.coverage)
    }
}
