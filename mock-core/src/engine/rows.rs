//! The calls of a method as rows of the journal.

use crate::engine::inspection::Sighting;
use crate::engine::state::Engine;
use crate::journal::call::JournalCall;
use crate::journal::moment::JournalPlace;
use crate::sessions::moments::Moments;
use crate::sessions::observed::any;

impl Engine {
    /// Each call, in the order of calls, with its arguments as a function prints them.
    pub(crate) fn rows_of_calls(
        &self,
        moments: &Moments,
        arguments: &dyn Fn(&Sighting) -> Vec<String>,
    ) -> Vec<JournalCall> {
        let mut parameters = Vec::new();
        for parameter in self.method.parameters() {
            parameters.push(parameter.to_owned());
        }
        let mut rows = Vec::new();
        for seen in &self.seen(0, any) {
            rows.push(JournalCall {
                mock: self.info.name(),
                of: self.info.title(),
                method: self.name().to_owned(),
                parameters: parameters.clone(),
                arguments: arguments(seen),
                state: seen.record.state(),
                place: JournalPlace::of(seen.location),
                called: moments.called(&seen.record),
                awaited: moments.awaited(&seen.record),
                ended: moments.ended(&seen.record),
                held: None,
                items: Vec::new(),
                stream_ended: None,
            });
        }
        for hold in self.holds() {
            if let Some(row) = rows.get_mut(hold.record) {
                row.held = Some((moments.moment(hold.from), hold.to.map(|to| moments.moment(to))));
            }
        }
        for (record, stream_record) in self.streams() {
            if let Some(row) = rows.get_mut(record) {
                let (items, ended) = stream_record.stamps();
                row.items = items.into_iter().map(|item| moments.moment(item)).collect();
                row.stream_ended = ended.map(|ended| moments.moment(ended));
            }
        }
        rows
    }
}
