//! The methods that one generic method of a mock stands for: one for each set of type arguments that it is used with.
//! They are told apart by a key; what they do is theirs.

use std::any::{Any, TypeId};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::OnceLock;

use crate::kinds::kind::Kind;
use crate::methods::method::Method;
use crate::values::args::Args;
use crate::values::description::Description;

/// Methods of any types, each made when it is first asked for. References to them stay good: they only ever grow in
/// number, and none of them moves.
#[derive(Default)]
pub struct MethodFamily {
    first: Link,
}

/// A list rather than a map: a test uses few sets of type arguments, and it takes no lock to read one.
type Link = OnceLock<Box<Member>>;

// Its members are methods, all of which are.
impl UnwindSafe for MethodFamily {}
impl RefUnwindSafe for MethodFamily {}

struct Member {
    key: TypeId,
    method: Box<dyn Any + Send + Sync>,
    next: Link,
}

impl MethodFamily {
    /// The method of a key, made by its description if this is its first use.
    pub fn of<Key: 'static, A: Args, K: Kind>(&self, method: &'static Description<Method<A, K>>) -> &Method<A, K>
    where
        K::Lent: Send + Sync,
    {
        self.member(Self::key::<Key, A, K>(), method)
    }

    /// The same, to call a method that lends a value to change.
    pub fn of_mut<Key: 'static, A: Args, K: Kind>(
        &mut self,
        method: &'static Description<Method<A, K>>,
    ) -> &mut Method<A, K>
    where
        K::Lent: Send + Sync,
    {
        let key = Self::key::<Key, A, K>();
        self.member(key, method);
        self.find_mut(key).downcast_mut().expect(KEYED)
    }

    /// What stands for a key: it tells apart the types of methods, too.
    pub(crate) fn key<Key: 'static, A: Args, K: Kind>() -> TypeId {
        TypeId::of::<(Key, Method<A, K>)>()
    }

    /// The method of a [key](MethodFamily::key).
    pub(crate) fn member<A: Args, K: Kind>(
        &self,
        key: TypeId,
        method: &'static Description<Method<A, K>>,
    ) -> &Method<A, K>
    where
        K::Lent: Send + Sync,
    {
        self.find(key, &|| Box::new(Method::new(method))).downcast_ref().expect(KEYED)
    }

    fn find(&self, key: TypeId, make: &dyn Fn() -> Box<dyn Any + Send + Sync>) -> &(dyn Any + Send + Sync) {
        let mut link = &self.first;
        loop {
            let member = link.get_or_init(|| Box::new(Member { key, method: make(), next: Link::new() }));
            // Otherwise it was there before, or another thread was first.
            if member.key == key {
                return &*member.method;
            }
            link = &member.next;
        }
    }

    fn find_mut(&mut self, key: TypeId) -> &mut (dyn Any + Send + Sync) {
        let mut link = &mut self.first;
        loop {
            let member = link.get_mut().expect("it was found before");
            if member.key == key {
                return &mut *member.method;
            }
            link = &mut member.next;
        }
    }
}

const KEYED: &str = "the key tells the types of the method";

#[cfg(test)]
mod tests {
    use super::MethodFamily;
    use crate::kinds::capability::nothing;
    use crate::kinds::kind::{Async, AsyncLocal, Borrowed, BorrowedMut, Explicit, Kind, Owned, Tied};
    use crate::kinds::lent::{Shared, SharedMut};
    use crate::methods::method::Method;
    use crate::sessions::mock::Mock;
    use crate::values::description::{Description, ParamInfo};
    use crate::values::param::Ref;

    type Plain = Method<(), Owned<u32>>;

    /// A method without parameters.
    const fn described<K: Kind>(declaration: &'static str) -> Description<Method<(), K>, [ParamInfo; 0]> {
        // SAFETY: it has none, and no snapshots.
        unsafe { Description::new::<(), K::Value>(declaration, K::AWAITED, nothing(), []) }
    }

    const PLAIN: &Description<Plain> = &described("plain()");

    #[test]
    fn a_key_has_one_method() {
        let family = MethodFamily::default();
        let first = family.of::<u8, _, _>(PLAIN);
        let other = family.of::<u16, _, _>(PLAIN);
        assert!(!std::ptr::eq(first, other));
        assert!(std::ptr::eq(first, family.of::<u8, _, _>(PLAIN)));
        assert!(std::ptr::eq(other, family.of::<u16, _, _>(PLAIN)));
    }

    #[test]
    fn methods_of_one_key_are_told_apart_by_their_types() {
        let family = MethodFamily::default();
        let first = family.of::<u8, _, _>(PLAIN);
        family.of::<u8, (), Owned<u64>>(const { &described("other()") });
        assert!(std::ptr::eq(first, family.of::<u8, _, _>(PLAIN)));
    }

    #[test]
    fn threads_that_ask_at_once_are_given_the_same_method() {
        let family = MethodFamily::default();
        let address = |method: &Plain| std::ptr::from_ref(method).addr();
        let ask = || [address(family.of::<u8, _, _>(PLAIN)), address(family.of::<u16, _, _>(PLAIN))];
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
            for thread in threads {
                assert_eq!(thread.join().unwrap(), ask());
            }
        });
    }

    #[test]
    fn methods_of_every_kind_fit_in() {
        fn fits<K: Kind<Lent: Send + Sync>>(family: &MethodFamily) {
            family.of::<(), (), K>(const { &described("some()") });
        }
        let family = MethodFamily::default();
        // What is not lent may be of any type.
        fits::<Owned<std::rc::Rc<u8>>>(&family);
        fits::<Async<std::rc::Rc<u8>>>(&family);
        fits::<AsyncLocal<std::rc::Rc<u8>>>(&family);
        fits::<Explicit<std::rc::Rc<u8>>>(&family);
        fits::<Tied<Ref<str>>>(&family);
        fits::<Borrowed<str>>(&family);
        fits::<BorrowedMut<str>>(&family);
        // What can't be shared can't be given to these.
        fits::<Shared<std::rc::Rc<u8>>>(&family);
        fits::<SharedMut<std::rc::Rc<u8>>>(&family);
    }

    #[test]
    fn values_are_lent_for_as_long_as_the_family_lives() {
        const LENDS: &Description<Method<(), Borrowed<str>>> = &described("lends()");
        let mock = Mock::new("MockCat", "Cat");
        let family = MethodFamily::default();
        family.of::<u8, _, _>(LENDS).expect(&mock).return_const("Tom".to_owned());
        let lent = family.of::<u8, _, _>(LENDS).call_lent(&mock, ());
        family.of::<u16, _, _>(LENDS);
        assert_eq!(lent, "Tom");
    }

    #[test]
    fn values_are_lent_to_be_changed() {
        const LENDS: &Description<Method<(), BorrowedMut<u32>>> = &described("lends()");
        let mock = Mock::new("MockCat", "Cat");
        let mut family = MethodFamily::default();
        family.of::<u8, _, _>(LENDS).expect(&mock).return_var(1);
        *family.of_mut::<u8, _, _>(LENDS).call_lent_mut(&mock, ()) += 1;
        assert_eq!(*family.of_mut::<u8, _, _>(LENDS).call_lent_mut(&mock, ()), 2);
        mock.checkpoint();
    }

    #[test]
    fn it_can_be_shared() {
        fn shared<T: Send + Sync>() {}
        shared::<MethodFamily>();
    }
}
