//! The search: which schedules are run, and what is said when it is over.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use crate::explore::counterexample::Counterexample;
use crate::explore::failure::{self, Failing};
use crate::explore::frontier::{Frontier, Left, Planned, Shard};
use crate::explore::jobs::{self, Role};
use crate::explore::report::Report;
use crate::explore::run::{Run, RunEnd, RunFailure, Subject};
use crate::explore::saved::Saved;
use crate::report::{self, Complaint};
use crate::schedule::picker::{Beyond, Picker, Priorities};
use crate::schedule::random::Random;
use crate::schedule::step::{MarkedPick, Pick};
use crate::schedule::token;
use crate::sessions::scheduler::ToldStep;

/// Which schedules are run.
#[derive(Debug)]
pub(super) enum Strategy {
    /// All, up to so many, and so many departures: or a part of them.
    All { most: usize, bound: Option<u32>, shard: Shard },
    /// So many at random.
    Random { seed: u64, runs: usize },
    /// One.
    Replay(Vec<MarkedPick>),
}

/// A search.
pub(super) struct Search<'s> {
    pub(super) subject: Subject<'s>,
    pub(super) strategy: Strategy,
    pub(super) checks_determinism: bool,
    /// Where it is saved, if it is.
    pub(super) saved: Option<Saved>,
    pub(super) report: Report,
    /// How many schedules were run, also of those that count for another part.
    pub(super) tried: usize,
    /// What was to come to pass in some run, and whether it has.
    pub(super) reached: Vec<(Cow<'static, str>, bool)>,
    /// How many runs did not come to what was laid down for them: the test depends on more than the order of calls.
    pub(super) diverged: usize,
    /// Whether orders were left out in which independent calls come in another order.
    pub(super) left_out: bool,
    /// What there is to warn of, of the first run that has warned.
    pub(super) warnings: Vec<String>,
    /// When it was last said how far it is.
    pub(super) told: Instant,
}

/// A schedule that fails.
pub(super) struct Found {
    pub(super) picks: Vec<Pick>,
    pub(super) departures: u32,
    pub(super) failure: RunFailure,
}

/// How long a search goes on without a word.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// The schedules at random are these if nothing is said.
const SEED: u64 = 1;

/// How many runs there are for each that is to be another.
const TRIES: usize = 8;

/// How often a priority falls.
const FALLS: usize = 3;

/// How many orders are tried for one that passes, near one that fails.
const NEAR: usize = 200;

impl<'s> Search<'s> {
    pub(super) fn new(
        subject: Subject<'s>,
        strategy: Strategy,
        checks_determinism: bool,
        saved: Option<Saved>,
    ) -> Self {
        let report = Report { schedules: 0, exhausted: false, outcomes: Vec::new(), coverage: String::new() };
        let (reached, warnings) = (Vec::new(), Vec::new());
        Search {
            subject,
            strategy,
            checks_determinism,
            saved,
            report,
            tried: 0,
            reached,
            diverged: 0,
            left_out: false,
            warnings,
            told: Instant::now(),
        }
    }

    /// Runs it, or its part of it: gives the first schedule that fails, or what was seen.
    pub(super) fn run_as(mut self, role: Role) -> Result<Report, Counterexample> {
        let found = match (role, &self.strategy) {
            (Role::Parent(jobs), Strategy::All { shard: Shard::ALL, .. }) => match jobs.run() {
                Ok(parts) => self.merge(parts),
                Err(why) => {
                    self.warn(&format!("the search is done by this process alone: {why}"));
                    self.search()
                }
            },
            (Role::Part(part), Strategy::All { most, bound, shard: Shard::ALL }) => {
                jobs::end_with_parent();
                self.saved = None;
                self.strategy = Strategy::All { most: *most, bound: *bound, shard: part };
                let found = self.search();
                self.part(found.as_ref()).tell()
            }
            _ => self.search(),
        };
        self.conclude(found)
    }

    /// Runs all that is to be run by this process.
    fn search(&mut self) -> Option<Found> {
        match &self.strategy {
            Strategy::Replay(picks) => {
                let picks = picks.clone();
                self.replay(picks)
            }
            Strategy::Random { seed, runs } => {
                let (seed, runs) = (*seed, *runs);
                let found = self.at_random(seed, runs, runs, Left::all());
                let schedules = count(self.report.schedules, "schedule");
                self.report.coverage =
                    format!("{schedules} at random, of {}, with the seed {seed}", count(runs, "run"));
                found
            }
            Strategy::All { most, bound, shard } => {
                let (most, bound, shard) = (*most, *bound, *shard);
                self.all(most, bound, shard)
            }
        }
    }

