//! The mocks behind static methods: each of them has one for every test that has a context of it. Here is where they
//! are found; it knows names and owners, and nothing of the types of methods.

use std::any::TypeId;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

use crate::base::lock::Lock;
use crate::methods::family::MethodFamily;
use crate::report::Lack;
use crate::sessions::mock::{Mock, Mode};
use crate::sessions::owner::{Owner, Owners};
use crate::sessions::session::Session;

/// A static method by name, whatever its types.
#[derive(Clone, Copy)]
pub(crate) struct StaticName {
    id: StaticId,
    trait_name: &'static str,
}

/// A key that tells generic mocks apart, the mock's name, and the method's.
type StaticId = (TypeId, &'static str, &'static str);

impl StaticName {
    pub(crate) fn new<Key: 'static>(
        mock_name: &'static str,
        trait_name: &'static str,
        method: &'static str,
    ) -> StaticName {
        StaticName { id: (TypeId::of::<Key>(), mock_name, method), trait_name }
    }

    /// `MockCat::lives`.
    pub(crate) fn full(&self) -> String {
        format!("{}::{}", self.id.1, self.id.2)
    }
}

/// The mock of one static method in one test.
pub(crate) struct StaticMock {
    pub(crate) mock: Mock,
    /// One, unless the method is generic.
    pub(crate) methods: MethodFamily,
}

/// A mock that is in use, and how many contexts use it.
struct Used {
    mock: Arc<StaticMock>,
    contexts: usize,
}

/// What is in use, by whom.
struct InUse {
    mocks: Map<(StaticId, Owner), Used>,
    /// Whose tasks may call the method in a runtime.
    #[cfg(feature = "tokio")]
    claims: Map<(StaticId, tokio::runtime::Id), Vec<Owner>>,
}

type Map<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// The lock is taken to look something up, and for nothing else.
static IN_USE: Lock<InUse> = Lock::new(InUse {
    mocks: HashMap::with_hasher(BuildHasherDefault::new()),
    #[cfg(feature = "tokio")]
    claims: HashMap::with_hasher(BuildHasherDefault::new()),
});

impl InUse {
    /// Those of the owners of a place that have the method in use: one, unless it is called in a runtime of several tests.
    fn owners(&self, id: StaticId, here: &Owners) -> Vec<Owner> {
        let mut users = Vec::new();
        here.find(&mut |owner| {
            match owner {
                #[cfg(feature = "tokio")]
                Owner::Runtime(runtime) => users.extend(self.claims.get(&(id, runtime)).into_iter().flatten()),
                owner if self.mocks.contains_key(&(id, owner)) => users.push(owner),
                _ => {}
            }
            !users.is_empty()
        });
        users
    }

    fn mock(&self, id: StaticId, owner: Owner) -> Option<Arc<StaticMock>> {
        self.mocks.get(&(id, owner)).map(|used| Arc::clone(&used.mock))
    }
}

#[cfg(feature = "tokio")]
impl InUse {
    /// Says that calls in the runtime that is here may be of this owner.
    fn claim(&mut self, id: StaticId, owner: Owner, here: &Owners) {
        let Some(runtime) = here.runtime() else { return };
        let claims = self.claims.entry((id, runtime)).or_default();
        if !claims.contains(&owner) {
            claims.push(owner);
        }
    }

    /// Whom a place may belong to: its owners, and who has a context of any method in its runtime, if that is one.
    fn users(&self, here: &Owners) -> Vec<Owner> {
        let (mut users, mut claiming) = (here.all(), Vec::new());
        for ((_, runtime), owners) in &self.claims {
            if here.runtime() == Some(*runtime) {
                claiming.extend(owners.iter().filter(|owner| !users.contains(owner)));
            }
        }
        if claiming.iter().all(|owner| *owner == claiming[0]) {
            users.append(&mut claiming);
        }
        users
    }

    fn give_up(&mut self, id: StaticId, owner: Owner) {
        self.claims.retain(|(claimed, _), owners| {
            owners.retain(|claims| *claimed != id || *claims != owner);
            !owners.is_empty()
        });
    }
}

