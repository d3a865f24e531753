//! What the threads of this process do, and whether any of them can still do anything: one that runs, sleeps for a while
//! or waits for I/O may wake a task at any time. A thread is still if it waits for others, without a limit.
//!
//! Only Linux tells, for each thread the system call that it is in; and only of some processors is known here which number
//! such a call has. Elsewhere nothing can be known.

use std::fs;
use std::process;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::base::lock::Lock;
use crate::base::thread::{self, KernelId};

/// A thread of this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Thread {
    pub(crate) id: KernelId,
    name: String,
    /// How often it was put on a processor, or taken off one.
    switches: u64,
    doing: Doing,
}

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    /// It runs, or is about to.
    Runs,
    /// It waits, with a limit, for others or for time to pass.
    Sleeps { for_others: bool },
    /// It waits for others of this process, without a limit.
    Waits,
    /// It waits for I/O, a signal or another process, or for what is not known.
    Elsewhere,
}

impl Doing {
    fn name(self) -> &'static str {
        match self {
            Doing::Runs => "running",
            Doing::Sleeps { .. } => "sleeps",
            Doing::Waits => "waits",
            Doing::Elsewhere => "waits for I/O",
        }
    }
}

impl Thread {
    /// Whether only another thread can have it do anything. The thread that the process began with is that of the test
    /// runner, if it runs no test itself: it waits for tests to end, with a limit after which it says that they take long.
    pub(crate) fn is_still(&self) -> bool {
        self.doing == Doing::Waits
            || self.id == process::id() && matches!(self.doing, Doing::Sleeps { for_others: true })
    }

    /// Whether it can be said that it does something.
    pub(crate) fn runs(&self) -> bool {
        self.doing == Doing::Runs
    }

    /// `"rayon-0" (waits)`.
    pub(crate) fn describe(&self) -> String {
        format!("{:?} ({})", self.name, self.doing.name())
    }
}

/// Threads that wake up only to look for stillness, as far as is known: they wait for doubles, on a clock that is paused.
static LOOKING: Lock<Vec<KernelId>> = Lock::new(Vec::new());

/// One that does so, until this is dropped.
pub(crate) struct Looking(KernelId);

impl Looking {
    pub(crate) fn here() -> Option<Self> {
        let here = thread::here()?;
        LOOKING.lock().push(here);
        Some(Looking(here))
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        let mut looking = LOOKING.lock();
        let index = looking.iter().position(|id| *id == self.0);
        index.map(|index| looking.swap_remove(index));
    }
}

/// How often to look again while others are looking, a millisecond apart.
const WHILE_OTHERS_LOOK: u32 = 10;

/// Whether the harness is to see no threads, as where nobody tells of them: for its own tests.
fn is_blind() -> bool {
    static BLIND: OnceLock<bool> = OnceLock::new();
    *BLIND.get_or_init(|| std::env::var_os("ASYNCMOCK_BLIND").is_some_and(|blind| !blind.is_empty()))
}