    /// What there is more of, if all was run that need be.
    pub(super) fn but(&self) -> &'static str {
        if self.left_out { ", but for the order of independent calls" } else { "" }
    }

    /// Says what was found, or seen.
    fn conclude(mut self, found: Option<Found>) -> Result<Report, Counterexample> {
        if let (Some(saved), Strategy::All { .. }) = (&self.saved, &self.strategy) {
            saved.forget();
        }
        for warning in &self.warnings {
            report::print_uncaptured(warning);
        }
        if let Some(found) = found {
            return Err(self.explain(found));
        }
        if self.diverged > 0 {
            self.report.exhausted = false;
            self.warn(&format!(
                "{} did not go as laid down: the test depends on more than the order of its calls ({CAUSES}); \
                 `check_determinism` tells where",
                count(self.diverged, "schedule")
            ));
        }
        self.check_reached();
        Ok(self.report)
    }

    /// Says how far a long search has come, from time to time.
    fn tell_how_far(&mut self, at: &dyn Fn() -> String) {
        if self.told.elapsed() >= TELL_EVERY {
            self.told = Instant::now();
            let schedules = count(self.report.schedules, "schedule");
            report::print_uncaptured(&format!("asyncmock: {}: {schedules} so far, now {}", self.subject.name, at()));
        }
    }

    pub(super) fn warn(&self, text: &str) {
        report::print_uncaptured(&format!("asyncmock: warning: {}: {text}", self.subject.name));
    }

    /// All schedules, or as many as there may be.
    fn all(&mut self, most: usize, bound: Option<u32>, shard: Shard) -> Option<Found> {
        let mut frontier = match self.saved.as_ref().and_then(Saved::load) {
            Some((part, frontier)) => {
                let _none_has_failed = self.take_in(part);
                self.warn(&format!(
                    "it goes on where it was ended: {} so far",
                    count(self.report.schedules, "schedule")
                ));
                frontier
            }
            None => Frontier::new(bound, shard),
        };
        let in_order = if bound.is_some() { most } else { most - most / 4 };
        let mut found: Option<Found> = None;
        // The last of them are left to chance, unless there may be no more than so many.
        while (self.report.schedules < in_order || frontier.len() <= most.saturating_sub(self.report.schedules))
            && let Some(planned) = frontier.next()
        {
            let run = self.run_planned(&planned, frontier.is_own(&planned));
            self.tell_how_far(&|| {
                format!("of those that depart {} from the order of arrival", times(planned.departures))
            });
            if let RunEnd::Failed(failure) = run.end {
                let (picks, departures) = (planned.picks.to_vec(), planned.departures);
                found = Some(Found { picks, departures, failure });
                if !frontier.was_deep() {
                    break;
                }
                frontier.only_below(departures);
            } else if run.diverged.is_none() {
                frontier.extend(&planned, run.open_steps());
            }
            if found.is_none() {
                self.save(&frontier);
            }
        }
        if found.is_some() {
            return found;
        }
        self.report.exhausted = frontier.is_exhausted();
        let in_order = self.report.schedules;
        if frontier.is_empty() || bound.is_some() {
            self.report.coverage = self.coverage(&frontier, bound, shard);
            if !frontier.is_empty() {
                self.warn(&self.report.coverage);
            }
            return None;
        }
        // Those that were run in order depart seldom; by chance others come up.
        let left = frontier.left();
        let found = self.at_random(SEED, (most - in_order) * TRIES, most, left);
        self.report.coverage = format!(
            "{} of those that there are: {in_order} in order, {}; and {} at random (`max_schedules` allows more)",
            count(self.report.schedules, "schedule"),
            complete_up_to(&frontier),
            self.report.schedules - in_order
        );
        if found.is_none() {
            self.warn(&self.report.coverage);
        }
        found
    }

    fn coverage(&self, frontier: &Frontier, bound: Option<u32>, shard: Shard) -> String {
        let schedules = count(self.report.schedules, "schedule");
        let part = match shard {
            Shard::ALL => String::new(),
            Shard { number, of } => format!(" in part {number} of {of}"),
        };
        let but = self.but();
        match bound {
            _ if frontier.is_exhausted() => format!("{schedules}, {}{part}{but}", all_there_are(self.report.schedules)),
            Some(0) if frontier.is_empty() => format!("{schedules}: that in which the calls are polled{part}"),
            Some(bound) if frontier.is_empty() => {
                format!("{schedules}, which are all that depart {} at the most{part}", times(bound))
            }
            _ => format!("{schedules} of those that there are, {}{part}", complete_up_to(frontier)),
        }
    }

    /// So many runs at random, until there are so many schedules of those that are left.
    fn at_random(&mut self, seed: u64, runs: usize, most: usize, mut left: Left) -> Option<Found> {
        let mut random = Random::new(seed);
        let mut longest = 8;
        for index in 0..runs {
            if self.report.schedules >= most {
                break;
            }
            let own = Random::new(random.next());
            let beyond = match index % 2 {
                0 => Beyond::Any(own),
                _ => Beyond::Priorities(Priorities::new(own, FALLS, longest)),
            };
            let run = self.subject.run(Picker::new([] as [Pick; 0], beyond), false);
            self.tell_how_far(&|| "at random".to_owned());
            longest = longest.max(run.steps.len());
            let picks = run.picks();
            let departures = departures(&run);
            if matches!(run.end, RunEnd::Void) || !left.take(&run.steps) {
                continue;
            }
            self.note(&run, true);
            if let RunEnd::Failed(failure) = run.end {
                return Some(self.shrink(Found { picks, departures, failure }));
            }
        }
        None
    }

    /// Looks for a schedule that departs less often and fails so as well.
    fn shrink(&mut self, found: Found) -> Found {
        let mut frontier = Frontier::new(Some(found.departures.saturating_sub(1)), Shard::ALL);
        let mut left = TO_SHRINK;
        while left > 0
            && let Some(planned) = frontier.next()
        {
            left -= 1;
            let run = self.subject.run(Picker::new(planned.picks.to_vec(), Beyond::First), false);
            match run.end {
                RunEnd::Failed(failure) if failure.is_like(&found.failure) => {
                    return Found { picks: planned.picks.to_vec(), departures: planned.departures, failure };
                }
                _ => frontier.extend(&planned, run.open_steps()),
            }
        }
        found
    }

    fn run_planned(&mut self, planned: &Planned, is_own: bool) -> Run {
        let picker = || Picker::new(planned.picks.to_vec(), Beyond::First);
        let mut run = self.subject.run(picker(), self.checks_determinism);
        self.left_out |= run.redundant.is_some() || run.steps.iter().any(|step| step.asleep != 0);
        if self.checks_determinism && !matches!(run.end, RunEnd::Void) {
            let again = self.subject.run(picker(), true);
            if let Some(difference) = failure::difference(&run, &again) {
                let schedule = token::write(&planned.picks);
                let text = format!("the test is not deterministic: {difference}\n  schedule: {schedule}\n  {CAUSES}");
                Complaint::new(text, self.subject.place).raise();
            }
        }
        if run.redundant.is_some() && matches!(run.end, RunEnd::Passed(_)) {
            run.end = RunEnd::Void;
        }
        self.note(&run, is_own);
        run
    }

    /// Notes what a run was.
    fn note(&mut self, run: &Run, is_own: bool) {
        for (name, is_reached) in &run.reached {
            self.note_reached(name.clone(), *is_reached);
        }
        if self.warnings.is_empty() {
            self.warnings.clone_from(&run.warnings);
        }
        if run.diverged.is_some() && !matches!(self.strategy, Strategy::Replay(_)) {
            self.diverged += 1;
            return;
        }
        if matches!(run.end, RunEnd::Void) {
            return;
        }
        self.tried += 1;
        if !is_own {
            return;
        }
        self.report.schedules += 1;
        if let RunEnd::Passed(outcome) = &run.end {
            self.report.add(outcome.clone(), &|| token::write(&run.picks()));
        }
    }

    /// Notes whether something has come to pass.
    pub(super) fn note_reached(&mut self, name: Cow<'static, str>, is_reached: bool) {
        match self.reached.iter_mut().find(|(known, _)| *known == name) {
            Some((_, reached)) => *reached |= is_reached,
            None => self.reached.push((name, is_reached)),
        }
    }

    /// One schedule.
    fn replay(&mut self, laid_down: Vec<MarkedPick>) -> Option<Found> {
        let schedule = token::write_marked(&laid_down);
        let run = self.subject.run(Picker::new(laid_down.clone(), Beyond::First), true);
        self.note(&run, true);
        self.report.coverage = format!("1 schedule: {schedule}");
        if let Some(step) = run.diverged {
            self.warn(&failure::misfit(&schedule, laid_down.get(step).map(|marked| marked.pick), step, &run));
        } else if let Some(step) = run.unlike {
            self.warn(&failure::unlike(&schedule, step));
        }
        let (picks, departures) = (run.picks(), departures(&run));
        let RunEnd::Failed(failure) = run.end else { return None };
        Some(Found { departures, picks, failure })
    }

    /// Tells of a schedule that fails, which is run once more.
    fn explain(mut self, found: Found) -> Counterexample {
        let laid_down = found.picks;
        let run = self.subject.run(Picker::new(laid_down.clone(), Beyond::First), true);
        let again = match run.end {
            RunEnd::Failed(failure) => Some(failure),
            RunEnd::Passed(_) | RunEnd::Void => None,
        };
        let Some(failure) = again else {
            let text = format!(
                "{}\n\nthat schedule, {}, has failed once and not again: the test depends on more than the order of its calls \
                 ({CAUSES})",
                found.failure.text,
                token::write(&laid_down)
            );
            Complaint::new(text, self.subject.place).raise();
        };
        let nearest = match self.strategy {
            Strategy::Replay(_) => None,
            _ => self.nearest(&laid_down, &run.told),
        };
        let schedule = token::write(&laid_down);
        let text = failure::text(&Failing {
            failure: &failure,
            told: &run.told,
            nearest: nearest.as_deref(),
            schedule: &schedule,
            marked: &token::write_marked(&marked(&laid_down, &run.told)),
            departures: found.departures,
            passed: self.tried.saturating_sub(1),
            test: &self.subject.filter,
            settings: &self.subject.settings,
            is_replay: matches!(self.strategy, Strategy::Replay(_)),
        });
        let (departures, steps, schedules) = (found.departures, run.told.len(), self.tried);
        Counterexample { text, schedule, departures, steps, schedules }
    }

    /// An order that passes: that from which the one that fails departs last; or else one that departs least often from what comes
    /// first, and of these that which differs as late as can be.
    fn nearest(&mut self, picks: &[Pick], failing: &[ToldStep]) -> Option<Vec<ToldStep>> {
        let mut pass = |picks: Vec<Pick>| {
            let run = self.subject.run(Picker::new(picks, Beyond::First), true);
            (matches!(run.end, RunEnd::Passed(_)), run)
        };
        // What it departs from last.
        if let Some(last) = picks.iter().rposition(|pick| *pick != Pick::number(0)) {
            let (passes, run) = pass(picks[..last].to_vec());
            if passes {
                return Some(run.told);
            }
        }
        let mut frontier = Frontier::new(None, Shard::ALL);
        let mut best: Option<(u32, usize, Vec<ToldStep>)> = None;
        for _ in 0..NEAR {
            let Some(planned) = frontier.next() else { break };
            if best.as_ref().is_some_and(|(departures, ..)| *departures < planned.departures) {
                break;
            }
            let (passes, run) = pass(planned.picks.to_vec());
            if !passes {
                frontier.extend(&planned, run.open_steps());
                continue;
            }
            let differs = failure::first_difference(failing, &run.told).unwrap_or(usize::MAX);
            if best.as_ref().is_none_or(|(_, latest, _)| differs > *latest) {
                best = Some((planned.departures, differs, run.told));
            }
        }
        best.map(|(.., told)| told)
    }

    /// Fails if something was to come to pass, and has not.
    fn check_reached(&self) {
        let is_whole = match &self.strategy {
            Strategy::All { shard, .. } => *shard == Shard::ALL,
            Strategy::Random { .. } => true,
            Strategy::Replay(_) => false,
        };
        let missed: Vec<String> = self
            .reached
            .iter()
            .filter(|(_, is_reached)| !is_reached && is_whole)
            .map(|(name, _)| format!("explore::sometimes({name:?}) did not come to pass in any of {}", self.report))
            .collect();
        if !missed.is_empty() {
            Complaint::new(missed.join("\n"), self.subject.place).raise();
        }
    }
}