#[cfg(not(feature = "tokio"))]
impl InUse {
    fn claim(&mut self, _: StaticId, _: Owner, _: &Owners) {}

    fn users(&self, here: &Owners) -> Vec<Owner> {
        here.all()
    }

    fn give_up(&mut self, _: StaticId, _: Owner) {}
}

/// Whom a context belongs to that is made here.
fn user(
    #[cfg_attr(not(feature = "tokio"), expect(unused_variables, reason = "it is looked up for tasks"))] id: StaticId,
    here: &Owners,
) -> Owner {
    let first = here.first();
    // A task is its runtime's, and so the test's that uses that; if there are several, that can't be told.
    #[cfg(feature = "tokio")]
    if let Owner::Runtime(_) = first
        && let [only] = IN_USE.lock().owners(id, here)[..]
    {
        return only;
    }
    first
}

impl StaticMock {
    fn new(session: Arc<Session>, name: &StaticName, mode: Mode) -> Arc<Self> {
        let mock = Mock::in_session(session, name.id.1, name.trait_name, mode, None, None);
        Arc::new(StaticMock { mock, methods: MethodFamily::default() })
    }

    /// The mock that a call made here goes to.
    pub(crate) fn of(name: &StaticName) -> Arc<Self> {
        let here = Owners::here();
        let (found, is_clear) = {
            let in_use = IN_USE.lock();
            let owners = in_use.owners(name.id, &here);
            (owners.first().and_then(|owner| in_use.mock(name.id, *owner)), owners.len() < 2)
        };
        match found {
            Some(found) if is_clear => found,
            // One of the tests is to hear of it, if nobody else does.
            Some(one) => Self::new(Arc::clone(one.mock.session.arc()), name, Mode::NoContext(Lack::Clarity)),
            None => Self::without_context(name, &here),
        }
    }

    /// A mock for a single call, which fails, as there is no context that it could be for.
    #[cold]
    fn without_context(name: &StaticName, owners: &Owners) -> Arc<Self> {
        let (elsewhere, session) = {
            let in_use = IN_USE.lock();
            let users = in_use.users(owners);
            let (mut elsewhere, mut session) = (false, None);
            for ((id, owner), used) in &in_use.mocks {
                elsewhere |= *id == name.id;
                // If the test has any context, its failure must not be lost on another thread.
                if session.is_none() && users.contains(owner) {
                    session = Some(Arc::clone(used.mock.mock.session.arc()));
                }
            }
            (elsewhere, session)
        };
        let lack = match elsewhere && !owners.is_bound() {
            true if owners.in_runtime() => Lack::ContextInRuntime,
            true => Lack::Binding,
            false => Lack::Context,
        };
        Self::new(session.unwrap_or_else(Session::current), name, Mode::NoContext(lack))
    }
}

/// The use of a static's mock by a context. Dropping it verifies the expectations, and clears them in any case, but for what
/// calls that are on their way need when the last context goes.
pub(crate) struct Use {
    name: StaticName,
    owner: Owner,
    used: Arc<StaticMock>,
}

impl Use {
    /// By a context that is made here.
    pub(crate) fn new(name: StaticName) -> Self {
        let here = Owners::here();
        let owner = user(name.id, &here);
        let key = (name.id, owner);
        let known = IN_USE.lock().mock(name.id, owner);
        // Outside the lock: a session that begins anew drops what is the user's.
        let mock = known.unwrap_or_else(|| StaticMock::new(Session::current(), &name, Mode::Plain));
        let mut in_use = IN_USE.lock();
        // Another thread may have been first, or have dropped the last context.
        let used = in_use.mocks.entry(key).or_insert_with(|| Used { mock: Arc::clone(&mock), contexts: 0 });
        used.contexts += 1;
        let used = Arc::clone(&used.mock);
        in_use.claim(name.id, owner, &here);
        drop(in_use);
        Use { name, owner, used }
    }

    pub(crate) fn name(&self) -> &StaticName {
        &self.name
    }

    pub(crate) fn get(&self) -> &StaticMock {
        &self.used
    }

