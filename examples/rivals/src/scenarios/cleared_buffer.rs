//! Something is measured while what was before is uploaded.

use std::cell::{Cell, RefCell};

use asyncmock_examples::races::cleared_buffer::{Buffer, Station};
use futures::join;

use crate::tool::Tool;

/// A station that measures 1, 2 and so on.
struct Counting<T> {
    tool: T,
    measured: Cell<i32>,
    arrived: RefCell<Vec<i32>>,
}

impl<T: Tool> Station for Counting<T> {
    async fn measure(&self) -> i32 {
        self.tool.pause().await;
        self.measured.set(self.measured.get() + 1);
        self.measured.get()
    }

    async fn upload(&self, measurements: Vec<i32>) -> bool {
        self.tool.pause().await;
        self.arrived.borrow_mut().extend(measurements);
        true
    }
}

fn station<T>(tool: T) -> Counting<T> {
    Counting { tool, measured: Cell::default(), arrived: RefCell::default() }
}

pub(super) async fn fails(tool: impl Tool) {
    let (station, buffer) = (station(tool), Buffer::default());
    buffer.measure(&station).await;
    join!(buffer.upload_and_clear(&station), buffer.measure(&station));
    buffer.upload_and_clear(&station).await;
    assert_eq!(*station.arrived.borrow(), [1, 2], "what has arrived");
}

pub(super) async fn passes(tool: impl Tool) {
    let (station, buffer) = (station(tool), Buffer::default());
    buffer.measure(&station).await;
    join!(buffer.upload(&station), buffer.measure(&station));
    buffer.upload(&station).await;
    assert_eq!(*station.arrived.borrow(), [1, 2], "what has arrived");
}
