//! Those that look for the races: asyncmock, and the other tools. Each search is a process of its own, as some print much, and
//! some abort.

use std::env;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use asyncmock::Explore;
use asyncmock_examples::races::{self, Race};

use crate::caught;
use crate::outcome::Outcome;
use crate::scenarios::{Version, search};
use crate::tools::{self, Pct, Permutations, Randomly, Seeds, Walk};

/// The first argument of a process that searches.
const SEARCH: &str = "--search";

/// With so many other numbers the searches by random numbers begin. The median of them is told.
const BEGINNINGS: u64 = 11;

/// Who looks for a race, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// This project's explorer.
    Asyncmock,
    /// Random sleeps.
    Seeded,
    /// shuttle with its random scheduler.
    ShuttleRandomly,
    /// shuttle with its scheduler of priorities.
    ShuttlePct,
    /// schedwalk.
    Schedwalk,
    /// loom.
    Loom,
}

impl Peer {
    /// All of them, as they stand in the table.
    pub(crate) const ALL: [Peer; 6] =
        [Peer::Asyncmock, Peer::Seeded, Peer::ShuttleRandomly, Peer::ShuttlePct, Peer::Schedwalk, Peer::Loom];

    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Peer::Asyncmock => "asyncmock",
            Peer::Seeded => "random sleeps",
            Peer::ShuttleRandomly => "shuttle, random",
            Peer::ShuttlePct => "shuttle, PCT",
            Peer::Schedwalk => "schedwalk",
            Peer::Loom => "loom",
        }
    }

    /// Whether it picks schedules by chance, and so never knows that it has run all.
    pub(crate) fn is_by_chance(self) -> bool {
        matches!(self, Peer::Seeded | Peer::ShuttleRandomly | Peer::ShuttlePct)
    }

    /// Has a process search; nothing if there is no scenario.
    pub(crate) fn search(self, race: &Race, version: Version) -> io::Result<Option<Outcome>> {
        let mut process = Command::new(env::current_exe()?);
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if ["ASYNCMOCK_", "SHUTTLE_", "LOOM_", "SCHEDULE"].iter().any(|prefix| name.starts_with(prefix)) {
                process.env_remove(&*name);
            }
        }
        process.args([SEARCH, self.name(), race.name, &format!("{version:?}")]).stdin(Stdio::null());
        let output = process.output()?;
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let Some(line) = stdout.lines().next() else {
            return if output.status.success() { Ok(None) } else { Err(io::Error::other(stderr.into_owned())) };
        };
        let mut outcome = Outcome::of_line(line).ok_or_else(|| io::Error::other(line.to_owned()))?;
        if let (Peer::Schedwalk, Outcome::Found { steps, text, .. }) = (self, &mut outcome) {
            // A deadlock is told by a text, and any other failure on stderr.
            let told = tools::steps_told(text).or_else(|| tools::steps_told(&stderr));
            *steps = told.ok_or_else(|| io::Error::other(stderr.into_owned()))?;
        }
        Ok(Some(outcome))
    }

    /// Searches in this process.
    fn search_here(self, race: &str, version: Version) -> Option<Outcome> {
        match self {
            Peer::Asyncmock => races::ALL.iter().find(|known| known.name == race).map(|race| explored(race, version)),
            Peer::Seeded => median(version, |first| search(&Seeds { first: first * 1_000_000 }, race, version)),
            Peer::ShuttleRandomly => median(version, |seed| search(&Randomly { seed }, race, version)),
            Peer::ShuttlePct => median(version, |seed| search(&Pct { seed }, race, version)),
            Peer::Schedwalk => search(&Walk, race, version),
            Peer::Loom => search(&Permutations, race, version),
        }
    }
}

/// If this is a process that is to search, it does, and prints what comes of it in a line; whether it is.
pub(crate) fn has_searched() -> bool {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [flag, peer, race, version] = &*arguments else { return false };
    if flag != SEARCH {
        return false;
    }
    tools::init();
    let peer = Peer::ALL.into_iter().find(|known| known.name() == peer).expect("a peer");
    let version = if version == "Mended" { Version::Mended } else { Version::Failing };
    // loom aborts the process when it finds a deadlock.
    caught::keep_panics(if peer == Peer::Loom { tell } else { |_| {} });
    if let Some(outcome) = peer.search_here(race, version) {
        tell(&outcome);
    }
    true
}

fn tell(outcome: &Outcome) {
    let mut stdout = io::stdout();
    let _nobody_reads = stdout.write_all(outcome.to_line().as_bytes()).and_then(|()| stdout.flush());
}

/// What the explorer of this project finds.
fn explored(race: &Race, version: Version) -> Outcome {
    let explore = if version == Version::Mended { race.explore_mended } else { race.explore_failing };
    match explore(Explore::new()) {
        Ok(report) => Outcome::Missed { schedules: report.schedules() },
        Err(found) => {
            let text = found.to_string();
            let text = text.lines().next().unwrap_or_default().to_owned();
            Outcome::Found { schedules: found.schedules(), steps: found.steps(), text }
        }
    }
}

/// The median of what comes of a search that begins with different numbers. What was mended is searched once.
fn median(version: Version, search: impl Fn(u64) -> Option<Outcome>) -> Option<Outcome> {
    if version == Version::Mended {
        return search(0);
    }
    let mut outcomes = (0..BEGINNINGS).map(search).collect::<Option<Vec<_>>>()?;
    outcomes.sort();
    Some(outcomes.swap_remove(outcomes.len() / 2))
}