/// The threads of the process, but for this one and those that look after tests, by their numbers. `None` if that can't be
/// known.
pub(crate) fn threads() -> Option<Vec<Thread>> {
    if is_blind() {
        return None;
    }
    // One looks at a time, so that others which want to are seen to wait.
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let here = thread::here()?;
    let looking = LOOKING.lock().clone();
    let mut looks = 0;
    loop {
        let mut threads = all()?;
        threads.retain(|thread| thread.id != here);
        let mut are_done = true;
        for thread in &mut threads {
            if looking.contains(&thread.id) {
                thread.switches = 0;
                are_done &= thread.is_still();
            }
        }
        if are_done || looks == WHILE_OTHERS_LOOK {
            return Some(threads);
        }
        looks += 1;
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn all() -> Option<Vec<Thread>> {
    let calls = calls::known()?;
    let helpers = thread::helpers();
    let mut threads = Vec::new();
    for entry in fs::read_dir("/proc/self/task").ok()? {
        let id: KernelId = entry.ok()?.file_name().to_str()?.parse().ok()?;
        if helpers.contains(&id) {
            continue;
        }
        let folder = format!("/proc/self/task/{id}");
        let Ok(status) = fs::read_to_string(format!("{folder}/status")) else {
            // It has ended meanwhile.
            continue;
        };
        match fs::read_to_string(format!("{folder}/syscall")) {
            Ok(call) => threads.extend(seen(id, &status, &call, &calls)),
            Err(_) if !fs::exists(&folder).unwrap_or(true) => {}
            // Nobody may look.
            Err(_) => return None,
        }
    }
    threads.sort_by_key(|thread| thread.id);
    Some(threads)
}

/// How long a thread has been on a processor, in nanoseconds, if the kernel keeps account.
pub(crate) fn ran(id: KernelId) -> Option<u64> {
    if is_blind() {
        return None;
    }
    let times = fs::read_to_string(format!("/proc/self/task/{id}/schedstat")).ok()?;
    let ran = times.split_whitespace().next()?.parse().ok()?;
    // Some kernels write zeros.
    (ran > 0).then_some(ran)
}

/// The same of a thread that is on a processor or waits for one. Where that is the same at two looks, others kept it from
/// running.
pub(crate) fn ran_if_ready(id: KernelId) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/self/task/{id}/stat")).ok()?;
    let state = stat.rsplit_once(')')?.1.split_whitespace().next()?;
    if state == "R" { ran(id) } else { None }
}

/// Whether there is a thread that was begun by one of these since then: it bears the name of whoever has begun it, unless it was
/// given another.
pub(crate) fn has_heirs(of: &[KernelId], since: Instant) -> bool {
    /// In so many parts of a second the kernel counts when a thread began.
    const TICKS: f64 = 100.0;
    /// Both points in time are known to one of them.
    const DOUBT: f64 = 2.0;
    if is_blind() {
        return false;
    }
    let read = |file: String| fs::read_to_string(file).unwrap_or_default();
    let uptime = read("/proc/uptime".to_owned());
    let Some(now) = uptime.split_whitespace().next().and_then(|now| now.parse::<f64>().ok()) else { return false };
    // Asked for after that: this thread may have waited for a processor in between, and may rather see one too many.
    let since = (now - since.elapsed().as_secs_f64()) * TICKS - DOUBT;
    let mut names = Vec::new();
    for id in of {
        names.push(read(format!("/proc/self/task/{id}/comm")));
    }
    for thread in all().unwrap_or_default() {
        if of.contains(&thread.id) || !names.iter().any(|name| name.trim_end() == thread.name) {
            continue;
        }
        // After the name, which may have anything in it, the state is the third word, and the beginning the twenty-second.
        let stat = read(format!("/proc/self/task/{}/stat", thread.id));
        let began =
            stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(22 - 3)?.parse::<f64>().ok());
        if began.is_some_and(|began| began >= since) {
            return true;
        }
    }
    false
}

/// Whether a signal may come that somebody waits for: of a process that this one has started, or of a timer of the kernel's.
pub(crate) fn may_be_signalled() -> bool {
    has_timers() || has_children()
}

fn has_timers() -> bool {
    /// `SIGALRM`, `SIGVTALRM` and `SIGPROF`, which such timers send.
    const OF_TIMERS: u64 = 1 << 13 | 1 << 25 | 1 << 26;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = caught.and_then(|caught| u64::from_str_radix(caught.trim(), 16).ok());
    caught.is_none_or(|caught| caught & OF_TIMERS != 0)
        || fs::read("/proc/self/timers").is_ok_and(|timers| !timers.is_empty())
}

fn has_children() -> bool {
    let own = process::id().to_string();
    let Ok(processes) = fs::read_dir("/proc") else { return true };
    for entry in processes.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(|digit: char| digit.is_ascii_digit()) {
            continue;
        }
        // `25853 (sleep) S 25847 ..`: the name may have anything in it; then come the state and the parent.
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let mut words = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
        let (state, parent) = (words.next(), words.next());
        if parent == Some(own.as_str()) && state != Some("Z") {
            return true;
        }
    }
    false
}

/// A thread, as the kernel describes it; `None` for one that has ended.
fn seen(id: KernelId, status: &str, call: &str, calls: &Calls) -> Option<Thread> {
    let (mut name, mut state, mut switches) = ("", "", 0);
    for line in status.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        match (key, value.trim()) {
            ("Name", value) => name = value,
            ("State", value) => state = value,
            ("voluntary_ctxt_switches" | "nonvoluntary_ctxt_switches", value) => {
                switches += value.parse::<u64>().unwrap_or_default()
            }
            _ => {}
        }
    }
    let doing = match state.chars().next() {
        Some('Z' | 'X') => return None,
        Some('R') => Doing::Runs,
        Some('S') => doing(call, calls),
        _ => Doing::Elsewhere,
    };
    Some(Thread { id, name: name.to_owned(), switches, doing })
}

