//! The picture as a sequence diagram for Mermaid, which pull requests and CI summaries draw.

use std::fmt::Write as _;

use crate::base::brevity::shortened;
use crate::journal::Journal;
use crate::journal::call::JournalCall;
use crate::journal::event::{EventKind, JournalEvent};
use crate::journal::moment::Moment;

/// So long a diagram may be, in characters: what is cut off is its begin, as a failure is at its end.
const LONGEST: usize = 5_000;
/// Room for what comes before the messages: the names of participants.
const HEAD: usize = 1_400;
/// So many participants fit beside each other.
const PARTICIPANTS: usize = 8;
const LONGEST_MESSAGE: usize = 60;

impl Journal {
    /// The journal as a [Mermaid](https://mermaid.js.org) sequence diagram: who called which mock, and what came of it. It has
    /// 5,000 characters at the most; if that is too few, the last calls are shown.
    ///
    /// ```
    /// use asyncmock::automock;
    ///
    /// #[automock]
    /// trait Cat {
    ///     fn go(&self, direction: &str);
    /// }
    ///
    /// let cat = MockCat::relaxed();
    /// cat.go("north");
    ///
    /// assert_eq!(
    ///     asyncmock::journal().to_mermaid(),
    ///     "sequenceDiagram\n    \
    ///          participant test\n    \
    ///          participant m0 as MockCat\n    \
    ///          test->>m0: go(\"north\")\n    \
    ///          m0-->>test: completed go\n"
    /// );
    /// ```
    pub fn to_mermaid(&self) -> String {
        let events = self.events();
        let (mut first, mut length) = (events.len(), 0);
        let mut participants = Participants::default();
        while first > 0 {
            length += participants.message(self, &events[first - 1]).map_or(0, |message| message.len());
            if length > LONGEST - HEAD {
                break;
            }
            first -= 1;
        }
        let (mut messages, mut participants) = (String::new(), Participants::default());
        for event in &events[first..] {
            messages.extend(participants.message(self, event));
        }
        let mut text = "sequenceDiagram\n    participant test\n".to_owned();
        for (index, runner) in participants.runners.iter().enumerate() {
            if runner != TEST {
                let _ = writeln!(text, "    participant r{index} as {}", said(runner, 30));
            }
        }
        for (index, mock) in participants.mocks.iter().enumerate() {
            let _ = writeln!(text, "    participant m{index} as {}", said(mock, 30));
        }
        let earlier = events[..first].iter().filter(|event| event.call.is_some() || event.guard.is_some()).count();
        if earlier > 0 {
            let _ = writeln!(text, "    Note over test: {earlier} earlier events are not shown");
        }
        text + &messages
    }
}

/// Those between whom messages go: the callers, and the mocks.
#[derive(Default)]
struct Participants {
    runners: Vec<String>,
    mocks: Vec<String>,
}

impl Participants {
    /// What an event says in a diagram, if it is one that is shown there.
    fn message(&mut self, journal: &Journal, event: &JournalEvent) -> Option<String> {
        match (event.call, event.guard) {
            (Some(call), _) => self.message_of_call(journal.calls.get(call)?, event.kind),
            (_, Some(guard)) => {
                let guard = journal.guards.get(guard)?;
                let how = if event.kind == EventKind::GuardEntered { "entered" } else { &guard.state };
                let said = said(&format!("guard of {}: {how}", guard.of), LONGEST_MESSAGE);
                Some(format!("    Note over {}: {said}\n", self.runner(&guard.entered)))
            }
            (None, None) => None,
        }
    }

    fn message_of_call(&mut self, call: &JournalCall, kind: EventKind) -> Option<String> {
        let runner = self.runner(call.awaited.as_ref().unwrap_or(&call.called));
        let (mock, _) = number(&mut self.mocks, call.mock.clone(), "other mocks");
        let method = said(&call.method, LONGEST_MESSAGE);
        Some(match kind {
            EventKind::Called => {
                let said = said(&format!("{}({})", call.method, call.arguments.join(", ")), LONGEST_MESSAGE);
                format!("    {runner}->>m{mock}: {said}\n")
            }
            EventKind::Completed => format!("    m{mock}-->>{runner}: completed {method}\n"),
            EventKind::Cancelled => format!("    {runner}-xm{mock}: cancelled {method}\n"),
            EventKind::NeverAwaited => format!("    {runner}-xm{mock}: never awaited {method}\n"),
            EventKind::Panicked => format!("    m{mock}--x{runner}: panicked {method}\n"),
            EventKind::Answered => format!("    Note over m{mock}: the test answers {method}\n"),
            _ => return None,
        })
    }

    /// Who made something happen: the test, or one that is known by its number.
    fn runner(&mut self, moment: &Moment) -> String {
        let name = match &moment.runner {
            Some(runner) if !runner.is_test || runner.task.is_some() => format!("{runner} "),
            _ => TEST.to_owned(),
        };
        match number(&mut self.runners, name, "others") {
            (_, name) if name == TEST => name,
            (index, _) => format!("r{index}"),
        }
    }
}

/// The test itself. The names of others end with a space, so that none is this one.
const TEST: &str = "test";

/// Which one of those that are known it is; of too many, it is one of the others.
fn number(known: &mut Vec<String>, name: String, others: &str) -> (usize, String) {
    let name = if known.len() >= PARTICIPANTS && !known.contains(&name) { others.to_owned() } else { name };
    let index = known.iter().position(|known| *known == name).unwrap_or_else(|| {
        known.push(name.clone());
        known.len() - 1
    });
    (index, name)
}

/// A text in a diagram, where some characters have a meaning.
fn said(text: &str, most: usize) -> String {
    let mut said = String::new();
    for letter in shortened(text.trim_end(), most).chars() {
        match letter {
            // A line ends a message.
            '\n' => said.push(' '),
            '#' | ';' | '<' | '>' => {
                let _ = write!(said, "#{};", letter as u32);
            }
            letter => said.push(letter),
        }
    }
    said
}
