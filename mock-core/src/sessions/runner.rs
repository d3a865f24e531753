//! Who runs the code that makes a call or polls it: the test itself, a task, or whatever runs on a thread. A call writes down a
//! number; here is whom that is.

use std::collections::HashMap;
use std::thread;

#[cfg(feature = "tokio")]
use tokio::task;

use crate::base;
use crate::sessions::scene::Scene;

/// A thread, and a task of tokio if it runs one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Runner {
    thread: u64,
    #[cfg(feature = "tokio")]
    task: Option<task::Id>,
}

impl Runner {
    /// What runs this.
    #[inline(always)]
    pub(crate) fn here() -> Self {
        Runner {
            thread: base::thread::number(),
            #[cfg(feature = "tokio")]
            task: task::try_id(),
        }
    }

    /// Its task alone, if it has one.
    fn task(self) -> Option<Self> {
        #[cfg(feature = "tokio")]
        return self.task.map(|task| Runner { thread: 0, task: Some(task) });
        #[cfg(not(feature = "tokio"))]
        None
    }

    /// Its thread alone.
    fn of_thread(self) -> Self {
        Runner {
            #[cfg(feature = "tokio")]
            task: None,
            ..self
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
    known: Vec<KnownRunner>,
    /// Which of the tasks each is, and where the name of each thread is: another map of the same types, of which the compiler
    /// makes no other code.
    parts: HashMap<Runner, u32>,
    tasks: u32,
    names: Vec<String>,
    nameless: u32,
}

impl Runners {
    /// The number of the runner here.
    pub(crate) fn number(&mut self, runner: Runner, scene: &Scene) -> u32 {
        if let Some(number) = self.numbers.get(&runner) {
            return *number;
        }
        let (task, thread) = (self.task(runner), self.thread(runner));
        self.known.push(KnownRunner { is_test: scene.in_test(), task, thread });
        let number = self.known.len() as u32;
        self.numbers.insert(runner, number);
        number
    }

    /// Which of the tasks it is, if it is one.
    fn task(&mut self, runner: Runner) -> Option<u32> {
        let task = runner.task()?;
        if let Some(number) = self.parts.get(&task) {
            return Some(*number);
        }
        self.tasks += 1;
        self.parts.insert(task, self.tasks);
        Some(self.tasks)
    }

    /// The name of its thread, which is this one.
    fn thread(&mut self, runner: Runner) -> String {
        let thread = runner.of_thread();
        if let Some(index) = self.parts.get(&thread) {
            return self.names[*index as usize].clone();
        }
        let name = match thread::current().name() {
            Some(name) => name.to_owned(),
            None => {
                self.nameless += 1;
                format!("thread {}", self.nameless)
            }
        };
        self.parts.insert(thread, self.names.len() as u32);
        self.names.push(name.clone());
        name
    }

    /// What is known of them: that of the first comes first.
    pub(crate) fn known(&self) -> Vec<KnownRunner> {
        self.known.clone()
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
