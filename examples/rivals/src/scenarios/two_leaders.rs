//! Two nodes lead, one after the other.

use std::cell::{Cell, RefCell};

use asyncmock_examples::races::two_leaders::{Cluster, LEASE, lead_and_publish, lead_and_publish_late};
use futures::join;
use tokio::time::Instant;

use crate::tool::Tool;

/// A cluster, with who leads and what was published.
struct Elections<T> {
    tool: T,
    leader: Cell<u32>,
    term: Cell<u64>,
    lease_ends: RefCell<Option<Instant>>,
    published: Cell<u32>,
    published_in: Cell<u64>,
}

impl<T: Tool> Cluster for Elections<T> {
    async fn elect(&self, node: u32) -> Option<u64> {
        self.tool.pause().await;
        let mut lease_ends = self.lease_ends.borrow_mut();
        let is_free = lease_ends.is_none_or(|end| end <= Instant::now());
        is_free.then(|| {
            *lease_ends = Some(Instant::now() + LEASE);
            self.leader.set(node);
            self.term.set(self.term.get() + 1);
            self.term.get()
        })
    }

    async fn publish(&self, node: u32) {
        self.tool.pause().await;
        self.published.set(node);
    }

    async fn publish_in(&self, term: u64, node: u32) -> bool {
        self.tool.pause().await;
        let is_newest = term >= self.published_in.get();
        if is_newest {
            self.published.set(node);
            self.published_in.set(term);
        }
        is_newest
    }
}

fn cluster<T>(tool: T) -> Elections<T> {
    Elections {
        tool,
        leader: Cell::default(),
        term: Cell::default(),
        lease_ends: RefCell::default(),
        published: Cell::default(),
        published_in: Cell::default(),
    }
}

pub(super) async fn fails(tool: impl Tool) {
    let cluster = cluster(tool);
    join!(lead_and_publish_late(&cluster, 1), lead_and_publish_late(&cluster, 2));
    assert_eq!(cluster.published.get(), cluster.leader.get(), "who is asked, and who leads");
}

pub(super) async fn passes(tool: impl Tool) {
    let cluster = cluster(tool);
    join!(lead_and_publish(&cluster, 1), lead_and_publish(&cluster, 2));
    assert_eq!(cluster.published.get(), cluster.leader.get(), "who is asked, and who leads");
}
