//! Whether tasks may wait for I/O: for sockets, processes and signals, of which the harness sees nothing.
//!
//! On Linux, the kernel says what an event queue (epoll) is asked to watch. What an idle runtime has it watch is known
//! from one that is made for the purpose. Elsewhere nothing can be known.

use std::collections::HashSet;
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
    let all = queues();
    let is_new = |queue: &&Queue| before.iter().all(|known| known.number != queue.number);
    let of_idle: HashSet<&String> = all.iter().filter(is_new).flat_map(|queue| &queue.watched).collect();
    let is_used = before.iter().flat_map(|queue| &queue.watched).any(|file| !of_idle.contains(file));
    drop(idle);
    is_used
}

/// An event queue, and the files that it watches: `socket:[4711]`.
struct Queue {
    number: String,
    watched: Vec<String>,
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
    use super::watched;

    #[test]
    fn the_kernel_lists_what_is_watched() {
        let info = "pos:\t0\nflags:\t02000002\ntfd:        9 events: 80000019 data: 1  pos:0 ino:2e sdev:f\n\
                    tfd:       11 events: 8000201d data: 2  pos:0 ino:30 sdev:9\n";
        assert_eq!(watched(info).collect::<Vec<_>>(), ["9", "11"]);
        assert_eq!(watched("pos:\t0\n").count(), 0);
    }
}
