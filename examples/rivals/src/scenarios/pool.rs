//! Three callers have one connection, the first of which goes away at some time; then a fourth one comes, until it is served.

use std::cell::Cell;

use asyncmock_examples::races::pool::{Connection, Database, LeakyPool, Pool};
use futures::join;
use tokio::select;
use tokio::time::error::Elapsed;

use crate::tool::Tool;

/// A database that says over which connection it was asked.
struct Numbered<T> {
    tool: T,
    connections: Cell<u32>,
}

impl<T: Tool> Database for Numbered<T> {
    async fn connect(&self) -> Connection {
        self.tool.pause().await;
        self.connections.set(self.connections.get() + 1);
        Connection(self.connections.get())
    }

    async fn query(&self, connection: Connection, _text: &str) -> u32 {
        self.tool.pause().await;
        connection.0
    }
}

fn database<T>(tool: T) -> Numbered<T> {
    Numbered { tool, connections: Cell::default() }
}

async fn serves_all(tool: impl Tool, query: impl AsyncFn(&'static str) -> Result<u32, Elapsed>) {
    let first = async {
        select! {
            biased;
            _ = query("first") => {}
            () = tool.pause() => {}
        }
    };
    let _in_time_or_not = join!(first, query("second"), query("third"));
    // To open a connection may take too long a few times.
    for _ in 0..20 {
        if query("fourth").await.is_ok() {
            return;
        }
    }
    panic!("nobody is served any more");
}

pub(super) async fn fails(tool: impl Tool) {
    let pool = LeakyPool::new(database(tool), 1);
    serves_all(tool, async |text| pool.query(text).await).await;
}

pub(super) async fn passes(tool: impl Tool) {
    let pool = Pool::new(database(tool), 1);
    serves_all(tool, async |text| pool.query(text).await).await;
}