/// How many schedules are run to find one that departs less often.
const TO_SHRINK: usize = 20_000;

/// What else a test may depend on.
pub(super) const CAUSES: &str = "the usual causes: a `select!` without `biased`, the order of a `HashMap`, real time, other threads, random numbers";

/// What was laid down, with what each call is known by again.
fn marked(laid_down: &[Pick], told: &[ToldStep]) -> Vec<MarkedPick> {
    let marks = told.iter().filter(|step| step.options.len() > 1).map(|step| step.mark);
    let marks = marks.chain(std::iter::repeat(None));
    laid_down.iter().zip(marks).map(|(pick, mark)| MarkedPick { pick: *pick, mark }).collect()
}

/// How often a run departs from what comes first.
fn departures(run: &Run) -> u32 {
    run.steps.iter().filter(|step| step.departs()).count() as u32
}

fn complete_up_to(frontier: &Frontier) -> String {
    match frontier.complete_up_to() {
        None | Some(0) => "among them that in which the calls are polled".to_owned(),
        Some(departures) => {
            format!("which are all that depart from it {} at the most, and some others", times(departures))
        }
    }
}

/// Says of so many schedules that there are no more.
pub(super) fn all_there_are(schedules: usize) -> &'static str {
    if schedules == 1 { "which is all there is" } else { "which are all there are" }
}

/// `once`, `twice`, `3 times`.
pub(super) fn times(number: u32) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{number} times"),
    }
}

/// `1 schedule`, `24 schedules`.
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

impl RunFailure {
    /// Whether it is of the same kind as another one: at the same place, if it has one, as the text may tell of the order itself.
    pub(super) fn is_like(&self, other: &RunFailure) -> bool {
        match (&self.place, &other.place) {
            (Some(one), Some(other)) => one == other,
            _ => self.text.lines().next() == other.text.lines().next(),
        }
    }
}
