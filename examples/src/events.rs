//! An event bus: subscribers, some of them async, are told of each event one after the other, in the order of their
//! subscription.
//!
//! [`Bus::publish`] awaits a subscriber before it calls the next, so that what the first has stored is there for the
//! second. A subscriber that takes too long is left behind: its future is dropped, and the next one is called.

use std::future::{Future, ready};
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;

/// Something has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is about: subscribers are told of one topic.
    pub topic: &'static str,
    /// What there is to say.
    pub text: String,
}

impl Event {
    /// Makes an event.
    pub fn new(topic: &'static str, text: &str) -> Self {
        Event { topic, text: text.to_owned() }
    }
}

type Told = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Subscriber {
    topic: &'static str,
    tell: Box<dyn Fn(&Event) -> Told + Send + Sync>,
}

/// Tells subscribers of events.
pub struct Bus {
    subscribers: Vec<Subscriber>,
    limit: Duration,
}

impl Bus {
    /// Makes a bus without subscribers, each of which may take so long.
    pub fn new(limit: Duration) -> Self {
        Bus { subscribers: Vec::new(), limit }
    }

    /// Adds a subscriber that is done when it returns.
    pub fn on(&mut self, topic: &'static str, callback: impl Fn(&Event) + Send + Sync + 'static) {
        self.on_async(topic, move |event| {
            callback(event);
            ready(())
        });
    }

    /// Adds a subscriber that is done when its future is.
    pub fn on_async<F>(&mut self, topic: &'static str, callback: impl Fn(&Event) -> F + Send + Sync + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let tell = Box::new(move |event: &Event| Box::pin(callback(event)) as Told);
        self.subscribers.push(Subscriber { topic, tell });
    }

    /// Tells the subscribers of its topic of an event, and says how many of them were left behind.
    pub async fn publish(&self, event: &Event) -> usize {
        let mut late = 0;
        for subscriber in self.subscribers.iter().filter(|subscriber| subscriber.topic == event.topic) {
            let told = timeout(self.limit, (subscriber.tell)(event)).await;
            late += usize::from(told.is_err());
        }
        late
    }

    /// Publishes events, in the order in which they come, until nobody can send any more.
    pub async fn serve(&self, mut events: mpsc::Receiver<Event>) {
        while let Some(event) = events.recv().await {
            self.publish(&event).await;
        }
    }
}

#[cfg(test)]
mod tests;
