// One shape of everything that can be mocked. The packages beside this file include it, each to compile it in its own way;
// what they call the mocks' crate is `crate::mocks`.

use std::borrow::Cow;
use std::future::Future;
use std::path::Path;

use crate::mocks::{automock, concretize, mock, predicate::eq, Sequence};

#[automock(type Item = u8; const SIZE: usize = 3;)]
#[allow(async_fn_in_trait)]
pub trait Shapes<T: Clone + 'static> {
    type Item;
    const SIZE: usize;

    fn value(&self, x: u32) -> u32;
    fn lends(&self, x: &str) -> &str;
    fn lends_mutably(&mut self) -> &mut [u8];
    fn own(&self, t: T) -> Option<Self::Item>;
    fn generic<U: 'static>(&self, u: U) -> Vec<U>;
    #[concretize]
    fn concretized<P: AsRef<Path>>(&self, path: P) -> usize;
    fn implied(&self, text: impl Into<String>) -> usize;
    fn tied<'a>(&self, text: &'a str) -> Option<&'a str>;
    fn cow(&self, text: Cow<'_, str>, more: Option<&str>) -> Result<usize, String>;
    fn inside(&self, names: &[&str], pair: Option<(&str, Vec<u32>)>) -> usize;
    fn lent(&self, list: &mut Vec<&str>, parts: &mut [&mut [u8]]) -> usize;
    fn unsent(&self, shared: std::rc::Rc<u32>, name: &str) -> impl Future<Output = u32> + Send;
    fn looked_at(&self, text: impl AsRef<str>) -> usize;
    fn object(&self, f: &dyn Fn(u32) -> u32) -> u32;
    fn hidden(&self) -> impl Iterator<Item = u32>;
    fn future(&self) -> impl Future<Output = u32> + Send;
    async fn later(&self, text: &str) -> u32;
    fn statically(x: u32) -> u32;
    fn generic_statically<U: 'static>(u: U) -> U;
}

#[allow(dead_code)]
pub struct Thing;

#[automock]
#[allow(dead_code, clippy::new_without_default)]
impl Thing {
    pub fn new() -> Self {
        Thing
    }
    pub fn get(&self) -> u32 {
        1
    }
    pub async fn later(&self) -> u32 {
        1
    }
}

mock! {
    pub Made {
        fn made(&self, x: &str) -> u32;
    }
    impl Clone for Made {
        fn clone(&self) -> Self;
    }
}

#[automock]
#[allow(dead_code)]
pub mod functions {
    pub fn function(x: u32) -> u32 {
        x
    }
    unsafe extern "C" {
        pub fn foreign(x: u32) -> u32;
    }
}

#[test]
fn methods_of_a_trait() {
    let mut mock = MockShapes::<u8>::new();
    mock.expect_value().with(eq(1)).times(1).returning(|x| x);
    mock.expect_lends().with(eq("a")).return_const("b".to_owned());
    mock.expect_lends_mutably().return_var(vec![1]);
    mock.expect_own().returning(Some);
    mock.expect_generic::<i8>().returning(|u| vec![u]);
    mock.expect_concretized().returning(|path| path.as_ref().components().count());
    mock.expect_implied().with(eq("a".to_owned())).return_const(1_usize);
    mock.expect_tied().returning(|text| text.get(1..));
    mock.expect_cow().returning(|text, _| Ok(text.len()));
    mock.expect_object().returning(|f| f(1));
    mock.expect_hidden().returning(|| Box::new(vec![1, 2].into_iter()));
    mock.lends_mutably()[0] += 1;
    assert_eq!((mock.value(1), mock.lends("a"), mock.own(4), mock.generic(5_i8)), (1, "b", Some(4), vec![5]));
    assert_eq!((mock.lends_mutably().to_vec(), mock.concretized("a/b"), mock.implied("a")), (vec![2], 2, 1));
    assert_eq!((mock.tied("ab"), mock.cow("ab".into(), None), mock.object(&|x| x + 1)), (Some("b"), Ok(2), 2));
    assert_eq!((mock.hidden().sum::<u32>(), <MockShapes<u8> as Shapes<u8>>::SIZE), (3, 3));
}

#[test]
fn arguments_that_borrow_and_such_that_are_not_sent() {
    let mock = MockShapes::<u8>::new();
    mock.expect_inside().with_args(&["a", "b"], Some(("c", vec![1]))).returning(|names, _| names.len());
    mock.expect_lent().returning(|list, parts| {
        parts[0][0] = 1;
        list.len()
    });
    mock.expect_unsent().resolving(|shared, name| *shared + name.len() as u32);
    mock.expect_looked_at().returning(|text| text.as_ref().len());
    let mut byte = [0];
    assert_eq!(mock.inside(&["a", "b"], Some(("c", vec![1]))), 2);
    mock.calls_to_inside().assert_called_once_with(&["a", "b"], Some(("c", vec![1])));
    assert_eq!((mock.lent(&mut vec!["a"], &mut [&mut byte]), byte), (1, [1]));
    assert_eq!((futures::executor::block_on(mock.unsent(std::rc::Rc::new(2), "ab")), mock.looked_at("abc")), (4, 3));
}

#[test]
fn async_methods() {
    let mock = MockShapes::<u8>::new();
    mock.expect_future().returning(|| Box::pin(async { 1 }));
    mock.expect_later().with(eq("a")).returning(|_| 2);
    let thing = MockThing::default();
    thing.expect_later().return_const(3_u32);
    let all = futures::executor::block_on(async { (mock.future().await, mock.later("a").await, thing.later().await) });
    assert_eq!(all, (1, 2, 3));
}

#[test]
fn static_methods_and_functions() {
    let statically = MockShapes::<u8>::statically_context();
    statically.expect().returning(|x| x + 1);
    let generic = MockShapes::<u8>::generic_statically_context();
    generic.expect::<i8>().returning(|u| u);
    let new = MockThing::new_context();
    new.expect().returning(MockThing::default);
    let function = mock_functions::function_context();
    function.expect().with(eq(3)).return_const(4_u32);
    let foreign = mock_functions::foreign_context();
    foreign.expect().returning(|x| x);
    let thing = MockThing::new();
    thing.expect_get().return_const(2_u32);
    assert_eq!((MockShapes::<u8>::statically(1), MockShapes::<u8>::generic_statically(2_i8), thing.get()), (2, 2, 2));
    // SAFETY: the mock of a foreign function demands nothing.
    assert_eq!((mock_functions::function(3), unsafe { mock_functions::foreign(5) }), (4, 5));
}

#[test]
fn a_mock_of_ones_own_and_a_sequence() {
    let mut order = Sequence::new();
    let mock = MockMade::new();
    mock.expect_made().with(eq("a")).times(1).in_sequence(&mut order).return_const(1_u32);
    mock.expect_clone().times(1).in_sequence(&mut order).returning(MockMade::new);
    assert_eq!(mock.made("a"), 1);
    drop(mock.clone());
}
