//! Who runs the code that makes a call or polls it: the test itself, a task, or whatever runs on a thread. A call writes down a
//! number; here is whom that is.

use std::collections::HashMap;
use std::thread;

#[cfg(feature = "tokio")]
use tokio::task;

use crate::base::lock::thread_token;
use crate::sessions::scene::Scene;

/// A thread, and a task of tokio if it runs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Runner {
    thread: usize,
    #[cfg(feature = "tokio")]
    task: Option<task::Id>,
}

impl Runner {
    /// What runs this.
    #[inline(always)]
    pub(crate) fn here() -> Self {
        Runner {
            thread: thread_token(),
            #[cfg(feature = "tokio")]
            task: task::try_id(),
        }
    }

    /// Whether it is the same task, or without a task the same thread.
    pub(crate) fn is_same(&self, other: &Runner) -> bool {
        #[cfg(feature = "tokio")]
        if self.task.is_some() || other.task.is_some() {
            return self.task == other.task;
        }
        self.thread == other.thread
    }

    #[cfg(feature = "tokio")]
    fn is_task(&self) -> bool {
        self.task.is_some()
    }

    #[cfg(not(feature = "tokio"))]
    fn is_task(&self) -> bool {
        false
    }
}

/// What is known of one.
#[derive(Clone, Debug)]
pub(crate) struct KnownRunner {
    /// Whether it is the test itself.
    pub(crate) is_test: bool,
    /// Which one of the test's tasks it is, from 1 on, if it is one.
    pub(crate) task: Option<u32>,
    /// The name of its thread, or `thread 2` if that has none.
    pub(crate) thread: String,
}

/// All of a scene, by their numbers from 1 on.
#[derive(Default)]
pub(crate) struct Runners {
    numbers: HashMap<Runner, u32>,
    known: Vec<(Runner, KnownRunner)>,
    tasks: u32,
    threads: u32,
}

impl Runners {
    /// The number of the runner here.
    pub(crate) fn number(&mut self, runner: Runner, scene: &Scene) -> u32 {
        if let Some(number) = self.numbers.get(&runner) {
            return *number;
        }
        let same = self.known.iter().find(|(known, _)| known.is_same(&runner));
        let task = match same {
            Some((_, same)) => same.task,
            None if runner.is_task() => {
                self.tasks += 1;
                Some(self.tasks)
            }
            None => None,
        };
        let of_thread = self.known.iter().find(|(known, _)| known.thread == runner.thread);
        let thread = match (of_thread, thread::current().name()) {
            (Some((_, known)), _) => known.thread.clone(),
            (None, Some(name)) => name.to_owned(),
            (None, None) => {
                self.threads += 1;
                format!("thread {}", self.threads)
            }
        };
        self.known.push((runner, KnownRunner { is_test: scene.in_test(), task, thread }));
        let number = self.known.len() as u32;
        self.numbers.insert(runner, number);
        number
    }

    /// What is known of them: that of the first comes first.
    pub(crate) fn known(&self) -> Vec<KnownRunner> {
        let mut known = Vec::with_capacity(self.known.len());
        for (_, runner) in &self.known {
            known.push(runner.clone());
        }
        known
    }
}

/// The runner that a method has seen last, which is likely to be the next.
#[derive(Default)]
pub(crate) struct LastRunner {
    last: Option<(Runner, u32)>,
}

impl LastRunner {
    /// The number of the runner here.
    #[inline(always)]
    pub(crate) fn number(&mut self, scene: &Scene) -> u32 {
        if !scene.is_followed {
            return 0;
        }
        let here = Runner::here();
        match self.last {
            Some((last, number)) if last == here => number,
            _ => self.ask(here, scene),
        }
    }

    #[cold]
    fn ask(&mut self, here: Runner, scene: &Scene) -> u32 {
        let number = scene.runners.lock().number(here, scene);
        self.last = Some((here, number));
        number
    }
}
