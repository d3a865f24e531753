//! Whether tasks may wait for I/O: for sockets and processes, of which the harness sees nothing. (Signals can't be told: an
//! idle runtime watches for them, too.)
//!
//! On Linux, the kernel says what an event queue (epoll) is asked to watch. What an idle runtime has it watch is known
//! from one that is made for the purpose. Elsewhere nothing can be known.

use std::fs;
use std::path::Path;

use tokio::runtime::Builder;

/// Whether an event queue of this process watches anything that an idle runtime's does not.
pub(crate) fn may_be_used() -> bool {
    let before = queues();
    if before.is_empty() {
        return false;
    }
    let Ok(idle) = Builder::new_current_thread().enable_all().build() else { return true };
    let mut of_idle = Vec::new();
    for queue in queues() {
        if before.iter().all(|known| known.number != queue.number) {
            of_idle = queue.watched;
            break;
        }
    }
    idle.shutdown_background();
    before.iter().any(|queue| queue.watches_more_than(&of_idle))
}

/// An event queue, and the files that it watches: `socket:[4711]`.
struct Queue {
    number: String,
    watched: Vec<String>,
}

impl Queue {
    /// Each file of another one may be watched once. A clock that is not set, as of another executor's queue (smol's), counts
    /// for nothing.
    fn watches_more_than(&self, idle: &[String]) -> bool {
        let mut idle = idle.to_vec();
        for file in &self.watched {
            if file == CLOCK_NOT_SET {
                continue;
            }
            match idle.iter().position(|known| known == file) {
                Some(index) => drop(idle.swap_remove(index)),
                None => return true,
            }
        }
        false
    }
}

fn queues() -> Vec<Queue> {
    let Ok(files) = fs::read_dir("/proc/self/fd") else { return Vec::new() };
    let mut queues = Vec::new();
    for file in files {
        let Ok(file) = file else { continue };
        if names(&file.path()).as_deref() != Some("anon_inode:[eventpoll]") {
            continue;
        }
        let number = file.file_name().to_string_lossy().into_owned();
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{number}")).unwrap_or_default();
        let mut watched = Vec::new();
        for file in watched_by(&info) {
            let name = names(Path::new(&format!("/proc/self/fd/{file}")));
            watched.extend(name.map(|name| if is_set(&name, file) { name } else { CLOCK_NOT_SET.to_owned() }));
        }
        queues.push(Queue { number, watched });
    }
    queues
}

/// In place of the name of a clock that is not set.
const CLOCK_NOT_SET: &str = "timerfd that is not set";

/// Whether a file is anything but a clock that is not set.
fn is_set(name: &str, file: &str) -> bool {
    name != "anon_inode:[timerfd]"
        || fs::read_to_string(format!("/proc/self/fdinfo/{file}"))
            .map_or(true, |info| !info.contains("it_value: (0, 0)"))
}

fn names(file: &Path) -> Option<String> {
    Some(fs::read_link(file).ok()?.to_string_lossy().into_owned())
}

/// The files that an event queue watches, as the kernel lists them.
fn watched_by(info: &str) -> Vec<&str> {
    let mut watched = Vec::new();
    for line in info.lines() {
        if let Some(file) = line.strip_prefix("tfd:") {
            let file = file.trim_start();
            watched.push(file.split_once(' ').map_or(file, |(file, _)| file));
        }
    }
    watched
}

#[cfg(test)]
mod tests {
    use super::{CLOCK_NOT_SET, Queue, watched_by};

    #[test]
    fn what_an_idle_queue_watches_may_be_watched_once() {
        let queue = |files: &[&str]| Queue {
            number: "3".to_owned(),
            watched: files.iter().map(|file| (*file).to_owned()).collect(),
        };
        let idle = ["anon_inode:[eventfd]".to_owned(), "socket:[1]".to_owned()];
        assert!(!queue(&["socket:[1]", "anon_inode:[eventfd]"]).watches_more_than(&idle));
        assert!(!queue(&[CLOCK_NOT_SET, "anon_inode:[eventfd]"]).watches_more_than(&idle));
        assert!(queue(&["anon_inode:[timerfd]", "anon_inode:[eventfd]"]).watches_more_than(&idle));
        assert!(!queue(&[]).watches_more_than(&idle));
        assert!(queue(&["anon_inode:[eventfd]", "anon_inode:[eventfd]"]).watches_more_than(&idle));
        assert!(queue(&["socket:[2]"]).watches_more_than(&idle));
    }

    #[test]
    fn the_kernel_lists_what_is_watched() {
        let info = "pos:\t0\nflags:\t02000002\ntfd:        9 events: 80000019 data: 1  pos:0 ino:2e sdev:f\n\
                    tfd:       11 events: 8000201d data: 2  pos:0 ino:30 sdev:9\n";
        assert_eq!(watched_by(info), ["9", "11"]);
        assert!(watched_by("pos:\t0\n").is_empty());
    }
}