    #[track_caller]
    pub(crate) fn checkpoint(&self) {
        self.used.mock.checkpoint();
    }

    /// Says whether it was the last one, so that no call finds the mock any more.
    fn end(&self) -> bool {
        let mut in_use = IN_USE.lock();
        let Entry::Occupied(mut entry) = in_use.mocks.entry((self.name.id, self.owner)) else { return false };
        entry.get_mut().contexts -= 1;
        let is_last = entry.get().contexts == 0;
        if is_last {
            // Not dropped here, under the lock: `self` has it, too.
            entry.remove();
            in_use.give_up(self.name.id, self.owner);
        }
        is_last
    }
}

impl Drop for Use {
    #[track_caller]
    fn drop(&mut self) {
        let is_last = self.end();
        let cleared_in_any_case = Clears(&self.used.mock);
        if std::thread::panicking() {
            return;
        }
        match is_last {
            true => self.used.mock.end(false),
            false => self.used.mock.retire(None),
        }
        // Calls that are on their way need what is left.
        std::mem::forget(cleared_in_any_case);
    }
}

/// Clears the expectations of a mock.
struct Clears<'m>(&'m Mock);

impl Drop for Clears<'_> {
    fn drop(&mut self) {
        self.0.clear_expectations();
    }
}

#[cfg(test)]
mod tests {
    use super::{IN_USE, StaticMock, StaticName, Use};
    use crate::report::Lack;
    use crate::sessions::mock::Mode;
    use crate::sessions::session_handle::SessionHandle;
    use std::sync::Arc;
    use std::thread;

    fn in_use(name: &StaticName) -> usize {
        IN_USE.lock().mocks.keys().filter(|(id, _)| *id == name.id).count()
    }

    fn lack(name: &StaticName) -> Option<Lack> {
        match StaticMock::of(name).mock.info.mode {
            Mode::NoContext(lack) => Some(lack),
            _ => None,
        }
    }

    #[test]
    fn a_mock_is_in_use_until_its_last_context_is_gone() {
        let name = StaticName::new::<()>("MockCat", "Cat", "one");
        let (first, second) = (Use::new(name), Use::new(name));
        assert!(Arc::ptr_eq(&first.used, &second.used));
        assert_eq!(in_use(&name), 1);
        drop(first);
        assert!(Arc::ptr_eq(&StaticMock::of(&name), &second.used));
        drop(second);
        assert_eq!(in_use(&name), 0);
    }

    #[test]
    fn statics_differ_by_key_and_by_name() {
        let name = StaticName::new::<u8>("MockCat", "Cat", "two");
        let used = Use::new(name);
        for other in [
            StaticName::new::<u16>("MockCat", "Cat", "two"),
            StaticName::new::<u8>("MockDog", "Cat", "two"),
            StaticName::new::<u8>("MockCat", "Cat", "three"),
        ] {
            assert_eq!(lack(&other), Some(Lack::Context));
        }
        assert!(Arc::ptr_eq(&StaticMock::of(&name), &used.used));
    }

    #[test]
    fn what_is_lacking_depends_on_where_the_call_is_made() {
        let name = StaticName::new::<()>("MockCat", "Cat", "four");
        assert_eq!(lack(&name), Some(Lack::Context));
        let _used = Use::new(name);
        assert_eq!(lack(&name), None);
        let unbound = move || lack(&name);
        assert_eq!(thread::spawn(unbound).join().unwrap(), Some(Lack::Binding));
    }

    #[test]
    fn threads_that_make_contexts_leave_nothing_behind() {
        let name = StaticName::new::<()>("MockCat", "Cat", "five");
        let rounds = if cfg!(miri) { 3 } else { 100 };
        let session = SessionHandle::current();
        thread::scope(|scope| {
            for n in 0..4 {
                let session = session.clone();
                scope.spawn(move || {
                    let _bound = (n % 2 == 0).then(|| session.enter());
                    for _ in 0..rounds {
                        let used = Use::new(name);
                        assert!(Arc::ptr_eq(&StaticMock::of(&name), &used.used));
                    }
                });
            }
        });
        assert_eq!(in_use(&name), 0);
    }
}