/// What a thread does that sleeps in this system call: `202 0x7f.. 0x80 ..`, its number and its arguments.
fn doing(call: &str, calls: &Calls) -> Doing {
    let mut words = call.split_whitespace();
    let Some(number) = words.next() else { return Doing::Elsewhere };
    if number == "running" {
        return Doing::Runs;
    }
    let Ok(number) = number.parse::<i64>() else { return Doing::Elsewhere };
    let mut arguments = [0_u64; 6];
    for argument in &mut arguments {
        let word = words.next().and_then(|word| word.strip_prefix("0x"));
        let Some(value) = word.and_then(|word| u64::from_str_radix(word, 16).ok()) else { return Doing::Elsewhere };
        *argument = value;
    }
    let [_, second, _, fourth, ..] = arguments;
    let until = |is_limited: bool| if is_limited { Doing::Sleeps { for_others: true } } else { Doing::Waits };
    if number == calls.futex {
        /// The operations that wait: `FUTEX_WAIT`, `FUTEX_LOCK_PI`, `FUTEX_WAIT_BITSET`, `FUTEX_LOCK_PI2`.
        const WAITS: [u64; 4] = [0, 6, 9, 13];
        // Without the flags for private ones, and for the clock.
        return if WAITS.contains(&(second & 0x7f)) { until(fourth != 0) } else { Doing::Runs };
    }
    if calls.epoll.contains(&number) {
        // The limit is in milliseconds, as an `int`; without one, what is watched tells whether there is anything to wait for.
        return match fourth as u32 as i32 {
            0 => Doing::Runs,
            limit => {
                if limit < 0 {
                    Doing::Waits
                } else {
                    Doing::Sleeps { for_others: false }
                }
            }
        };
    }
    if calls.sleeps.contains(&number) {
        return Doing::Sleeps { for_others: false };
    }
    Doing::Elsewhere
}

/// The numbers of system calls.
struct Calls {
    futex: i64,
    epoll: &'static [i64],
    sleeps: &'static [i64],
}

mod calls {
    use super::Calls;

