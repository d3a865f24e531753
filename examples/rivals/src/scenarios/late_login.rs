//! Ada logs in, and out before that is answered.

use asyncmock_examples::races::late_login::{Device, Server};
use futures::join;

use crate::tool::Tool;

/// A server that lets everybody in.
struct Open<T>(T);

impl<T: Tool> Server for Open<T> {
    async fn log_in(&self, name: &str) -> String {
        self.0.pause().await;
        format!("a session of {name}")
    }

    async fn log_out(&self) {
        self.0.pause().await;
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let (device, server) = (Device::default(), Open(tool));
    join!(device.log_in_however_late(&server, "Ada"), device.log_out(&server));
    assert_eq!(device.session(), None);
}

pub(super) async fn passes(tool: impl Tool) {
    let (device, server) = (Device::default(), Open(tool));
    join!(device.log_in(&server, "Ada"), device.log_out(&server));
    assert_eq!(device.session(), None);
}
