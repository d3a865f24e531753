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
    let is_new = |queue: &&Queue| before.iter().all(|known| known.number != queue.number);
    let of_idle: Vec<String> = queues().iter().find(is_new).map(|queue| queue.watched.clone()).unwrap_or_default();
    idle.shutdown_background();
    before.iter().any(|queue| queue.watches_more_than(&of_idle))
}

/// An event queue, and the files that it watches: `socket:[4711]`.
struct Queue {
    number: String,
    watched: Vec<String>,
}

impl Queue {
    /// Each file of another one may be watched once. The clock of another executor's queue (smol's) counts for nothing.
    fn watches_more_than(&self, idle: &[String]) -> bool {
        let mut idle = idle.to_vec();
        self.watched.iter().filter(|file| *file != "anon_inode:[timerfd]").any(|file| {
            match idle.iter().position(|known| known == file) {
                Some(index) => {
                    idle.swap_remove(index);
                    false
                }
                None => true,
            }
        })
    }
}

fn queues() -> Vec<Queue> {
    let Ok(files) = fs::read_dir("/proc/self/fd") else { return Vec::new() };
    let mut queues = Vec::new();
    for file in files.flatten() {
        if names(&file.path()).as_deref() != Some("anon_inode:[eventpoll]") {
            continue;
        }
        let number = file.file_name().to_string_lossy().into_owned();
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{number}")).unwrap_or_default();
        let watched = watched(&info).filter_map(|file| names(Path::new(&format!("/proc/self/fd/{file}")))).collect();
        queues.push(Queue { number, watched });
    }
    queues
}

fn names(file: &Path) -> Option<String> {
    Some(fs::read_link(file).ok()?.to_string_lossy().into_owned())
}

/// The files that an event queue watches, as the kernel lists them.
fn watched(info: &str) -> impl Iterator<Item = &str> {
    info.lines().filter_map(|line| line.strip_prefix("tfd:")?.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::{Queue, watched};

    #[test]
    fn what_an_idle_queue_watches_may_be_watched_once() {
        let queue = |files: &[&str]| Queue {
            number: "3".to_owned(),
            watched: files.iter().map(|file| (*file).to_owned()).collect(),
        };
        let idle = ["anon_inode:[eventfd]".to_owned(), "socket:[1]".to_owned()];
        assert!(!queue(&["socket:[1]", "anon_inode:[eventfd]"]).watches_more_than(&idle));
        assert!(!queue(&["anon_inode:[timerfd]", "anon_inode:[eventfd]"]).watches_more_than(&idle));
        assert!(!queue(&[]).watches_more_than(&idle));
        assert!(queue(&["anon_inode:[eventfd]", "anon_inode:[eventfd]"]).watches_more_than(&idle));
        assert!(queue(&["socket:[2]"]).watches_more_than(&idle));
    }

    #[test]
    fn the_kernel_lists_what_is_watched() {
        let info = "pos:\t0\nflags:\t02000002\ntfd:        9 events: 80000019 data: 1  pos:0 ino:2e sdev:f\n\
                    tfd:       11 events: 8000201d data: 2  pos:0 ino:30 sdev:9\n";
        assert_eq!(watched(info).collect::<Vec<_>>(), ["9", "11"]);
        assert_eq!(watched("pos:\t0\n").count(), 0);
    }
}