    /// Those of this processor.
    pub(super) fn known() -> Option<Calls> {
        if !cfg!(target_os = "linux") {
            return None;
        }
        if cfg!(all(target_arch = "x86_64", target_pointer_width = "64")) {
            Some(Calls { futex: 202, epoll: &[232, 281], sleeps: &[35, 230] })
        } else if cfg!(target_arch = "aarch64") {
            Some(Calls { futex: 98, epoll: &[22], sleeps: &[101, 115] })
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Calls, Doing, doing, ran_if_ready, seen};
    use crate::base::thread;
    use std::fs;
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    const CALLS: Calls = Calls { futex: 202, epoll: &[232, 281], sleeps: &[35, 230] };

    #[test]
    fn a_thread_says_how_long_it_has_run_only_while_it_is_ready() {
        let Some(here) = thread::here() else { return };
        if !fs::exists(format!("/proc/self/task/{here}/schedstat")).unwrap_or_default() {
            return;
        }
        let until = Instant::now() + Duration::from_secs(60);
        while ran_if_ready(here).is_none() {
            assert!(Instant::now() < until, "it runs");
        }
        let (tell, told) = mpsc::channel();
        let (end, ended) = mpsc::channel::<()>();
        let waits = std::thread::spawn(move || {
            tell.send(thread::here().unwrap()).unwrap();
            let _ = ended.recv();
        });
        let other = told.recv().unwrap();
        while ran_if_ready(other).is_some() {
            assert!(Instant::now() < until, "it waits");
            std::thread::yield_now();
        }
        drop(end);
        waits.join().unwrap();
    }

    #[test]
    fn who_waits_for_others_without_a_limit_is_still() {
        let doing = |call: &str| doing(call, &CALLS);
        // Private, and by another clock.
        assert_eq!(doing("202 0x7f10 0x80 0x0 0x0 0x0 0xffffffff 0x7ffc 0x7f5f"), Doing::Waits);
        assert_eq!(doing("202 0x7f10 0x189 0x0 0x0 0x0 0xffffffff 0x7ffc 0x7f5f"), Doing::Waits);
        assert_eq!(
            doing("202 0x7f10 0x189 0x0 0x7ffc8ae9 0x0 0xffffffff 0x7ffc 0x7f5f"),
            Doing::Sleeps { for_others: true }
        );
        assert_eq!(doing("202 0x7f10 0x81 0x1 0x0 0x0 0x0 0x7ffc 0x7f5f"), Doing::Runs, "it wakes another");
        assert_eq!(doing("232 0x3 0x7ffc 0x400 0xffffffff 0x0 0x0 0x7ffc 0x7f5f"), Doing::Waits);
        assert_eq!(doing("232 0x3 0x7ffc 0x400 0xffffffffffffffff 0x0 0x0 0x7ffc 0x7f5f"), Doing::Waits);
        assert_eq!(doing("281 0x3 0x7ffc 0x400 0x64 0x0 0x8 0x7ffc 0x7f5f"), Doing::Sleeps { for_others: false });
        assert_eq!(doing("230 0x0 0x0 0x7ffc8 0x7ffc8 0x0 0x0 0x7ffc 0x7f5f"), Doing::Sleeps { for_others: false });
        assert_eq!(doing("0 0x4 0x7ffc8 0x1 0x0 0x0 0x0 0x7ffc 0x7f5f"), Doing::Elsewhere, "it reads");
        assert_eq!(doing("-1 0x7ffc 0x7f5f"), Doing::Elsewhere);
        assert_eq!(doing("running"), Doing::Runs);
        assert_eq!(doing(""), Doing::Elsewhere);
    }

    #[test]
    fn a_thread_is_as_the_kernel_describes_it() {
        let status = |state: &str| {
            format!("Name:\trayon 0\nState:\t{state}\nvoluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t2\n")
        };
        let waits = "202 0x7f10 0x80 0x0 0x0 0x0 0xffffffff 0x7ffc 0x7f5f";
        let thread = seen(7, &status("S (sleeping)"), waits, &CALLS).unwrap();
        assert_eq!(
            (thread.switches, thread.is_still(), thread.describe()),
            (9, true, "\"rayon 0\" (waits)".to_owned())
        );
        let thread = seen(7, &status("R (running)"), waits, &CALLS).unwrap();
        assert!(!thread.is_still() && thread.runs());
        assert!(!seen(7, &status("D (disk sleep)"), waits, &CALLS).unwrap().is_still());
        assert!(seen(7, &status("Z (zombie)"), waits, &CALLS).is_none());
    }

    #[test]
    #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"), not(miri)))]
    fn threads_are_seen_as_they_are() {
        use super::{Thread, threads};
        use crate::base::thread::here;
        use std::sync::mpsc;
        use std::thread;
        use std::time::{Duration, Instant};

        let (told, tell) = mpsc::channel();
        let begin = |work: Box<dyn FnOnce() + Send>| {
            let told = told.clone();
            thread::spawn(move || {
                told.send(here().expect("the kernel tells")).unwrap();
                work();
            });
            tell.recv().unwrap()
        };
        let (keeps_waiting, waits) = mpsc::channel::<()>();
        let waits = begin(Box::new(move || assert!(waits.recv().is_err())));
        let sleeps = begin(Box::new(|| thread::sleep(Duration::from_secs(60))));
        let parks = begin(Box::new(|| thread::park_timeout(Duration::from_secs(60))));
        let (keeps_running, may_run) = mpsc::channel::<()>();
        let runs = begin(Box::new(move || while may_run.try_recv() == Err(mpsc::TryRecvError::Empty) {}));
        let seen =
            |id| threads().expect("the kernel tells").into_iter().find(|thread: &Thread| thread.id == id).unwrap();
        let begun = Instant::now();
        while !(seen(waits).is_still() && seen(sleeps).doing == Doing::Sleeps { for_others: false }) {
            assert!(begun.elapsed() < Duration::from_secs(20), "{:?}, {:?}", seen(waits), seen(sleeps));
            thread::yield_now();
        }
        while seen(parks).doing != (Doing::Sleeps { for_others: true }) {
            assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", seen(parks));
            thread::yield_now();
        }
        assert!(seen(runs).runs());
        assert!(!seen(parks).is_still() && !seen(sleeps).is_still() && !seen(runs).is_still());
        drop((keeps_waiting, keeps_running));
    }
}
