//! Whether a debugger looks at this process: time limits make no sense then.

use std::fs;

/// Whether a debugger is attached, as far as that can be known: on Linux.
pub(crate) fn is_attached() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| is_traced(&status))
}

fn is_traced(status: &str) -> bool {
    let tracer = status.lines().find_map(|line| line.strip_prefix("TracerPid:"));
    tracer.is_some_and(|pid| pid.trim() != "0")
}

#[cfg(test)]
mod tests {
    use super::is_traced;

    #[test]
    fn a_debugger_is_a_tracer() {
        assert!(is_traced("Name:\tgdb\nTracerPid:\t4711\nUid:\t0\n"));
        assert!(!is_traced("Name:\tcat\nTracerPid:\t0\nUid:\t0\n"));
        assert!(!is_traced(""));
    }
}
