//! Calls that are written down as they pass to a real object, and calls that are answered from that.

use crate::base::caught::shielded;
use crate::engine::state::Engine;
use crate::records::record::CallState;
use crate::report::{self, Complaint, NotRecorded};
use crate::sessions::mock::Mode;
use crate::values::args::Style;
use crate::values::call_values::Values;
use crate::values::description::Codec;
use crate::values::frame::{Arguments, Room, Written};

/// What can be done about a value that is nothing for JSON.
const BY_SERDE: &str = "its type must be `Serialize` and `DeserializeOwned`, as JSON has it";

impl Engine {
    /// Notes the arguments of a call that goes on to a real object, if what passes is written down.
    pub(crate) fn note_passing(&self, values: &Values<'_>, record: usize) {
        let Some(transcript) = self.info.transcript().filter(|transcript| transcript.is_written()) else { return };
        if self.method.value.codec.is_none() {
            let why = format!("what it gives can't be written to `{}`", transcript.path().display());
            self.fail_recorded(values, record, &why, BY_SERDE);
        }
        let arguments = values.show(Style::LaidOut);
        self.state.lock().control.get_or_insert_default().passing.push((record, arguments));
    }

    /// Writes down a call that has passed, and has its value now.
    pub(crate) fn write_passed(&self, record: usize, value: &Written<'_>) {
        if self.info.mode != Mode::Spy {
            return;
        }
        let Some(arguments) = self.state.lock().take_passing(record) else { return };
        let (Some(transcript), Some(codec)) = (self.info.transcript(), self.method.value.codec) else { return };
        let mut written = Err(String::new());
        // SAFETY: the value is one of the method.
        let panicked = shielded(&mut || written = unsafe { (codec.write)(value.place()) });
        let written = match panicked {
            Ok(()) => written,
            Err(panic) => Err(format!("its Serialize panicked: {panic}")),
        };
        let added = written.and_then(|value| transcript.add(self.name(), arguments, value));
        if let Err(error) = added {
            let path = transcript.path().display();
            let why = format!("what it gave can't be written to `{path}`: {error}");
            let seen = self.seen_at(record);
            self.fail_recorded(&seen.snapshot.values(), record, &why, BY_SERDE);
        }
    }

    /// The value that was written down for such a call.
    pub(crate) fn read_recorded<'c>(&self, arguments: Arguments<'c>, room: Room<'c>, record: usize) -> Written<'c> {
        let Some(transcript) = self.info.transcript() else { unreachable!("such a mock has a recording") };
        let path = transcript.path().display().to_string();
        let values = arguments.values();
        let Some(codec) = self.method.value.codec else {
            self.fail_recorded(&values, record, &format!("what it gives can't be read from `{path}`"), BY_SERDE);
        };
        match transcript.answer(self.name(), &values.show(Style::LaidOut)) {
            Ok((line, text)) => self.read(codec, &text, room).unwrap_or_else(|error| {
                let why = format!("line {line} of `{path}` has another value: {error}");
                let remedy = format!("record it anew with {}::recording", self.info.mock_name);
                self.fail_recorded(&values, record, &why, &remedy)
            }),
            Err(unanswered) => {
                self.close(record, CallState::Panicked);
                let place = self.seen_at(record).location;
                let (printed, laid_out) = (values.show(Style::OnOneLine), values.show(Style::LaidOut));
                let names = self.method.parameters();
                let (name, mock) = (self.full_name(), self.info.mock_name);
                let text = report::not_recorded(&NotRecorded {
                    name: &name,
                    mock,
                    arguments: &printed,
                    laid_out: &laid_out,
                    parameters: &names,
                    place,
                    path: &path,
                    why: &unanswered.why,
                    nearest: unanswered.nearest.as_ref().map(|(line, arguments)| (*line, &arguments[..])),
                });
                self.info.fail(Complaint::new(text, place));
            }
        }
    }

    fn read<'c>(&self, codec: &Codec, text: &str, room: Room<'c>) -> Result<Written<'c>, String> {
        // SAFETY: it writes a value of the method, or says that it did not.
        unsafe { room.try_put_by(|to| (codec.read)(text, to)) }
    }

    #[cold]
    fn fail_recorded(&self, values: &Values<'_>, record: usize, why: &str, remedy: &str) -> ! {
        // Before the text, which may show how it stands.
        self.close(record, CallState::Panicked);
        let place = self.seen_at(record).location;
        let call = format!("{}({})", self.full_name(), values.show(Style::OnOneLine).join(", "));
        self.info.fail(Complaint::new(report::not_recordable(&call, place, why, remedy), place));
    }
}
