//! A lease runs out while a write of its holder is under way: the next holder writes, and then what is no leader any more takes its
//! place, as in awslabs/amazon-dynamodb-lock-client#1.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long somebody leads who was elected.
pub const LEASE: Duration = Duration::from_secs(10);

/// Where leaders are elected, and write who they are.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Cluster {
    /// Has a node lead, unless another does: the number of its term, which is higher than all before.
    async fn elect(&self, node: u32) -> Option<u64>;

    /// Writes which node is to be asked.
    async fn publish(&self, node: u32);

    /// The same, unless something was written in a later term; whether it was not.
    async fn publish_in(&self, term: u64, node: u32) -> bool;
}

/// Waits until a node leads.
async fn lead(cluster: &impl Cluster, node: u32) -> u64 {
    loop {
        let end = Instant::now() + LEASE;
        match cluster.elect(node).await {
            // If that took as long as the lease, it is over already.
            Some(term) if Instant::now() < end => return term,
            _ => sleep(LEASE).await,
        }
    }
}

/// Leads, and publishes it.
pub async fn lead_and_publish_late(cluster: &impl Cluster, node: u32) {
    lead(cluster, node).await;
    cluster.publish(node).await;
}

/// Leads, and publishes it, unless another leads by then; whether it has.
pub async fn lead_and_publish(cluster: &impl Cluster, node: u32) -> bool {
    let term = lead(cluster, node).await;
    cluster.publish_in(term, node).await
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::{Arc, Mutex};

    use futures::join;
    use tokio::time::Instant;

    use super::{LEASE, MockCluster, lead_and_publish, lead_and_publish_late};

    /// What a cluster knows.
    #[derive(Default)]
    struct State {
        leader: u32,
        term: u64,
        lease_ends: Option<Instant>,
        published: u32,
        published_in: u64,
    }

    /// A cluster without a leader.
    fn cluster() -> (MockCluster, Arc<Mutex<State>>) {
        let (cluster, state) = (MockCluster::new(), Arc::new(Mutex::new(State::default())));
        let (electing, publishing, fencing) = (Arc::clone(&state), Arc::clone(&state), Arc::clone(&state));
        cluster.expect_elect().returning(move |node| {
            let mut state = electing.lock().unwrap();
            let is_free = state.lease_ends.is_none_or(|end| end <= Instant::now());
            is_free.then(|| {
                (state.leader, state.term) = (node, state.term + 1);
                state.lease_ends = Some(Instant::now() + LEASE);
                state.term
            })
        });
        cluster.expect_publish().optional().returning(move |node| publishing.lock().unwrap().published = node);
        cluster.expect_publish_in().optional().returning(move |term, node| {
            let mut state = fencing.lock().unwrap();
            let is_newest = term >= state.published_in;
            if is_newest {
                (state.published, state.published_in) = (node, term);
            }
            is_newest
        });
        (cluster, state)
    }

    /// Two nodes lead, one after the other, the first of which may publish it late.
    pub async fn fails() {
        let (cluster, state) = cluster();
        join!(lead_and_publish_late(&cluster, 1), lead_and_publish_late(&cluster, 2));
        let state = state.lock().unwrap();
        assert_eq!(state.published, state.leader, "who is asked, and who leads");
    }

    /// Two nodes lead, and what is published late is refused.
    pub async fn passes() {
        let (cluster, state) = cluster();
        join!(lead_and_publish(&cluster, 1), lead_and_publish(&cluster, 2));
        let state = state.lock().unwrap();
        assert_eq!(state.published, state.leader, "who is asked, and who leads");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_a_former_leader_writes_takes_the_place_of_the_new_one() {
        let found = find(|explore| explore.time(1), bodies::fails);
        assert_eq!(found.headline(), "assertion `left == right` failed: who is asked, and who leads");
        assert_eq!(found.schedule, "am1:0.0.T.1.1");
        assert!(found.text.contains("\n  3. time passes, of 2 that could be next\n"), "{}", found.text);
        assert!(found.text.contains("\n> 5. Cluster::publish(2) at "), "{}", found.text);
    }

    #[test]
    fn what_a_former_leader_writes_is_refused() {
        assert_eq!(passes(Explore::new().time(1), bodies::passes), 10);
    }
}
