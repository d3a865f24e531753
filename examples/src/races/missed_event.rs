//! What there is is listed, and then what is new is watched: whatever comes in between is never seen, as in booksbyus/zguide#818.

use std::collections::BTreeSet;

use tokio::sync::mpsc::UnboundedReceiver;

/// Where services say that they are up.
#[cfg_attr(any(test, feature = "mocks"), asyncmock::automock)]
#[allow(async_fn_in_trait)]
pub trait Registry {
    /// Those that are.
    async fn list(&self) -> Vec<String>;

    /// Those that come from now on.
    async fn watch(&self) -> UnboundedReceiver<String>;

    /// Adds one.
    async fn add(&self, service: &str);
}

/// The services that are known here.
#[derive(Debug)]
pub struct Directory {
    known: BTreeSet<String>,
    news: UnboundedReceiver<String>,
}

impl Directory {
    /// Lists, then watches.
    pub async fn list_first(registry: &impl Registry) -> Self {
        let known = registry.list().await.into_iter().collect();
        Directory { known, news: registry.watch().await }
    }

    /// Watches, then lists: what comes in between is seen twice, which does no harm.
    pub async fn watch_first(registry: &impl Registry) -> Self {
        let news = registry.watch().await;
        Directory { known: registry.list().await.into_iter().collect(), news }
    }

    /// Whether a service is known by now.
    pub fn knows(&mut self, service: &str) -> bool {
        while let Ok(new) = self.news.try_recv() {
            self.known.insert(new);
        }
        self.known.contains(service)
    }
}

/// What the explorer runs.
#[cfg(any(test, feature = "mocks"))]
pub mod bodies {
    use std::sync::{Arc, Mutex};

    use futures::join;
    use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

    use super::{Directory, MockRegistry, Registry as _};

    /// What a registry has, and who watches it.
    #[derive(Default)]
    struct Registered {
        services: Vec<String>,
        watchers: Vec<UnboundedSender<String>>,
    }

    /// A registry without services.
    fn registry() -> MockRegistry {
        let (registry, registered) = (MockRegistry::new(), Arc::new(Mutex::new(Registered::default())));
        let (listed, watched) = (Arc::clone(&registered), Arc::clone(&registered));
        registry.expect_list().returning(move || listed.lock().unwrap().services.clone());
        registry.expect_watch().returning(move || {
            let (watcher, news) = unbounded_channel();
            watched.lock().unwrap().watchers.push(watcher);
            news
        });
        registry.expect_add().returning(move |service| {
            let mut registered = registered.lock().unwrap();
            registered.services.push(service.to_owned());
            registered.watchers.iter().for_each(|watcher| _ = watcher.send(service.to_owned()));
        });
        registry
    }

    /// A service comes up while others are listed.
    pub async fn fails() {
        let registry = registry();
        let (mut directory, ()) = join!(Directory::list_first(&registry), registry.add("mail"));
        assert!(directory.knows("mail"), "mail is up, and never known");
    }

    /// A service comes up while others are listed, which are watched already.
    pub async fn passes() {
        let registry = registry();
        let (mut directory, ()) = join!(Directory::watch_first(&registry), registry.add("mail"));
        assert!(directory.knows("mail"), "mail is up, and never known");
    }
}

#[cfg(test)]
mod tests {
    use asyncmock::Explore;

    use super::super::finding::{find, passes};
    use super::bodies;

    #[test]
    fn what_comes_between_the_two_is_never_known() {
        let found = find(|explore| explore, bodies::fails);
        assert_eq!((found.headline(), &*found.schedule), ("mail is up, and never known", "am1:0"));
        assert!(found.text.contains("\n> 2. Registry::add(\"mail\") at "), "{}", found.text);
    }

    #[test]
    fn what_comes_between_the_two_is_seen() {
        assert_eq!(passes(Explore::new(), bodies::passes), 3);
    }
}
