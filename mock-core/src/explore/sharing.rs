//! A search that is done in parts: by several processes, or a part now and the rest later. What came of it is told, and taken in.

use std::borrow::Cow;

use crate::explore::frontier::Frontier;
use crate::explore::part::Part;
use crate::explore::run::RunFailure;
use crate::explore::search::{Found, Search, all_there_are, count};
use crate::schedule::token;

impl Search<'_> {
    /// What came of it so far.
    pub(super) fn part(&self, found: Option<&Found>) -> Part {
        let reached = self.reached.iter().map(|(name, is_reached)| (name.clone().into_owned(), *is_reached));
        let outcomes = self.report.outcomes.iter().cloned();
        let told = |found: &Found| (token::write(&found.picks), found.departures, found.failure.text.clone());
        Part {
            schedules: self.report.schedules,
            tried: self.tried,
            diverged: self.diverged,
            exhausted: self.report.exhausted,
            left_out: self.left_out,
            coverage: self.report.coverage.clone(),
            reached: reached.collect(),
            outcomes: outcomes.map(|outcome| (outcome.count, outcome.value, outcome.schedule)).collect(),
            failed: found.map(told),
        }
    }

    /// Saves it, from time to time.
    pub(super) fn save(&mut self, frontier: &Frontier) {
        let Some(mut saved) = self.saved.take() else { return };
        match saved.save(|| self.part(None), frontier) {
            Ok(()) => self.saved = Some(saved),
            Err(why) => self.warn(&format!("it can't be saved, nor go on later: {why}")),
        }
    }

    /// Puts together what came of all parts: gives the schedule that fails and departs least often.
    pub(super) fn merge(&mut self, parts: Vec<Part>) -> Option<Found> {
        let count_of_parts = parts.len();
        let coverage = parts.first().map(|part| part.coverage.clone()).unwrap_or_default();
        self.report.exhausted = parts.iter().all(|part| part.exhausted);
        let mut failed = Vec::new();
        for part in parts {
            failed.extend(self.take_in(part));
        }
        let schedules = count(self.report.schedules, "schedule");
        self.report.coverage = match self.report.exhausted {
            true => format!("{schedules}, {}{}", all_there_are(self.report.schedules), self.but()),
            false => format!("{schedules} by {count_of_parts} processes, of which one has run {coverage}"),
        };
        let (schedule, departures, text) = failed.into_iter().min_by_key(|(schedule, departures, _)| {
            // Of those that depart as seldom, the first as a word: not that of the faster process.
            (*departures, schedule.clone())
        })?;
        let picks = token::read(&schedule).expect("a schedule that was written can be read");
        let picks = picks.into_iter().map(|marked| marked.pick).collect();
        Some(Found { picks, departures, failure: RunFailure { text, place: None, journal: Vec::new() } })
    }

    /// Takes in what was seen by another search: gives the schedule that fails.
    pub(super) fn take_in(&mut self, part: Part) -> Option<(String, u32, String)> {
        self.report.schedules += part.schedules;
        self.tried += part.tried;
        self.diverged += part.diverged;
        self.left_out |= part.left_out;
        for (name, is_reached) in part.reached {
            self.note_reached(Cow::Owned(name), is_reached);
        }
        for (count, value, schedule) in part.outcomes {
            self.report.add_several(count, value, schedule);
        }
        part.failed
    }
}
